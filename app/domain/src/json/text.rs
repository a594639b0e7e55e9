//! From text to a tree and back, by `serde_json`.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

use super::{FromJson, Json, JsonError, ToJson};

/// The most keys that one object may have. Looking for doubles takes their square, so somebody who means harm gets
/// no further; a form has a few hundred fields.
pub const MAX_KEYS: usize = 1_000;

/// The tree that `text` is.
///
/// # Errors
/// When it is not JSON, or has a key twice, or [more keys](MAX_KEYS), or a number with a fraction or beyond 64 bits:
/// line, column and reason.
pub fn parse(text: &str) -> Result<Json, JsonError> {
    serde_json::from_str(text).map_err(|error| JsonError::new(&[&error.to_string()]))
}

/// The record that `text` is.
///
/// # Errors
/// See [`parse()`] and [`FromJson::from_json`].
pub fn read<T: FromJson>(text: &str) -> Result<T, JsonError> {
    T::from_json(parse(text)?)
}

/// `record` as JSON text without spaces, its keys in the order of its fields.
pub fn write(record: &impl ToJson) -> String {
    record.to_json().to_string()
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A tree has keys of text and finite numbers: there is nothing that could not be written.
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(yes) => serializer.serialize_bool(*yes),
            Self::Int(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(entries) => serializer.collect_map(entries.iter().map(|(k, v)| (k, v))),
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with whole numbers")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_none<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        Json::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Int(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        i64::try_from(value)
            .map(Json::Int)
            .map_err(|_| E::custom("a number beyond 64 bits"))
    }

    // By itself serde would spell the number out, which takes a phone 10 kB of code.
    fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
        Err(E::custom(
            "a number with a fraction, expected JSON with whole numbers",
        ))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object: Vec<(String, Json)> = Vec::new();
        while let Some((key, value)) = entries.next_entry::<String, Json>()? {
            // `serde_json::Value` keeps the last of two silently, which in a form would drop a rule.
            if object.iter().any(|(known, _)| *known == key) {
                return Err(A::Error::custom(format_args!(
                    "the key `{key}` is there twice"
                )));
            }
            if object.len() == MAX_KEYS {
                return Err(A::Error::custom("an object has too many keys"));
            }
            object.push((key, value));
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_tree_of_ours_is_refused_with_the_reason() {
        let many: Vec<_> = (0..=MAX_KEYS).map(|key| format!("\"{key}\":0")).collect();
        let many = format!("{{{}}}", many.join(","));
        for (text, reason) in [
            ("{", "EOF"),
            (r#"{"a":1,"b":{"c":1,"c":2}}"#, "`c` is there twice"),
            ("[1.5]", "whole numbers"),
            ("18446744073709551615", "beyond 64 bits"),
            (many.as_str(), "too many keys"),
        ] {
            let error = parse(text).unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn a_text_comes_back_byte_for_byte() {
        let text = r#"{"b":[1,-9223372036854775808,true,null,"글\n\"\u0001"],"a":{},"":[]}"#;
        assert_eq!(parse(text).unwrap().to_string(), text);
    }
}
