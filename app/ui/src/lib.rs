//! What both wasm entries share: an element builder, words, settings, form widgets, and the edges to the browser.
//!
//! Nothing here stores anything or knows an address; the apps do.

pub mod clock;
pub mod component;
pub mod dom;
pub mod focus;
pub mod form;
pub mod i18n;
pub mod ids;
pub mod net;
pub mod route;
pub mod setting;
pub mod when;

/// Sets the document's title to that of a page.
pub fn window_title(page: &str) {
    if let Some(document) = dom::window().document() {
        document.set_title(&i18n::tr(i18n::Key::APP_TITLE, &[("page", page)]));
    }
}
