//! A frozen content arrives: a first one makes a submission, a later one answers a supplement request or corrects what was sent.

use domain::{
    api::{Outcome, Receipt, Refusal, Revision},
    case::{Case, Event, Flags, Role},
    id::EnterpriseId,
    korea::kst,
};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::{Judged, Sender, accepted, content, refused, replay};
use crate::{
    attachment,
    audit::{Act, Entry},
    casework,
    state::AppState,
    storage::{Applied, CaseUpdate, NewRevision, NewSubmission, Receive, Result, Submission},
};

/// How often a decision is made anew because the submission moved meanwhile.
const TRIES: usize = 5;

pub(super) async fn judge(state: &AppState, sender: Sender<'_>, revision: &Revision) -> Judged {
    if !content::is_intact(revision) {
        return Ok(refused(Refusal::HashMismatch));
    }
    // What was accepted once is acknowledged again, even if the rules have changed since. For a first revision,
    // the common case, storage notices on its own that it is new, which saves a look-up.
    let valid = match content::check(
        &state.forms,
        sender.now,
        revision,
        state.config.attachment_count,
    ) {
        Ok(valid) => valid,
        Err(refusal) => return Ok(known(state, sender, revision).await?.unwrap_or(refusal)),
    };
    let waits = match lost(state, sender, &valid.files).await {
        Ok(lost) if lost.is_empty() => None,
        Ok(lost) => Some(deferred(lost)),
        // Where its files are can't be asked now: it waits, and what phones have not heard is told all the same.
        Err(error) => {
            tracing::warn!(%error, change = %revision.id, "a change waits for its files");
            Some(later(5))
        }
    };
    if let Some(waits) = waits {
        return Ok(known(state, sender, revision).await?.unwrap_or(waits));
    }
    if revision.parent.is_none() {
        match receive(state, sender, revision, &valid).await? {
            Received::Accepted(receipt) => return accepted(state, receipt, &valid.files).await,
            Received::Missing(missing) => return Ok(deferred(missing)),
            Received::Known => {}
        }
        // The submission exists, so this is either sent again or not what it continues.
        return match known(state, sender, revision).await? {
            Some(outcome) => Ok(outcome),
            None => foreign_or(state, sender, revision, Refusal::StaleParent).await,
        };
    }
    for _ in 0..TRIES {
        if let Some(outcome) = known(state, sender, revision).await? {
            return Ok(outcome);
        }
        if let Some(outcome) = resubmit(state, sender, revision, &valid).await? {
            return Ok(outcome);
        }
    }
    Ok(later(1))
}

/// Those of `files` whose bytes are gone though their rows are not. Files without a row are found where the revision
/// is stored, in its transaction.
async fn lost(state: &AppState, sender: Sender<'_>, files: &[String]) -> Result<Vec<String>> {
    let asked: Vec<_> = files
        .iter()
        .map(|hash| is_lost(state, sender.device.enterprise, hash))
        .collect();
    let asked = stream::iter(asked).buffered(attachment::ASKED);
    let lost: Vec<bool> = asked.try_collect().await?;
    let lost = files.iter().zip(lost).filter(|(_, lost)| *lost);
    Ok(lost.map(|(hash, _)| hash.clone()).collect())
}

async fn is_lost(state: &AppState, enterprise: EnterpriseId, hash: &str) -> Result<bool> {
    match state.storage.attachment(enterprise, hash).await? {
        Some(file) => Ok(!attachment::is_there(state, &file).await?),
        None => Ok(false),
    }
}

/// Not now, for a reason that is not the phone's.
fn later(retry_after: u32) -> Outcome {
    Outcome::Deferred {
        retry_after,
        missing: Vec::new(),
    }
}

/// It may come again once its files are here (invariant 7).
fn deferred(missing: Vec<String>) -> Outcome {
    Outcome::Deferred {
        retry_after: 0,
        missing,
    }
}

/// What became of a first revision.
enum Received {
    Accepted(Receipt),
    Missing(Vec<String>),
    Known,
}

/// What is to be said of a revision whose id is known.
async fn known(
    state: &AppState,
    sender: Sender<'_>,
    revision: &Revision,
) -> Result<Option<Outcome>> {
    let Some(known) = state.storage.revision(revision.id).await? else {
        let own = sender.device.enterprise;
        let recalled = state.storage.is_recalled(own, revision.id.0).await?;
        return Ok(recalled.then(|| refused(Refusal::Recalled)));
    };
    let hash = revision.hash.as_str();
    let known = replay(
        sender,
        revision.id.0,
        revision.submission,
        hash,
        hash,
        known,
    );
    Ok(Some(match known {
        // The content is the stored one, by its hash.
        Ok(receipt) => accepted(state, receipt, &content::named(&revision.content)).await?,
        Err(refusal) => refusal,
    }))
}

