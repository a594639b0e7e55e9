//! A step of a form being filled in.

use std::sync::Arc;

use domain::{
    answer::Answers,
    form::{ConsentKind, Env, Finding, Form, Instance},
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
        summary::summary,
    },
    dom::{El, el, el_class, live, nothing},
    focus, form,
    form::{Session, items},
    i18n::{Key, locale, t, text, tr},
    route, when,
};

use super::{card, framed, help_phone, home, lead, now, page, review, unknown::unknown};
use crate::{
    path::{Path, REVIEW},
    state::{AppState, SaveState},
};

/// The page of a step; of the one that was open last, when `step` is empty.
pub(crate) fn draft(state: AppState, id: DraftId, step: &str) -> AnyView {
    let Some(draft) = state.draft(id) else {
        return unknown();
    };
    let Some(form) = form::form(&draft.form, &draft.version) else {
        return page(&card::draft_title(&draft))
            .child(el("p").text(t(Key::DRAFT_NO_FORM)))
            .child(link(Look::Primary, t(Key::GO_HOME), "/"))
            .view();
    };
    let step = step.to_owned();
    let asked = RwSignal::new(false);
    let holds = state.holds_draft(id);
    let ours = Memo::new(move |_| holds.get());
    spawn_local(async move {
        state.draft_lock(id).await;
        asked.set(true);
    });
    live(move || {
        if asked.get() {
            let read_only = !ours.get();
            untrack(|| Editor::open(state, &draft, &form, read_only, &step).view())
        } else {
            nothing()
        }
    })
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
    /// What was found when "next" or "send" was pressed.
    pub(super) found: RwSignal<Vec<Finding>>,
}

impl Editor {
    fn open(state: AppState, draft: &Draft, form: &Arc<Form>, read_only: bool, step: &str) -> Self {
        // What was typed since the page was asked for is newer than what it was asked with.
        let draft = state.draft(draft.id).unwrap_or_else(|| draft.clone());
        let env = Env {
            today: clock::today_kst(),
            now: clock::now_ms(),
        };
        let instance = Instance::new(Arc::clone(form), draft.answers.clone(), env);
        let kept = draft.clone();
        let changed = move |answers: &Answers| {
            let mut draft = state.draft(kept.id).unwrap_or_else(|| kept.clone());
            draft.answers = answers.clone();
            state.save_draft(draft);
        };
        let id = draft.id;
        let session = Session::new(instance, read_only, changed, move || refused(state, id));
        let steps = session.steps();
        let wanted = if step.is_empty() {
            draft.step.as_str()
        } else {
            step
        };
        let last = steps.last().cloned().unwrap_or_default();
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
        let editor = Self {
            state,
            draft,
            form: Arc::clone(form),
            session,
            step,
            found: RwSignal::new(Vec::new()),
        };
        editor.remember_step();
        editor
    }

