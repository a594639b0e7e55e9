//! 법인등록번호, the corporate registration number: thirteen digits from the registry court.
//!
//! **Warn, never refuse.** Numbers issued since early 2025 are said to carry no
//! check digit, so a mismatch may be a new corporation. Weights are those of the
//! Supreme Court's rule: 1, 2, 1, 2 … without a digit sum; this is not Luhn.
//!
//! A corporate number can look exactly like a resident number: never run
//! [`super::rrn`] on this field.

use std::fmt;

use thiserror::Error;

use super::normalize;

/// Thirteen digits shaped like a corporate registration number.
///
/// ```
/// use domain::korea::crn::{Crn, CrnError};
/// let crn = Crn::check("1301110006246")?;
/// assert_eq!(crn.to_string(), "130111-0006246");
/// assert!(matches!(Crn::check("130111-0006247"), Err(CrnError::Checksum(_))));
/// # Ok::<(), CrnError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Crn([u8; 13]);

/// What to warn about in a corporate registration number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CrnError {
    /// Nothing was typed.
    #[error("no corporate registration number")]
    Empty,
    /// Something other than digits, dashes and blanks.
    #[error("a corporate registration number has digits only")]
    NotDigits,
    /// Not thirteen digits.
    #[error("a corporate registration number has 13 digits, not {found}")]
    Length {
        /// How many digits there were.
        found: usize,
    },
    /// Thirteen zeros.
    #[error("a corporate registration number is not all zeros")]
    AllZero,
    /// The last digit is not the check digit: mistyped, or issued since 2025.
    /// The number is inside, to be kept with the warning.
    #[error("the check digit of the corporate registration number disagrees")]
    Checksum(Crn),
}

impl CrnError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "crn.empty",
            Self::NotDigits => "crn.not_digits",
            Self::Length { .. } => "crn.length",
            Self::AllZero => "crn.all_zero",
            Self::Checksum(_) => "crn.checksum",
        }
    }
}

impl Crn {
    /// Reads thirteen digits, whatever the last one is.
    ///
    /// # Errors
    /// Every [`CrnError`] but `Checksum`.
    pub fn parse(input: &str) -> Result<Self, CrnError> {
        let input = normalize::number(input);
        if input.is_empty() {
            return Err(CrnError::Empty);
        }
        let digits = normalize::digits(&input, &['-', ' ']).ok_or(CrnError::NotDigits)?;
        let found = digits.len();
        let digits: [u8; 13] = digits.try_into().map_err(|_| CrnError::Length { found })?;
        if digits == [0; 13] {
            return Err(CrnError::AllZero);
        }
        Ok(Self(digits))
    }

    /// Reads thirteen digits and compares the check digit.
    ///
    /// # Errors
    /// Every [`CrnError`]; all of them are warnings to the person.
    pub fn check(input: &str) -> Result<Self, CrnError> {
        let crn = Self::parse(input)?;
        if crn.check_digit_agrees() {
            Ok(crn)
        } else {
            Err(CrnError::Checksum(crn))
        }
    }

    /// Whether the last digit is the check digit of the other twelve.
    pub fn check_digit_agrees(self) -> bool {
        let sum: u32 = self.0[..12]
            .iter()
            .zip([1, 2].iter().cycle())
            .map(|(&d, &w)| u32::from(d) * w)
            .sum();
        (10 - sum % 10) % 10 == u32::from(self.0[12])
    }

    /// The thirteen digits without the dash: the form to store.
    pub fn digits(self) -> String {
        self.0.iter().map(|d| char::from(b'0' + d)).collect()
    }
}

impl fmt::Display for Crn {
    /// `XXXXXX-XXXXXXX`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        write!(f, "{}-{}", &digits[..6], &digits[6..])
    }
}
