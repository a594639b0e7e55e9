//! A receipt as it was given, from what is stored.

use domain::{
    api::Receipt,
    id::{RevisionId, SubmissionId},
};
use uuid::Uuid;

use crate::{
    document::receipt::Deed,
    state::AppState,
    storage::{Acknowledged, Result},
    sync,
};

/// A receipt with what belongs to it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The receipt, signed.
    pub receipt: Receipt,
    /// What was received.
    pub deed: Deed,
}

/// The receipt of a change; none when nothing of that id was received.
///
/// # Errors
/// When storage fails.
pub async fn find(state: &AppState, change: Uuid) -> Result<Option<Found>> {
    let Some((known, deed, files)) = known(state, change).await? else {
        return Ok(None);
    };
    let receipt = Receipt {
        submission: known.submission,
        change,
        hash: match deed {
            Deed::Sent(_) => known.hash,
            // What a withdrawal is known by is the server's own business.
            Deed::Withdrawn => String::new(),
        },
        number: known.number,
        received_at: known.received_at,
        seal: None,
    };
    let now = state.clock.now();
    let signed = state.receipts.sign(&*state.storage, now, receipt, &files);
    Ok(Some(Found {
        receipt: signed.await?,
        deed,
    }))
}

async fn known(
    state: &AppState,
    change: Uuid,
) -> Result<Option<(Acknowledged, Deed, Vec<String>)>> {
    if let Some(known) = state.storage.revision(RevisionId(change)).await? {
        let (number, files) = revision(state, known.submission, change).await?;
        return Ok(Some((known, Deed::Sent(number), files)));
    }
    let withdrawal = state.storage.withdrawal(change).await?;
    Ok(withdrawal.map(|known| (known, Deed::Withdrawn, Vec::new())))
}

/// Which of the submission's contents it is, and its files.
async fn revision(
    state: &AppState,
    submission: SubmissionId,
    change: Uuid,
) -> Result<(u32, Vec<String>)> {
    let revisions = state.storage.revisions(submission).await?;
    let found = revisions.iter().find(|revision| revision.id.0 == change);
    Ok(found.map_or((1, Vec::new()), |revision| {
        (revision.number, sync::named(&revision.content))
    }))
}
