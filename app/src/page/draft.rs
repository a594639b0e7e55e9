//! A step of a form being filled in.

mod foot;
mod head;
mod known;
mod merged;
mod newer;
mod screen;

use std::sync::Arc;

use domain::{
    answer::Answers,
    form::{Finding, Form, Instance, Path as FormPath},
    id::DraftId,
    sync::Draft,
};
use leptos::{prelude::*, task::spawn_local};
use ui::{
    clock,
    component::{
        banner::{Tone, banner},
        button::{Look, button, link},
        dialog::{self, Question},
    },
    dom::{el, live, nothing},
    form,
    form::{Screen, Session, items},
    i18n::{Key, locale, t, text, tr},
    route,
};

use super::{card, framed, help_phone, lead, page, review, unknown::unknown};
use crate::{
    path::{REVIEW, join},
    state::AppState,
};
pub(super) use merged::{is_asked, read};

/// The page of a step; of the one that was open last, when `step` is empty.
pub(crate) fn draft(state: AppState, id: DraftId, step: &str) -> AnyView {
    let Some(draft) = state.draft(id) else {
        return unknown();
    };
    let step = step.to_owned();
    let asked = RwSignal::new(false);
    let holds = state.holds_draft(id);
    let ours = Memo::new(move |_| holds.get());
    let turn = RwSignal::new(());
    spawn_local(async move {
        state.draft_lock(id).await;
        asked.set(true);
    });
    live(move || {
        turn.track();
        if asked.get() {
            let read_only = !ours.get();
            untrack(|| {
                // What was typed since the page was asked for is newer than what it was asked with.
                let mut draft = state.draft(id).unwrap_or_else(|| draft.clone());
                if !read_only {
                    state.catch_up(&mut draft);
                }
                match form::form(&draft.form, &draft.version) {
                    Some(form) => Editor::open(state, draft, form, read_only, &step, turn).view(),
                    None => no_form(&draft),
                }
            })
        } else {
            nothing()
        }
    })
}

/// This build does not know the form's version.
fn no_form(draft: &Draft) -> AnyView {
    page(&card::draft_title(draft))
        .child(el("p").text(t(Key::DRAFT_NO_FORM)))
        .child(link(Look::Primary, t(Key::GO_HOME), "/"))
        .view()
}

/// Everything a step's page needs; cheap to copy into its handlers.
#[derive(Clone)]
pub(super) struct Editor {
    pub(super) state: AppState,
    pub(super) draft: Draft,
    pub(super) form: Arc<Form>,
    pub(super) session: Session,
    /// The step shown; the last of the form on the page where everything is read back.
    pub(super) step: String,
    /// The screen of it.
    pub(super) screen: Screen,
    /// What was found when "next" or "send" was pressed.
    pub(super) found: RwSignal<Vec<Finding>>,
    /// Opens the page anew when it is told.
    turn: RwSignal<()>,
}

impl Editor {
    fn open(
        state: AppState,
        draft: Draft,
        form: Arc<Form>,
        read_only: bool,
        step: &str,
        turn: RwSignal<()>,
    ) -> Self {
        let instance = Instance::new(Arc::clone(&form), draft.answers.clone(), clock::env());
        let kept = draft.clone();
        let changed = move |answers: &Answers| {
            let mut draft = state.draft(kept.id).unwrap_or_else(|| kept.clone());
            draft.answers = answers.clone();
            state.save_draft(draft);
        };
        let id = draft.id;
        let session = Session::new(instance, read_only, changed, move || refused(state, id))
            .with_files(state.files());
        let steps = session.steps();
        let wanted = if step.is_empty() {
            draft.step.as_str()
        } else {
            step
        };
        let last = steps.last().cloned().unwrap_or_default();
        let (wanted, screen) = wanted.split_once('/').unwrap_or((wanted, ""));
        let step = if wanted == REVIEW {
            last
        } else {
            wanted.to_owned()
        };
        let step = if steps.contains(&step) {
            step
        } else {
            steps.first().cloned().unwrap_or_default()
        };
        let screen = screen::find(session, &form, &step, screen);
        let editor = Self {
            state,
            draft,
            form,
            session,
            step,
            screen,
            found: RwSignal::new(Vec::new()),
            turn,
        };
        editor.remember_step();
        editor
    }

    /// Opens the page anew, on the draft as it now is.
    pub(super) fn reopen(&self) {
        self.turn.set(());
    }

    /// The next visit opens here.
    fn remember_step(&self) {
        let place = join(&self.step, Some(&self.screen.id));
        if self.draft.step != place && !self.session.is_read_only() {
            let mut draft = self.draft.clone();
            draft.step = place;
            draft.locale = locale().tag().to_owned();
            self.state.save_draft(draft);
        }
    }

    fn view(self) -> AnyView {
        let last = self
            .session
            .steps()
            .last()
            .is_some_and(|last| *last == self.step);
        let Some(step) = self.form.step(&self.step) else {
            return unknown();
        };
        let title = text(&step.label);
        let frame = framed(&title, Some(self.progress()))
            .child(lead(card::draft_title(&self.draft)))
            .child(self.hint(step))
            .child(self.held_elsewhere())
            .child(self.newer())
            .child(self.known())
            .child(self.asked())
            .child(self.behind())
            .child(self.merged())
            .child(self.errors());
        let body = el("form")
            .attr("novalidate", "")
            .on("submit", |event| event.prevent_default());
        if last {
            review::body(&self, frame, body)
        } else {
            let body = body.child(items(self.session, self.screen.items(step), None));
            frame
                .child(body)
                .child(self.save_line())
                .child(self.bar())
                .view()
        }
    }
}

/// Shown below the required consent when it is refused: why it ends here, and that nothing is kept.
fn refused(state: AppState, id: DraftId) -> AnyView {
    let phone = help_phone(state);
    banner(Tone::Danger, t(Key::REFUSED_BODY))
        .attr("id", "refused")
        .attr("tabindex", "-1")
        .child(link(
            Look::Primary,
            tr(Key::REFUSED_CALL, &[("phone", &phone)]),
            format!("tel:{phone}"),
        ))
        .child(button(Look::Danger, t(Key::HOME_DELETE_YES), move || {
            dialog::ask(Question {
                title: t(Key::REFUSED_DELETE_ASK).to_owned(),
                body: t(Key::HOME_DELETE_BODY).to_owned(),
                yes: t(Key::HOME_DELETE_YES).to_owned(),
                act: Box::new(move || {
                    state.delete_draft(id);
                    route::replace("/");
                }),
            });
        }))
        .view()
}

/// The step on which a path is asked.
pub(super) fn step_of(session: &Session, path: &FormPath) -> Option<String> {
    let form = session.form();
    session.with(|instance| {
        form.steps()
            .iter()
            .find(|step| instance.paths_of_step(&step.id).contains(path))
            .map(|step| step.id.clone())
    })
}
