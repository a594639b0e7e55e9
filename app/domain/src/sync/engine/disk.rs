//! What the engine believes to be on disk.

use crate::map::Map;
use uuid::Uuid;

use crate::{
    id::SubmissionId,
    sync::{Cursor, Enrolment, OutboxItem, Snapshot, SubmissionRecord, Write},
};

/// What is on disk.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    pub(super) enrolment: Option<Enrolment>,
    pub(super) outbox: Map<Uuid, OutboxItem>,
    pub(super) submissions: Map<SubmissionId, SubmissionRecord>,
    pub(super) cursor: Option<Cursor>,
}

impl Disk {
    pub(super) fn load(snapshot: Snapshot) -> Self {
        Self {
            enrolment: snapshot.enrolment,
            outbox: snapshot
                .outbox
                .into_iter()
                .map(|item| (item.id(), item))
                .collect(),
            submissions: snapshot
                .submissions
                .into_iter()
                .map(|own| (own.id, own))
                .collect(),
            cursor: snapshot.cursor,
        }
    }

    pub(super) fn apply(&mut self, write: Write) {
        match write {
            Write::PutItem(item) => {
                self.outbox.insert(item.id(), *item);
            }
            Write::DeleteItem(id) => {
                self.outbox.remove(&id);
            }
            Write::PutSubmission(record) => {
                self.submissions.insert(record.id, *record);
            }
            Write::DeleteSubmission(id) => {
                self.submissions.remove(&id);
            }
            Write::PutEnrolment(enrolment) => self.enrolment = Some(enrolment),
            Write::DeleteEnrolment => self.enrolment = None,
            Write::PutCursor(cursor) => self.cursor = Some(cursor),
            Write::PutDraft(_)
            | Write::DeleteDraft(_)
            | Write::PutCredentials(_)
            | Write::DeleteCredentials
            | Write::PutAbout(_)
            | Write::PutProfile(_) => {}
        }
    }
}
