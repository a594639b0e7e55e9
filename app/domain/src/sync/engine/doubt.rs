//! A change that the server can't even read a request with, though it is alone there. It goes back to its writer, but not
//! before the server was asked for what is new: an earlier request, whose answer was lost, may have brought it, and then
//! a writer who sends it again would send it twice.

use super::{Engine, reply::Reading};
use crate::{
    api::{Change, SubmissionView},
    case::State,
    sync::{Notice, OutboxItem, Parked, Tick, Write},
};

impl Engine {
    /// Everything that the server has to tell is in `reading` or known.
    pub(super) fn resolve_doubt(&mut self, at: Tick, reading: &mut Reading<'_>) {
        let Some((id, reason)) = self.doubted.take() else {
            return;
        };
        let Some(item) = self.disk.outbox.get(&id) else {
            return;
        };
        let submission = item.submission();
        let records = [
            reading.records.get(&submission),
            self.disk.submissions.get(&submission),
        ];
        let view = records
            .into_iter()
            .flatten()
            .find_map(|it| it.view.as_ref());
        if view.is_some_and(|view| shows(view, &item.change)) {
            // The server has it and will say so; the receipt is worth the wait.
            self.backoff.fail(at, 0, false);
            return;
        }
        let parked = Some(Parked {
            reason,
            findings: Vec::new(),
            at: at.now,
        });
        reading.writes.push(Write::PutItem(Box::new(OutboxItem {
            parked,
            ..item.clone()
        })));
        let change = id;
        reading.notices.push(Notice::Refused { change, reason });
    }
}

/// Whether a submission could not look like this without the change.
fn shows(view: &SubmissionView, change: &Change) -> bool {
    match change {
        Change::Revision(revision) => revision.parent.is_none() || view.revision == revision.id,
        Change::Withdraw(_) => view.state == State::Withdrawn,
    }
}
