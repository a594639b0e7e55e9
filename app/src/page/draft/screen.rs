//! Which screen of a step is shown, and which one comes before and after it.

use domain::form::{Form, Path as FormPath, Step};
use leptos::prelude::*;
use ui::{
    dom::{El, el, el_class, nothing},
    focus,
    form::{Screen, Session, screens},
    i18n::{Key, text, tr},
    route,
};

use super::{Editor, step_of};
use crate::path::{Path, join};

/// The screen called `id`; the first where there is none of that name.
pub(super) fn find(session: Session, form: &Form, step: &str, id: &str) -> Screen {
    let all = form.step(step).map(|step| screens(session, step));
    let mut all = all.unwrap_or_default().into_iter();
    let first = all.next().unwrap_or_default();
    all.find(|screen| screen.id == id).unwrap_or(first)
}

impl Editor {
    /// "3 / 9 화면", where the step has more than one.
    pub(super) fn part(&self) -> AnyView {
        let Some(step) = self.form.step(&self.step) else {
            return nothing();
        };
        let all = screens(self.session, step);
        if all.len() < 2 {
            return nothing();
        }
        let at = all.iter().position(|screen| screen.id == self.screen.id);
        let (at, all) = ((at.unwrap_or(0) + 1).to_string(), all.len().to_string());
        el_class("p", "steps__part")
            .attr("data-testid", "screen")
            .text(tr(Key::DRAFT_SCREEN, &[("n", &at), ("all", &all)]))
            .view()
    }

    /// The step's own help; said once.
    pub(super) fn hint(&self, step: &Step) -> Option<El> {
        let hint = step.hint.as_ref().filter(|_| self.screen.id.is_empty())?;
        Some(el("p").text(text(hint)))
    }

    /// Whether the question at `path` is on this screen.
    pub(super) fn shows(&self, path: &FormPath) -> bool {
        let step = self.form.step(&self.step);
        step.is_some_and(|step| self.screen.holds(step, path))
    }

    /// The address of the screen on which `path` is asked.
    pub(super) fn screen_of(&self, path: &FormPath) -> String {
        let id = step_of(&self.session, path).unwrap_or_else(|| self.step.clone());
        let mut place = self.name_of(&id);
        if let Some(step) = self.form.step(&id) {
            let all = untrack(|| screens(self.session, step));
            let screen = all.iter().find(|screen| screen.holds(step, path));
            place = join(&place, screen.map(|screen| screen.id.as_str()));
        }
        Path::Draft(self.draft.id, place).to_string()
    }

    /// The address before this one: a screen of this step, or the last one of the step before; none on the first.
    pub(super) fn before(&self) -> Option<String> {
        let around = self.around(&self.step)?;
        let here = around
            .iter()
            .position(|screen| screen.id == self.screen.id)?;
        let (step, screen) = match here.checked_sub(1).and_then(|at| around.get(at)) {
            Some(screen) => (self.step.clone(), screen.clone()),
            None => {
                let steps = untrack(|| self.session.steps());
                let at = steps.iter().position(|step| *step == self.step)?;
                let step = steps.get(at.checked_sub(1)?)?.clone();
                let last = self.around(&step)?.pop()?;
                (step, last)
            }
        };
        Some(Path::Draft(self.draft.id, join(&step, Some(&screen.id))).to_string())
    }

    /// Opens the next screen, or the next step.
    pub(super) fn onward(&self) {
        let around = self.around(&self.step).unwrap_or_default();
        let here = around.iter().position(|screen| screen.id == self.screen.id);
        if let Some(screen) = here.and_then(|at| around.get(at + 1)) {
            // The step's heading stays; where one is now is said by the group's.
            focus::on_next_page(&format!("l-{}", screen.id));
            let place = join(&self.step, Some(&screen.id));
            route::go(&Path::Draft(self.draft.id, place).to_string());
            return;
        }
        let steps = untrack(|| self.session.steps());
        let at = steps.iter().position(|step| *step == self.step);
        if let Some(step) = steps.get(at.unwrap_or(0) + 1) {
            route::go(&Path::Draft(self.draft.id, self.name_of(step)).to_string());
        }
    }

    fn around(&self, step: &str) -> Option<Vec<Screen>> {
        let step = self.form.step(step)?;
        Some(untrack(|| screens(self.session, step)))
    }
}
