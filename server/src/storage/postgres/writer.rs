//! Changes, one after the other among all server processes.
//!
//! A change takes the lock of the one row of `turn` before it reads anything, and keeps it until its commit. From then
//! on it sees everything that was committed before it (`read committed`: each statement sees the newest), and what it
//! decides on cannot move under it.

use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::{PgConnection, PgPool};

use super::{Result, StorageError, failure};
use crate::random;

/// How often a change is tried that the database gave back.
const TRIES: u32 = 6;
/// The longest pause before the second try, in milliseconds; it doubles each time.
const PAUSE: u64 = 10;

/// A handle to the connections that write.
#[derive(Debug)]
pub(super) struct Writer {
    pool: PgPool,
}

/// Whether a change that failed may be tried again.
enum Failed {
    /// It surely left nothing behind, and the reason passes.
    Again(StorageError),
    /// Its reason stays, or nobody knows whether it was committed.
    Over(StorageError),
}

impl Writer {
    pub(super) const fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// Runs `work` in a transaction; what it returns is on disk. `work` may run several times, once to its end.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send,
        F: for<'c> Fn(&'c mut PgConnection) -> BoxFuture<'c, Result<T>> + Send + Sync,
    {
        let mut tries = 1;
        loop {
            match self.once(&work).await {
                Ok(value) => return Ok(value),
                Err(Failed::Again(reason)) if tries < TRIES => {
                    tracing::debug!(%reason, tries, "a change is tried again");
                    tokio::time::sleep(pause(tries)).await;
                    tries += 1;
                }
                Err(Failed::Again(reason) | Failed::Over(reason)) => return Err(reason),
            }
        }
    }

    async fn once<T, F>(&self, work: &F) -> std::result::Result<T, Failed>
    where
        F: for<'c> Fn(&'c mut PgConnection) -> BoxFuture<'c, Result<T>> + Send + Sync,
    {
        // Whoever waited for a connection has waited long enough.
        let mut transaction = self
            .pool
            .begin()
            .await
            .map_err(|error| Failed::Over(failure(error)))?;
        sqlx::query("select one from turn for update")
            .execute(&mut *transaction)
            .await
            .map_err(|error| undone(failure(error)))?;
        let value = work(&mut transaction).await.map_err(undone)?;
        match transaction.commit().await {
            Ok(()) => Ok(value),
            Err(error) if is_given_back(&error) => Err(Failed::Again(failure(error))),
            Err(error) => Err(Failed::Over(failure(error))),
        }
    }

    /// Takes no more work and finishes what was begun.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

/// Before the commit nothing can have stayed.
const fn undone(error: StorageError) -> Failed {
    match error {
        StorageError::Unavailable(_) => Failed::Again(error),
        StorageError::Broken(_) => Failed::Over(error),
    }
}

/// A serialisation failure or a deadlock: the database says that it kept nothing.
fn is_given_back(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| code.starts_with("40"))
}

/// Those who met by chance do not meet again at once.
fn pause(tries: u32) -> Duration {
    let [low] = random::bytes::<1>();
    let longest = PAUSE << tries;
    Duration::from_millis(longest * u64::from(low) / u64::from(u8::MAX))
}
