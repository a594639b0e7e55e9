//! A content that a member of staff corrects for its applicant, frozen here as a phone freezes its own.
//!
//! The form judges it again, on the day of the correction. Nobody gets a receipt for it: nobody sent it.

use domain::{
    api::{Content, Outcome, Refusal, Revision},
    case::{Action, own_touched},
};

use crate::{
    auth::secret,
    error::ApiError,
    state::AppState,
    storage::{NewRevision, Submission, Summary},
    sync,
};

/// A correction that may be stored.
pub(super) struct Assisted {
    pub(super) revision: NewRevision,
    pub(super) summary: Summary,
    pub(super) is_quick: bool,
}

/// What `action` stores as the submission's newest content; nothing when it is another kind of action.
///
/// # Errors
/// A conflict when it corrects what is not the newest; what is wrong with the answers otherwise.
pub(super) fn seal(
    state: &AppState,
    submission: &Submission,
    action: &Action,
    now: i64,
) -> Result<Option<Assisted>, ApiError> {
    let Action::Assist {
        revision,
        parent,
        answers,
        ..
    } = action
    else {
        return Ok(None);
    };
    if *parent != submission.revision {
        return Err(ApiError::Conflict(None));
    }
    let newest: Content =
        serde_json::from_str(&submission.content).map_err(|error| ApiError::internal(&error))?;
    let form = state.forms.get(&newest.form, &newest.version);
    let form = form.ok_or_else(|| ApiError::invalid("answers", "form"))?;
    if newest.answers == *answers {
        return Err(ApiError::invalid("answers", "unchanged"));
    }
    if let Some(path) = own_touched(form, &newest.answers, answers) {
        return Err(ApiError::invalid(&path.to_string(), "applicants_own"));
    }
    let content = Content {
        answers: answers.clone(),
        captured_at: now,
        sealed_at: now,
        // Neither speaks for the applicant nor answers what the applicant was asked.
        note: String::new(),
        read_request: None,
        ..newest
    };
    let content = serde_json::to_string(&content).map_err(|error| ApiError::internal(&error))?;
    let known = sync::named(&submission.content);
    let sealed = Revision {
        id: *revision,
        submission: submission.id,
        parent: Some(*parent),
        hash: secret::sha256_hex(&content),
        content,
    };
    let valid = sync::check(&state.forms, now, &sealed, state.config.attachment_count)
        .map_err(|outcome| refusal(&outcome))?;
    // Only phones bring files.
    if valid.files.iter().any(|file| !known.contains(file)) {
        return Err(ApiError::invalid("answers", "file"));
    }
    Ok(Some(Assisted {
        revision: NewRevision {
            id: sealed.id,
            device: None,
            content: sealed.content,
            hash: sealed.hash,
            files: valid.files,
        },
        summary: valid.summary,
        is_quick: valid.is_quick,
    }))
}

fn refusal(outcome: &Outcome) -> ApiError {
    match outcome {
        Outcome::Refused {
            reason: Refusal::TooLarge,
            ..
        } => ApiError::invalid("answers", "too_large"),
        Outcome::Refused { findings, .. } => {
            let first = findings.iter().find(|finding| finding.is_error());
            first.map_or_else(
                || ApiError::invalid("answers", "invalid"),
                |finding| ApiError::invalid(&finding.path.to_string(), &finding.code),
            )
        }
        Outcome::Accepted { .. } | Outcome::Deferred { .. } => ApiError::Internal,
    }
}
