//! The applicant takes a submission back.

use domain::{
    api::{Outcome, Receipt, Refusal, Withdrawal},
    case::Role,
};
use serde_json::json;

use super::{Judged, Sender, accepted, refused, replay};
use crate::{
    audit::{Act, Entry},
    auth::secret,
    casework,
    state::AppState,
    storage::{Applied, CaseUpdate, Result},
};

/// How often a decision is made anew because the submission moved meanwhile.
const TRIES: usize = 5;

pub(super) async fn judge(state: &AppState, sender: Sender<'_>, withdrawal: &Withdrawal) -> Judged {
    let hash = secret::sha256_hex(
        &json!([withdrawal.submission, withdrawal.reason, withdrawal.at]).to_string(),
    );
    for _ in 0..TRIES {
        if let Some(known) = state.storage.withdrawal(withdrawal.id).await? {
            let known = replay(
                sender,
                withdrawal.id,
                withdrawal.submission,
                &hash,
                "",
                known,
            );
            return match known {
                Ok(receipt) => accepted(state, receipt, &[]).await,
                Err(refusal) => Ok(refusal),
            };
        }
        if let Some(outcome) = withdraw(state, sender, withdrawal, &hash).await? {
            return Ok(outcome);
        }
    }
    Ok(Outcome::Deferred {
        retry_after: 1,
        missing: Vec::new(),
    })
}

/// Nothing when the submission moved meanwhile.
async fn withdraw(
    state: &AppState,
    sender: Sender<'_>,
    withdrawal: &Withdrawal,
    hash: &str,
) -> Result<Option<Outcome>> {
    let submission = state
        .storage
        .submission(withdrawal.submission)
        .await?
        .filter(|submission| submission.enterprise == sender.device.enterprise);
    let Some(submission) = submission else {
        return Ok(Some(refused(Refusal::NotFound)));
    };
    let (case, event) = match submission.case.withdraw_by_applicant(&withdrawal.reason) {
        Ok(next) => next,
        Err(domain::case::CaseRefusal::Text { .. }) => return Ok(Some(refused(Refusal::Invalid))),
        Err(_) => return Ok(Some(refused(Refusal::WrongState))),
    };
    let update = CaseUpdate {
        submission: submission.id,
        expected: submission.version,
        due_at: casework::due_after(state, &submission, &event, sender.now).await?,
        decision: casework::decision_after(&submission, &event, sender.now),
        case,
        event,
        revision: None,
        withdrawal: Some((withdrawal.id, hash.to_owned())),
    };
    let entry = Entry::new(sender.now, None, Role::Applicant, Act::Case, sender.source)
        .about(sender.device.enterprise, submission.id);
    Ok(match state.storage.apply(update, entry).await? {
        Applied::Moved | Applied::Missing(_) => None,
        Applied::Done => {
            let receipt = Receipt {
                submission: submission.id,
                change: withdrawal.id,
                hash: String::new(),
                number: submission.number,
                received_at: sender.now,
                seal: None,
            };
            Some(accepted(state, receipt, &[]).await?)
        }
    })
}
