//! 우편번호, the five-digit postal code (since August 2015), and what of it is Daegu.
//!
//! Knows ranges, not streets: a code inside a range may be unassigned.

use std::fmt;

use thiserror::Error;

use super::normalize;

/// A postal code; text, because a leading zero counts.
///
/// ```
/// use domain::korea::postcode::{Postcode, PostcodeRegion};
/// assert_eq!(Postcode::parse("41911")?.region(), PostcodeRegion::Daegu);
/// assert_eq!(Postcode::parse("06236")?.to_string(), "06236");
/// # Ok::<(), domain::korea::postcode::PostcodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Postcode(u32);

/// Why a text is no postal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PostcodeError {
    /// Nothing was typed.
    #[error("no postal code")]
    Empty,
    /// Something other than digits, dashes and blanks.
    #[error("a postal code has digits only")]
    NotDigits,
    /// Six digits: the code from before August 2015.
    #[error("a six-digit postal code is out of use")]
    OldSixDigits,
    /// Not five digits.
    #[error("a postal code has 5 digits, not {found}")]
    Length {
        /// How many digits there were.
        found: usize,
    },
    /// The first two digits are not 01 to 63.
    #[error("no postal code begins like this")]
    OutOfRange,
}

impl PostcodeError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "postcode.empty",
            Self::NotDigits => "postcode.not_digits",
            Self::OldSixDigits => "postcode.old_six_digits",
            Self::Length { .. } => "postcode.length",
            Self::OutOfRange => "postcode.out_of_range",
        }
    }
}

/// Where a code lies, as far as the programme cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostcodeRegion {
    /// Daegu without 군위군.
    Daegu,
    /// 군위군, as numbered since it joined Daegu on 2023-07-01.
    Gunwi,
    /// 군위군 as numbered before: valid then, so say that the code has changed.
    FormerGunwi,
    /// Anywhere else; a hint if the address says Daegu.
    Elsewhere,
}

impl Postcode {
    /// Reads a code.
    ///
    /// # Errors
    /// See [`PostcodeError`].
    pub fn parse(input: &str) -> Result<Self, PostcodeError> {
        let input = normalize::number(input);
        if input.is_empty() {
            return Err(PostcodeError::Empty);
        }
        let digits = normalize::digits(&input, &['-', ' ']).ok_or(PostcodeError::NotDigits)?;
        match digits.len() {
            5 => {}
            6 => return Err(PostcodeError::OldSixDigits),
            found => return Err(PostcodeError::Length { found }),
        }
        let number = digits
            .iter()
            .fold(0, |number, &d| number * 10 + u32::from(d));
        if (1_000..64_000).contains(&number) {
            Ok(Self(number))
        } else {
            Err(PostcodeError::OutOfRange)
        }
    }

    /// Where the code lies.
    pub const fn region(self) -> PostcodeRegion {
        match self.0 {
            39_000..=39_066 => PostcodeRegion::FormerGunwi,
            43_100..=43_166 => PostcodeRegion::Gunwi,
            41_000..=43_099 => PostcodeRegion::Daegu,
            _ => PostcodeRegion::Elsewhere,
        }
    }
}

impl fmt::Display for Postcode {
    /// Five digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}", self.0)
    }
}
