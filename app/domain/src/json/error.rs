//! Why a record could not be read.

use std::fmt;

/// What was expected, and where. For developers and logs; it repeats nothing of what was read but names of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    /// Keys from the outside in, joined by dots; empty for the whole.
    place: String,
    problem: String,
}

impl JsonError {
    /// Something else was expected here, such as `a number`.
    pub fn expected(what: &str) -> Self {
        Self::new(&["expected ", what])
    }

    /// A variant's or key's name that this build does not know.
    pub fn unknown(name: &str) -> Self {
        Self::new(&["unknown name `", name, "`"])
    }

    /// Any other problem, in words.
    pub fn new(words: &[&str]) -> Self {
        Self(Box::new(Inner {
            place: String::new(),
            problem: words.concat(),
        }))
    }

    /// The same, one key further out.
    #[must_use]
    pub fn within(mut self, key: &str) -> Self {
        let place = &mut self.0.place;
        if !place.is_empty() {
            place.insert(0, '.');
        }
        place.insert_str(0, key);
        self
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.problem)?;
        if !self.0.place.is_empty() {
            f.write_str(" at ")?;
            f.write_str(&self.0.place)?;
        }
        Ok(())
    }
}

impl std::error::Error for JsonError {}
