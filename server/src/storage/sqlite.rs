//! SQLite: one writer with group commit, and readers beside it that never wait for it.
//!
//! Write-ahead log, `synchronous = full`: an answer means that the change survives a power cut, not only the end
//! of the process. Nearly all statements are static text that PostgreSQL understands as well; they are in `sql`.
//!
//! Readers see what was acknowledged: a read is one statement outside any transaction, so it begins with the newest
//! commit. Nothing here may begin a transaction on a reader; a connection that kept one would answer from the past.

mod dialect;
mod snapshot;
#[path = "sql/methods.rs"]
mod sql;
mod writer;

pub(super) use snapshot::{begin_copy, end_copy, open_copy};

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    ConnectOptions as _, Sqlite as Database, SqliteConnection as Connection, SqlitePool as Pool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use self::{SqliteStorage as Engine, writer::Writer};
use super::{Result, StorageError};

/// What the writer remembers of the file: 16 MiB hold the upper pages of every index of a million submissions.
const WRITER_CACHE: &str = "-16384";
/// How long the write-ahead log grows, in pages of 4 KiB, before it is moved into the file. A page of an index that
/// changes in every commit is then moved once for some thousand accepts.
const CHECKPOINT: &str = "4000";
/// What undoes a statement that fails in its middle, some twenty pages for a report with its indexes, is needed by
/// nobody after a crash; in a file it costs as many writes as the log itself. Set after the migrations: what those sort
/// may be as large as the database.
const UNDO_IN_MEMORY: &str = "pragma temp_store = memory";
/// Connections that read.
const READERS: u32 = 4;
/// Rows that a connection's thread may be ahead of their reader: more than a page of changes, so that one hand-over
/// takes a whole page.
const AHEAD: usize = 256;
/// How long a statement waits for a lock, for instance that of a backup.
const BUSY: Duration = Duration::from_secs(5);

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// Everything in one SQLite file.
#[derive(Debug)]
pub struct SqliteStorage {
    file: PathBuf,
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
            .row_buffer_size(AHEAD)
            .pragma("cell_size_check", "on");
        let mut connection = options
            .clone()
            .pragma("cache_size", WRITER_CACHE)
            .pragma("wal_autocheckpoint", CHECKPOINT)
            .connect()
            .await
            .map_err(failure)?;
        MIGRATIONS
            .run(&mut connection)
            .await
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        sqlx::query(UNDO_IN_MEMORY)
            .execute(&mut connection)
            .await
            .map_err(failure)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(BUSY)
            // There is no network between us and a file that could have been cut meanwhile.
            .test_before_acquire(false)
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(failure)?;
        Ok(Self {
            file: file.to_owned(),
            writer: Writer::start(connection),
            readers,
        })
    }

    /// Opens a file that is there for reading alone: nothing is made and no schema changed, and whatever would write
    /// is refused. A server may have the file open.
    ///
    /// # Errors
    /// When the file cannot be opened, or its schema is another server's.
    pub async fn read(file: &Path) -> Result<Self> {
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(BUSY)
            .test_before_acquire(false)
            .connect_with(snapshot::existing(file).pragma("query_only", "on"))
            .await
            .map_err(failure)?;
        let mut connection = readers.acquire().await.map_err(failure)?;
        snapshot::check_schema(&mut connection).await?;
        drop(connection);
        Ok(Self {
            file: file.to_owned(),
            writer: Writer::none(),
            readers,
        })
    }

    /// The version of the schema that this server's files have.
    pub fn schema() -> i64 {
        snapshot::newest()
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
