//! The workspace's own words, from `locales/*.json`. What both apps say comes from `ui`.

use ui::i18n::Key;

/// Carries a constant for every message.
pub(crate) struct Word;

include!(concat!(env!("OUT_DIR"), "/word.rs"));
