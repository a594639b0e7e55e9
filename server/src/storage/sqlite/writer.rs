//! One writer with group commit.
//!
//! SQLite takes one write transaction at a time, and a commit costs a disk flush. So all changes go through one
//! task: it takes whatever waits, runs it inside one transaction, commits, and only then answers. Nobody hears of
//! success before the flush.
//!
//! Work that fails is rolled back alone. Hardly any does, so the first attempt goes without savepoints: with one,
//! SQLite copies every page before it changes, and each costs a call. Where a piece fails, all of the group is rolled
//! back and run again, each piece in a savepoint of its own.

use std::panic::AssertUnwindSafe;

use futures_util::{FutureExt as _, future::BoxFuture};
use sqlx::SqliteConnection;
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    task::JoinHandle,
};

use super::{Result, StorageError, failure};

/// The most pieces of work in one transaction.
const BATCH: usize = 256;
/// How much work may wait before callers do.
const QUEUE: usize = 1024;

/// Some work that waits for its turn.
trait Job: Send {
    /// Runs it, and tells whether its changes are to be kept. It can be run again once they are rolled back.
    fn run<'c>(&'c mut self, connection: &'c mut SqliteConnection) -> BoxFuture<'c, bool>;

    /// Tells its caller what came of it, once that is certain.
    fn answer(self: Box<Self>, committed: Result<()>);
}

/// A piece of work with its caller.
struct Piece<T, F> {
    work: F,
    /// What it came to when it ran last.
    result: Result<T>,
    tell: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Piece<T, F>
where
    T: Send,
    F: for<'c> Fn(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T>> + Send + Sync,
{
    fn run<'c>(&'c mut self, connection: &'c mut SqliteConnection) -> BoxFuture<'c, bool> {
        Box::pin(async move {
            let work = async { (self.work)(connection).await };
            self.result = AssertUnwindSafe(work)
                .catch_unwind()
                .await
                .unwrap_or_else(|_| {
                    Err(StorageError::Broken("a piece of work panicked".to_owned()))
                });
            self.result.is_ok()
        })
    }

    fn answer(self: Box<Self>, committed: Result<()>) {
        // Whoever asked may have gone away: the change stays all the same.
        let _ = self.tell.send(committed.and(self.result));
    }
}

/// A handle to the writing task.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    sender: mpsc::WeakSender<Box<dyn Job>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the task on a connection of its own.
    pub(super) fn start(connection: SqliteConnection) -> Self {
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let task = tokio::spawn(work(connection, waiting));
        Self {
            sender: jobs.downgrade(),
            jobs: Mutex::new(Some(jobs)),
            task: Mutex::new(Some(task)),
        }
    }

    /// No task: all work is refused.
    pub(super) fn none() -> Self {
        let (jobs, _) = mpsc::channel(1);
        Self {
            sender: jobs.downgrade(),
            jobs: Mutex::new(None),
            task: Mutex::new(None),
        }
    }

    /// Runs `work` in a transaction; what it returns is on disk. `work` may run twice, once to its end.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> Fn(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T>> + Send + Sync + 'static,
    {
        let (tell, told) = oneshot::channel();
        let piece = Piece {
            work,
            result: Err(closing()),
            tell,
        };
        let jobs = self.sender.upgrade().ok_or_else(closing)?;
        jobs.send(Box::new(piece)).await.map_err(|_| closing())?;
        drop(jobs);
        told.await.map_err(|_| closing())?
    }

    /// Takes no more work, finishes what waits, and moves the log into the database file.
    pub(super) async fn close(&self) {
        self.jobs.lock().await.take();
        if let Some(task) = self.task.lock().await.take()
            && task.await.is_err()
        {
            tracing::error!("the writing task ended early");
        }
    }
}

fn closing() -> StorageError {
    StorageError::Unavailable(
        "nothing more is written: the storage is closed, or open for reading alone".to_owned(),
    )
}

async fn work(mut connection: SqliteConnection, mut waiting: mpsc::Receiver<Box<dyn Job>>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let result = commit(&mut connection, &mut batch).await;
        if let Err(error) = &result {
            tracing::error!(%error, "a transaction could not be committed");
        }
        for job in batch.drain(..) {
            job.answer(result.clone());
        }
    }
    if let Err(error) = execute(&mut connection, "pragma wal_checkpoint(truncate)").await {
        tracing::warn!(%error, "the write-ahead log could not be moved into the database file");
    }
    if let Err(error) = sqlx::Connection::close(connection).await {
        tracing::warn!(%error, "the writing connection did not close");
    }
}

/// Puts a group on disk: all of it, or without what fails.
async fn commit(connection: &mut SqliteConnection, batch: &mut [Box<dyn Job>]) -> Result<()> {
    if together(connection, batch).await? {
        return Ok(());
    }
    let result = apart(connection, batch).await;
    if result.is_err() {
        roll_back(connection).await;
    }
    result
}

/// Runs the group as one. False when a piece failed: then nothing of it is kept.
async fn together(connection: &mut SqliteConnection, batch: &mut [Box<dyn Job>]) -> Result<bool> {
    execute(connection, "begin immediate").await?;
    for job in batch {
        if !job.run(connection).await {
            roll_back(connection).await;
            return Ok(false);
        }
    }
    let committed = execute(connection, "commit").await;
    if committed.is_err() {
        roll_back(connection).await;
    }
    committed.map(|()| true)
}

/// Runs each piece of the group in a savepoint.
async fn apart(connection: &mut SqliteConnection, batch: &mut [Box<dyn Job>]) -> Result<()> {
    // What can go in one call does: each wakes the connection's thread and waits for it.
    execute(connection, "begin immediate; savepoint job").await?;
    let mut kept = false;
    for job in batch {
        if kept {
            execute(connection, "release job; savepoint job").await?;
        }
        kept = job.run(connection).await;
        if !kept {
            // The savepoint is still there for the next job, unless SQLite gave the whole transaction up, as it does
            // on a full disk: then nothing is wrong with the others, they may come again.
            let back = execute(connection, "rollback to job").await;
            back.map_err(|error| StorageError::Unavailable(error.to_string()))?;
        }
    }
    // Ends the last savepoint as well.
    execute(connection, "commit").await
}

/// Nothing to roll back is no failure: the connection may have done it on its own.
async fn roll_back(connection: &mut SqliteConnection) {
    let _ = execute(connection, "rollback").await;
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<()> {
    sqlx::query(sql)
        .execute(connection)
        .await
        .map(drop)
        .map_err(failure)
}
