//! The head of every page: name, phone call, screen settings.

use leptos::prelude::*;

use super::menu::menu;
use crate::{
    dom::{El, el_class, live, nothing},
    i18n::{Key, t},
    setting::SettingStore,
};

/// The header. `phone` is the help desk's number; it may change when the server has been heard. `links` stand in the
/// menu above the settings.
pub fn header(
    settings: SettingStore,
    phone: impl Fn() -> String + Send + 'static,
    links: &[(Key, &'static str)],
) -> AnyView {
    let call: Box<dyn Fn() -> AnyView + Send> = Box::new(move || call(&phone()));
    el_class("header", "app-header")
        .child(
            el_class("a", "app-header__title")
                .attr("href", "/")
                .text(t(Key::APP_NAME)),
        )
        .child(
            el_class("div", "app-header__actions")
                .child(live(call))
                .child(menu(settings, links)),
        )
        .view()
}

/// Nothing without a number: a link that calls nobody is worse than none.
fn call(phone: &str) -> AnyView {
    if phone.is_empty() {
        return nothing();
    }
    el_class("a", "help-call")
        .attr("href", format!("tel:{phone}"))
        .attr("aria-label", format!("{} {phone}", t(Key::HELP_CALL)))
        .text(t(Key::HELP_CALL))
        .view()
}

/// The link over which the keyboard skips the header.
pub fn skip_link() -> El {
    el_class("a", "skip-link")
        .attr("href", "#main")
        .text(t(Key::SKIP_LINK))
}
