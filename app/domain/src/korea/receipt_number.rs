//! 접수번호, the receipt number a case gets from the server: `2020-피해-000123`.
//!
//! Reads and prints; giving out the next number is the server's. Gaps are allowed.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use uuid::Uuid;

use super::normalize;

/// The largest serial: six digits.
pub const MAX_SERIAL: u32 = 999_999;

/// A receipt number. Serials count within a year and kind, from 1.
///
/// ```
/// use domain::korea::receipt_number::{ReceiptKind, ReceiptNumber};
/// let number = ReceiptNumber::new(2020, ReceiptKind::Damage, 123)?;
/// assert_eq!(number.to_string(), "2020-피해-000123");
/// assert_eq!("2020-피해-000123".parse(), Ok(number));
/// # Ok::<(), domain::korea::receipt_number::ReceiptNumberError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceiptNumber {
    year: u16,
    kind: ReceiptKind,
    serial: u32,
}

/// What was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReceiptKind {
    /// 판로: an application to sell online.
    Onboarding,
    /// 피해: a report of damage.
    Damage,
    /// 기여: a contribution to others.
    Contribution,
    /// 간담: the record of a roundtable.
    Roundtable,
}

impl ReceiptKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::Onboarding,
        Self::Damage,
        Self::Contribution,
        Self::Roundtable,
    ];

    /// The word inside the number.
    pub const fn korean(self) -> &'static str {
        match self {
            Self::Onboarding => "판로",
            Self::Damage => "피해",
            Self::Contribution => "기여",
            Self::Roundtable => "간담",
        }
    }
}

/// Why a text is no receipt number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ReceiptNumberError {
    /// Not year, kind and serial with dashes.
    #[error("a receipt number is year, kind and serial with dashes")]
    Shape,
    /// The year is not within 2000–2099.
    #[error("a receipt number begins with a year from 2000 to 2099")]
    Year,
    /// The word in the middle names no kind.
    #[error("the receipt number names no kind of case")]
    Kind,
    /// The serial is not six digits, or zero, or beyond [`MAX_SERIAL`].
    #[error("the serial of a receipt number is six digits and not zero")]
    Serial,
}

impl ReceiptNumberError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shape => "receipt_number.shape",
            Self::Year => "receipt_number.year",
            Self::Kind => "receipt_number.kind",
            Self::Serial => "receipt_number.serial",
        }
    }
}

impl ReceiptNumber {
    /// The number of the `serial`-th case of its kind in `year`.
    ///
    /// # Errors
    /// [`ReceiptNumberError::Year`], [`ReceiptNumberError::Serial`].
    pub const fn new(
        year: u16,
        kind: ReceiptKind,
        serial: u32,
    ) -> Result<Self, ReceiptNumberError> {
        if year < 2000 || year > 2099 {
            return Err(ReceiptNumberError::Year);
        }
        if serial == 0 || serial > MAX_SERIAL {
            return Err(ReceiptNumberError::Serial);
        }
        Ok(Self { year, kind, serial })
    }

    /// The year of receipt.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// What was received.
    pub const fn kind(self) -> ReceiptKind {
        self.kind
    }

    /// The serial, 1 to [`MAX_SERIAL`].
    pub const fn serial(self) -> u32 {
        self.serial
    }
}

/// What to call a case that has no number yet: the last six characters of its id.
///
/// Two cases on one phone may share it once in 16 million; it is a label, not a key.
pub fn temporary_label(id: Uuid) -> String {
    let hex = id.simple().to_string();
    hex[hex.len() - 6..].to_owned()
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:04}-{}-{:06}",
            self.year,
            self.kind.korean(),
            self.serial
        )
    }
}

impl FromStr for ReceiptNumber {
    type Err = ReceiptNumberError;

    /// Reads a number as a person may type it into a search box.
    fn from_str(input: &str) -> Result<Self, Self::Err> {
        let input = normalize::number(input);
        let mut parts = input.split('-').map(str::trim);
        let (Some(year), Some(kind), Some(serial), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(ReceiptNumberError::Shape);
        };
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !is_number(year) {
            return Err(ReceiptNumberError::Year);
        }
        if serial.len() != 6 || !is_number(serial) {
            return Err(ReceiptNumberError::Serial);
        }
        let kind = ReceiptKind::ALL
            .into_iter()
            .find(|candidate| candidate.korean() == kind)
            .ok_or(ReceiptNumberError::Kind)?;
        let year = year.parse().map_err(|_| ReceiptNumberError::Year)?;
        Self::new(
            year,
            kind,
            serial.parse().map_err(|_| ReceiptNumberError::Serial)?,
        )
    }
}
