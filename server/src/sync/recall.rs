//! A writer wants a change back that may be here.

use domain::{
    api::{Outcome, Refusal},
    case::Role,
};
use uuid::Uuid;

use super::{Judged, Sender, refused};
use crate::{
    audit::{Act, Entry},
    receipt,
    state::AppState,
};

/// Answers for each id with the receipt, or that it will never be accepted.
pub async fn recall_all(
    state: &AppState,
    sender: Sender<'_>,
    changes: &[Uuid],
) -> Vec<(Uuid, Judged)> {
    let mut judged = Vec::with_capacity(changes.len());
    for &id in changes {
        judged.push((id, recall(state, sender, id).await));
    }
    judged
}

async fn recall(state: &AppState, sender: Sender<'_>, change: Uuid) -> Judged {
    let own = sender.device.enterprise;
    let act = Act::Recalled;
    let entry = Entry::new(sender.now, None, Role::Applicant, act, sender.source);
    let entry = entry.of(own).with("change", &change);
    let is_here = state.storage.recall(own, change, entry).await?;
    if is_here {
        let found = receipt::find(&*state.storage, &state.receipts, sender.now, change);
        if let Some(found) = found.await? {
            let receipt = found.receipt;
            return Ok(Outcome::Accepted { receipt });
        }
    }
    Ok(refused(Refusal::Recalled))
}
