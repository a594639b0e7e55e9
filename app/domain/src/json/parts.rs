//! An object while it is being put together or taken apart.

use super::{FromJson, Json, JsonError};

/// The entries of an object.
#[derive(Debug, Default)]
pub struct Parts(Vec<(String, Json)>);

impl From<Parts> for Json {
    fn from(parts: Parts) -> Self {
        Self::Object(parts.0)
    }
}

impl Parts {
    /// The entries of `json`.
    ///
    /// # Errors
    /// When it is no object.
    pub fn of(json: Json) -> Result<Self, JsonError> {
        match json {
            Json::Object(entries) => Ok(Self(entries)),
            _ => Err(JsonError::expected("an object")),
        }
    }

    /// `inner`, an object or null, with `tag` before its own entries.
    pub fn tagged(tag: &str, name: &str, inner: Json) -> Json {
        let mut parts = Self(vec![(tag.to_owned(), Json::from(name))]);
        parts.append(inner);
        parts.into()
    }

    /// Adds an entry at the end.
    pub fn put(&mut self, key: &str, value: Json) {
        self.0.push((key.to_owned(), value));
    }

    /// Adds the entries of an object; of anything else, nothing.
    pub fn append(&mut self, inner: Json) {
        if let Json::Object(mut entries) = inner {
            self.0.append(&mut entries);
        }
    }

    /// The value of `key`, which is there no longer.
    pub fn take(&mut self, key: &str) -> Option<Json> {
        let at = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(at).1)
    }

    /// What nobody has taken.
    pub fn rest(&mut self) -> Json {
        Json::Object(std::mem::take(&mut self.0))
    }

    /// Refuses what nobody has taken.
    ///
    /// # Errors
    /// Names the first such key.
    pub fn nothing_left(&mut self) -> Result<(), JsonError> {
        match self.0.pop() {
            Some((key, _)) => Err(JsonError::unknown(&key)),
            None => Ok(()),
        }
    }

    /// Takes and reads the value of `key`.
    ///
    /// # Errors
    /// When it is not there, or is not a `T`.
    pub fn required<T: FromJson>(&mut self, key: &str) -> Result<T, JsonError> {
        match self.take(key) {
            Some(json) => T::from_json(json).map_err(|error| error.within(key)),
            None => T::missing().ok_or_else(|| JsonError::new(&["missing"]).within(key)),
        }
    }

    /// Takes and reads the value of `key`; its default, when it is not there.
    ///
    /// # Errors
    /// When it is there and is not a `T`.
    pub fn or_default<T: FromJson + Default>(&mut self, key: &str) -> Result<T, JsonError> {
        match self.take(key) {
            Some(json) => T::from_json(json).map_err(|error| error.within(key)),
            None => Ok(T::default()),
        }
    }
}
