//! Accepting what phones send, and telling them what they have not heard.
//!
//! [`judge`] decides about one change at a time: `content` reads and validates it without touching storage,
//! `revision` and `withdrawal` hold the order of the checks. Every outcome but *accepted* leaves nothing changed.

mod content;
mod recall;
mod revision;
mod view;
mod withdrawal;

use std::collections::BTreeMap;

use domain::api::{Ack, Change, Outcome, Receipt, Refusal, SyncResponse};
use futures_util::future::join_all;
use uuid::Uuid;

pub use content::{check, named, summary};
pub use recall::recall_all;
pub use view::view;

use crate::{
    error::ApiError,
    state::AppState,
    storage::{Acknowledged, DeviceRecord, StorageError},
};

/// Who sends, and when.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// The phone.
    pub device: &'a DeviceRecord,
    /// The server's clock.
    pub now: i64,
    /// Whether the phone's clock is far off.
    pub clock_off: bool,
    /// The fingerprint of its address.
    pub source: &'a str,
}

/// How far a phone's clock may be off before it is flagged.
pub const CLOCK_TOLERANCE: i64 = 10 * 60_000;

/// Judges every change, in their order.
///
/// Changes of one submission are judged one after the other, others at the same time, so that they share a commit.
pub async fn judge_all(
    state: &AppState,
    sender: Sender<'_>,
    changes: &[Change],
) -> Vec<(Uuid, Judged)> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, change) in changes.iter().enumerate() {
        let submission = match change {
            Change::Revision(revision) => revision.submission,
            Change::Withdraw(withdrawal) => withdrawal.submission,
        };
        groups.entry(submission).or_default().push(index);
    }
    let judged = join_all(groups.into_values().map(|group| async move {
        let mut outcomes = Vec::with_capacity(group.len());
        for index in group {
            outcomes.push((index, decide(state, sender, &changes[index]).await));
        }
        outcomes
    }))
    .await;
    let mut judged: Vec<(usize, Judged)> = judged.into_iter().flatten().collect();
    judged.sort_by_key(|(index, _)| *index);
    judged
        .into_iter()
        .map(|(index, judged)| (changes[index].id(), judged))
        .collect()
}

/// Acknowledges what was judged, and recalled.
///
/// # Errors
/// When storage took none of it because it is not available: there is nothing to acknowledge then.
pub fn acknowledge(judged: Vec<(Uuid, Judged)>) -> Result<Vec<Ack>, StorageError> {
    let is_away = |judged: &Judged| matches!(judged, Err(StorageError::Unavailable(_)));
    if judged.iter().all(|(_, judged)| is_away(judged))
        && let Some((_, Err(error))) = judged.first()
    {
        return Err(error.clone());
    }
    let acks = judged.into_iter().map(|(id, judged)| Ack {
        id,
        outcome: told(id, judged),
    });
    Ok(acks.collect())
}

/// Judges one change.
pub async fn judge(state: &AppState, sender: Sender<'_>, change: &Change) -> Outcome {
    told(change.id(), decide(state, sender, change).await)
}

async fn decide(state: &AppState, sender: Sender<'_>, change: &Change) -> Judged {
    match change {
        Change::Revision(revision) => revision::judge(state, sender, revision).await,
        Change::Withdraw(withdrawal) => withdrawal::judge(state, sender, withdrawal).await,
    }
}

/// What the phone hears: it comes again with what storage did not take.
fn told(change: Uuid, judged: Judged) -> Outcome {
    judged.unwrap_or_else(|error| {
        tracing::warn!(%error, %change, "a change is deferred");
        Outcome::Deferred {
            retry_after: 5,
            missing: Vec::new(),
        }
    })
}

/// What the phone has not heard since `cursor`.
///
/// # Errors
/// When storage cannot be read.
pub async fn pull(
    state: &AppState,
    device: &DeviceRecord,
    cursor: u64,
    pushed: bool,
) -> Result<SyncResponse, ApiError> {
    let now = state.clock.now();
    // A cursor from the future comes from a server that was since restored from a backup: begin anew.
    let cursor = if cursor > device.change { 0 } else { cursor };
    let mut response = SyncResponse {
        protocol: domain::api::PROTOCOL.to_owned(),
        device: Some(device.id),
        cursor,
        server_time: now,
        ..SyncResponse::default()
    };
    if pushed || cursor < device.change {
        let changes = state
            .storage
            .changes(device.enterprise, cursor, domain::api::PAGE)
            .await?;
        response.cursor = changes.cursor;
        response.more = changes.more;
        response.changes = changes
            .submissions
            .into_iter()
            .map(|(submission, history)| view(submission, history))
            .collect();
    }
    Ok(response)
}

/// The receipt of a change that was stored before, or the refusal when it was another change.
#[expect(
    clippy::result_large_err,
    reason = "the outcome is moved once, and boxed it would be unpacked at once"
)]
fn replay(
    sender: Sender<'_>,
    change: Uuid,
    submission: domain::id::SubmissionId,
    hash: &str,
    shown_hash: &str,
    known: Acknowledged,
) -> Result<Receipt, Outcome> {
    if known.enterprise != sender.device.enterprise {
        return Err(refused(Refusal::NotFound));
    }
    if known.submission != submission || known.hash != hash || !known.by_phone {
        return Err(refused(Refusal::IdReused));
    }
    Ok(Receipt {
        submission,
        change,
        hash: shown_hash.to_owned(),
        number: known.number,
        received_at: known.received_at,
        seal: None,
    })
}

/// Signs the receipt of a change that is stored, with the hashes of its files.
async fn accepted(state: &AppState, receipt: Receipt, files: &[String]) -> Judged {
    let now = state.clock.now();
    let signed = state.receipts.sign(&*state.storage, now, receipt, files);
    Ok(Outcome::Accepted {
        receipt: signed.await?,
    })
}

fn refused(reason: Refusal) -> Outcome {
    Outcome::Refused {
        reason,
        findings: Vec::new(),
    }
}

/// What judging a change fails with when it cannot come to an outcome.
type Judged = Result<Outcome, StorageError>;
