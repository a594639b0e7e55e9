//! 통신판매업 신고번호, the number of a mail-order business report: `2020-대구중구-0123`.
//!
//! **Warn, never refuse:** older certificates have other shapes. The serial is
//! kept as typed because its leading zeros are part of it.

use std::fmt;

use thiserror::Error;

use super::normalize;

/// A mail-order report number in canonical form.
///
/// ```
/// use domain::korea::mailorder::MailOrder;
/// let number = MailOrder::parse("제 2020 - 대구수성구 - 00123 호")?;
/// assert_eq!(number.to_string(), "2020-대구수성구-00123");
/// # Ok::<(), domain::korea::mailorder::MailOrderError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MailOrder {
    year: u16,
    region: String,
    serial: String,
}

/// What to warn about in a mail-order report number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MailOrderError {
    /// Nothing was typed.
    #[error("no mail-order report number")]
    Empty,
    /// Not three parts with dashes between them.
    #[error("a mail-order report number is year, region and serial with dashes")]
    Shape,
    /// The first part is not a year from 1900 to 2099.
    #[error("the mail-order report number does not begin with a year")]
    Year,
    /// The second part is not 2 to 12 Hangul syllables.
    #[error("the region of the mail-order report number is not Hangul")]
    Region,
    /// The third part is not 1 to 6 digits.
    #[error("the serial of the mail-order report number is not 1 to 6 digits")]
    Serial,
}

impl MailOrderError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "mailorder.empty",
            Self::Shape => "mailorder.shape",
            Self::Year => "mailorder.year",
            Self::Region => "mailorder.region",
            Self::Serial => "mailorder.serial",
        }
    }
}

impl MailOrder {
    /// Reads a number, with or without 제 … 호.
    ///
    /// # Errors
    /// See [`MailOrderError`]; all are warnings to the person.
    pub fn parse(input: &str) -> Result<Self, MailOrderError> {
        let input = normalize::number(input);
        if input.is_empty() {
            return Err(MailOrderError::Empty);
        }
        let bare = input.strip_prefix('제').unwrap_or(&input);
        let bare = bare.strip_suffix('호').unwrap_or(bare);
        let mut parts = bare.split('-').map(str::trim);
        let (Some(year), Some(region), Some(serial), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(MailOrderError::Shape);
        };
        if !(is_digits(year, 4..=4) && (year.starts_with("19") || year.starts_with("20"))) {
            return Err(MailOrderError::Year);
        }
        let year = year.parse().map_err(|_| MailOrderError::Year)?;
        let is_hangul = region.chars().all(|c| matches!(c, '가'..='힣'));
        if !(is_hangul && (2..=12).contains(&region.chars().count())) {
            return Err(MailOrderError::Region);
        }
        if !is_digits(serial, 1..=6) {
            return Err(MailOrderError::Serial);
        }
        Ok(Self {
            year,
            region: region.to_owned(),
            serial: serial.to_owned(),
        })
    }

    /// The year of the report, 1900–2099. One in the future deserves a warning.
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// City and district run together: `대구중구`, `경기수원`.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Whether the region is in Daegu; if not while the address is, hint at it.
    pub fn is_in_daegu(&self) -> bool {
        self.region.starts_with("대구")
    }
}

impl fmt::Display for MailOrder {
    /// `YYYY-지역-일련번호`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.year, self.region, self.serial)
    }
}

fn is_digits(part: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
}
