//! Correcting what was sent, for its applicant: the form stands where the answers were read, what it changes beside it.
//!
//! What is filled in stays while the case is open, whatever else is done meanwhile. Consents and the applicant's own
//! word for the truth are not asked.

mod guard;

use std::sync::Arc;

use domain::{
    answer::{Answers, merge::merge},
    case::{Action, ActionKind, is_applicants_own},
    form::{Finding, Form, Instance, Item, Step},
    id::RevisionId,
};
use leptos::prelude::*;
use ui::{
    clock,
    component::{
        banner::{Tone, banner},
        button::{Look, button},
    },
    dom::{El, el, el_class, live, nothing},
    focus,
    form::{Session, items, slug, words},
    i18n::{t, text, tr},
    ids,
};

use super::{Case, answers, draft};
use crate::word::Word;

/// The correction that is being written, if one is.
#[derive(Clone, Copy)]
pub(super) struct Assist {
    filling: RwSignal<Option<Filling>>,
    /// What is filled in lives as long as the page does.
    page: StoredValue<Owner>,
}

#[derive(Clone)]
struct Filling {
    form: Arc<Form>,
    /// What it corrects.
    parent: RevisionId,
    before: Arc<Answers>,
    session: Session,
    /// Counts the changes.
    typed: RwSignal<u32>,
    /// The id of the step that is shown.
    step: RwSignal<String>,
}

impl Filling {
    fn new(form: Arc<Form>, parent: RevisionId, before: Answers, begun: Answers) -> Self {
        let typed = RwSignal::new(0);
        let instance = Instance::new(Arc::clone(&form), begun, clock::env());
        let session = Session::new(
            instance,
            false,
            move |_| typed.update(|count| *count += 1),
            nothing,
        );
        let mut steps = form.steps().iter().filter(|step| !asked(step).is_empty());
        let first = steps.next().map(|step| step.id.clone());
        Self {
            parent,
            before: Arc::new(before),
            session,
            typed,
            step: RwSignal::new(first.unwrap_or_default()),
            form,
        }
    }

    /// Every answer as it would be stored; follows what is typed.
    fn after(&self) -> Answers {
        self.typed.track();
        let mut after = self.session.with(Instance::submission);
        for field in self.form.fields() {
            if field.repeat.is_none() && is_applicants_own(field) {
                after.set(&field.id, self.before.get(&field.id).cloned());
            }
        }
        after
    }

    /// Shows what is wrong at its question; the first of it is given back.
    fn judge(&self) -> Option<Finding> {
        let found = self.session.with(Instance::validate);
        let first = found.into_iter().find(Finding::is_error)?;
        let place = |step: &&Step| {
            let paths = self
                .session
                .with(|instance| instance.paths_of_step(&step.id));
            paths.contains(&first.path)
        };
        if let Some(step) = self.form.steps().iter().find(place) {
            self.step.set(step.id.clone());
        }
        self.session.show(&first.path, vec![first.clone()]);
        focus::on(&slug(&first.path));
        Some(first)
    }
}

/// What of a step is asked here.
fn asked(step: &Step) -> Vec<Item> {
    let own = |item: &&Item| matches!(item, Item::Field(field) if is_applicants_own(field));
    step.items
        .iter()
        .filter(|item| !own(item))
        .cloned()
        .collect()
}

impl Assist {
    pub(super) fn new() -> Self {
        Self {
            filling: RwSignal::new(None),
            page: StoredValue::new(Owner::new()),
        }
    }

    /// Forgets what was filled in.
    pub(super) fn clear(self) {
        self.filling.set(None);
    }

    /// Whether something would be lost with the page.
    fn is_changed(self) -> bool {
        self.filling.with_untracked(|filling| {
            filling
                .as_ref()
                .is_some_and(|filling| untrack(|| filling.after()) != *filling.before)
        })
    }

