//! SQLite: one writer with group commit, and readers beside it that never wait for it.
//!
//! Write-ahead log, `synchronous = full`: an answer means that the change survives a power cut, not only the end
//! of the process. All statements are static text that PostgreSQL understands as well; they are in `sql`.
//!
//! Readers see what was acknowledged: a read is one statement outside any transaction, so it begins with the newest
//! commit. Nothing here may begin a transaction on a reader; a connection that kept one would answer from the past.

#[path = "sql/methods.rs"]
mod sql;

use std::{path::Path, time::Duration};

use sqlx::{
    ConnectOptions as _, Sqlite as Database, SqliteConnection as Connection, SqlitePool as Pool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use self::SqliteStorage as Engine;
use super::{Result, StorageError, writer::Writer};

/// Connections that read.
const READERS: u32 = 4;
/// How long a statement waits for a lock, for instance that of a backup.
const BUSY: Duration = Duration::from_secs(5);

/// Finds text whatever its Latin letters' case.
const LIKE: &str = "like ";

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// Everything in one SQLite file.
#[derive(Debug)]
pub struct SqliteStorage {
    writer: Writer,
    readers: Pool,
}

impl SqliteStorage {
    /// Opens the file, makes it when it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, or was made by a newer server.
    pub async fn open(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .pragma("cell_size_check", "on");
        let mut connection = options.connect().await.map_err(failure)?;
        MIGRATIONS
            .run(&mut connection)
            .await
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(BUSY)
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(failure)?;
        Ok(Self {
            writer: Writer::start(connection),
            readers,
        })
    }
}

/// Which of the two things went wrong: something that passes, or something that does not.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
pub(super) fn failure(error: sqlx::Error) -> StorageError {
    // SQLite's primary result codes: BUSY 5, LOCKED 6, NOMEM 7, READONLY 8, IOERR 10, FULL 13, CANTOPEN 14.
    const PASSING: [i64; 7] = [5, 6, 7, 8, 10, 13, 14];
    let passes = match &error {
        sqlx::Error::Database(database) => database
            .code()
            .and_then(|code| code.parse::<i64>().ok())
            .is_some_and(|code| PASSING.contains(&(code & 0xff))),
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
