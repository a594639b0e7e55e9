//! Calendar days: the wire form, what people type, and how Korean papers print them.
//!
//! Days only, in Korea; instants are [`super::kst`], months [`super::year_month`].

use thiserror::Error;
use time::{Date, Month};

use super::{normalize, weekday};

/// Why a text is no calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DateError {
    /// Nothing was typed.
    #[error("no date")]
    Empty,
    /// Not year, month and day.
    #[error("a date is year, month and day")]
    Shape,
    /// The year has two digits, or is not within 1900–2099: ask for four.
    #[error("the year of a date has four digits")]
    Year,
    /// The calendar has no such day, like 30 February.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// The weekday written beside the day is not its weekday: one is wrong.
    #[error("the weekday is not that of the date")]
    Weekday,
}

impl DateError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "date.empty",
            Self::Shape => "date.shape",
            Self::Year => "date.year",
            Self::NoSuchDay => "date.no_such_day",
            Self::Weekday => "date.weekday",
        }
    }
}

/// Reads exactly `YYYY-MM-DD`: the form of the wire and of stored answers.
///
/// # Errors
/// [`DateError::Shape`] for any other form, [`DateError::NoSuchDay`].
pub fn parse_iso(input: &str) -> Result<Date, DateError> {
    let is_shaped = input.len() == 10
        && input.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_shaped {
        return Err(DateError::Shape);
    }
    from_parts(&input[..4], &input[5..7], &input[8..])
}

/// Reads a day as people type it.
///
/// `20200417`, `2020.4.17`, `2020-4-17`, `2020/4/17`, `2020년 4월 17일`,
/// `2020. 4. 17.(금)`. Two-digit years are refused: `20.4.17` has two readings.
///
/// ```
/// use domain::korea::date::{DateError, iso, parse_typed};
/// assert_eq!(parse_typed("2020. 4. 17.(금)").map(iso), Ok("2020-04-17".to_owned()));
/// assert_eq!(parse_typed("2020. 4. 17.(목)"), Err(DateError::Weekday));
/// ```
///
/// # Errors
/// See [`DateError`].
pub fn parse_typed(input: &str) -> Result<Date, DateError> {
    let input = normalize::number(input);
    if input.is_empty() {
        return Err(DateError::Empty);
    }
    let (day, weekday) = split_weekday(&input)?;
    let date = parse_day(day)?;
    if !(1900..=2099).contains(&date.year()) {
        return Err(DateError::Year);
    }
    match weekday {
        Some(letter) if letter != weekday::letter(date.weekday()) => Err(DateError::Weekday),
        _ => Ok(date),
    }
}

/// `2020-04-17`, as HTML date inputs and the wire want it.
pub fn iso(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    format!("{year:04}-{:02}-{day:02}", u8::from(month))
}

/// `2020.04.17`, as the government's design system shows it in a date box.
pub fn boxed(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    format!("{year:04}.{:02}.{day:02}", u8::from(month))
}

/// `2020. 4. 17.(금)`, as official documents print it.
pub fn official(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    format!(
        "{year}. {}. {day}.({})",
        u8::from(month),
        weekday::letter(date.weekday())
    )
}

/// `2020년 4월 17일(금)`, as people read it.
pub fn long(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    format!(
        "{year}년 {}월 {day}일({})",
        u8::from(month),
        weekday::letter(date.weekday())
    )
}

/// Splits `(금)` off the end.
fn split_weekday(input: &str) -> Result<(&str, Option<char>), DateError> {
    let Some((day, rest)) = input.split_once('(') else {
        return Ok((input, None));
    };
    let letter = rest.strip_suffix(')').ok_or(DateError::Shape)?;
    let letter = letter.strip_suffix("요일").unwrap_or(letter);
    let mut chars = letter.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if weekday::LETTERS.iter().any(|&(_, letter)| letter == c) => {
            Ok((day, Some(c)))
        }
        _ => Err(DateError::Shape),
    }
}

fn parse_day(input: &str) -> Result<Date, DateError> {
    if input.len() == 8 && input.bytes().all(|b| b.is_ascii_digit()) {
        return from_parts(&input[..4], &input[4..6], &input[6..]);
    }
    let is_separator = |c: char| matches!(c, '.' | '-' | '/' | '년' | '월' | '일' | ' ');
    let mut parts = input.split(is_separator).filter(|part| !part.is_empty());
    let (Some(year), Some(month), Some(day), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(DateError::Shape);
    };
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if ![year, month, day].into_iter().all(is_number) || month.len() > 2 || day.len() > 2 {
        return Err(DateError::Shape);
    }
    if year.len() != 4 {
        return Err(DateError::Year);
    }
    from_parts(year, month, day)
}

fn from_parts(year: &str, month: &str, day: &str) -> Result<Date, DateError> {
    let year = year.parse().map_err(|_| DateError::Shape)?;
    let month: u8 = month.parse().map_err(|_| DateError::Shape)?;
    let day = day.parse().map_err(|_| DateError::Shape)?;
    let month = Month::try_from(month).map_err(|_| DateError::NoSuchDay)?;
    Date::from_calendar_date(year, month, day).map_err(|_| DateError::NoSuchDay)
}
