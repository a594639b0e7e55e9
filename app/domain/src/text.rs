//! A text in the languages of the forms: Korean always, English where it was written.

use crate::json::Json;

/// A language the app can be read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Json)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Korean, the first language of everything here.
    #[default]
    Ko,
    /// English.
    En,
}

impl Locale {
    /// The BCP 47 tag: `ko` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }
}

/// A text per language. In JSON `{"ko": "…", "en": "…"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Text {
    /// Korean; required.
    pub ko: String,
    /// English; empty when it was not written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Text {
    /// The text in `locale`, or the Korean one where that is missing.
    pub fn in_locale(&self, locale: Locale) -> &str {
        match locale {
            Locale::En if !self.en.is_empty() => &self.en,
            _ => &self.ko,
        }
    }
}
