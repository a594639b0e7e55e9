//! Dropping what nobody needs: uploads that rest, files that no content names, blobs that no row knows.
//!
//! A file goes in this order: its row, in a transaction that finds no content naming it, and only then its bytes. A
//! crash in between leaves bytes without a row, which the next round finds. A row without bytes never comes about.

use std::time::Duration;

use crate::{
    state::AppState,
    storage::{Result, StorageError},
};

/// How often it is done.
const EVERY: Duration = Duration::from_secs(60 * 60);
/// How many files are forgotten in one transaction, so that phones don't wait for it.
const BATCH: usize = 200;
/// A blob that no row knows is somebody's work under way at first. No file takes this long to be looked at.
const WORK: i64 = 24 * 60 * 60 * 1000;

/// What was dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// Uploads that rested too long.
    pub uploads: usize,
    /// Files that nothing named.
    pub files: usize,
    /// Blobs that no row knew.
    pub strays: usize,
}

/// Drops what may go by now.
///
/// # Errors
/// When storage or store are not available; what was dropped is dropped.
pub async fn collect(state: &AppState) -> Result<Collected> {
    let now = state.clock.now();
    let ago =
        |time: Duration| now.saturating_sub(i64::try_from(time.as_millis()).unwrap_or(i64::MAX));
    let mut collected = Collected {
        uploads: state
            .attachments
            .expire_parts(ago(state.config.upload))
            .await?,
        ..Collected::default()
    };
    loop {
        let before = ago(state.config.orphan);
        let blobs = state.storage.forget_attachments(before, BATCH).await?;
        if blobs.is_empty() {
            break;
        }
        for blob in blobs {
            state.attachments.remove(&blob).await?;
            collected.files += 1;
        }
    }
    for blob in state.attachments.blobs(now - WORK).await? {
        if !state.storage.is_blob_known(blob.id).await? {
            state.attachments.remove(&blob).await?;
            collected.strays += 1;
        }
    }
    Ok(collected)
}

/// Does so again and again.
pub async fn collect_forever(state: AppState) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        match collect(&state).await {
            Ok(collected) if collected != Collected::default() => {
                let Collected {
                    uploads,
                    files,
                    strays,
                } = collected;
                tracing::info!(
                    uploads,
                    files,
                    strays,
                    "files that nobody needs were dropped"
                );
            }
            Ok(_) => {}
            Err(StorageError::Unavailable(reason) | StorageError::Broken(reason)) => {
                tracing::warn!(reason, "files could not be collected");
            }
        }
    }
}
