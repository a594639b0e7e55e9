//! Screen settings: text size, contrast, theme, language.

use domain::text::Locale;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::button::{Look, link};
use crate::{
    dom::{El, el, el_class},
    i18n::{self, Key, t},
    setting::{Contrast, SettingStore, Settings, Theme},
};

const SCALES: [Key; 5] = [
    Key::SCALE_0,
    Key::SCALE_1,
    Key::SCALE_2,
    Key::SCALE_3,
    Key::SCALE_4,
];

/// The menu in the header: links, then the settings.
pub fn menu(settings: SettingStore, links: &[(Key, &'static str)]) -> El {
    let links = links
        .iter()
        .map(|(words, to)| link(Look::Text, t(*words), *to).on("click", |event| shut(&event)));
    el_class("details", "menu")
        .child(el("summary").text(t(Key::MENU_OPEN)))
        .child(
            el_class("div", "menu__panel")
                .children(links)
                .children(groups(settings)),
        )
}

/// The page below changes without the menu being built anew.
fn shut(event: &web_sys::Event) {
    let link = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::Element>().ok());
    if let Some(menu) = link.and_then(|link| link.closest("details").ok().flatten()) {
        let _ = menu.remove_attribute("open");
    }
}

/// The settings as groups of buttons.
pub fn groups(settings: SettingStore) -> Vec<AnyView> {
    let scales = SCALES.iter().enumerate().map(|(at, words)| {
        option(
            settings,
            t(*words),
            move |all| all.scale == at,
            move |all| all.scale = at,
        )
    });
    let contrasts = [
        (Contrast::Auto, Key::CONTRAST_AUTO),
        (Contrast::High, Key::CONTRAST_HIGH),
    ]
    .map(|(one, words)| {
        option(
            settings,
            t(words),
            move |all| all.contrast == one,
            move |all| all.contrast = one,
        )
    });
    let themes = [
        (Theme::Auto, Key::THEME_AUTO),
        (Theme::Light, Key::THEME_LIGHT),
        (Theme::Dark, Key::THEME_DARK),
    ]
    .map(|(one, words)| {
        option(
            settings,
            t(words),
            move |all| all.theme == one,
            move |all| all.theme = one,
        )
    });
    let languages = [(Locale::Ko, "한국어"), (Locale::En, "English")].map(|(one, words)| {
        button(
            words,
            move || i18n::locale() == one,
            move || settings.choose(one),
        )
        .attr("lang", one.tag())
    });
    let missing = el("p").attr("role", "status").text_live(move || {
        if settings.lacks_english() {
            t(Key::ENGLISH_ONLINE).to_owned()
        } else {
            String::new()
        }
    });
    vec![
        group(Key::MENU_SCALE, scales),
        group(Key::MENU_CONTRAST, contrasts),
        group(Key::MENU_THEME, themes),
        group(Key::MENU_LANGUAGE, languages.into_iter().chain([missing])),
    ]
}

fn group(title: Key, options: impl IntoIterator<Item = El>) -> AnyView {
    el("fieldset")
        .child(el("legend").text(t(title)))
        .children(options)
        .view()
}

fn option(
    settings: SettingStore,
    words: &'static str,
    chosen: impl Fn(&Settings) -> bool + Send + 'static,
    choose: impl Fn(&mut Settings) + Copy + 'static,
) -> El {
    button(
        words,
        move || chosen(&settings.get()),
        move || settings.change(|all| choose(all)),
    )
}

fn button(
    words: &'static str,
    pressed: impl Fn() -> bool + Send + 'static,
    press: impl Fn() + 'static,
) -> El {
    el("button")
        .attr("type", "button")
        .attr_live("aria-pressed", move || Some(pressed().to_string()))
        .text(words)
        .on("click", move |_| press())
}
