//! 사업자등록번호, the business registration number: ten digits, one a place of business.
//!
//! The check digit catches every single wrong digit and nine in ten swaps of
//! neighbours. Whether the business exists or is still open only the tax office
//! knows, so the company's name should be shown back to the person.

use std::fmt;

use thiserror::Error;

use super::normalize;

const WEIGHTS: [u32; 9] = [1, 3, 7, 1, 3, 7, 1, 3, 5];

/// A business registration number whose check digit holds.
///
/// ```
/// use domain::korea::brn::{Brn, BrnError, BrnKind};
/// let brn = Brn::parse("１２４-81 00998")?;
/// assert_eq!(brn.to_string(), "124-81-00998");
/// assert_eq!(brn.kind(), BrnKind::Corporation);
/// assert_eq!(Brn::parse("124-81-00999"), Err(BrnError::Checksum));
/// # Ok::<(), BrnError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Brn([u8; 10]);

/// Why a text is no business registration number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BrnError {
    /// Nothing was typed.
    #[error("no business registration number")]
    Empty,
    /// Something other than digits, dashes, dots and blanks.
    #[error("a business registration number has digits only")]
    NotDigits,
    /// Not ten digits.
    #[error("a business registration number has 10 digits, not {found}")]
    Length {
        /// How many digits there were.
        found: usize,
    },
    /// Ten zeros: the sum accepts them, no office ever issued them.
    #[error("a business registration number is not all zeros")]
    AllZero,
    /// The check digit disagrees: one or two digits are mistyped.
    #[error("the check digit of the business registration number disagrees")]
    Checksum,
}

impl BrnError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "brn.empty",
            Self::NotDigits => "brn.not_digits",
            Self::Length { .. } => "brn.length",
            Self::AllZero => "brn.all_zero",
            Self::Checksum => "brn.checksum",
        }
    }
}

/// Who a number was issued to, as its two middle digits suggest.
///
/// A suggestion only: offices have issued exceptions, so never refuse by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrnKind {
    /// 01–79: a taxable sole trader.
    Individual,
    /// 80: an unincorporated body treated as a person.
    UnincorporatedBody,
    /// 81, 86, 87, 88: head office of a for-profit corporation.
    Corporation,
    /// 82: a non-profit corporation.
    NonProfit,
    /// 83: state or local government.
    Government,
    /// 84: a foreign corporation.
    ForeignCorporation,
    /// 85: a branch of a for-profit corporation.
    Branch,
    /// 89: a religious body.
    Religious,
    /// 90–99: a tax-exempt sole trader.
    ExemptIndividual,
    /// 00: not in use.
    Unknown,
}

impl BrnKind {
    /// Whether the number may be a 고유번호 (identification number of a body
    /// without taxable business), which is worth asking the person.
    pub const fn may_be_identification_number(self) -> bool {
        matches!(
            self,
            Self::UnincorporatedBody | Self::NonProfit | Self::Religious
        )
    }
}

impl Brn {
    /// Reads a number with or without dashes.
    ///
    /// # Errors
    /// The first thing wrong with it, in the order of [`BrnError`]'s variants.
    pub fn parse(input: &str) -> Result<Self, BrnError> {
        let input = normalize::number(input);
        if input.is_empty() {
            return Err(BrnError::Empty);
        }
        let digits = normalize::digits(&input, &['-', ' ', '.']).ok_or(BrnError::NotDigits)?;
        let found = digits.len();
        let digits: [u8; 10] = digits.try_into().map_err(|_| BrnError::Length { found })?;
        if digits == [0; 10] {
            return Err(BrnError::AllZero);
        }
        if check_digit(&digits) != u32::from(digits[9]) {
            return Err(BrnError::Checksum);
        }
        Ok(Self(digits))
    }

    /// The ten digits without dashes: the form to store and compare.
    pub fn digits(self) -> String {
        self.0.iter().map(|d| char::from(b'0' + d)).collect()
    }

    /// Who the number was issued to, as far as its middle digits tell.
    pub const fn kind(self) -> BrnKind {
        match self.0[3] * 10 + self.0[4] {
            1..=79 => BrnKind::Individual,
            80 => BrnKind::UnincorporatedBody,
            81 | 86..=88 => BrnKind::Corporation,
            82 => BrnKind::NonProfit,
            83 => BrnKind::Government,
            84 => BrnKind::ForeignCorporation,
            85 => BrnKind::Branch,
            89 => BrnKind::Religious,
            90..=99 => BrnKind::ExemptIndividual,
            _ => BrnKind::Unknown,
        }
    }
}

impl fmt::Display for Brn {
    /// `XXX-XX-XXXXX`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.digits();
        write!(f, "{}-{}-{}", &digits[..3], &digits[3..5], &digits[5..])
    }
}

fn check_digit(digits: &[u8; 10]) -> u32 {
    let weighted: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(&d, weight)| u32::from(d) * weight)
        .sum();
    let sum = weighted + u32::from(digits[8]) * 5 / 10;
    (10 - sum % 10) % 10
}
