//! One of a few, as radio buttons; one of several, as a select.

use leptos::prelude::*;
use ui::{
    dom::{El, el, el_class, event_value},
    i18n::{Key, t},
};

use super::field::Typed;
use crate::word::Word;

/// Radio buttons over codes and labels; the label may explain itself in a second line.
pub(crate) fn radios(
    name: &'static str,
    legend: Key,
    options: Vec<(String, String, Option<String>)>,
    chosen: Typed,
) -> El {
    let error_id = format!("{name}-error");
    let cards = options
        .into_iter()
        .enumerate()
        .map(|(at, (code, words, hint))| {
            let value = code.clone();
            // The first one carries the name of the group, so that the keyboard can be sent there.
            let id = if at == 0 {
                name.to_owned()
            } else {
                format!("{name}-{code}")
            };
            let input = el("input")
                .attr("type", "radio")
                .attr("id", id)
                .attr("name", name)
                .attr("value", code.clone())
                .attr("aria-describedby", error_id.clone())
                .prop_live("checked", move || {
                    chosen.text.with(|chosen| *chosen == value).into()
                })
                .on("change", move |event| {
                    chosen.text.set(event_value(&event));
                    chosen.error.set(String::new());
                });
            el_class("label", "choice").child(input).child(
                el_class("span", "choice__text").text(words).child(
                    hint.map(|hint| el_class("span", "card__meta").text(format!(" {hint}"))),
                ),
            )
        });
    let cards: Vec<El> = cards.collect();
    el_class("fieldset", "fieldset")
        .child(
            el_class("legend", "fieldset__legend")
                .text(t(legend))
                .child(el_class("span", "field__required").text(format!(" {}", t(Word::REQUIRED)))),
        )
        .child(el_class("div", "choice-list").children(cards))
        .child(
            el_class("p", "field__error")
                .attr("id", error_id)
                .text_live(move || chosen.error.get()),
        )
}

/// A select over codes and labels; the empty code comes first under `all`.
pub(crate) fn select(
    id: &'static str,
    label: Key,
    all: Key,
    options: Vec<(String, String)>,
    chosen: impl Fn() -> String + Clone + Send + 'static,
    mut choose: impl FnMut(String) + 'static,
) -> El {
    let first = (String::new(), t(all).to_owned());
    let options: Vec<El> = std::iter::once(first)
        .chain(options)
        .map(|(code, words)| {
            let (value, chosen) = (code.clone(), chosen.clone());
            el("option")
                .attr("value", code)
                .prop_live("selected", move || (chosen() == value).into())
                .text(words)
        })
        .collect();
    el_class("div", "field")
        .child(
            el_class("label", "field__label")
                .attr("for", id)
                .text(t(label)),
        )
        .child(
            el_class("select", "select")
                .attr("id", id)
                .on("change", move |event| choose(event_value(&event)))
                .children(options),
        )
}
