//! Reads an amount as people type it: `1,234,567`, `1억 2,300만`, `14억5천만원`, `1.5억`.
//!
//! Grammar: parts with 조, 억, 만 in falling order, then a part without; a part is
//! numbers with 천, 백, 십 in falling order, then one without. A number may have a
//! decimal point as long as the whole comes to whole won.

use thiserror::Error;

use super::MAX;
use crate::korea::normalize;

/// Values are held as won × 10^15 while parts may still have decimals.
const FRACTION_DIGITS: usize = 15;
const SCALE: i128 = 1_000_000_000_000_000;

/// Why a text is no amount of won.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WonError {
    /// Nothing was typed.
    #[error("no amount")]
    Empty,
    /// Below zero.
    #[error("an amount is not negative")]
    Negative,
    /// Not digits and units, or a unit without a number.
    #[error("not an amount of won")]
    Malformed,
    /// A larger or equal unit after a smaller one: `2만 1억`.
    #[error("the units of the amount are out of order")]
    UnitOrder,
    /// A fraction of a won.
    #[error("an amount is whole won")]
    NotWhole,
    /// Above [`MAX`].
    #[error("an amount is at most 10^15 won")]
    TooLarge,
}

impl WonError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "won.empty",
            Self::Negative => "won.negative",
            Self::Malformed => "won.malformed",
            Self::UnitOrder => "won.unit_order",
            Self::NotWhole => "won.not_whole",
            Self::TooLarge => "won.too_large",
        }
    }
}

/// Reads free input as whole won, 0 to [`MAX`].
///
/// Commas between digits are ignored wherever they stand: while someone types
/// into a grouped number they are out of place at every second key.
///
/// ```
/// use domain::korea::won::{WonError, parse};
/// assert_eq!(parse("14억5천만원"), Ok(1_450_000_000));
/// assert_eq!(parse("1.5억"), Ok(150_000_000));
/// assert_eq!(parse("2만 1억"), Err(WonError::UnitOrder));
/// ```
///
/// # Errors
/// See [`WonError`].
pub fn parse(input: &str) -> Result<i64, WonError> {
    parse_in(input, 1)
}

/// Reads free input in which a bare number counts in `unit` won: `123` is 1,230,000 where one writes in 만 원.
///
/// Whoever writes a unit means it: `123만` and `5000원` are what they say.
///
/// ```
/// use domain::korea::won::parse_in;
/// assert_eq!(parse_in("1,234", 10_000), Ok(12_340_000));
/// assert_eq!(parse_in("2.5", 10_000), Ok(25_000));
/// assert_eq!(parse_in("5000원", 10_000), Ok(5_000));
/// ```
///
/// # Errors
/// See [`WonError`].
pub fn parse_in(input: &str, unit: u32) -> Result<i64, WonError> {
    let input = normalize::number(input);
    let is_bare = |byte: u8| byte.is_ascii_digit() || matches!(byte, b',' | b'.');
    let unit = if input.bytes().all(is_bare) { unit } else { 1 };
    if input.is_empty() {
        return Err(WonError::Empty);
    }
    if input.starts_with('-') {
        return Err(WonError::Negative);
    }
    let input = input.strip_prefix('₩').unwrap_or(&input);
    let input = input.strip_suffix('원').unwrap_or(input).trim();
    let mut reader = Reader { rest: input };
    let scaled = multiply(reader.amount()?, i128::from(unit))?;
    if scaled % SCALE != 0 {
        return Err(WonError::NotWhole);
    }
    match i64::try_from(scaled / SCALE) {
        Ok(won) if won <= MAX => Ok(won),
        _ => Err(WonError::TooLarge),
    }
}

struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn amount(&mut self) -> Result<i128, WonError> {
        let mut total: i128 = 0;
        let mut smallest = i128::MAX;
        while !self.rest.is_empty() {
            let part = self.part()?;
            let size = self.unit(&[
                ('조', 1_000_000_000_000),
                ('억', 100_000_000),
                ('만', 10_000),
            ]);
            total = add(total, multiply(part, size)?)?;
            if size >= smallest {
                return Err(WonError::UnitOrder);
            }
            smallest = size;
        }
        if smallest == i128::MAX {
            Err(WonError::Malformed)
        } else {
            Ok(total)
        }
    }

    /// Numbers with 천, 백, 십, up to a large unit or the end.
    fn part(&mut self) -> Result<i128, WonError> {
        let mut total: i128 = 0;
        let mut smallest = i128::MAX;
        while smallest == i128::MAX || self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let number = self.number()?;
            let size = self.unit(&[('천', 1_000), ('백', 100), ('십', 10)]);
            total = add(total, multiply(number, size)?)?;
            if size >= smallest {
                return Err(WonError::UnitOrder);
            }
            smallest = size;
            if size == 1 {
                break;
            }
        }
        Ok(total)
    }

    /// Digits with commas and at most one decimal point, times [`SCALE`].
    fn number(&mut self) -> Result<i128, WonError> {
        let end = self
            .rest
            .find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
            .unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let starts_and_ends_in_digits = whole.starts_with(|c: char| c.is_ascii_digit())
            && fraction.bytes().all(|b| b.is_ascii_digit())
            && !fraction.is_empty()
            && !whole.ends_with(',');
        if !starts_and_ends_in_digits {
            return Err(WonError::Malformed);
        }
        // A blank between two digits is more likely two numbers than one.
        let blank_then_digit = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if rest.starts_with(' ') && blank_then_digit {
            return Err(WonError::Malformed);
        }
        self.rest = rest.trim_start();
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > FRACTION_DIGITS {
            return Err(WonError::NotWhole);
        }
        let mut scaled: i128 = 0;
        for digit in whole.bytes().filter(|&b| b != b',') {
            scaled = add(multiply(scaled, 10)?, i128::from(digit - b'0') * SCALE)?;
        }
        let mut place = SCALE;
        for digit in fraction.bytes() {
            place /= 10;
            scaled = add(scaled, i128::from(digit - b'0') * place)?;
        }
        Ok(scaled)
    }

    /// Takes one of `units` if it comes next, else 1.
    fn unit(&mut self, units: &[(char, i128)]) -> i128 {
        for &(unit, size) in units {
            if let Some(rest) = self.rest.strip_prefix(unit) {
                self.rest = rest.trim_start();
                return size;
            }
        }
        1
    }
}

fn multiply(a: i128, b: i128) -> Result<i128, WonError> {
    a.checked_mul(b).ok_or(WonError::TooLarge)
}

fn add(a: i128, b: i128) -> Result<i128, WonError> {
    a.checked_add(b).ok_or(WonError::TooLarge)
}
