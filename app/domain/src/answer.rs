//! What was filled in: typed answers, and their one JSON shape.
//!
//! An answer does not know its question; [`crate::form`] decides whether the two
//! fit. The JSON is what a person would write by hand (`"brn": "1248100998"`,
//! `"employees_total": 12`), because it is stored for years, sealed into
//! revisions and read by other programs. See [`Answer`] for every shape.

pub mod merge;

use crate::json::{FromJson, Json, JsonError, ToJson};
use crate::map::Map;

/// The answers of one form or of one row of a repeat, by field id, in id order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Json)]
#[serde(transparent)]
pub struct Answers(pub Map<String, Answer>);

impl Answers {
    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The answer to `field`, when there is one.
    pub fn get(&self, field: &str) -> Option<&Answer> {
        self.0.get(field)
    }

    /// Replaces the answer to `field`; `None` removes it.
    pub fn set(&mut self, field: &str, answer: Option<Answer>) {
        match answer {
            Some(answer) => {
                self.0.insert(field.to_owned(), answer);
            }
            None => {
                self.0.remove(field);
            }
        }
    }

    /// The rows of the repeat `field`; none when it was never opened.
    pub fn rows(&self, field: &str) -> &[Row] {
        match self.get(field) {
            Some(Answer::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// The text of `field`, when it was answered with text.
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.get(field) {
            Some(Answer::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// One answer. The comment beside each variant is its JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `true`: yes or no.
    Bool(bool),
    /// `123`: won, counts, percent, likert points.
    Int(i64),
    /// `"text"`: text, numbers of papers, dates as `YYYY-MM-DD`, months as `YYYY-MM`, a choice's code.
    Text(String),
    /// `["a", "b"]`: the codes of a multiple choice, or of a ranking, first rank first.
    Many(Vec<String>),
    /// `[{"_id": "…", "name": "…"}]`: the rows of a repeat.
    Rows(Vec<Row>),
    /// `{"sido": "…", "sigungu": "…"}`: an address; missing parts are absent.
    Address(Address),
    /// `{"given": true, …}`: an answer to a consent notice.
    Consent(Consent),
    /// `[{"hash": "…", …}]`: attached files, by content hash.
    Files(Vec<FileRef>),
    /// `{"unknown": true}`: "모름", where the question allows it.
    Unknown,
}

/// One row of a repeat. Its id is given once and never reused, so that rows can be merged and compared.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Row {
    /// Unique among the rows of its repeat; 1 to 40 characters.
    #[serde(rename = "_id")]
    pub id: String,
    /// The row's own answers.
    #[serde(flatten)]
    pub answers: Answers,
}

/// A Korean address as it is printed (domain specification section 5.7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Json)]
pub struct Address {
    /// Province or metropolitan city, such as `대구광역시`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sido: String,
    /// District, such as `중구`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sigungu: String,
    /// Road name and building number, such as `국채보상로 670`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub road: String,
    /// Floor, room.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Five digits, as text: a leading zero counts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zip: String,
}

/// The answer to one consent notice, with what proves which text was shown (PIPA art. 15, 17, 22).
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Consent {
    /// Agreed or not; never pre-filled.
    pub given: bool,
    /// SHA-256, lower-case hex, of the notice as it was shown, in `locale`.
    pub text_hash: String,
    /// `ko` or `en`.
    pub locale: String,
    /// The device's clock when it was answered, Unix milliseconds.
    pub at: i64,
}

/// A file that belongs to an answer. The bytes travel on their own.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct FileRef {
    /// SHA-256 of the bytes, lower-case hex.
    pub hash: String,
    /// The file's name as the person knows it, NFC.
    pub name: String,
    /// Media type, such as `image/jpeg`.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// What the picture shows; up to 60 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
}

impl Answer {
    /// Whether this counts as "not answered": blank text, nothing chosen, no rows, no part of an address.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Many(codes) => codes.is_empty(),
            Self::Rows(rows) => rows.is_empty(),
            Self::Files(files) => files.is_empty(),
            Self::Address(address) => *address == Address::default(),
            Self::Bool(_) | Self::Int(_) | Self::Consent(_) | Self::Unknown => false,
        }
    }
}

impl Address {
    /// The names of the parts, in the order they are written.
    pub const PARTS: [&'static str; 5] = ["sido", "sigungu", "road", "detail", "zip"];

    /// The part called `name`, one of [`Self::PARTS`].
    pub fn part(&self, name: &str) -> Option<&str> {
        Some(match name {
            "sido" => &self.sido,
            "sigungu" => &self.sigungu,
            "road" => &self.road,
            "detail" => &self.detail,
            "zip" => &self.zip,
            _ => return None,
        })
    }

    /// Replaces the part called `name`; other names are ignored.
    pub fn set_part(&mut self, name: &str, value: String) {
        match name {
            "sido" => self.sido = value,
            "sigungu" => self.sigungu = value,
            "road" => self.road = value,
            "detail" => self.detail = value,
            "zip" => self.zip = value,
            _ => {}
        }
    }
}

impl ToJson for Answer {
    fn to_json(&self) -> Json {
        match self {
            Self::Bool(yes) => Json::Bool(*yes),
            Self::Int(number) => Json::Int(*number),
            Self::Text(text) => text.to_json(),
            Self::Many(codes) => codes.to_json(),
            Self::Rows(rows) => rows.to_json(),
            Self::Address(address) => address.to_json(),
            Self::Consent(consent) => consent.to_json(),
            Self::Files(files) => files.to_json(),
            Self::Unknown => Json::around("unknown", Json::Bool(true)),
        }
    }
}

impl FromJson for Answer {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        match json {
            Json::Bool(yes) => Ok(Self::Bool(yes)),
            Json::Int(number) => Ok(Self::Int(number)),
            Json::Text(text) => Ok(Self::Text(text)),
            Json::List(ref items) => match items.first() {
                None => Ok(Self::Many(Vec::new())),
                Some(Json::Text(_)) => Vec::from_json(json).map(Self::Many),
                Some(first) if first.get("_id").is_some() => Vec::from_json(json).map(Self::Rows),
                Some(first) if first.get("hash").is_some() => Vec::from_json(json).map(Self::Files),
                Some(_) => Err(JsonError::expected(
                    "codes, rows with `_id` or files with `hash`",
                )),
            },
            Json::Object(ref parts) => {
                if json == Self::Unknown.to_json() {
                    Ok(Self::Unknown)
                } else if json.get("given").is_some() {
                    Consent::from_json(json).map(Self::Consent)
                } else if let Some((part, _)) = parts
                    .iter()
                    .find(|(part, _)| !Address::PARTS.contains(&part.as_str()))
                {
                    // Refused whole: an address part of a newer peer must not be dropped silently.
                    Err(JsonError::unknown(part))
                } else {
                    Address::from_json(json).map(Self::Address)
                }
            }
            Json::Null => Err(JsonError::expected("an answer, not null")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_reads_back_as_it_was_written() {
        let json = r#"{"a":true,"b":-5,"c":"글","d":["x","y"],"e":[{"_id":"r1","name":"쌀"}],"f":{"sigungu":"중구"},"g":{"given":true,"text_hash":"00","locale":"ko","at":1},"h":[{"hash":"ab","name":"n","media_type":"image/jpeg","size":3}],"i":{"unknown":true}}"#;
        let answers: Answers = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&answers).unwrap(), json);
        assert_eq!(answers.rows("e")[0].answers.text("name"), Some("쌀"));
        assert_eq!(answers.get("i"), Some(&Answer::Unknown));
    }

    #[test]
    fn what_is_no_answer_is_refused_with_the_reason() {
        for (json, reason) in [
            (r#"{"a":null}"#, "null"),
            (r#"{"a":1.5}"#, "whole numbers"),
            (r#"{"a":[1]}"#, "codes, rows"),
            (r#"{"a":{"planet":"x"}}"#, "`planet`"),
        ] {
            let error = serde_json::from_str::<Answers>(json)
                .unwrap_err()
                .to_string();
            assert!(error.contains(reason), "{json}: {error}");
        }
    }
}
