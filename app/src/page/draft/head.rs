//! What stands above the questions: the steps, whose the draft is, what is asked for, what was found.

use domain::form::Path as FormPath;
use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button},
        summary::summary,
    },
    dom::{El, el, el_class, nothing, pieces},
    form,
    i18n::{Key, t, text, tr},
    when,
};

use super::Editor;
use crate::{
    page::{now, submission},
    path::REVIEW,
};

impl Editor {
    pub(super) fn progress(&self) -> El {
        let (editor, part) = (self.clone(), self.clone());
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
                pieces([
                    el_class("p", "steps__label")
                        .text(tr(Key::DRAFT_STEP, &[("n", &at), ("all", &all)])),
                    el_class("progress", "steps__bar")
                        .attr("max", all.clone())
                        .attr("value", at.clone())
                        .attr("aria-hidden", "true"),
                    el_class("ol", "steps").children(named),
                ])
            })
            .live(move || part.part())
    }

    /// Another window writes this draft.
    pub(super) fn held_elsewhere(&self) -> Option<El> {
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
    pub(super) fn asked(&self) -> Option<El> {
        let answering = self.draft.answering?;
        let records = now(self.state.submissions);
        let record = records
            .iter()
            .find(|record| record.id == answering.submission)?;
        let request = record.view.as_ref()?.supplement.as_ref()?;
        Some(
            el("section")
                .child(el("h2").text(t(Key::SUPPLEMENT_TITLE)))
                .child(submission::items(&self.form, request, &|field| {
                    self.link_to(field)
                }))
                .child(el("p").text(tr(
                    Key::SUPPLEMENT_UNTIL,
                    &[("day", &when::iso_day(&request.deadline))],
                ))),
        )
    }

    /// The address of the question at `path`.
    pub(super) fn link_to(&self, path: &FormPath) -> String {
        if self.shows(path) {
            return format!("#f-{}", form::slug(path));
        }
        self.screen_of(path)
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

    pub(super) fn errors(&self) -> El {
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
}
