//! A month of a year, `2020-04`: what revenue is asked for by.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use time::{Date, Month};

use super::normalize;

/// A month of a year. Ordered in time.
///
/// ```
/// use domain::korea::year_month::YearMonth;
/// let month = YearMonth::parse_typed("2020년 1월")?;
/// assert_eq!(month.to_string(), "2020-01");
/// assert_eq!(month.plus(-1).map(|m| m.to_string()), Some("2019-12".to_owned()));
/// # Ok::<(), domain::korea::year_month::YearMonthError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearMonth {
    year: u16,
    month: u8,
}

/// Why a text is no month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum YearMonthError {
    /// Nothing was typed.
    #[error("no month")]
    Empty,
    /// Not a year and a month.
    #[error("a month is a year and a month")]
    Shape,
    /// The year has not four digits or is not within 1900–2099.
    #[error("the year of a month has four digits")]
    Year,
    /// The month is not 1 to 12.
    #[error("there is no such month")]
    NoSuchMonth,
}

impl YearMonthError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "month.empty",
            Self::Shape => "month.shape",
            Self::Year => "month.year",
            Self::NoSuchMonth => "month.no_such_month",
        }
    }
}

impl YearMonth {
    /// The month of `year`, 1900–2099.
    ///
    /// # Errors
    /// [`YearMonthError::Year`] or [`YearMonthError::NoSuchMonth`].
    pub const fn new(year: u16, month: u8) -> Result<Self, YearMonthError> {
        if year < 1900 || year > 2099 {
            return Err(YearMonthError::Year);
        }
        if month < 1 || month > 12 {
            return Err(YearMonthError::NoSuchMonth);
        }
        Ok(Self { year, month })
    }

    /// Reads a month as people type it: `202004`, `2020.4`, `2020-4`, `2020년 4월`.
    ///
    /// # Errors
    /// See [`YearMonthError`].
    pub fn parse_typed(input: &str) -> Result<Self, YearMonthError> {
        let input = normalize::number(input);
        if input.is_empty() {
            return Err(YearMonthError::Empty);
        }
        if input.len() == 6 && input.bytes().all(|b| b.is_ascii_digit()) {
            return Self::from_parts(&input[..4], &input[4..]);
        }
        let is_separator = |c: char| matches!(c, '.' | '-' | '/' | '년' | '월' | ' ');
        let mut parts = input.split(is_separator).filter(|part| !part.is_empty());
        match (parts.next(), parts.next(), parts.next()) {
            (Some(year), Some(month), None) => Self::from_parts(year, month),
            _ => Err(YearMonthError::Shape),
        }
    }

    /// The month a day lies in; `None` outside 1900–2099.
    pub fn of(date: Date) -> Option<Self> {
        Self::new(u16::try_from(date.year()).ok()?, date.month().into()).ok()
    }

    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The first day of the month.
    pub fn first_day(self) -> Option<Date> {
        let month = Month::try_from(self.month).ok()?;
        Date::from_calendar_date(i32::from(self.year), month, 1).ok()
    }

    /// The month `months` later, or earlier if negative; `None` outside 1900–2099.
    pub fn plus(self, months: i32) -> Option<Self> {
        let index = (i32::from(self.year) * 12 + i32::from(self.month) - 1).checked_add(months)?;
        let month = u8::try_from(index.rem_euclid(12) + 1).ok()?;
        Self::new(u16::try_from(index.div_euclid(12)).ok()?, month).ok()
    }

    /// `2020년 4월`.
    pub fn long(self) -> String {
        format!("{}년 {}월", self.year, self.month)
    }

    fn from_parts(year: &str, month: &str) -> Result<Self, YearMonthError> {
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(year) || !is_number(month) || month.len() > 2 {
            return Err(YearMonthError::Shape);
        }
        if year.len() != 4 {
            return Err(YearMonthError::Year);
        }
        let year = year.parse().map_err(|_| YearMonthError::Year)?;
        let month = month.parse().map_err(|_| YearMonthError::NoSuchMonth)?;
        Self::new(year, month)
    }
}

impl fmt::Display for YearMonth {
    /// `YYYY-MM`, the form of the wire.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for YearMonth {
    type Err = YearMonthError;

    /// Exactly `YYYY-MM`.
    fn from_str(input: &str) -> Result<Self, Self::Err> {
        match input.split_once('-') {
            Some((year, month)) if month.len() == 2 => Self::from_parts(year, month),
            _ => Err(YearMonthError::Shape),
        }
    }
}
