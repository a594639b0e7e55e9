//! What is wrong with a form's file, where, in words for its author.

use std::fmt;

use super::expression::error::ExpressionError;

/// Phones carry forms that were checked before the app was built. That something is wrong is noticed there as well, but what and
/// where is left out, which makes the app smaller.
pub(crate) const TERSE: bool = cfg!(target_arch = "wasm32");

/// The place of `key` within `place`.
#[inline]
pub(crate) fn within(place: &str, key: &str) -> String {
    if TERSE {
        return String::new();
    }
    let dot = if place.is_empty() || key.is_empty() {
        ""
    } else {
        "."
    };
    [place, dot, key].concat()
}

/// The place of an item of the list at `place`.
#[inline]
pub(crate) fn nth(place: &str, position: usize) -> String {
    if TERSE {
        return String::new();
    }
    format!("{place}[{position}]")
}

/// Everything that is wrong with a form's file; at least one problem.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadError(pub Vec<LoadProblem>);

/// One thing that is wrong with a form's file.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadProblem {
    /// Where: `steps[1].items[2].relevant`, counted from 0; empty for the whole file.
    pub place: String,
    /// What is wrong there.
    pub reason: Reason,
}

/// What is wrong with a form's file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Reason {
    /// Not JSON, or a key is doubled.
    #[error("not readable as JSON: {0}")]
    Json(String),
    /// A key that the format does not have here.
    #[error("unknown key")]
    UnknownKey,
    /// A key that must be there.
    #[error("missing")]
    Missing,
    /// A value of another JSON type.
    #[error("expected {0}")]
    Expected(&'static str),
    /// A key that this type of field does not take.
    #[error("a field of type `{0}` does not take this")]
    NotForType(&'static str),
    /// A word that is none of the known ones.
    #[error("`{0}` is not known here; known are {1}")]
    UnknownWord(String, String),
    /// An id that is not `[a-z][a-z0-9_]*`.
    #[error("`{0}` is not an id: a small letter, then small letters, digits and `_`")]
    BadId(String),
    /// An id that something else already has.
    #[error("the id `{0}` is used twice")]
    DoubleId(String),
    /// A choice code that the list already has.
    #[error("the code `{0}` is there twice")]
    DoubleCode(String),
    /// A text without its Korean wording.
    #[error("the Korean text is missing")]
    NoKorean,
    /// A choice list that is not there.
    #[error("there is no choice list `{0}`")]
    UnknownList(String),
    /// A choice list nobody uses.
    #[error("no field uses this choice list")]
    UnusedList,
    /// A field that is not there.
    #[error("there is no field `{0}`")]
    UnknownField(String),
    /// `copy_from` a field of another type.
    #[error("`{0}` is of type `{1}`, not `{2}`")]
    CopyType(String, &'static str, &'static str),
    /// A `unit` whose choices do not all tell how many won they are.
    #[error(
        "`{0}` is no field outside repeats whose choices all have an attribute `won`, a whole number from 1"
    )]
    Unit(String),
    /// Free text in the profile.
    #[error("what a field with `free_text` holds is never taken into another form")]
    FreeProfile,
    /// The least is greater than the greatest.
    #[error("the minimum is above the maximum")]
    MinAboveMax,
    /// The last valid day is before the first.
    #[error("`valid_to` is before `valid_from`")]
    ValidBackwards,
    /// A text that is no date.
    #[error("`{0}` is not a date; dates are written YYYY-MM-DD")]
    Date(String),
    /// A number that is no likert point.
    #[error("`{0}` is not a whole number")]
    LikertCode(String),
    /// A repeat inside a repeat.
    #[error("a repeat cannot stand in a repeat")]
    NestedRepeat,
    /// More than a phone can bear.
    #[error("there are more than {0}")]
    TooMany(&'static str),
    /// An expression that cannot be read or checked.
    #[error("{0}")]
    Expression(ExpressionError),
    /// An expression that depends on its own value.
    #[error("depends on itself: {0}")]
    Cycle(String),
}

impl LoadProblem {
    #[inline]
    pub(crate) fn new(place: String, reason: Reason) -> Self {
        if TERSE {
            return Self {
                place: String::new(),
                reason: Reason::Missing,
            };
        }
        Self { place, reason }
    }
}

impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        write!(f, "{}", self.reason)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, problem) in self.0.iter().enumerate() {
            if position > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadError {}
