//! JSON as a tree, and the records that are taken out of it.
//!
//! Everything that is stored or sent is a record that knows its one shape ([`ToJson`], [`FromJson`], derived by
//! [`derive@Json`]). Serde's traits are implemented by these two, for the server's extractors and for tests. Not here:
//! which records there are.
//!
//! Numbers are whole and fit in an `i64`: won, counts, Unix milliseconds. A fraction is refused, not rounded.

mod error;
mod parts;
mod read;
mod text;
mod write;

pub use domain_derive::Json;
#[doc(hidden)]
pub use serde;

pub use error::JsonError;
pub use parts::Parts;
pub use text::{MAX_KEYS, parse, read, write};

/// A JSON value. Keys keep their order; none is there twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// An object.
    Object(Vec<(String, Self)>),
}

/// Something with a JSON shape.
pub trait ToJson {
    /// Its shape.
    fn to_json(&self) -> Json;
}

/// Something that can be read from its JSON shape.
pub trait FromJson: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// When the shape is another one: where, and what was expected there.
    fn from_json(json: Json) -> Result<Self, JsonError>;

    /// What it is when its key is not there at all; none when it has to be.
    fn missing() -> Option<Self> {
        None
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Json {
    /// `{name: inner}`: a variant around what it holds.
    pub fn around(name: &str, inner: Self) -> Self {
        Self::Object(vec![(name.to_owned(), inner)])
    }

    /// The name and the inside of what [`Json::around`] made; a bare name has nothing inside.
    ///
    /// # Errors
    /// For every other shape.
    pub fn named(self) -> Result<(String, Self), JsonError> {
        match self {
            Self::Text(name) => Ok((name, Self::Null)),
            Self::Object(mut entries) if entries.len() == 1 => entries
                .pop()
                .ok_or_else(|| JsonError::expected("a variant")),
            _ => Err(JsonError::expected("a variant")),
        }
    }

    /// The value of `key`, of an object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries
                .iter()
                .find_map(|(name, value)| (name == key).then_some(value)),
            _ => None,
        }
    }
}
