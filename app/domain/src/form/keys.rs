//! Takes the keys of a JSON object one by one and reports what is left over.

use time::Date;

use super::problem::{LoadProblem, Reason, TERSE, nth, within};
use crate::{json::Json, korea::date::parse_iso, text::Text};

/// Where an expression stands, with its text.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) place: String,
    pub(crate) text: String,
}

/// The keys of one object that were not taken yet.
pub(crate) struct Keys<'p> {
    pub(crate) place: String,
    left: Vec<(String, Json)>,
    pub(crate) problems: &'p mut Vec<LoadProblem>,
}

impl<'p> Keys<'p> {
    /// The keys of `json`; none, with a problem, when it is no object.
    pub(crate) fn new(place: String, json: Json, problems: &'p mut Vec<LoadProblem>) -> Self {
        let mut keys = Self {
            place,
            left: Vec::new(),
            problems,
        };
        match json {
            Json::Object(entries) => keys.left = entries,
            _ => keys.report("", Reason::Expected("an object")),
        }
        keys
    }

    /// The place of `key`.
    pub(crate) fn at(&self, key: &str) -> String {
        within(&self.place, key)
    }

    #[inline]
    pub(crate) fn report(&mut self, key: &str, reason: Reason) {
        let place = self.at(key);
        self.problems.push(LoadProblem::new(place, reason));
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.left.iter().any(|(known, _)| known == key)
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<Json> {
        let position = self.left.iter().position(|(known, _)| known == key)?;
        Some(self.left.remove(position).1)
    }

    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Json::Text(text) => Some(text),
            _ => {
                self.report(key, Reason::Expected("a text"));
                None
            }
        }
    }

    /// A text that must be there; empty, with a problem, when it is not.
    pub(crate) fn needed_text(&mut self, key: &str) -> String {
        if !self.has(key) {
            self.report(key, Reason::Missing);
        }
        self.text(key).unwrap_or_default()
    }

    /// An id, or a part of one, of the allowed shape.
    pub(crate) fn id(&mut self, key: &str) -> String {
        let id = self.needed_text(key);
        let mut letters = id.bytes();
        let fits = letters
            .next()
            .is_some_and(|first| first.is_ascii_lowercase())
            && letters.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !fits && !id.is_empty() {
            self.report(key, Reason::BadId(id.clone()));
        }
        id
    }

    pub(crate) fn flag(&mut self, key: &str) -> bool {
        match self.take(key) {
            None => false,
            Some(Json::Bool(yes)) => yes,
            Some(_) => {
                self.report(key, Reason::Expected("true or false"));
                false
            }
        }
    }

    pub(crate) fn count(&mut self, key: &str) -> Option<u32> {
        match self.take(key)? {
            Json::Int(number) if let Ok(number) = u32::try_from(number) => Some(number),
            _ => {
                self.report(key, Reason::Expected("a whole number from 0"));
                None
            }
        }
    }

    pub(crate) fn date(&mut self, key: &str) -> Option<Date> {
        let text = self.text(key)?;
        let date = parse_iso(&text).ok();
        if date.is_none() {
            self.report(key, Reason::Date(text));
        }
        date
    }

    /// A text in the languages: Korean must be there.
    pub(crate) fn label(&mut self, key: &str) -> Option<Text> {
        let json = self.take(key)?;
        let mut keys = Keys::new(self.at(key), json, self.problems);
        let ko = keys.text("ko").unwrap_or_default();
        let en = keys.text("en").unwrap_or_default();
        if ko.trim().is_empty() {
            keys.report("", Reason::NoKorean);
        }
        keys.finish();
        Some(Text { ko, en })
    }

    pub(crate) fn needed_label(&mut self, key: &str) -> Text {
        if !self.has(key) {
            self.report(key, Reason::Missing);
        }
        self.label(key).unwrap_or_default()
    }

    pub(crate) fn list(&mut self, key: &str) -> Vec<Json> {
        match self.take(key) {
            None => Vec::new(),
            Some(Json::List(list)) => list,
            Some(_) => {
                self.report(key, Reason::Expected("a list"));
                Vec::new()
            }
        }
    }

    pub(crate) fn source(&mut self, key: &str) -> Option<Source> {
        let text = self.text(key)?;
        Some(Source {
            place: self.at(key),
            text,
        })
    }

    /// One of the `known` words.
    pub(crate) fn word<T: Copy>(&mut self, key: &str, known: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = known.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words = if TERSE {
                String::new()
            } else {
                let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
                words.join(", ")
            };
            self.report(key, Reason::UnknownWord(text, words));
        }
        found.map(|(_, value)| *value)
    }

    /// A list of the `known` words.
    pub(crate) fn words<T: Copy>(&mut self, key: &str, known: &[(&str, T)]) -> Vec<T> {
        let mut words = Vec::new();
        for (position, json) in self.list(key).into_iter().enumerate() {
            // Each is read as a key of its own, so that the place names its position.
            let place = nth(&self.at(key), position);
            let entry = Json::Object(vec![(String::new(), json)]);
            words.extend(Keys::new(place, entry, self.problems).word("", known));
        }
        words
    }

    /// The keys that were not taken yet.
    pub(crate) fn names(&self) -> Vec<String> {
        self.left.iter().map(|(key, _)| key.clone()).collect()
    }

    /// Reports every key that was not taken.
    pub(crate) fn finish(self) {
        for (key, _) in &self.left {
            let place = self.at(key);
            self.problems
                .push(LoadProblem::new(place, Reason::UnknownKey));
        }
    }

    /// Takes the keys an item's type does not have, each with its reason.
    pub(crate) fn refuse(&mut self, keys: &[&str], kind: &'static str) {
        for key in keys {
            if self.take(key).is_some() {
                self.report(key, Reason::NotForType(kind));
            }
        }
    }
}
