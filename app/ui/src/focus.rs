//! Moves the keyboard's and the screen reader's place: to the heading of a new page, to a question with an error.

use std::cell::RefCell;

use leptos::prelude::window_event_listener_untyped;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use crate::dom::window;

thread_local! {
    static WANTED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sees to it that the caret goes where the focus goes, for as long as the page lives.
///
/// When the box that is left changes the page (it is judged as it is left), Chromium may focus the box that was tapped
/// and leave the caret in the old one: the next Hangul syllable then lands there and takes the focus back. A caret that
/// the browser does set, at the place of the tap, comes after this one.
pub fn keep_caret() {
    let _ = window_event_listener_untyped("focusin", |event| {
        let Some(target) = event.target() else { return };
        // Boxes that take no caret, such as those for e-mail, refuse.
        let _ = match target.dyn_into::<HtmlInputElement>() {
            Ok(input) => input.set_selection_range(u32::MAX, u32::MAX),
            Err(other) => match other.dyn_into::<HtmlTextAreaElement>() {
                Ok(area) => area.set_selection_range(u32::MAX, u32::MAX),
                Err(_) => Ok(()),
            },
        };
    });
}

/// Focuses the element with that id, once the page has been built.
pub fn on(id: &str) {
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
    WANTED.set(Some(id.to_owned()));
}

/// Focuses the page's heading, so that a screen reader says where one is; or what [`on_next_page`] asked for.
pub fn on_heading() {
    after_paint(|| {
        let wanted = WANTED.take();
        let wanted = wanted.and_then(|id| window().document()?.get_element_by_id(&id));
        if let Some(wanted) = wanted {
            return focus_element(&wanted);
        }
        let heading = window()
            .document()
            .and_then(|page| page.query_selector("h1").ok().flatten());
        if let Some(heading) = heading {
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
