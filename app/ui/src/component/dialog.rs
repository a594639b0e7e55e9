//! One question at a time before something is taken away.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::button::{Look, button};
use crate::{
    dom::{el, el_class, live, nothing, window},
    focus,
    i18n::{Key, t},
};

/// What is asked, and what "yes" does.
pub struct Question {
    /// The question.
    pub title: String,
    /// What it means.
    pub body: String,
    /// The button that does it, object and verb.
    pub yes: String,
    /// Done on yes.
    pub act: Box<dyn FnOnce()>,
}

thread_local! {
    static OPEN: ArcRwSignal<u32> = ArcRwSignal::new(0);
    static ASKED: RefCell<Option<Question>> = const { RefCell::new(None) };
}

const ID: &str = "dialog";

/// Asks; the answer comes as the question's act, or not at all.
pub fn ask(question: Question) {
    ASKED.set(Some(question));
    OPEN.with(|open| open.update(|count| *count += 1));
    focus::after_paint(|| {
        if let Some(dialog) = dialog() {
            let _ = dialog.show_modal();
        }
    });
}

/// Where the question appears; stands once in the page.
pub fn host() -> AnyView {
    live(|| {
        OPEN.with(ArcRwSignal::track);
        ASKED.with_borrow(|asked| asked.as_ref().map_or_else(nothing, shown))
    })
}

fn shown(question: &Question) -> AnyView {
    el_class("dialog", "dialog")
        .attr("id", ID)
        .attr("aria-labelledby", "dialog-title")
        .child(
            el("h2")
                .attr("id", "dialog-title")
                .text(question.title.clone()),
        )
        .child(el("p").text(question.body.clone()))
        .child(
            el_class("div", "button-bar")
                .child(button(Look::Quiet, t(Key::DIALOG_NO), close))
                .child(button(Look::Danger, question.yes.clone(), || {
                    let question = ASKED.take();
                    close();
                    if let Some(question) = question {
                        (question.act)();
                    }
                })),
        )
        .view()
}

/// Takes the question away unanswered, because its page is left.
pub fn dismiss() {
    close();
    ASKED.set(None);
}

fn close() {
    if let Some(dialog) = dialog() {
        dialog.close();
    }
}

fn dialog() -> Option<web_sys::HtmlDialogElement> {
    window().document()?.get_element_by_id(ID)?.dyn_into().ok()
}
