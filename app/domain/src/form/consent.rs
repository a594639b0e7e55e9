//! Consent notices: what a person is told before he agrees, and its fingerprint.
//!
//! PIPA articles 15, 17 and 22 ask that each consent is separate and that the
//! text which was shown can be proven. Whether a consent was given is judged in
//! `validate`.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::text::{Locale, Text};

/// Whether the service depends on the consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentKind {
    /// Without it nothing can be submitted.
    Required,
    /// Refusing it costs nothing else (PIPA art. 22(5)).
    Optional,
}

/// One labelled line of a notice, such as the retention period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// What the line is about.
    pub label: Text,
    /// What it says.
    pub text: Text,
    /// Must be shown larger and bold (PIPA art. 22(2), decree art. 17(3)).
    pub important: bool,
}

/// The text of one consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentNotice {
    /// Whether submitting depends on it.
    pub kind: ConsentKind,
    /// Purpose, items, retention, … in the order they are shown.
    pub paragraphs: Vec<Paragraph>,
    /// The right to refuse, and what refusing means.
    pub refusal: Text,
}

impl ConsentNotice {
    /// The text as it is shown in `locale`: each paragraph's label and text on lines of their own, then the refusal.
    pub fn shown_text(&self, locale: Locale) -> String {
        let mut lines = Vec::with_capacity(self.paragraphs.len() * 2 + 1);
        for paragraph in &self.paragraphs {
            lines.push(paragraph.label.in_locale(locale));
            lines.push(paragraph.text.in_locale(locale));
        }
        lines.push(self.refusal.in_locale(locale));
        lines.join("\n")
    }

    /// SHA-256 of [`Self::shown_text`], lower-case hex: the proof kept with the answer.
    pub fn text_hash(&self, locale: Locale) -> String {
        let digest = Sha256::digest(self.shown_text(locale).as_bytes());
        let mut hex = String::with_capacity(64);
        for byte in digest {
            // Writing into a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(ko: &str, en: &str) -> Text {
        Text {
            ko: ko.to_owned(),
            en: en.to_owned(),
        }
    }

    #[test]
    fn the_hash_is_over_exactly_what_is_shown() {
        let notice = ConsentNotice {
            kind: ConsentKind::Required,
            paragraphs: vec![Paragraph {
                label: text("a", "x"),
                text: text("b", "y"),
                important: true,
            }],
            refusal: text("c", ""),
        };
        assert_eq!(notice.shown_text(Locale::Ko), "a\nb\nc");
        assert_eq!(notice.shown_text(Locale::En), "x\ny\nc");
        // `printf 'a\nb\nc' | sha256sum`
        assert_eq!(
            notice.text_hash(Locale::Ko),
            "ea7fb08b7a2dc4619ffb7c7bb38d95a2047935fa165d71b12efd3852a2e6d0cc"
        );
        assert_ne!(notice.text_hash(Locale::Ko), notice.text_hash(Locale::En));
    }
}
