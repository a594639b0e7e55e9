//! Nobody leaves a page with a correction that was not saved without being asked.

use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*, web_sys};
use ui::{
    component::dialog::{self, Question},
    dom::window,
    i18n::t,
    route,
};
use wasm_bindgen::{JsCast as _, closure::Closure};

use super::Case;
use crate::word::Word;

/// Asks for as long as the form is shown.
pub(super) fn stand(case: Case) {
    let closing = window_event_listener_untyped("beforeunload", move |event| {
        if case.assist.is_changed() {
            event.prevent_default();
        }
    });
    on_cleanup(move || closing.remove());
    let Some(document) = window().document() else {
        return;
    };
    // On the document, so that it is heard before the window's listener follows the link.
    let click = Closure::<dyn Fn(web_sys::Event)>::new(move |event| ask(case, &event));
    let listener = click.as_ref().unchecked_ref();
    let _ = document.add_event_listener_with_callback("click", listener);
    let click = StoredValue::new_local(click);
    on_cleanup(move || {
        click.with_value(|click| {
            if let Some(document) = window().document() {
                let listener = click.as_ref().unchecked_ref();
                let _ = document.remove_event_listener_with_callback("click", listener);
            }
        });
    });
}

fn ask(case: Case, event: &web_sys::Event) {
    let link = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| element.closest("a[href^='/desk']").ok().flatten())
        .and_then(|link| link.get_attribute("href"));
    let Some(there) = link.filter(|_| case.assist.is_changed()) else {
        return;
    };
    event.prevent_default();
    dialog::ask(Question {
        title: t(Word::ASSIST_LEAVE).to_owned(),
        body: t(Word::ASSIST_LEAVE_BODY).to_owned(),
        yes: t(Word::ASSIST_LEAVE_YES).to_owned(),
        act: Box::new(move || {
            case.assist.clear();
            route::go(&there);
        }),
    });
}
