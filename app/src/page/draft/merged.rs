//! What somebody else sent of the same submission meanwhile: what was taken from it, and where the writer chooses.

use domain::{
    answer::{
        Answer, Answers,
        merge::{Clash, Side, answer_at},
    },
    form::{Form, Kind, Path as FormPath, migrate::Left},
};
use leptos::prelude::*;
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button, link},
    },
    dom::{El, el, el_class, nothing},
    focus,
    form::{lines, words},
    i18n::{Key, t, tr},
};

use super::Editor;
use crate::path::{Path, REVIEW};

/// Where the choices are.
const PLACE: &str = "merged";

impl Editor {
    /// Something newer came while this page was open. Nothing changes below a typing finger.
    pub(super) fn behind(&self) -> El {
        let editor = self.clone();
        el("div").live(move || {
            let (records, draft) = (editor.state.submissions.get(), &editor.draft);
            let mut views = records.iter().filter_map(|record| record.view.as_ref());
            let newer = views.find(|view| draft.is_behind(view));
            let Some(newer) = newer.filter(|_| !editor.session.is_read_only()) else {
                return nothing();
            };
            let words = match &*newer.assisted {
                "" => t(Key::MERGE_BEHIND).to_owned(),
                reason => tr(Key::ASSISTED, &[("reason", reason)]),
            };
            let again = editor.clone();
            banner(Tone::Info, words)
                .child(button(Look::Secondary, t(Key::MERGE_SHOW), move || {
                    again.reopen();
                }))
                .view()
        })
    }

    /// What was merged: all of it on the last step, elsewhere only that there is something to choose.
    pub(super) fn merged(&self) -> Option<El> {
        let draft = &self.draft;
        let open = draft
            .clashes
            .iter()
            .filter(|it| it.choice.is_none())
            .count();
        let open = (open > 0).then(|| tr(Key::MERGE_CHOOSE, &[("n", &open.to_string())]));
        if self.session.steps().last() != Some(&self.step) {
            let there = Path::Draft(draft.id, REVIEW.to_owned()).to_string();
            let onward = link(Look::Secondary, t(Key::MERGE_SHOW), there);
            return Some(banner(Tone::Warning, open?).child(onward));
        }
        let taken: Vec<_> = draft
            .taken
            .iter()
            .filter(|path| is_asked(&self.form, path))
            .collect();
        if taken.is_empty() && draft.clashes.is_empty() {
            return None;
        }
        let count = taken.len().to_string();
        let said = taken
            .into_iter()
            .map(|path| self.read(path, answer_at(&draft.answers, path)));
        let clashes = draft.clashes.iter().enumerate();
        Some(
            banner(Tone::Info, tr(Key::MERGE_DONE, &[("n", &count)]))
                .attr("id", PLACE)
                .attr("tabindex", "-1")
                .child(lines(said))
                .child(open.map(|words| el("p").child(el("strong").text(words))))
                .children(clashes.map(|(at, clash)| self.clash(at, clash))),
        )
    }

    /// Both answers to one question, one below the other.
    fn clash(&self, at: usize, clash: &Clash) -> El {
        let (label, mine) = self.read(&clash.path, clash.mine.clone());
        let (_, theirs) = self.read(&clash.path, clash.theirs.clone());
        let sides = [
            (Side::Mine, Key::MERGE_MINE, "mine", mine),
            (Side::Theirs, Key::MERGE_THEIRS, "theirs", theirs),
        ];
        let cards = sides.map(|(side, whose, code, said)| {
            let editor = self.clone();
            let id = format!("merge-{at}-{code}");
            let place = id.clone();
            el_class("label", "choice")
                .child(
                    el("input")
                        .attr("type", "radio")
                        .attr("id", id)
                        .attr("name", format!("merge-{at}"))
                        .flag("checked", clash.choice == Some(side))
                        .flag("disabled", self.session.is_read_only())
                        .on("change", move |_| {
                            editor.settle(at, side);
                            focus::on(&place);
                        }),
                )
                .child(
                    el_class("span", "choice__text")
                        .child(el_class("span", "card__meta").text(t(whose)))
                        .child(el("br"))
                        .child(el("span").text(said)),
                )
        });
        el_class("fieldset", "field")
            .child(el_class("legend", "field__label").text(label))
            .child(el_class("div", "choice-list").children(cards))
    }

    fn settle(&self, at: usize, side: Side) {
        let Some(mut draft) = self.state.draft(self.draft.id) else {
            return;
        };
        if let Some(clash) = draft.clashes.get_mut(at) {
            clash.settle(&mut draft.answers, side);
            self.state.save_draft(draft);
            self.state.flush();
            self.reopen();
        }
    }

    /// Whether nothing stands between the draft and its sending; shows it otherwise.
    pub(in crate::page) fn is_merged(&self, draft: &mut domain::sync::Draft) -> bool {
        let has_moved = self.state.catch_up(draft);
        if has_moved {
            self.reopen();
        } else if draft.is_unsettled() {
            focus::on(PLACE);
        }
        !has_moved && !draft.is_unsettled()
    }

    /// A question and an answer to it.
    fn read(&self, path: &FormPath, answer: Option<Answer>) -> (String, String) {
        let versions = [&self.draft.answers, &self.draft.base];
        read(&self.form, versions, path, answer)
    }
}

/// Whether a person answers it: what is calculated follows from what others answered.
pub(in crate::page) fn is_asked(form: &Form, path: &FormPath) -> bool {
    let field = form.field(&path.field);
    field.is_none_or(|field| field.kind != Kind::Calc)
}

/// A question and an answer to it. The first of `versions` that has the row tells its number.
pub(in crate::page) fn read(
    form: &Form,
    versions: [&Answers; 2],
    path: &FormPath,
    answer: Option<Answer>,
) -> (String, String) {
    let row = path.repeat.as_ref().and_then(|(repeat, id)| {
        let rows =
            versions.map(|answers| answers.rows(repeat).iter().position(|row| row.id == *id));
        Some(rows.into_iter().flatten().next()? + 1)
    });
    let blank = answer.is_none();
    let left = Left {
        path: path.clone(),
        row,
        answer: answer.unwrap_or(Answer::Unknown),
    };
    let (label, said) = words::left(form, &left);
    let none = || t(Key::FIELD_BLANK).to_owned();
    (label, if blank { none() } else { said })
}