    /// The next visit opens here.
    fn remember_step(&self) {
        if self.draft.step != self.step && !self.session.is_read_only() {
            let mut draft = self.draft.clone();
            draft.step.clone_from(&self.step);
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
            .child(step.hint.as_ref().map(|hint| el("p").text(text(hint))))
            .child(self.held_elsewhere())
            .child(self.asked())
            .child(self.errors());
        let body = el("form")
            .attr("novalidate", "")
            .on("submit", |event| event.prevent_default());
        if last {
            review::body(&self, frame, body)
        } else {
            let body = body.child(items(self.session, &step.items, None));
            frame
                .child(body)
                .child(self.save_line())
                .child(self.bar())
                .view()
        }
    }

    fn progress(&self) -> El {
        let editor = self.clone();
        el("nav")
            .attr("aria-label", t(Key::DRAFT_STEPS))
            .live(move || {
                let steps = editor.session.steps();
                let at = steps
                    .iter()
                    .position(|step| *step == editor.step)
                    .unwrap_or(0)
                    + 1;
                let (at, all) = (at.to_string(), steps.len().to_string());
                let named = steps
                    .iter()
                    .filter_map(|step| editor.form.step(step))
                    .map(|step| {
                        let item = el("li").text(text(&step.label));
                        if step.id == editor.step {
                            item.attr("aria-current", "step")
                        } else {
                            item
                        }
                    });
                ui::dom::pieces([
                    el_class("p", "steps__label")
                        .text(tr(Key::DRAFT_STEP, &[("n", &at), ("all", &all)])),
                    el_class("progress", "steps__bar")
                        .attr("max", all.clone())
                        .attr("value", at.clone())
                        .attr("aria-hidden", "true"),
                    el_class("ol", "steps").children(named),
                ])
            })
    }

    /// Another window writes this draft.
    fn held_elsewhere(&self) -> Option<El> {
        if !self.session.is_read_only() {
            return None;
        }
        let (state, id) = (self.state, self.draft.id);
        Some(banner(Tone::Warning, t(Key::DRAFT_ELSEWHERE)).child(button(
            Look::Secondary,
            t(Key::DRAFT_TAKE_OVER),
            move || {
                spawn_local(async move {
                    state.take_draft(id).await;
                });
            },
        )))
    }

    /// What a coordinator asked for, each line a link to its question.
    fn asked(&self) -> Option<El> {
        let answering = self.draft.answering?;
        let records = now(self.state.submissions);
        let record = records
            .iter()
            .find(|record| record.id == answering.submission)?;
        let request = record.view.as_ref()?.supplement.as_ref()?;
        Some(
            el("section")
                .child(el("h2").text(t(Key::SUPPLEMENT_TITLE)))
                .child(super::submission::items(&self.form, request, &|field| {
                    self.link_to(field)
                }))
                .child(el("p").text(tr(
                    Key::SUPPLEMENT_UNTIL,
                    &[("day", &when::iso_day(&request.deadline))],
                ))),
        )
    }

    /// The address of the question at `path`.
    pub(super) fn link_to(&self, path: &domain::form::Path) -> String {
        let step = step_of(&self.session, path).unwrap_or_else(|| self.step.clone());
        let anchor = form::slug(path);
        if step == self.step {
            return format!("#f-{anchor}");
        }
        Path::Draft(self.draft.id, self.name_of(&step)).to_string()
    }

    /// A step as it stands in an address.
    pub(super) fn name_of(&self, step: &str) -> String {
        let last = self.session.steps().last().is_some_and(|last| last == step);
        if last {
            REVIEW.to_owned()
        } else {
            step.to_owned()
        }
    }

    fn errors(&self) -> El {
        let editor = self.clone();
        el("div").live(move || {
            let found = editor.found.get();
            if found.is_empty() {
                nothing()
            } else {
                summary(&editor.form, &found, &|finding| {
                    editor.link_to(&finding.path)
                })
                .view()
            }
        })
    }

    pub(super) fn save_line(&self) -> El {
        let saved = self.state.save_state(self.draft.id);
        el_class("p", "save-state")
            .attr("data-testid", "save-state")
            .attr("role", "status")
            .text_live(move || match saved.get() {
                SaveState::Unsaved | SaveState::Saving => t(Key::SAVE_SAVING).to_owned(),
                SaveState::Saved { at } => tr(Key::SAVE_SAVED, &[("time", &when::clock(at))]),
                SaveState::Failed(crate::store::StoreError::Full) => t(Key::SAVE_FULL).to_owned(),
                SaveState::Failed(_) => t(Key::SAVE_FAILED).to_owned(),
            })
    }

    /// Back, later, next.
    fn bar(&self) -> El {
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
    pub(super) fn bar_with(&self, onward: El) -> El {
        let steps = self.session.steps();
        let at = steps
            .iter()
            .position(|step| *step == self.step)
            .unwrap_or(0);
        let before = at.checked_sub(1).and_then(|at| steps.get(at)).cloned();
        let back = match before {
            Some(step) => Path::Draft(self.draft.id, step).to_string(),
            None => "/".to_owned(),
        };
        let state = self.state;
        el_class("div", "button-bar")
            .child(link(Look::Quiet, t(Key::GO_BACK), back))
            .child(button(Look::Quiet, t(Key::DRAFT_LATER), move || {
                home::leave(state)
            }))
            .child(onward)
    }

    /// Brings what is said below the refused consent before the person's eyes, wherever it stands.
    pub(super) fn show_refused(&self) {
        let consent = self.form.fields().find(|field| {
            field
                .consent
                .as_ref()
                .is_some_and(|notice| notice.kind == ConsentKind::Required)
        });
        let step = consent
            .and_then(|field| step_of(&self.session, &domain::form::Path::top(field.id.clone())));
        match step {
            Some(step) if step != self.step => {
                focus::on_next_page("refused");
                route::go(&Path::Draft(self.draft.id, step).to_string());
            }
            _ => focus::on("refused"),
        }
    }

    fn has_errors(&self) -> bool {
        let paths = self
            .session
            .with(|instance| instance.paths_of_step(&self.step));
        paths
            .iter()
            .any(|path| self.session.findings(path).iter().any(Finding::is_error))
    }

    fn next(&self) {
        if untrack(|| self.session.is_refused()) {
            self.show_refused();
            return;
        }
        let warned = !self.found.get_untracked().is_empty();
        let mut found = Vec::new();
        if !self.session.is_read_only() {
            found = self.session.judge_step(&self.step);
            found.retain(Finding::is_error);
        }
        if !found.is_empty() && !warned {
            self.found.set(found);
            focus::on("error-summary");
            return;
        }
        let steps = untrack(|| self.session.steps());
        let at = steps
            .iter()
            .position(|step| *step == self.step)
            .unwrap_or(0);
        if let Some(step) = steps.get(at + 1) {
            route::go(&Path::Draft(self.draft.id, self.name_of(step)).to_string());
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
pub(super) fn step_of(session: &Session, path: &domain::form::Path) -> Option<String> {
    let form = session.form();
    session.with(|instance| {
        form.steps()
            .iter()
            .find(|step| instance.paths_of_step(&step.id).contains(path))
            .map(|step| step.id.clone())
    })
}
