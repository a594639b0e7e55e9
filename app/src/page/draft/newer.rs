//! Offers to move the draft into a newer version of its form, and shows first what does not fit there.

use std::sync::Arc;

use domain::{
    form::{
        Form,
        migrate::{Moved, migrate},
    },
    forms,
    sync::Leftover,
};
use leptos::prelude::*;
use ui::{
    clock,
    component::{
        banner::{Tone, banner},
        button::{Look, button},
    },
    dom::{El, el},
    form::{self, lines, words},
    i18n::{Key, t, tr},
};

use super::Editor;

impl Editor {
    /// Stands on every step until the person has chosen. What answers a request stays in the version that was asked
    /// about.
    pub(super) fn newer(&self) -> Option<El> {
        let draft = &self.draft;
        let newest = forms::latest(&draft.form)?.version;
        let settled = [draft.version.as_str(), draft.stayed.as_str()].contains(&newest);
        if settled || draft.answering.is_some() || self.session.is_read_only() {
            return None;
        }
        let newer = form::form(&draft.form, newest)?;
        let editor = self.clone();
        let asked = RwSignal::new(false);
        Some(
            el("div")
                .attr("data-testid", "newer-version")
                .live(move || {
                    if asked.get() {
                        editor.preview(&newer, asked).view()
                    } else {
                        editor.offer(asked).view()
                    }
                }),
        )
    }

    fn offer(&self, asked: RwSignal<bool>) -> El {
        let editor = self.clone();
        banner(Tone::Info, t(Key::NEWER_OFFER))
            .child(button(Look::Secondary, t(Key::NEWER_STAY), move || {
                editor.stay();
            }))
            .child(button(Look::Secondary, t(Key::NEWER_MOVE), move || {
                asked.set(true);
            }))
    }

    /// What moving would leave behind. Nothing is changed yet.
    fn preview(&self, newer: &Arc<Form>, asked: RwSignal<bool>) -> El {
        let left = self.moved(newer).left;
        let (editor, newer) = (self.clone(), Arc::clone(newer));
        let (tone, said) = if left.is_empty() {
            (Tone::Info, t(Key::NEWER_ALL).to_owned())
        } else {
            let count = left.len().to_string();
            (Tone::Warning, tr(Key::NEWER_LEFT, &[("n", &count)]))
        };
        banner(tone, said)
            .child(lines(left.iter().map(|left| words::left(&self.form, left))))
            .child(button(Look::Secondary, t(Key::DIALOG_NO), move || {
                asked.set(false);
            }))
            .child(button(Look::Primary, t(Key::NEWER_MOVE), move || {
                editor.move_into(&newer);
            }))
    }

    fn moved(&self, newer: &Arc<Form>) -> Moved {
        self.session
            .with(|instance| migrate(instance.answers(), &self.form, newer, clock::env()))
    }

    fn stay(&self) {
        if let Some(mut draft) = self.state.draft(self.draft.id) {
            forms::latest(&draft.form)
                .map_or("", |newest| newest.version)
                .clone_into(&mut draft.stayed);
            self.state.save_draft(draft);
            self.reopen();
        }
    }

    fn move_into(&self, newer: &Arc<Form>) {
        let Some(mut draft) = self.state.draft(self.draft.id) else {
            return;
        };
        let moved = self.moved(newer);
        newer.version().clone_into(&mut draft.version);
        draft.answers = moved.answers;
        draft.left.extend(moved.left.into_iter().map(|left| {
            let (label, text) = words::left(&self.form, &left);
            Leftover {
                label,
                text,
                answer: left.answer,
            }
        }));
        self.state.save_draft(draft);
        self.state.flush();
        self.reopen();
    }

    /// What an earlier version asked and this one does not, on the page where everything is read back.
    pub(in crate::page) fn left(&self) -> Option<El> {
        let left = &self.draft.left;
        let said = left
            .iter()
            .map(|left| (left.label.clone(), left.text.clone()));
        (!left.is_empty()).then(|| {
            el("section")
                .attr("data-testid", "left-over")
                .child(el("h2").text(t(Key::NEWER_KEPT)))
                .child(el("p").text(t(Key::NEWER_KEPT_HINT)))
                .child(lines(said))
        })
    }
}
