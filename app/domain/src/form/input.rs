//! Between what a person types and the answer that is kept.
//!
//! Texts are kept as typed; numbers, money and dates are read in the ways people
//! write them. Whether the answer is allowed is judged by `validate`.

use super::model::{CalcResult, Field, Kind};
use crate::map::Map;
use crate::{
    answer::{Address, Answer},
    korea::{brn::Brn, crn::Crn, date, normalize, phone::Phone, won, year_month::YearMonth},
};

/// What was typed cannot be kept as an answer of this kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct InputError {
    /// The finding's code, such as `won.malformed`.
    pub code: &'static str,
    /// What a sentence about it needs.
    pub args: Map<String, String>,
}

impl From<&'static str> for InputError {
    fn from(code: &'static str) -> Self {
        Self {
            code,
            args: Map::new(),
        }
    }
}

/// The answer that `typed` means; none when it is blank.
///
/// A multiple choice is typed as its codes with spaces between them. Files,
/// addresses and consents are not typed.
///
/// # Errors
/// Why it cannot be read.
pub fn parse(field: &Field, typed: &str) -> Result<Option<Answer>, InputError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Ok(Some(match field.kind {
        Kind::Int | Kind::Percent | Kind::Likert5 => Answer::Int(whole(field.kind, typed)?),
        Kind::Won => Answer::Int(won::parse(typed).map_err(won::WonError::code)?),
        Kind::Date => {
            let day = date::parse_typed(typed).map_err(date::DateError::code)?;
            Answer::Text(date::iso(day))
        }
        Kind::Month => match YearMonth::parse_typed(typed) {
            Ok(month) => Answer::Text(month.to_string()),
            Err(error) => return Err(error.code().into()),
        },
        Kind::Bool => match typed.trim() {
            "true" => Answer::Bool(true),
            "false" => Answer::Bool(false),
            _ => return Err("type".into()),
        },
        Kind::Enum => Answer::Text(typed.trim().to_owned()),
        Kind::Multi | Kind::Rank3 => {
            Answer::Many(typed.split_whitespace().map(str::to_owned).collect())
        }
        Kind::File | Kind::Consent | Kind::Address | Kind::Calc => return Err("type".into()),
        Kind::Text
        | Kind::Textarea
        | Kind::Phone
        | Kind::Email
        | Kind::Url
        | Kind::Brn
        | Kind::Crn
        | Kind::Mailorder => Answer::Text(typed.to_owned()),
    }))
}

/// The amount that `typed` means where a bare number counts in `unit` won; none when it is blank.
///
/// # Errors
/// Why it cannot be read.
pub fn parse_won(typed: &str, unit: u32) -> Result<Option<Answer>, InputError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let amount = won::parse_in(typed, unit).map_err(won::WonError::code)?;
    Ok(Some(Answer::Int(amount)))
}

/// A whole number with or without commas and its unit.
fn whole(kind: Kind, typed: &str) -> Result<i64, InputError> {
    let text = normalize::number(typed);
    let unit = if kind == Kind::Percent { '%' } else { '명' };
    let text = text.strip_suffix(unit).unwrap_or(&text).trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text),
    };
    let plain = digits.starts_with(|c: char| c.is_ascii_digit())
        && !digits.ends_with(',')
        && digits.chars().all(|c| c.is_ascii_digit() || c == ',');
    if !plain {
        return Err("int.malformed".into());
    }
    [sign, &digits.replace(',', "")]
        .concat()
        .parse()
        .map_err(|_| "int.too_large".into())
}

/// How an answer stands in its box: numbers grouped, numbers of papers with their dashes.
pub fn display(field: &Field, answer: &Answer) -> String {
    match answer {
        Answer::Bool(yes) => yes.to_string(),
        Answer::Int(number) => match (field.kind, field.result) {
            (Kind::Likert5, _) => number.to_string(),
            (Kind::Calc, Some(CalcResult::Tenths)) => tenths(*number),
            _ => won::group_thousands(*number),
        },
        Answer::Text(text) => match field.kind {
            Kind::Brn => Brn::parse(text).map_or_else(|_| text.clone(), |brn| brn.to_string()),
            Kind::Crn => Crn::parse(text).map_or_else(|_| text.clone(), |crn| crn.to_string()),
            Kind::Phone => {
                Phone::parse(text).map_or_else(|_| text.clone(), |phone| phone.to_string())
            }
            _ => text.clone(),
        },
        Answer::Many(codes) => codes.join(" "),
        Answer::Address(address) => address_line(address),
        Answer::Files(files) => files
            .iter()
            .map(|file| file.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        Answer::Rows(_) | Answer::Consent(_) | Answer::Unknown => String::new(),
    }
}

/// Tenths of a percent with their decimal: 705 is `70.5`.
fn tenths(number: i64) -> String {
    let magnitude = number.unsigned_abs();
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}.{}", magnitude / 10, magnitude % 10)
}

/// An address as it is printed: `(41911) 대구광역시 중구 국채보상로 670, 2층`.
fn address_line(address: &Address) -> String {
    let mut line = String::new();
    if !address.zip.is_empty() {
        line = ["(", &address.zip, ")"].concat();
    }
    for part in [&address.sido, &address.sigungu, &address.road] {
        if !part.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
        }
    }
    if !address.detail.is_empty() {
        line.push_str(if line.is_empty() { "" } else { ", " });
        line.push_str(&address.detail);
    }
    line
}
