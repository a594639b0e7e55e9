//! Splits the text of an expression into tokens, each with its column.

use super::error::{ExpressionError, Fault};

/// One token; columns count characters from 1.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token {
    Int(i64),
    Decimal(f64),
    Text(String),
    /// `${field}`, or `${field.part}`.
    Field(String, Option<String>),
    Name(String),
    /// `.`
    This,
    /// An operator, a parenthesis or a comma.
    Sign(&'static str),
}

/// Longest first, so that `!=` is not read as `!`.
const SIGNS: [&str; 13] = [
    "!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "(", ")", ",", ".",
];

/// The tokens of `source` with their columns.
///
/// # Errors
/// A character that starts no token, or a text or reference that is not closed.
pub(crate) fn tokens(source: &str) -> Result<Vec<(Token, u32)>, ExpressionError> {
    let mut found = Vec::new();
    let mut rest = source;
    let mut column = 1;
    while let Some(first) = rest.chars().next() {
        let (token, length) = if first.is_whitespace() {
            (None, first.len_utf8())
        } else {
            let (token, length) = one(rest, first).map_err(|fault| fault.at(column))?;
            (Some(token), length)
        };
        if let Some(token) = token {
            found.push((token, column));
        }
        let (read, left) = rest.split_at(length);
        column += u32::try_from(read.chars().count()).unwrap_or(u32::MAX);
        rest = left;
    }
    Ok(found)
}

/// The token `rest` begins with, and its length in bytes.
fn one(rest: &str, first: char) -> Result<(Token, usize), Fault> {
    match first {
        '0'..='9' => number(rest),
        '\'' | '"' => {
            let text = &rest[1..];
            let end = text.find(first).ok_or(Fault::OpenText)?;
            Ok((Token::Text(text[..end].to_owned()), end + 2))
        }
        '$' => field(rest),
        'a'..='z' | 'A'..='Z' => {
            let length = length_of(rest, |c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
            Ok((Token::Name(rest[..length].to_owned()), length))
        }
        _ => match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            Some(&".") => Ok((Token::This, 1)),
            Some(sign) => Ok((Token::Sign(sign), sign.len())),
            None => Err(Fault::Character(first)),
        },
    }
}

fn number(rest: &str) -> Result<(Token, usize), Fault> {
    let whole = length_of(rest, |c| c.is_ascii_digit());
    let fraction = match rest[whole..].strip_prefix('.') {
        Some(after) => length_of(after, |c| c.is_ascii_digit()),
        None => 0,
    };
    if fraction == 0 {
        let number = rest[..whole].parse().map_err(|_| Fault::Number)?;
        return Ok((Token::Int(number), whole));
    }
    let length = whole + 1 + fraction;
    decimal(&rest[..whole], &rest[whole + 1..length]).map(|number| (Token::Decimal(number), length))
}

/// Most digits of a decimal: with them the quotient below is the nearest double.
const MAX_DIGITS: usize = 15;

/// The standard library's reader would cost a phone ten kilobytes of tables.
#[expect(clippy::cast_precision_loss, reason = "below 2^53")]
fn decimal(whole: &str, fraction: &str) -> Result<f64, Fault> {
    if whole.len() + fraction.len() > MAX_DIGITS {
        return Err(Fault::Number);
    }
    let digits: i64 = [whole, fraction]
        .concat()
        .parse()
        .map_err(|_| Fault::Number)?;
    let scale = fraction.bytes().fold(1_i64, |scale, _| scale * 10);
    Ok(digits as f64 / scale as f64)
}

fn field(rest: &str) -> Result<(Token, usize), Fault> {
    let inside = rest.strip_prefix("${").ok_or(Fault::Character('$'))?;
    let end = inside.find('}').ok_or(Fault::OpenReference)?;
    let name = inside[..end].trim();
    let token = match name.split_once('.') {
        Some((name, part)) => Token::Field(name.to_owned(), Some(part.to_owned())),
        None => Token::Field(name.to_owned(), None),
    };
    Ok((token, end + 3))
}

fn length_of(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}
