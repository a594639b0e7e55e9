//! Words in the language that the person chose.
//!
//! A view names a message by its [`Key`]; `build.rs` makes the keys from `locales/*.json`. In a message `{name}` is
//! an argument, and `{name|을/를}` is the one of the two particles that fits the argument's last sound in Korean.
//! The form's own texts come with the form as [`Text`]. Nothing here is plural-aware: the messages are worded so
//! that they need not be.
//!
//! Korean is in the program, English is not: most phones never show it, and it would be a twentieth of what each of
//! them downloads first. It comes as one file (`build/english.rs`), and is looked up by the Korean text; only where one
//! Korean text has several English ones, and in consents, English is in the program too.

use std::{cell::Cell, fmt::Write as _};

use domain::{
    json,
    korea::particle::{self, Particle},
    text::{Locale, Text},
};
use leptos::prelude::*;

use crate::net::{self, Call};

/// A message in Korean, and in English where that is not looked up.
#[derive(Clone, Copy, Debug)]
pub struct Key(&'static [&'static str; 2]);

include!(concat!(env!("OUT_DIR"), "/key.rs"));

/// The English file of this very program, for one that has it built in.
pub const ENGLISH: &str = include_str!(concat!(env!("OUT_DIR"), "/en.json"));

thread_local! {
    /// `[korean, english]`, sorted; empty until the file came.
    static WORDS: Cell<&'static [[String; 2]]> = const { Cell::new(&[]) };
    static LOCALE: ArcRwSignal<Locale> = ArcRwSignal::new(Locale::Ko);
}

/// The language in force; a view that reads it is built anew when it changes.
pub fn locale() -> Locale {
    LOCALE.with(ArcRwSignal::get)
}

/// The language in force, for who does not follow its changes.
pub fn in_force() -> Locale {
    LOCALE.with(ArcRwSignal::get_untracked)
}

/// Whether English can be put in force.
pub fn has_english() -> bool {
    !WORDS.get().is_empty()
}

/// Fetches the English file: through the service worker, which then keeps it. `timeout` is in milliseconds, 0 means
/// that of any request. Says whether English can be put in force.
pub async fn fetch_english(timeout: u32) -> bool {
    let call = Call {
        timeout,
        ..Call::default()
    };
    if let Ok(answer) = net::send("GET", ENGLISH_PATH, &[], None, call).await
        && answer.status == 200
        && !has_english()
    {
        take_english(&answer.text);
    }
    has_english()
}

/// Takes what an English file says. One of another release is refused, and so is what is no such file.
pub fn take_english(file: &str) -> bool {
    let Ok(strings) = json::read::<Vec<String>>(file) else {
        return false;
    };
    let mut strings = strings.into_iter();
    if strings.next().as_deref() != Some(ENGLISH_ID) {
        return false;
    }
    let mut words = Vec::with_capacity(strings.len() / 2);
    while let (Some(korean), Some(english)) = (strings.next(), strings.next()) {
        words.push([korean, english]);
    }
    // Views hold on to words for as long as the program runs.
    WORDS.set(Vec::leak(words));
    true
}

/// Changes the language of everything; to English only where it [is there](has_english).
pub fn set_locale(locale: Locale) {
    let locale = if has_english() { locale } else { Locale::Ko };
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
    in_locale(&text.ko, &text.en, locale()).to_owned()
}

/// `english` may be empty: then it is looked up. What cannot be found stays Korean.
fn in_locale<'a>(korean: &'a str, english: &'a str, locale: Locale) -> &'a str {
    if locale == Locale::Ko {
        return korean;
    }
    if !english.is_empty() {
        return english;
    }
    let words = WORDS.get();
    match words.binary_search_by(|[known, _]| known.as_str().cmp(korean)) {
        Ok(at) => &words[at][1],
        Err(_) => korean,
    }
}

/// The sentence for a finding's code, where there is one.
pub fn finding(code: &str) -> Option<Key> {
    FINDINGS
        .binary_search_by_key(&code, |(known, _)| known)
        .ok()
        .map(|at| FINDINGS[at].1)
}

impl Key {
    /// A message in Korean and English, or in Korean and nothing where English is looked up. Build scripts call it; nobody else needs to.
    pub const fn new(messages: &'static [&'static str; 2]) -> Self {
        Self(messages)
    }

    /// The message in one language; [`t`] takes the one in force.
    pub fn in_locale(self, locale: Locale) -> &'static str {
        in_locale(self.0[0], self.0[1], locale)
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
    fn only_the_file_of_this_release_brings_english() {
        let shown = || Key::ENGLISH_ONLINE.in_locale(Locale::En);
        let korean = shown();
        let id = format!("\"{ENGLISH_ID}\"");
        for other in ["", "<html>", "[]", r#"["0","a","b"]"#] {
            assert!(!take_english(other), "{other}");
        }
        assert!(!take_english(&ENGLISH.replacen(&id, "\"0\"", 1)));
        set_locale(Locale::En);
        assert_eq!(locale(), Locale::Ko, "no word of English is here");

        assert!(take_english(ENGLISH));
        assert_ne!(shown(), korean);
        set_locale(Locale::En);
        assert_eq!(locale(), Locale::En);
    }

    #[test]
    fn every_korean_text_of_a_form_finds_its_english() {
        assert!(take_english(ENGLISH));
        set_locale(Locale::En);
        for source in domain::forms::catalog() {
            let Ok(form) = domain::form::Form::load(source.json) else {
                panic!("{} does not load", source.id);
            };
            let labels = form.fields().map(|field| &field.label);
            let mut found = 0;
            for label in labels.chain([form.title()]) {
                let korean_only = Text {
                    ko: label.ko.clone(),
                    en: String::new(),
                };
                found += usize::from(text(&korean_only) == label.en);
            }
            // A consent's label, and a few that say one thing in Korean and two in English, are in the program.
            let all = form.fields().count() + 1;
            assert!(found + 12 > all, "{found} of {all}");
        }
    }

    #[test]
    fn every_finding_code_finds_its_sentence() {
        assert!(FINDINGS.is_sorted_by_key(|(code, _)| *code));
        assert!(finding("required").is_some());
        assert!(finding("no.such.code").is_none());
    }
}
