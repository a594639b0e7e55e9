//! A receipt as it was given, from what is stored.

use domain::{
    api::Receipt,
    id::{RevisionId, SubmissionId},
};
use uuid::Uuid;

use super::Receipts;
use crate::{
    document::receipt::Deed,
    storage::{Acknowledged, Result, Storage},
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
pub async fn find(
    storage: &dyn Storage,
    receipts: &Receipts,
    now: i64,
    change: Uuid,
) -> Result<Option<Found>> {
    let found = known(storage, change).await?;
    // What staff wrote was received from nobody.
    let Some((known, deed, files)) = found.filter(|(known, ..)| known.by_phone) else {
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
    let signed = receipts.sign(storage, now, receipt, &files);
    Ok(Some(Found {
        receipt: signed.await?,
        deed,
    }))
}

async fn known(
    storage: &dyn Storage,
    change: Uuid,
) -> Result<Option<(Acknowledged, Deed, Vec<String>)>> {
    if let Some(known) = storage.revision(RevisionId(change)).await? {
        let (number, files) = revision(storage, known.submission, change).await?;
        return Ok(Some((known, Deed::Sent(number), files)));
    }
    let withdrawal = storage.withdrawal(change).await?;
    Ok(withdrawal.map(|known| (known, Deed::Withdrawn, Vec::new())))
}

/// Which of the submission's contents it is, and its files.
async fn revision(
    storage: &dyn Storage,
    submission: SubmissionId,
    change: Uuid,
) -> Result<(u32, Vec<String>)> {
    let revisions = storage.revisions(submission).await?;
    let found = revisions.iter().find(|revision| revision.id.0 == change);
    Ok(found.map_or((1, Vec::new()), |revision| {
        (revision.number, sync::named(&revision.content))
    }))
}
