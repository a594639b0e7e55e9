//! Beginning, continuing and throwing away drafts.

use std::sync::Arc;

use domain::{
    api::Content,
    form::{Form, Instance},
    id::{DraftId, SubmissionId},
    json,
    sync::{Answering, Draft, Write},
};
use leptos::{
    prelude::{Update as _, WithUntracked as _},
    task::spawn_local,
};
use ui::{
    clock::{self, now_ms},
    i18n,
    ids::new_id,
};

use super::AppState;
use crate::tabs::Message;

impl AppState {
    /// A new draft of `form`, in the language that is being read: with the form's defaults, and what is known of the
    /// organisation.
    pub(crate) fn begin_draft(&self, form: &Arc<Form>) -> DraftId {
        let mut draft = blank(form.id(), form.version(), i18n::locale().tag());
        let mut instance = Instance::begin(Arc::clone(form), clock::env());
        self.profile.with_untracked(|profile| {
            if let Some(profile) = profile {
                draft.prefilled = profile.fill(&mut instance);
            }
        });
        draft.answers = instance.answers().clone();
        let id = draft.id;
        self.save_draft(draft);
        self.flush();
        id
    }

    /// Takes into a draft what somebody else sent of the same submission; whether there was something.
    pub(crate) fn catch_up(&self, draft: &mut Draft) -> bool {
        let caught = self.submissions.with_untracked(|all| {
            let mut views = all.iter().filter_map(|record| record.view.as_ref());
            views.any(|view| draft.catch_up(view))
        });
        if caught {
            self.save_draft(draft.clone());
            self.flush();
        }
        caught
    }

    /// The draft as it is in this tab.
    pub(crate) fn draft(&self, id: DraftId) -> Option<Draft> {
        self.drafts
            .with_untracked(|drafts| drafts.iter().find(|draft| draft.id == id).cloned())
    }

    /// Throws a draft away, for good.
    pub(crate) fn delete_draft(&self, id: DraftId) {
        let inner = self.inner();
        inner.saves.forget(id);
        let writes = vec![Write::DeleteDraft(id)];
        let staged = inner.driver.store().stage(&writes);
        let drafts = self.drafts;
        spawn_local(async move {
            let done = match staged {
                Ok(staged) => inner.driver.store().finish(staged).await,
                Err(error) => Err(error),
            };
            // What could not be deleted stays on the screen, because it stays on the phone.
            if done.is_ok() {
                drafts.update(|drafts| drafts.retain(|draft| draft.id != id));
                inner.driver.tabs().post(&Message::Wrote(writes));
            }
        });
    }

    /// A draft that continues what the server holds, to answer a request or to correct it; the one begun before, if
    /// there is one. None when the content cannot be read by this build.
    pub(crate) fn continue_sent(&self, submission: SubmissionId) -> Option<DraftId> {
        let begun = self.drafts.with_untracked(|drafts| {
            let mut own = drafts.iter();
            own.find(|it| {
                it.answering
                    .is_some_and(|answering| answering.submission == submission)
            })
            .map(|draft| draft.id)
        });
        if begun.is_some() {
            return begun;
        }
        let view = self.submissions.with_untracked(|all| {
            all.iter()
                .find(|record| record.id == submission)?
                .view
                .clone()
        })?;
        let content: Content = json::read(&view.content).ok()?;
        let draft = Draft {
            answers: content.answers.clone(),
            base: content.answers,
            answering: Some(Answering {
                submission,
                parent: view.revision,
            }),
            ..blank(&content.form, &content.version, &content.locale)
        };
        let id = draft.id;
        self.save_draft(draft);
        self.flush();
        Some(id)
    }
}

fn blank(form: &str, version: &str, locale: &str) -> Draft {
    let now = now_ms();
    Draft {
        id: DraftId(new_id()),
        form: form.to_owned(),
        version: version.to_owned(),
        answers: domain::answer::Answers::default(),
        step: String::new(),
        locale: locale.to_owned(),
        note: String::new(),
        created_at: now,
        updated_at: now,
        prefilled: domain::answer::Answers::default(),
        left: Vec::new(),
        stayed: String::new(),
        answering: None,
        base: domain::answer::Answers::default(),
        taken: Vec::new(),
        clashes: Vec::new(),
    }
}
