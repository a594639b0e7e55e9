//! The head of a page, and what a page says while or when it has nothing to show.

use leptos::prelude::*;
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button},
    },
    dom::{El, el, el_class, live, nothing},
    i18n::t,
};

use crate::{desk::Desk, word::Word};

/// The heading of the page, which names the window too. It stays the same element while its words change, so that
/// the keyboard keeps its place.
pub(crate) fn heading(title: impl Fn() -> String + Send + Sync + Clone + 'static) -> El {
    let named = title.clone();
    Effect::new(move || ui::window_title(&named()));
    el("h1").attr("tabindex", "-1").text_live(title)
}

/// What was last said to the person; once on every page.
pub(crate) fn said(desk: Desk) -> AnyView {
    el_class("div", "said")
        .attr("role", "status")
        .attr("id", "said")
        .live(move || {
            let words = desk.said.get();
            if words.is_empty() {
                return nothing();
            }
            el_class("div", "banner banner--success")
                .child(el("p").text(words))
                .view()
        })
        .view()
}

/// What stands against the last try; it is read out as soon as there is something.
pub(crate) fn alert(problem: RwSignal<String>) -> El {
    el("div").attr("role", "alert").live(move || {
        let words = problem.get();
        if words.is_empty() {
            return nothing();
        }
        el_class("div", "banner banner--danger")
            .child(el("p").text(words))
            .view()
    })
}

/// A part of a page under a heading of its own; `id` is the heading's.
pub(crate) fn panel(id: &'static str, title: &'static str) -> El {
    el_class("section", "panel")
        .attr("aria-labelledby", id)
        .child(el_class("h2", "panel__title").attr("id", id).text(title))
}

/// A bar while something is under way.
pub(crate) fn progress() -> El {
    el("div")
        .attr("role", "status")
        .child(el_class("progress", "progress").attr("aria-label", t(Word::LOADING)))
}

/// What went wrong, with a way to try again.
pub(crate) fn problem(words: String, again: impl FnMut() + 'static) -> El {
    banner(Tone::Danger, words).child(button(Look::Secondary, t(Word::RETRY), again))
}

/// A banner whose title comes first.
pub(crate) fn titled(tone: Tone, title: &'static str, words: String) -> El {
    let class = match tone {
        Tone::Info => "banner",
        Tone::Success => "banner banner--success",
        Tone::Warning => "banner banner--warning",
        Tone::Danger => "banner banner--danger",
        Tone::Offline => "banner banner--offline",
    };
    el_class("div", class)
        .child(el("strong").text(title))
        .child(el("p").text(words))
}

/// Nothing here, and why.
pub(crate) fn empty(words: impl Into<String>) -> El {
    el_class("div", "empty").child(el("p").text(words))
}

/// Shows `view` anew whenever what it reads changes, or nothing.
pub(crate) fn maybe(view: impl Fn() -> Option<AnyView> + Send + 'static) -> AnyView {
    live(move || view().unwrap_or_else(nothing))
}
