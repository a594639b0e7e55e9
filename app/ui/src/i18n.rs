//! Words in the language that the person chose.
//!
//! A view names a message by its [`Key`]; `build.rs` makes the keys from `locales/*.json`. In a message `{name}` is
//! an argument, and `{name|을/를}` is the one of the two particles that fits the argument's last sound in Korean.
//! The form's own texts come with the form as [`Text`]. Nothing here is plural-aware: the messages are worded so
//! that they need not be.

use std::fmt::Write as _;

use domain::{
    korea::particle::{self, Particle},
    text::{Locale, Text},
};
use leptos::prelude::*;

/// A message in every language.
#[derive(Clone, Copy, Debug)]
pub struct Key(&'static [&'static str; 2]);

include!(concat!(env!("OUT_DIR"), "/key.rs"));

thread_local! {
    static LOCALE: ArcRwSignal<Locale> = ArcRwSignal::new(Locale::Ko);
}

/// The language in force; a view that reads it is built anew when it changes.
pub fn locale() -> Locale {
    LOCALE.with(ArcRwSignal::get)
}

/// Changes the language of everything.
pub fn set_locale(locale: Locale) {
    LOCALE.with(|signal| {
        if signal.get_untracked() != locale {
            signal.set(locale);
        }
    });
}

/// The message of `key`.
pub fn t(key: Key) -> &'static str {
    key.in_locale(locale())
}

/// The message of `key` with its arguments filled in.
pub fn tr(key: Key, arguments: &[(&str, &str)]) -> String {
    fill(t(key), arguments)
}

/// A form's text.
pub fn text(text: &Text) -> String {
    text.in_locale(locale()).to_owned()
}

/// The sentence for a finding's code, where there is one.
pub fn finding(code: &str) -> Option<Key> {
    FINDINGS
        .binary_search_by_key(&code, |(known, _)| known)
        .ok()
        .map(|at| FINDINGS[at].1)
}

impl Key {
    /// A message in Korean and English. Build scripts call it; nobody else needs to.
    pub const fn new(messages: &'static [&'static str; 2]) -> Self {
        Self(messages)
    }

    /// The message in one language; [`t`] takes the one in force.
    pub const fn in_locale(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Ko => self.0[0],
            Locale::En => self.0[1],
        }
    }
}

/// Fills `{name}` and `{name|을/를}`. An argument that is not given stays as it is written, so that it is seen.
fn fill(message: &str, arguments: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(message.len() + 32);
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inside, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let (name, pair) = match inside.split_once('|') {
            Some((name, pair)) => (name, particle_of(pair)),
            None => (inside, None),
        };
        let value = arguments
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| *value);
        match (value, pair) {
            (Some(value), Some(particle)) => out.push_str(particle::after(value, particle)),
            (Some(value), None) => out.push_str(value),
            // Writing into a String cannot fail.
            (None, _) => {
                let _ = write!(out, "{{{inside}}}");
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn particle_of(pair: &str) -> Option<Particle> {
    Some(match pair {
        "을/를" => Particle::Object,
        "이/가" => Particle::Subject,
        "은/는" => Particle::Topic,
        "과/와" => Particle::With,
        "으로/로" => Particle::Toward,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_filled_in_by_name() {
        assert_eq!(
            fill("{a} / {b}, {a}", &[("a", "1"), ("b", "둘")]),
            "1 / 둘, 1"
        );
        assert_eq!(fill("끝 {", &[]), "끝 {");
        assert_eq!(fill("{missing}", &[("other", "x")]), "{missing}");
    }

    #[test]
    fn a_particle_fits_the_last_sound() {
        let message = "'{label}'{label|을/를} 입력해 주세요.";
        assert_eq!(
            fill(message, &[("label", "기업명")]),
            "'기업명'을 입력해 주세요."
        );
        assert_eq!(
            fill(message, &[("label", "주소")]),
            "'주소'를 입력해 주세요."
        );
    }

    #[test]
    fn every_finding_code_finds_its_sentence() {
        assert!(FINDINGS.is_sorted_by_key(|(code, _)| *code));
        assert!(finding("required").is_some());
        assert!(finding("no.such.code").is_none());
    }
}
