//! Moves the keyboard's and the screen reader's place: to the heading of a new page, to a question with an error.

use std::cell::RefCell;

use leptos::prelude::{
    ArcRwSignal, Get as _, Set as _, queue_microtask, window_event_listener_untyped,
};
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{EventTarget, HtmlInputElement, HtmlTextAreaElement, Node};

use crate::dom::window;

thread_local! {
    static WANTED: RefCell<Option<String>> = const { RefCell::new(None) };
    static SOUGHT: ArcRwSignal<String> = ArcRwSignal::new(String::new());
}

/// Sees to it that the caret goes where the focus goes, for as long as the page lives.
///
/// When the box that is left changes the page (it is judged as it is left), Chromium may focus the box that was tapped
/// and leave the caret in the old one: the next Hangul syllable then lands there and takes the focus back.
pub fn keep_caret() {
    let _ = window_event_listener_untyped("focusin", |event| {
        if let Some(target) = event.target() {
            // A program that selects and then focuses has its selection by then. A tap has not set its caret yet: when
            // it does, at its own place, that caret is the last.
            queue_microtask(move || fetch_caret(&target));
        }
    });
}

/// Brings the caret into `target`, behind its text, when it is in another box.
fn fetch_caret(target: &EventTarget) {
    let elsewhere = caret().filter(is_box);
    if elsewhere.is_none_or(|other| target.dyn_ref() == Some(&other)) {
        return;
    }
    let _ = match target.dyn_ref::<HtmlInputElement>() {
        // Boxes that show no caret, such as those to tick, refuse.
        Some(input) => input.set_selection_range(u32::MAX, u32::MAX),
        None => match target.dyn_ref::<HtmlTextAreaElement>() {
            Some(area) => area.set_selection_range(u32::MAX, u32::MAX),
            None => Ok(()),
        },
    };
}

/// What the caret is in or before: a page sees a caret inside a box as one that stands before the box.
fn caret() -> Option<Node> {
    let selection = window().get_selection().ok()??;
    selection
        .anchor_node()?
        .child_nodes()
        .item(selection.anchor_offset())
}

fn is_box(node: &Node) -> bool {
    node.is_instance_of::<HtmlInputElement>() || node.is_instance_of::<HtmlTextAreaElement>()
}

/// Focuses the element with that id, once the page has been built.
pub fn on(id: &str) {
    seek(id);
    let id = id.to_owned();
    after_paint(move || {
        if let Some(element) = window()
            .document()
            .and_then(|page| page.get_element_by_id(&id))
        {
            focus_element(&element);
        }
    });
}

/// Focuses the element with that id on the page that is opened next, instead of its heading.
pub fn on_next_page(id: &str) {
    seek(id);
    WANTED.set(Some(id.to_owned()));
}

/// The id of the element that is to be focused on this page; follows it. What hides that element then shows it.
pub fn sought() -> String {
    SOUGHT.with(|sought| sought.get())
}

fn seek(id: &str) {
    SOUGHT.with(|sought| sought.set(id.to_owned()));
}

/// Focuses the page's heading, so that a screen reader says where one is; or what [`on_next_page`] asked for.
pub fn on_heading() {
    after_paint(|| {
        let wanted = WANTED.take();
        if wanted.is_none() {
            seek("");
        }
        let wanted = wanted.and_then(|id| window().document()?.get_element_by_id(&id));
        if let Some(wanted) = wanted {
            return focus_element(&wanted);
        }
        let page = window().document();
        // Whoever has tapped a box of the new page already is typing there.
        let types = page
            .as_ref()
            .and_then(|page| page.active_element())
            .is_some_and(|element| element.matches("input, select, textarea").unwrap_or(false));
        let heading = page.and_then(|page| page.query_selector("h1").ok().flatten());
        if let Some(heading) = heading.filter(|_| !types) {
            let _ = heading.set_attribute("tabindex", "-1");
            focus_element(&heading);
        }
    });
}

/// Runs `act` when what was changed so far is on the page.
pub fn after_paint(act: impl FnOnce() + 'static) {
    let callback = Closure::once_into_js(act);
    let _ = window().request_animation_frame(callback.unchecked_ref());
}

fn focus_element(element: &web_sys::Element) {
    // A group of radio buttons is reached through its first one.
    let group = element.matches(":is(fieldset, div, section):not([tabindex])");
    let target = if group.unwrap_or(false) {
        element
            .query_selector("input, select, textarea, button")
            .ok()
            .flatten()
    } else {
        None
    };
    let target = target.unwrap_or_else(|| element.clone());
    if let Ok(target) = target.dyn_into::<web_sys::HtmlElement>() {
        let _ = target.focus();
    }
}
