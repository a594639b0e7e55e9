//! How the person wants the screen: text size, contrast, theme, language.
//!
//! Applies settings to the page; remembering them is the store's business.

use domain::{json::Json, text::Locale};
use leptos::{prelude::*, task::spawn_local};

use crate::{dom::window, i18n};

/// The sizes of the text-size menu, as the style sheet knows them.
pub const SCALES: [&str; 5] = ["0.9", "1", "1.1", "1.3", "1.5"];

/// What can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Json)]
#[serde(default)]
pub struct Settings {
    /// An index into [`SCALES`].
    pub scale: usize,
    /// Contrast.
    pub contrast: Contrast,
    /// Light or dark.
    pub theme: Theme,
    /// Language.
    pub locale: Locale,
}

/// 선명한 화면: high contrast, or what the system asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Json)]
#[serde(rename_all = "lowercase")]
pub enum Contrast {
    /// As the system asks.
    #[default]
    Auto,
    /// High.
    High,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Json)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system asks.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Settings {
    /// Settings of somebody who has chosen nothing: normal size, Korean.
    pub fn first() -> Self {
        Self {
            scale: 1,
            ..Self::default()
        }
    }

    /// Puts the settings in force on the page.
    pub fn apply(&self) {
        i18n::set_locale(self.locale);
        let Some(root) = window().document().and_then(|page| page.document_element()) else {
            return;
        };
        let _ = root.set_attribute("lang", i18n::in_force().tag());
        let _ = root.set_attribute("data-scale", SCALES.get(self.scale).copied().unwrap_or("1"));
        set_or_remove(
            &root,
            "data-contrast",
            (self.contrast == Contrast::High).then_some("high"),
        );
        set_or_remove(
            &root,
            "data-theme",
            match self.theme {
                Theme::Auto => None,
                Theme::Light => Some("light"),
                Theme::Dark => Some("dark"),
            },
        );
    }
}

fn set_or_remove(root: &leptos::web_sys::Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Settings as a signal that applies itself and tells `keep` of every change.
#[derive(Clone, Copy)]
pub struct SettingStore {
    settings: RwSignal<Settings>,
    keep: fn(&Settings),
    missing: RwSignal<bool>,
}

/// How long a page may be held back for its English, milliseconds. Where it was kept it is there at once.
const WAIT: u32 = 3_000;

impl SettingStore {
    /// Starts with `settings` and puts them in force.
    pub fn new(settings: Settings, keep: fn(&Settings)) -> Self {
        settings.apply();
        Self {
            settings: RwSignal::new(settings),
            keep,
            missing: RwSignal::new(false),
        }
    }

    /// Puts English in force where it was chosen, before the first page is drawn. Where its file cannot be had
    /// everything is Korean, and the choice stays for the next start.
    pub async fn load_english(self) {
        if self.settings.get_untracked().locale == Locale::En && !i18n::has_english() {
            self.missing.set(!i18n::fetch_english(WAIT).await);
            self.settings.get_untracked().apply();
        }
    }

    /// Whether English was asked for and could not be had; follows changes.
    pub fn lacks_english(self) -> bool {
        self.missing.get()
    }

    /// Chooses a language. English that has to be fetched first is in force once it came; without a connection
    /// nothing changes.
    pub fn choose(self, locale: Locale) {
        self.missing.set(false);
        if locale == Locale::Ko || i18n::has_english() {
            return self.change(|all| all.locale = locale);
        }
        spawn_local(async move {
            if i18n::fetch_english(0).await {
                self.change(|all| all.locale = Locale::En);
            } else {
                self.missing.set(true);
            }
        });
    }

    /// The settings; follows changes.
    pub fn get(self) -> Settings {
        self.settings.get()
    }

    /// Changes, applies and keeps them.
    pub fn change(self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings.get_untracked();
        change(&mut settings);
        settings.apply();
        (self.keep)(&settings);
        self.settings.set(settings);
    }
}