async fn foreign_or(
    state: &AppState,
    sender: Sender<'_>,
    revision: &Revision,
    refusal: Refusal,
) -> Judged {
    let own = own(state, sender, revision).await?;
    Ok(refused(if own.is_some() {
        refusal
    } else {
        Refusal::NotFound
    }))
}

async fn own(
    state: &AppState,
    sender: Sender<'_>,
    revision: &Revision,
) -> Result<Option<Submission>> {
    let submission = state.storage.submission(revision.submission).await?;
    Ok(submission.filter(|submission| submission.enterprise == sender.device.enterprise))
}

async fn receive(
    state: &AppState,
    sender: Sender<'_>,
    revision: &Revision,
    valid: &content::Valid,
) -> Result<Received> {
    let flags = Flags {
        quick: valid.is_quick,
        clock_off: sender.clock_off || valid.is_ahead,
        ..Flags::default()
    };
    let case = Case::received(valid.form.id(), flags);
    let year = kst::day_of(sender.now).map_or(1970, time::Date::year);
    let entry = entry(sender)
        .about(sender.device.enterprise, revision.submission)
        .with_event(&Event::Received, case.state);
    let new = NewSubmission {
        id: revision.submission,
        enterprise: sender.device.enterprise,
        form_version: valid.form.version().to_owned(),
        receipt_kind: valid.form.receipt_kind().to_owned(),
        receipt_year: year,
        case,
        revision: stored(sender, revision, valid),
        summary: valid.summary.clone(),
        received_at: sender.now,
        due_at: casework::processing_due(state, sender.now, &[]),
    };
    Ok(match state.storage.receive(new, entry).await? {
        Receive::Stored(number) => Received::Accepted(receipt(sender, revision, number)),
        Receive::Missing(missing) => Received::Missing(missing),
        Receive::Known => Received::Known,
    })
}

/// Nothing when the submission moved meanwhile.
async fn resubmit(
    state: &AppState,
    sender: Sender<'_>,
    revision: &Revision,
    valid: &content::Valid,
) -> Result<Option<Outcome>> {
    let Some(submission) = own(state, sender, revision).await? else {
        return Ok(Some(refused(Refusal::NotFound)));
    };
    if revision.parent != Some(submission.revision) {
        return Ok(Some(refused(Refusal::StaleParent)));
    }
    let same_form =
        submission.case.form == valid.form.id() && submission.form_version == valid.form.version();
    if !same_form {
        return Ok(Some(refused(Refusal::MalformedContent)));
    }
    let (Ok(sealed), Ok(received)) = (kst::day_of(valid.sealed_at), kst::day_of(sender.now)) else {
        return Ok(Some(refused(Refusal::MalformedContent)));
    };
    let Ok((mut case, event)) = submission.case.revise(sealed, received, valid.read_request) else {
        return Ok(Some(refused(Refusal::WrongState)));
    };
    // A quick report that was completed is one no longer.
    case.flags.quick = valid.is_quick;
    case.flags.clock_off |= sender.clock_off || valid.is_ahead;
    let number = submission.number.clone();
    let update = CaseUpdate {
        submission: submission.id,
        expected: submission.version,
        due_at: casework::due_after(state, &submission, &event, sender.now).await?,
        decision: casework::decision_after(&submission, &event, sender.now),
        case,
        event,
        revision: Some((stored(sender, revision, valid), valid.summary.clone())),
        withdrawal: None,
    };
    let entry = entry(sender).about(sender.device.enterprise, submission.id);
    Ok(match state.storage.apply(update, entry).await? {
        Applied::Done => {
            let receipt = receipt(sender, revision, number);
            Some(accepted(state, receipt, &valid.files).await?)
        }
        Applied::Missing(missing) => Some(deferred(missing)),
        Applied::Moved => None,
    })
}

fn stored(sender: Sender<'_>, revision: &Revision, valid: &content::Valid) -> NewRevision {
    NewRevision {
        id: revision.id,
        device: Some(sender.device.id),
        content: revision.content.clone(),
        hash: revision.hash.clone(),
        files: valid.files.clone(),
    }
}

fn receipt(sender: Sender<'_>, revision: &Revision, number: String) -> Receipt {
    Receipt {
        submission: revision.submission,
        change: revision.id.0,
        hash: revision.hash.clone(),
        number,
        received_at: sender.now,
        seal: None,
    }
}

fn entry(sender: Sender<'_>) -> Entry {
    Entry::new(sender.now, None, Role::Applicant, Act::Case, sender.source)
}
