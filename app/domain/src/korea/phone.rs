//! Korean telephone numbers: which kind, how written.
//!
//! The number plan only; whether anybody answers is not known. Numbers of other
//! countries are refused with their own error.

use std::fmt;

use thiserror::Error;

use super::normalize;

/// A Korean telephone number in normal form.
///
/// ```
/// use domain::korea::phone::{Phone, PhoneKind};
/// let phone = Phone::parse("+82 10-1234-5678")?;
/// assert_eq!(phone.to_string(), "010-1234-5678");
/// assert_eq!(phone.digits(), "01012345678");
/// assert_eq!(phone.kind(), PhoneKind::Mobile);
/// # Ok::<(), domain::korea::phone::PhoneError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone {
    digits: String,
    kind: PhoneKind,
}

/// The kinds of the Korean number plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// 010.
    Mobile,
    /// 011, 016–019: closed in 2021; accept with a warning.
    MobileLegacy,
    /// An area code, 02 to 064.
    Landline,
    /// 070.
    Voip,
    /// 080, free of charge for the caller.
    Freephone,
    /// 0502–0508, forwarded numbers.
    Virtual,
    /// 15xx, 16xx, 18xx: a company's single number, without area code.
    Representative,
}

impl PhoneKind {
    /// The stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::MobileLegacy => "mobile_legacy",
            Self::Landline => "landline",
            Self::Voip => "voip",
            Self::Freephone => "freephone",
            Self::Virtual => "virtual",
            Self::Representative => "representative",
        }
    }

    /// Whether a message can reach a person there: [`Self::Mobile`], or
    /// [`Self::MobileLegacy`], which deserves a warning.
    pub const fn is_mobile(self) -> bool {
        matches!(self, Self::Mobile | Self::MobileLegacy)
    }
}

/// Why a text is no Korean telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PhoneError {
    /// Nothing was typed.
    #[error("no telephone number")]
    Empty,
    /// A country code other than +82.
    #[error("a telephone number of another country")]
    Foreign,
    /// Something other than digits, blanks, dashes, dots and brackets.
    #[error("a telephone number has digits only")]
    NotDigits,
    /// The beginning is in use, but a digit is missing or too many.
    #[error("a telephone number of this kind does not have {found} digits")]
    Length {
        /// How many digits there were.
        found: usize,
    },
    /// No number of the plan begins like this.
    #[error("no telephone number begins like this")]
    Prefix,
}

impl PhoneError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "phone.empty",
            Self::Foreign => "phone.foreign",
            Self::NotDigits => "phone.not_digits",
            Self::Length { .. } => "phone.length",
            Self::Prefix => "phone.prefix",
        }
    }
}

impl Phone {
    /// Reads a number in any usual spelling, also with `+82`.
    ///
    /// # Errors
    /// See [`PhoneError`].
    pub fn parse(input: &str) -> Result<Self, PhoneError> {
        let input = normalize::number(input);
        let bare: String = input
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')'))
            .collect();
        if bare.is_empty() {
            return Err(PhoneError::Empty);
        }
        let digits = match bare.strip_prefix('+') {
            Some(international) => domestic(international)?,
            None => bare,
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneError::NotDigits);
        }
        let kind = classify(digits.as_bytes())?;
        Ok(Self { digits, kind })
    }

    /// The digits alone: the form to store and compare.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// The kind of number.
    pub const fn kind(&self) -> PhoneKind {
        self.kind
    }
}

impl fmt::Display for Phone {
    /// With dashes, as Koreans write it: `053-803-1234`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, line) = self.digits.split_at(self.digits.len() - 4);
        let area = match self.kind {
            PhoneKind::Representative => return write!(f, "{head}-{line}"),
            PhoneKind::Virtual => 4,
            PhoneKind::Landline if head.starts_with("02") => 2,
            _ => 3,
        };
        let (area, exchange) = head.split_at(area);
        write!(f, "{area}-{exchange}-{line}")
    }
}

fn domestic(international: &str) -> Result<String, PhoneError> {
    let rest = international
        .strip_prefix("82")
        .ok_or(PhoneError::Foreign)?;
    if rest.starts_with('0') || is_representative(rest.as_bytes()) {
        return Ok(rest.to_owned());
    }
    Ok(format!("0{rest}"))
}

fn is_representative(digits: &[u8]) -> bool {
    digits.len() == 8 && matches!(digits, [b'1', b'5' | b'6' | b'8', ..])
}

fn classify(digits: &[u8]) -> Result<PhoneKind, PhoneError> {
    let (kind, lengths) = match digits {
        [b'0', b'1', b'0', ..] => (PhoneKind::Mobile, 11..=11),
        [b'0', b'1', b'1' | b'6'..=b'9', ..] => (PhoneKind::MobileLegacy, 10..=11),
        [b'0', b'2', b'1'..=b'9', ..] => (PhoneKind::Landline, 9..=10),
        [b'0', b'3', b'1'..=b'3', b'1'..=b'9', ..]
        | [b'0', b'4' | b'6', b'1'..=b'4', b'1'..=b'9', ..]
        | [b'0', b'5', b'1'..=b'5', b'1'..=b'9', ..] => (PhoneKind::Landline, 10..=11),
        [b'0', b'7', b'0', b'1'..=b'9', ..] => (PhoneKind::Voip, 11..=11),
        [b'0', b'8', b'0', ..] => (PhoneKind::Freephone, 10..=11),
        [b'0', b'5', b'0', b'2'..=b'8', ..] => (PhoneKind::Virtual, 11..=12),
        [b'1', b'5' | b'6' | b'8', ..] => (PhoneKind::Representative, 8..=8),
        _ => return Err(PhoneError::Prefix),
    };
    if lengths.contains(&digits.len()) {
        Ok(kind)
    } else {
        Err(PhoneError::Length {
            found: digits.len(),
        })
    }
}
