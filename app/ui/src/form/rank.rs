//! A ranking of up to three: boxes to choose with, buttons to move up, down and out. No dragging.

use super::{
    choice::{checkbox, chosen},
    field::Question,
    words,
};
use crate::{
    dom::{El, el_class, pieces},
    i18n::{Key, t, tr},
};
use domain::answer::Answer;

/// How many ranks there are when the form does not say.
const RANKS: usize = 3;

/// The ranking so far, and what can still be chosen.
pub(super) fn rank(question: &Question) -> Vec<El> {
    let (ranking, rest) = (question.clone(), question.clone());
    vec![
        el_class("ol", "list-plain")
            .attr("aria-live", "polite")
            .live(move || {
                let codes = chosen(ranking.session.value(&ranking.path));
                let last = codes.len().saturating_sub(1);
                pieces(
                    codes
                        .iter()
                        .enumerate()
                        .map(|(at, code)| row(&ranking, at, last, code)),
                )
            }),
        el_class("div", "choice-list").live(move || {
            let full = chosen(rest.session.value(&rest.path)).len() >= ranks(&rest);
            let taken = chosen(rest.session.with(|instance| instance.value(&rest.path)));
            pieces(
                rest.session
                    .choices(&rest.path)
                    .into_iter()
                    .filter(|(code, _)| !full && !taken.contains(code))
                    .map(|(code, label)| checkbox(&rest, code, label)),
            )
        }),
    ]
}

fn ranks(question: &Question) -> usize {
    question
        .field
        .max_choices
        .map_or(RANKS, |most| most as usize)
}

fn row(question: &Question, at: usize, last: usize, code: &str) -> El {
    let label = words::choice(&question.session.form(), &question.field, code);
    let rank = (at + 1).to_string();
    let mut actions = Vec::new();
    if at > 0 {
        actions.push(button(question, t(Key::RANK_UP), &label, move |codes| {
            codes.swap(at, at - 1)
        }));
    }
    if at < last {
        actions.push(button(question, t(Key::RANK_DOWN), &label, move |codes| {
            codes.swap(at, at + 1)
        }));
    }
    actions.push(button(
        question,
        t(Key::RANK_REMOVE),
        &label,
        move |codes| {
            codes.remove(at);
        },
    ));
    el_class("li", "card")
        .child(
            el_class("p", "card__title")
                .text(tr(Key::RANK_ROW, &[("n", &rank), ("label", &label)])),
        )
        .child(el_class("div", "card__actions").children(actions))
}

fn button(
    question: &Question,
    words: &'static str,
    label: &str,
    change: impl Fn(&mut Vec<String>) + 'static,
) -> El {
    let this = question.clone();
    el_class("button", "button button--small")
        .attr("type", "button")
        .attr("aria-label", format!("{label} {words}"))
        .flag("disabled", question.session.is_read_only())
        .text(words)
        .on("click", move |_| {
            let mut codes = chosen(this.session.with(|instance| instance.value(&this.path)));
            change(&mut codes);
            this.session.set(
                &this.path,
                (!codes.is_empty()).then_some(Answer::Many(codes)),
            );
            this.session.judge(&this.path);
        })
}
