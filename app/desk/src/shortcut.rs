//! The keyboard's commands: one listener, the list of keys, and the switch that turns single characters off.

use leptos::{prelude::*, web_sys};
use ui::{
    component::button::{Look, button},
    dom::{El, el, el_class, event_checked, window},
    i18n::{Key, t},
};
use wasm_bindgen::JsCast as _;

use crate::{desk::Desk, preference, word::Word};

const DIALOG: &str = "keys";
/// The search box of the page, if it has one.
pub(crate) const SEARCH: &str = "search";
/// Links that `j` and `k` move between.
pub(crate) const ROWS: &str = ".table tbody th a";

const KEYS: [(&[&str], Key); 5] = [
    (&["j", "↓"], Word::KEYS_NEXT),
    (&["k", "↑"], Word::KEYS_PREVIOUS),
    (&["Enter"], Word::KEYS_ENTER),
    (&["/"], Word::KEYS_SEARCH),
    (&["?"], Word::KEYS_HELP),
];

/// Follows the keyboard. Called once.
pub(crate) fn listen(desk: Desk) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if event.default_prevented()
            || event.is_composing()
            || event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
        {
            return;
        }
        let typing = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| {
                element
                    .closest("input, textarea, select, dialog")
                    .ok()
                    .flatten()
                    .is_some()
            });
        if typing {
            return;
        }
        let key = event.key();
        let single = key.chars().count() == 1;
        if single && !desk.keyboard.get_untracked().shortcuts {
            return;
        }
        let done = match key.as_str() {
            "j" | "ArrowDown" => step(1),
            "k" | "ArrowUp" => step(-1),
            "/" => focus_on(&format!("#{SEARCH}")),
            "?" => {
                open();
                true
            }
            _ => false,
        };
        if done {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Shows the list of keys.
pub(crate) fn open() {
    if let Some(dialog) = element(&format!("#{DIALOG}"))
        && let Ok(dialog) = dialog.dyn_into::<web_sys::HtmlDialogElement>()
        && !dialog.open()
    {
        let _ = dialog.show_modal();
    }
}

/// The list of keys, closed at first.
pub(crate) fn help(desk: Desk) -> AnyView {
    let rows = KEYS.into_iter().map(|(keys, words)| {
        let keys: Vec<El> = keys
            .iter()
            .map(|key| el_class("kbd", "kbd").text(*key))
            .collect();
        el("div")
            .child(el("dt").children(keys))
            .child(el("dd").text(t(words)))
    });
    let switch = el_class("label", "choice")
        .child(
            el("input")
                .attr("type", "checkbox")
                .prop_live("checked", move || desk.keyboard.get().shortcuts.into())
                .on("change", move |event| {
                    desk.keyboard
                        .update(|keyboard| keyboard.shortcuts = event_checked(&event));
                    preference::keep_keyboard(desk.keyboard.get_untracked());
                }),
        )
        .child(el_class("span", "choice__text").text(t(Word::KEYS_SWITCH)));
    el_class("dialog", "dialog")
        .attr("id", DIALOG)
        .attr("aria-labelledby", "keys-title")
        .child(el("h2").attr("id", "keys-title").text(t(Word::KEYS_TITLE)))
        .child(el_class("dl", "review-list").children(rows))
        .child(switch)
        .child(el_class("div", "button-bar").child(button(Look::Quiet, t(Word::CLOSE), close)))
        .view()
}

fn close() {
    if let Some(dialog) = element(&format!("#{DIALOG}"))
        && let Ok(dialog) = dialog.dyn_into::<web_sys::HtmlDialogElement>()
    {
        dialog.close();
    }
}

/// Moves the keyboard to the row that lies `by` further; to the first one when it is nowhere.
fn step(by: i32) -> bool {
    let Some(document) = window().document() else {
        return false;
    };
    let Ok(rows) = document.query_selector_all(ROWS) else {
        return false;
    };
    let active = document.active_element();
    let at = (0..rows.length()).find(|at| {
        let row = rows
            .item(*at)
            .and_then(|node| node.dyn_into::<web_sys::Element>().ok());
        row.is_some() && row == active
    });
    let next = match at {
        Some(at) => at.checked_add_signed(by),
        None => Some(0),
    };
    let Some(row) = next.and_then(|next| rows.item(next)) else {
        return at.is_some();
    };
    row.dyn_into::<web_sys::HtmlElement>()
        .is_ok_and(|row| row.focus().is_ok())
}

fn focus_on(selector: &str) -> bool {
    element(selector)
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

fn element(selector: &str) -> Option<web_sys::Element> {
    window().document()?.query_selector(selector).ok().flatten()
}
