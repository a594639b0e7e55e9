//! How a person wants the workspace, kept in this browser. Holds no data of any case.

use domain::json::Json;
use gloo_storage::{LocalStorage, Storage as _};
use ui::setting::Settings;

const SCREEN: &str = "ieum.desk.screen";
const KEYBOARD: &str = "ieum.desk.keyboard";

/// How the keyboard is used.
#[derive(Clone, Copy, Debug, Json)]
pub(crate) struct Keyboard {
    /// Whether single characters are commands. Speech input types characters, so they can be switched off (KWCAG 2.2).
    pub(crate) shortcuts: bool,
}

/// The screen settings of the last visit.
pub(crate) fn screen() -> Settings {
    LocalStorage::get(SCREEN).unwrap_or_else(|_| Settings::first())
}

/// Keeps the screen settings. A browser that refuses forgets them: nothing else depends on it.
pub(crate) fn keep_screen(settings: &Settings) {
    let _ = LocalStorage::set(SCREEN, settings);
}

/// The keyboard settings of the last visit.
pub(crate) fn keyboard() -> Keyboard {
    LocalStorage::get(KEYBOARD).unwrap_or(Keyboard { shortcuts: true })
}

/// Keeps the keyboard settings.
pub(crate) fn keep_keyboard(keyboard: Keyboard) {
    let _ = LocalStorage::set(KEYBOARD, keyboard);
}
