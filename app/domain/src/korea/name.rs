//! Names of people: Hangul or Latin letters, blanks, `·` and `-`; 2 to 50 characters.
//!
//! For people only. Names of enterprises are free text.

use std::fmt;

use thiserror::Error;

use super::normalize;

/// A person's name, with single blanks and one kind of middle dot.
///
/// ```
/// use domain::korea::name::{Name, NameError};
/// assert_eq!(Name::parse(" 김  다울 ")?.as_str(), "김 다울");
/// assert_eq!(Name::parse("김다울1"), Err(NameError::Character { found: '1' }));
/// # Ok::<(), NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name(String);

/// Why a text is no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NameError {
    /// Nothing was typed.
    #[error("no name")]
    Empty,
    /// A character that names do not have.
    #[error("a name has no {found:?}")]
    Character {
        /// The first such character.
        found: char,
    },
    /// Fewer than two letters.
    #[error("a name has at least 2 letters")]
    TooShort,
    /// More than 50 characters.
    #[error("a name has at most 50 characters")]
    TooLong,
}

impl NameError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "name.empty",
            Self::Character { .. } => "name.character",
            Self::TooShort => "name.too_short",
            Self::TooLong => "name.too_long",
        }
    }
}

impl Name {
    /// Reads a name.
    ///
    /// # Errors
    /// See [`NameError`].
    pub fn parse(input: &str) -> Result<Self, NameError> {
        let words: Vec<String> = normalize::text(input)
            .split_whitespace()
            .map(|word| word.chars().map(one_dot).collect())
            .collect();
        let name = words.join(" ");
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        let is_sign = |c: char| matches!(c, ' ' | '·' | '-');
        if let Some(found) = name.chars().find(|&c| !is_letter(c) && !is_sign(c)) {
            return Err(NameError::Character { found });
        }
        if name.chars().filter(|&c| is_letter(c)).count() < 2 {
            return Err(NameError::TooShort);
        }
        if name.chars().count() > 50 {
            return Err(NameError::TooLong);
        }
        Ok(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_letter(c: char) -> bool {
    let is_latin =
        matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') && !matches!(c, '×' | '÷');
    c.is_ascii_alphabetic() || is_latin || matches!(c, '가'..='힣')
}

/// Keyboards offer several middle dots that look alike.
const fn one_dot(c: char) -> char {
    match c {
        'ㆍ' | '・' | '･' | '‧' | '•' => '·',
        _ => c,
    }
}
