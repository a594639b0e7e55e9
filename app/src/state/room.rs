//! Making room: copies of what the server has leave the phone when a person says so, and their files with them.

use domain::{
    id::SubmissionId,
    sync::{Event, SubmissionRecord, may_drop},
};
use leptos::prelude::With as _;

use super::AppState;

impl AppState {
    /// The received copies that may go, the one that changed longest ago first. Follows the signals.
    pub(crate) fn droppable(&self) -> Vec<SubmissionRecord> {
        let mut records = self.submissions.with(|records| {
            self.drafts.with(|drafts| {
                self.outbox.with(|outbox| {
                    let may = records.iter().filter(|it| may_drop(it, drafts, outbox));
                    may.cloned().collect::<Vec<_>>()
                })
            })
        });
        records.sort_by_key(|record| record.view.as_ref().map_or(0, |view| view.updated_at));
        records
    }

    /// Takes the copy of a received submission off this phone.
    pub(crate) fn drop_copy(&self, submission: SubmissionId) {
        self.inner().driver.dispatch(Event::Dropped(submission));
    }
}
