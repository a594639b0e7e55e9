//! The search box of a page. There is one a page, and a key of the keyboard leads to it.

use leptos::prelude::*;
use ui::{
    dom::{El, el_class, event_value},
    i18n::{Key, t},
};

use crate::{shortcut, word::Word};

/// A form with the box, to which filters may be added. `input` hears every change, `submit` that Enter was pressed.
pub(crate) fn search(
    label: Key,
    typed: RwSignal<String>,
    input: impl Fn(String) + 'static,
    submit: impl Fn() + 'static,
) -> El {
    el_class("form", "filters")
        .attr("role", "search")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(
            el_class("div", "field filters__search")
                .child(
                    el_class("label", "field__label")
                        .attr("for", shortcut::SEARCH)
                        .text(t(label)),
                )
                .child(
                    el_class("input", "input")
                        .attr("id", shortcut::SEARCH)
                        .attr("type", "search")
                        .attr("autocomplete", "off")
                        .attr("placeholder", t(Word::SEARCH_EXAMPLE))
                        .prop_live("value", move || typed.get().into())
                        .on("input", move |event| input(event_value(&event))),
                ),
        )
}
