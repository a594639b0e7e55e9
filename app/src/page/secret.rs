//! What is typed to lock or to open: its box, and the line that says what came of it.

use leptos::prelude::*;
use ui::{
    component::banner::{Tone, banner},
    dom::{El, el_class, event_value, live, nothing},
    i18n::{Key, t},
};

/// A box whose text nobody reads along. `complete` is HTML's `autocomplete`, `keyboard` its `inputmode`.
pub(super) fn secret(
    id: &'static str,
    label: Key,
    (complete, keyboard): (&'static str, &'static str),
    value: RwSignal<String>,
) -> El {
    el_class("div", "field")
        .child(
            el_class("label", "field__label")
                .attr("for", id)
                .text(t(label)),
        )
        .child(
            el_class("input", "input")
                .attr("id", id)
                .attr("type", "password")
                .attr("inputmode", keyboard)
                .attr("autocomplete", complete)
                .prop_live("value", move || value.get().into())
                .on("input", move |event| value.set(event_value(&event))),
        )
}

/// What went wrong, or that it is at work. `id` is where the focus goes.
pub(super) fn outcome(
    id: &'static str,
    said: impl Fn() -> Option<String> + Send + Sync + 'static,
    busy: RwSignal<bool>,
) -> AnyView {
    live(move || match (said(), busy.get()) {
        (Some(said), _) => banner(Tone::Danger, said)
            .attr("id", id)
            .attr("tabindex", "-1")
            .attr("role", "alert")
            .view(),
        (None, true) => el_class("p", "save-state")
            .attr("role", "status")
            .text(t(Key::RESCUE_BUSY))
            .view(),
        (None, false) => nothing(),
    })
}
