//! What a person does: sends, takes back, looks.

use uuid::Uuid;

use super::{Engine, Then};
use crate::{
    api::Refusal,
    id::SubmissionId,
    sync::{Effect, Notice, OutboxItem, Relayed, SubmissionRecord, Write, may_drop},
};

impl Engine {
    pub(super) fn seal(&mut self, mut item: OutboxItem, effects: &mut Vec<Effect>) {
        // A finger that presses twice seals once.
        let draft = item.draft.as_ref().map(|draft| draft.id);
        let again = self.disk.outbox.values().any(|own| {
            own.id() == item.id()
                || draft.is_some() && own.draft.as_ref().map(|draft| draft.id) == draft
        });
        if again {
            return;
        }
        item.owner = self
            .disk
            .enrolment
            .as_ref()
            .map(|enrolment| enrolment.enterprise);
        let id = item.id();
        let mut writes = Vec::new();
        writes.extend(
            item.draft
                .as_ref()
                .map(|draft| Write::DeleteDraft(draft.id)),
        );
        writes.push(Write::PutItem(Box::new(item)));
        self.store(writes, Then::Seal(id), effects);
        if !self.leads {
            effects.push(Effect::Relay(Relayed::Nudge));
        }
    }

    /// Gives the draft back; asks the server for it first where that may have the item, so that a writer who sends it
    /// again never sends it twice.
    pub(super) fn cancel(&mut self, id: Uuid, effects: &mut Vec<Effect>) {
        if !self.leads {
            effects.push(Effect::Relay(Relayed::Cancel(id)));
            return;
        }
        let Some(item) = self.disk.outbox.get(&id) else {
            return;
        };
        if item.may_arrive() {
            if !item.recall {
                let asked = OutboxItem {
                    recall: true,
                    parked: None,
                    ..item.clone()
                };
                let notices = vec![Notice::Recalling(id)];
                let writes = vec![Write::PutItem(Box::new(asked))];
                self.store(writes, Then::Exchange(notices), effects);
            }
            return;
        }
        match item.draft.clone() {
            Some(mut draft) => {
                let stale = item.parked.as_ref().map(|it| it.reason) == Some(Refusal::StaleParent);
                let record = self.disk.submissions.get(&item.submission());
                let view = record.and_then(|record| record.view.as_ref());
                // Somebody sent another revision in between: the writer goes on from that one.
                if let (true, Some(answering), Some(view)) = (stale, &mut draft.answering, view) {
                    answering.parent = view.revision;
                }
                let back = Then::GiveBack(draft.id);
                self.store(
                    vec![Write::DeleteItem(id), Write::PutDraft(draft)],
                    back,
                    effects,
                );
            }
            // A withdrawal has no draft: it is simply not made.
            None => self.store(vec![Write::DeleteItem(id)], Then::Look, effects),
        }
    }

    pub(super) fn look(&mut self, id: SubmissionId, effects: &mut Vec<Effect>) {
        let Some(record) = self
            .disk
            .submissions
            .get(&id)
            .filter(|record| record.is_news())
        else {
            return;
        };
        if !self.leads {
            effects.push(Effect::Relay(Relayed::Seen(id)));
            return;
        }
        let seen = SubmissionRecord {
            seen_version: record.version(),
            ..record.clone()
        };
        self.store(
            vec![Write::PutSubmission(Box::new(seen))],
            Then::Look,
            effects,
        );
    }

    /// Forgets the copy of what the server has; what waits keeps its own.
    pub(super) fn drop_copy(&mut self, id: SubmissionId, effects: &mut Vec<Effect>) {
        if !self.leads {
            effects.push(Effect::Relay(Relayed::Dropped(id)));
            return;
        }
        let known = self.disk.submissions.get(&id);
        if known.is_some_and(|record| may_drop(record, &[], &self.outbox())) {
            self.store(vec![Write::DeleteSubmission(id)], Then::Drop, effects);
        }
    }
}