    /// Opens the newest content; one that was begun on an older one takes in what came since.
    pub(super) fn begin(self, case: Case) {
        let newest = case
            .versions
            .with_untracked(|versions| versions.last().and_then(|version| version.content.clone()));
        let parent = case
            .file
            .value
            .with_untracked(|file| file.as_ref().map(|file| file.view.revision));
        let (Some(newest), Some(parent)) = (newest, parent) else {
            return;
        };
        let form = untrack(|| case.forms.get(&newest.form, &newest.version));
        let Some(form) = form else { return };
        let begun = match self.filling.get_untracked() {
            Some(filling) if filling.parent == parent => return,
            Some(filling) => {
                let mine = untrack(|| filling.after());
                merge(&filling.before, &mine, &newest.answers).answers
            }
            None => newest.answers.clone(),
        };
        let page = self.page.get_value();
        let filling = page.with(|| Filling::new(form, parent, newest.answers, begun));
        self.filling.set(Some(filling));
    }

    /// The action as filled in; none when something is missing, which is said.
    pub(super) fn action(self, case: Case) -> Option<Action> {
        let filling = self.filling.get_untracked()?;
        let answers = untrack(|| filling.after());
        if answers == *filling.before {
            case.refused.set(t(Word::NO_CHANGES).to_owned());
            return None;
        }
        if let Some(found) = filling.judge() {
            let label = words::label_of(&filling.form, &found.path.field);
            let said = words::sentence(&filling.form, &found);
            case.refused.set(format!("{label}: {said}"));
            return None;
        }
        let reason = case.drafts.of(ActionKind::Assist).text;
        let need = draft::words(ActionKind::Assist)?;
        if !reason.has_length(need.label, need.min, need.max) {
            focus::on(&draft::id("text"));
            return None;
        }
        Some(Action::Assist {
            revision: RevisionId(ids::new_id()),
            parent: filling.parent,
            answers,
            reason: reason.trimmed(),
        })
    }
}

/// The form in the place of the answers; nothing while no correction is open.
pub(super) fn form(case: Case) -> Option<AnyView> {
    let open = case.open.get() == Some(ActionKind::Assist);
    let filling = case.assist.filling.get().filter(|_| open)?;
    guard::stand(case);
    let (steps, shown) = (filling.clone(), filling);
    let view = el_class("div", "panel")
        .child(el("p").text(t(Word::ASSIST_OWN)))
        .live(move || tabs(&steps).view())
        .live(move || {
            let step = shown.form.step(&shown.step.get()).map(asked);
            ui::dom::pieces(items(shown.session, &step.unwrap_or_default(), None))
        });
    Some(view.view())
}

/// The steps that ask something.
fn tabs(filling: &Filling) -> El {
    let (session, shown) = (filling.session, filling.step);
    let form = &filling.form;
    let relevant = session.steps();
    let steps = form.steps().iter();
    let steps = steps.filter(|step| relevant.contains(&step.id) && !asked(step).is_empty());
    let buttons = steps.map(|step| {
        let id = step.id.clone();
        let here = id.clone();
        el_class("button", "button button--small")
            .attr("type", "button")
            .attr("data-step", id.clone())
            .attr_live("aria-pressed", move || {
                Some((shown.get() == here).to_string())
            })
            .text(text(&step.label))
            .on("click", move |_| shown.set(id.clone()))
    });
    el_class("div", "toolbar")
        .attr("role", "group")
        .attr("aria-label", t(Word::ASSIST_STEPS))
        .children(buttons)
}

/// What the correction changes, and whether it is one of the newest content.
pub(super) fn summary(case: Case) -> AnyView {
    live(move || {
        let Some(filling) = case.assist.filling.get() else {
            return nothing();
        };
        let after = filling.after();
        let lines = answers::changes(case, &filling.form, &after, &filling.before);
        let newest = case
            .file
            .value
            .with(|file| file.as_ref().map(|file| file.view.revision));
        let moved = (newest != Some(filling.parent)).then(|| {
            let again = button(Look::Secondary, t(Word::ASSIST_MERGE), move || {
                case.assist.begin(case);
            });
            banner(Tone::Warning, t(Word::ASSIST_MOVED)).child(again)
        });
        let count = match lines.len() {
            0 => t(Word::NO_CHANGES).to_owned(),
            count => tr(Word::CHANGES, &[("count", &count.to_string())]),
        };
        el("div")
            .attr("id", "assist-changes")
            .child(moved)
            .child(el("p").child(el("strong").text(count)))
            .child(el_class("dl", "review-list").children(lines))
            .view()
    })
}
