//! A submission as its applicant sees it.

use domain::{
    api::{HistoryItem, SubmissionView},
    case::State,
};

use crate::storage::Submission;

/// The view of a submission with its history.
pub fn view(submission: Submission, history: Vec<HistoryItem>) -> SubmissionView {
    let state = submission.case.state;
    let in_supplement = state == State::Supplement;
    SubmissionView {
        id: submission.id,
        version: submission.version,
        form: submission.case.form,
        form_version: submission.form_version,
        number: submission.number,
        state,
        revision: submission.revision,
        hash: submission.hash,
        content: submission.content,
        received_at: submission.received_at,
        updated_at: submission.updated_at,
        // The last request is kept by the case after it was answered; the applicant sees the open one.
        supplement: submission.case.supplement.filter(|_| in_supplement),
        decision: submission.decision,
        officer: submission.officer,
        // While it is the applicant's turn the clock stands still.
        due_at: submission
            .due_at
            .filter(|_| state.is_open() && !in_supplement),
        history,
        assisted: submission.case.assisted,
    }
}
