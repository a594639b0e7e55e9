//! Sealing, cancelling, taking back.

use domain::{
    api::{Change, Content, Withdrawal},
    attachment::manifest,
    id::{DraftId, RevisionId, SubmissionId},
    sync::{Draft, Event, OutboxItem, seal},
};
use leptos::{prelude::WithUntracked as _, task::spawn_local};
use ui::{clock::now_ms, ids::new_id};
use uuid::Uuid;

use super::AppState;

impl AppState {
    /// Freezes `content` and queues it; the draft becomes the item's. Should the item not be stored, the draft stays
    /// and [`Notice::NotSealed`] says so. Gives the id under which the submission will be known.
    pub(crate) fn send(&self, draft: Draft, content: &Content) -> SubmissionId {
        let inner = self.inner();
        inner.saves.flush();
        inner.saves.forget(draft.id);
        let id = RevisionId(new_id());
        let (submission, parent) = match draft.answering {
            Some(answering) => (answering.submission, Some(answering.parent)),
            None => (SubmissionId(new_id()), None),
        };
        let revision = seal(content, id, submission, parent);
        let written = draft.id;
        self.queue(OutboxItem {
            change: Change::Revision(revision),
            owner: None,
            sealed_at: content.sealed_at,
            form: draft.form.clone(),
            draft: Some(draft),
            attempts: 0,
            recall: false,
            parked: None,
            files: manifest(&content.answers),
        });
        let drafts = self.drafts;
        spawn_local(async move {
            inner.driver.settled().await;
            // It was not sealed, for want of room perhaps: then what was typed last may not be on disk either.
            if drafts.with_untracked(|all| all.iter().any(|own| own.id == written)) {
                inner.saves.change(written);
            }
        });
        submission
    }

    /// Takes a submission back (취하).
    pub(crate) fn withdraw(&self, submission: SubmissionId, reason: String) {
        let form = self.submissions.with_untracked(|all| {
            let view = all
                .iter()
                .find(|record| record.id == submission)?
                .view
                .as_ref()?;
            Some(view.form.clone())
        });
        let at = now_ms();
        self.queue(OutboxItem {
            change: Change::Withdraw(Withdrawal {
                id: new_id(),
                submission,
                reason,
                at,
            }),
            owner: None,
            sealed_at: at,
            draft: None,
            attempts: 0,
            recall: false,
            parked: None,
            form: form.unwrap_or_default(),
            files: Vec::new(),
        });
    }

    fn queue(&self, item: OutboxItem) {
        self.inner().driver.dispatch(Event::Sealed(Box::new(item)));
    }

    /// Makes a queued or parked item a draft again: at once, or when the server has said that it does not have it.
    /// [`Notice::GivenBack`] or [`Notice::Received`] tells how it ended.
    pub(crate) fn cancel_send(&self, change: Uuid) {
        self.inner().driver.dispatch(Event::CancelRequested(change));
    }

    /// Makes a parked item a draft again. Says which where it is there a moment later, and not after a question to the
    /// server.
    pub(crate) fn reopen_parked(&self, change: Uuid) -> Option<DraftId> {
        let draft = self.outbox.with_untracked(|items| {
            let item = items.iter().find(|item| item.id() == change)?;
            if item.may_arrive() {
                return None;
            }
            item.draft.as_ref().map(|draft| draft.id)
        });
        self.cancel_send(change);
        draft
    }

    /// A person has looked at what came.
    pub(crate) fn mark_seen(&self, submission: SubmissionId) {
        self.inner().driver.dispatch(Event::Seen(submission));
    }
}
