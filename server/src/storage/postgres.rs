//! PostgreSQL 15 or newer: several server processes on one database.
//!
//! Every change is one transaction that first takes its turn (`postgres/writer.rs`), so that changes have one order
//! among all processes. Cursors and links of the audit trail are given out in that order, and no reader can pass a
//! change that commits later. Readers wait for nobody. `synchronous_commit` is on: an answer means that the change
//! survives a power cut.

mod dialect;
mod snapshot;
mod writer;

#[expect(
    clippy::duplicate_mod,
    reason = "the statements are compiled once for each engine"
)]
#[path = "sql/methods.rs"]
mod sql;

use std::{path::Path, time::Duration};

use sqlx::{
    ConnectOptions as _, PgConnection as Connection, PgPool as Pool, Postgres as Database,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use self::{PostgresStorage as Engine, writer::Writer};
use super::{Result, StorageError, sqlite, transfer};

/// Connections that read, of each server process.
const READERS: u32 = 8;
/// Connections that write. One commits while the others wait for their turn.
const WRITERS: u32 = 4;
/// How long a request waits for a connection that reads.
const BUSY: Duration = Duration::from_secs(5);
/// How long a change waits for a connection that writes: a thousand phones that come back at once take seconds.
const CROWD: Duration = Duration::from_secs(20);
/// What every session is told. A process that freezes in its turn loses it after ten seconds.
const SESSION: [(&str, &str); 4] = [
    ("synchronous_commit", "on"),
    ("default_transaction_isolation", "read committed"),
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "10s"),
];

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/postgres");

/// Everything in one PostgreSQL database.
#[derive(Debug)]
pub struct PostgresStorage {
    writer: Writer,
    readers: Pool,
}

impl PostgresStorage {
    /// Connects, and brings the schema up to date; among several processes one does that and the others wait.
    ///
    /// # Errors
    /// When the database cannot be reached, or was made by a newer server.
    pub async fn open(url: &str) -> Result<Self> {
        let options: PgConnectOptions = url.parse().map_err(failure)?;
        let options = options.application_name("ieum").options(SESSION);
        let mut connection = options.connect().await.map_err(failure)?;
        // The migrator holds an advisory lock while it works.
        MIGRATIONS
            .run(&mut connection)
            .await
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        sqlx::Connection::close(connection).await.map_err(failure)?;
        Ok(Self {
            writer: Writer::new(pool(&options, WRITERS, CROWD)),
            readers: pool(&options, READERS, BUSY),
        })
    }

    /// Connects for reading alone: no schema is changed, and whatever would write is refused.
    ///
    /// # Errors
    /// When the database cannot be reached, or its schema is another server's.
    pub async fn read(url: &str) -> Result<Self> {
        let options: PgConnectOptions = url.parse().map_err(failure)?;
        let options = options
            .application_name("ieum")
            .options(SESSION)
            .options([("default_transaction_read_only", "on")]);
        let mut connection = options.connect().await.map_err(failure)?;
        snapshot::check_schema(&mut connection).await?;
        sqlx::Connection::close(connection).await.map_err(failure)?;
        Ok(Self {
            writer: Writer::new(pool(&options, 1, CROWD)),
            readers: pool(&options, READERS, BUSY),
        })
    }

    /// Copies every row of an SQLite file of this schema into this database, which must hold none: all, or nothing.
    /// Returns how many there were.
    ///
    /// # Errors
    /// When there are rows here already, or the file cannot be read.
    pub async fn import(&self, file: &Path) -> Result<u64> {
        let file = file.to_owned();
        self.writer
            .run(move |db| {
                let file = file.clone();
                Box::pin(async move {
                    if !transfer::is_empty(db).await? {
                        return Err(StorageError::Broken(
                            "the database holds something already".to_owned(),
                        ));
                    }
                    let mut from = sqlite::open_copy(&file).await?;
                    transfer::to_postgres(&mut from, db).await
                })
            })
            .await
    }
}

fn pool(options: &PgConnectOptions, connections: u32, patience: Duration) -> Pool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(patience)
        .connect_lazy_with(options.clone())
}

/// Which of the two things went wrong: something that passes, or something that does not.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
pub(super) fn failure(error: sqlx::Error) -> StorageError {
    // Classes of SQLSTATE: connection 08, read-only 25006, rolled back to be tried again 40, resources 53, a lock that
    // could not be had 55P03, shutting down 57, a file that could not be written 58.
    const PASSING: [&str; 7] = ["08", "25006", "40", "53", "55P03", "57", "58"];
    let passes = match &error {
        sqlx::Error::Database(database) => database
            .code()
            .is_some_and(|code| PASSING.iter().any(|class| code.starts_with(class))),
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    };
    if passes {
        StorageError::Unavailable(error.to_string())
    } else {
        StorageError::Broken(error.to_string())
    }
}
