//! An address that leads nowhere, or to something this phone does not have.

use leptos::prelude::*;
use ui::{
    component::button::{Look, link},
    dom::el,
    i18n::{Key, t},
};

use super::page;

/// The page.
pub(crate) fn unknown() -> AnyView {
    page(t(Key::UNKNOWN_TITLE))
        .child(el("p").text(t(Key::UNKNOWN_BODY)))
        .child(link(Look::Primary, t(Key::GO_HOME), "/"))
        .view()
}
