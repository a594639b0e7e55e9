//! One writer with group commit.
//!
//! SQLite takes one write transaction at a time, and a commit costs a disk flush. So all changes go through one
//! task: it takes whatever waits, runs each piece of work in a savepoint of its own inside one transaction,
//! commits, and only then answers. Work that fails is rolled back alone; nobody hears of success before the flush.

use std::panic::AssertUnwindSafe;

use futures_util::{FutureExt as _, future::BoxFuture};
use sqlx::SqliteConnection;
use tokio::{
    sync::{Mutex, mpsc, oneshot},
    task::JoinHandle,
};

use super::{Result, StorageError, sqlite::failure};

/// The most pieces of work in one transaction.
const BATCH: usize = 256;
/// How much work may wait before callers do.
const QUEUE: usize = 1024;

type Answer = Box<dyn FnOnce(Result<()>) + Send>;
type Job = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Outcome> + Send>;

/// Whether a job's changes are to be kept, and whom to tell once that is certain.
struct Outcome {
    keep: bool,
    answer: Answer,
}

/// A handle to the writing task.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    sender: mpsc::WeakSender<Job>,
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

    /// Runs `work` in a transaction; what it returns is on disk.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            Box::pin(async move {
                let result = AssertUnwindSafe(work(connection))
                    .catch_unwind()
                    .await
                    .unwrap_or_else(|_| {
                        Err(StorageError::Broken("a piece of work panicked".to_owned()))
                    });
                let keep = result.is_ok();
                let answer: Answer = Box::new(move |committed| {
                    // Whoever asked may have gone away: the change stays all the same.
                    let _ = tell.send(committed.and(result));
                });
                Outcome { keep, answer }
            })
        });
        let jobs = self.sender.upgrade().ok_or_else(closing)?;
        jobs.send(job).await.map_err(|_| closing())?;
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

async fn work(mut connection: SqliteConnection, mut waiting: mpsc::Receiver<Job>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let mut answers = Vec::with_capacity(batch.len());
        let result = transaction(&mut connection, batch.drain(..), &mut answers).await;
        if let Err(error) = &result {
            tracing::error!(%error, "a transaction could not be committed");
            // Nothing to roll back is no failure: the connection may have done it on its own.
            let _ = execute(&mut connection, "rollback").await;
        }
        for answer in answers {
            answer(result.clone());
        }
    }
    if let Err(error) = execute(&mut connection, "pragma wal_checkpoint(truncate)").await {
        tracing::warn!(%error, "the write-ahead log could not be moved into the database file");
    }
    if let Err(error) = sqlx::Connection::close(connection).await {
        tracing::warn!(%error, "the writing connection did not close");
    }
}

async fn transaction(
    connection: &mut SqliteConnection,
    jobs: impl Iterator<Item = Job>,
    answers: &mut Vec<Answer>,
) -> Result<()> {
    // What can go in one call does: each wakes the connection's thread and waits for it.
    let begun = execute(connection, "begin immediate; savepoint job").await;
    let mut kept = false;
    for job in jobs {
        if begun.is_err() {
            // The job is dropped unrun; its caller is told by the closed channel.
            continue;
        }
        if kept {
            execute(connection, "release job; savepoint job").await?;
        }
        let Outcome { keep, answer } = job(connection).await;
        answers.push(answer);
        kept = keep;
        if !keep {
            // The savepoint is still there for the next job.
            execute(connection, "rollback to job").await?;
        }
    }
    begun?;
    // Ends the last savepoint as well.
    execute(connection, "commit").await
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<()> {
    sqlx::query(sql)
        .execute(connection)
        .await
        .map(drop)
        .map_err(failure)
}
