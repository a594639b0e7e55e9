//! What stands below the questions: whether they are saved, and the ways on.

use domain::form::{ConsentKind, Finding, Path as FormPath};
use leptos::prelude::*;
use ui::{
    component::button::{Look, button, link},
    dom::{El, el_class, nothing},
    focus,
    i18n::{Key, t, tr},
    route, when,
};

use super::{Editor, step_of};
use crate::{page::home, path::Path, state::SaveState, store::StoreError};

impl Editor {
    pub(in crate::page) fn save_line(&self) -> El {
        let saved = self.state.save_state(self.draft.id);
        el_class("p", "save-state")
            .attr("data-testid", "save-state")
            .attr("role", "status")
            .text_live(move || match saved.get() {
                SaveState::Unsaved | SaveState::Saving => t(Key::SAVE_SAVING).to_owned(),
                SaveState::Saved { at } => tr(Key::SAVE_SAVED, &[("time", &when::clock(at))]),
                SaveState::Failed(StoreError::Full) => t(Key::SAVE_FULL).to_owned(),
                SaveState::Failed(_) => t(Key::SAVE_FAILED).to_owned(),
            })
            .live(move || match saved.get() {
                SaveState::Failed(StoreError::Full) => {
                    link(Look::Secondary, t(Key::STORAGE_OPEN), "/storage").view()
                }
                _ => nothing(),
            })
    }

    /// Back, later, next.
    pub(super) fn bar(&self) -> El {
        let (next, named) = (self.clone(), self.clone());
        let mut onward = button(Look::Primary, "", move || next.next());
        onward = onward.text_live(move || {
            let left = named.found.get().iter().any(Finding::is_error) && named.has_errors();
            t(if left {
                Key::DRAFT_SKIP
            } else {
                Key::DRAFT_NEXT
            })
            .to_owned()
        });
        self.bar_with(onward)
    }

    /// The bar with `onward` as its main button.
    pub(in crate::page) fn bar_with(&self, onward: El) -> El {
        let back = self.before().unwrap_or_else(|| "/".to_owned());
        let state = self.state;
        el_class("div", "button-bar")
            .child(link(Look::Quiet, t(Key::GO_BACK), back))
            .child(button(Look::Quiet, t(Key::DRAFT_LATER), move || {
                home::leave(state)
            }))
            .child(onward)
    }

    /// Brings what is said below the refused consent before the person's eyes, wherever it stands.
    pub(in crate::page) fn show_refused(&self) {
        let consent = self.form.fields().find(|field| {
            field
                .consent
                .as_ref()
                .is_some_and(|notice| notice.kind == ConsentKind::Required)
        });
        let step =
            consent.and_then(|field| step_of(&self.session, &FormPath::top(field.id.clone())));
        match step {
            Some(step) if step != self.step => {
                focus::on_next_page("refused");
                route::go(&Path::Draft(self.draft.id, step).to_string());
            }
            _ => focus::on("refused"),
        }
    }

    pub(super) fn has_errors(&self) -> bool {
        let paths = self
            .session
            .with(|instance| instance.paths_of_step(&self.step));
        paths
            .iter()
            .filter(|path| self.shows(path))
            .any(|path| self.session.findings(path).iter().any(Finding::is_error))
    }

    pub(super) fn next(&self) {
        if untrack(|| self.session.is_refused()) {
            self.show_refused();
            return;
        }
        let warned = !self.found.get_untracked().is_empty();
        let mut found = Vec::new();
        if let Some(step) = self.form.step(&self.step)
            && !self.session.is_read_only()
        {
            found = self.session.judge_screen(step, &self.screen);
            found.retain(Finding::is_error);
        }
        if !found.is_empty() && !warned {
            self.found.set(found);
            focus::on("error-summary");
            return;
        }
        self.onward();
    }
}
