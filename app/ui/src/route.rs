//! The address bar as a signal, and links that change it without loading the page again.
//!
//! Knows addresses as text only; what they mean is each app's own business.

use std::thread::LocalKey;

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};

use crate::dom::window;

thread_local! {
    static ADDRESS: ArcRwSignal<String> = ArcRwSignal::new(String::new());
    static QUERY: ArcRwSignal<String> = ArcRwSignal::new(String::new());
}

/// The path of the current address, such as `/settings`.
pub fn path() -> String {
    ADDRESS.with(ArcRwSignal::get)
}

/// The part of the current address after `?`, without it; empty when there is none.
pub fn query() -> String {
    QUERY.with(ArcRwSignal::get)
}

/// The part of the address after `#`, without it; empty when there is none.
pub fn fragment() -> String {
    window()
        .location()
        .hash()
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

/// Goes to another page of the app.
pub fn go(path: &str) {
    change(path, false);
}

/// Goes to another page, which takes the current one's place in the history.
pub fn replace(path: &str) {
    change(path, true);
}

/// Follows the browser's history and turns clicks on links to `owns` addresses into [`go`]. Called once, at start.
pub fn listen(owns: fn(&str) -> bool) {
    read_address();
    let back = Closure::<dyn Fn()>::new(|| {
        read_address();
    });
    let _ = window().add_event_listener_with_callback("popstate", back.as_ref().unchecked_ref());
    back.forget();
    let click = Closure::<dyn Fn(web_sys::MouseEvent)>::new(move |event| follow(&event, owns));
    let _ = window().add_event_listener_with_callback("click", click.as_ref().unchecked_ref());
    click.forget();
}

fn follow(event: &web_sys::MouseEvent, owns: fn(&str) -> bool) {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if !plain || event.default_prevented() {
        return;
    }
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| element.closest("a[href^='/']").ok().flatten());
    let Some(link) = link.filter(|link| !link.has_attribute("target")) else {
        return;
    };
    let href = link.get_attribute("href").unwrap_or_default();
    if owns(&href) {
        event.prevent_default();
        go(&href);
    }
}

fn change(path: &str, replace: bool) {
    let Ok(history) = window().history() else {
        return;
    };
    let changed = if replace {
        history.replace_state_with_url(&JsValue::NULL, "", Some(path))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(path))
    };
    if changed.is_ok() && read_address() {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Returns whether another page is shown now.
fn read_address() -> bool {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    put(&QUERY, query.trim_start_matches('?'));
    put(&ADDRESS, &location.pathname().unwrap_or_default())
}

fn put(signal: &'static LocalKey<ArcRwSignal<String>>, value: &str) -> bool {
    signal.with(|signal| {
        let changed = *signal.read_untracked() != value;
        if changed {
            signal.set(value.to_owned());
        }
        changed
    })
}
