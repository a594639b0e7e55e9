//! The values expressions work on.

use std::cmp::Ordering;

use time::Date;

/// A value while expressions are evaluated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Not answered, or it cannot be computed.
    Empty,
    /// Answered with "모름"; every function but `is-unknown` and `once-answered` sees it as blank.
    Unknown,
    Bool(bool),
    Int(i64),
    /// Always finite. Only `div` and decimal literals make one.
    Decimal(f64),
    Text(String),
    Date(Date),
    /// Codes; or the five parts of an address.
    List(Vec<String>),
}

impl Value {
    /// A decimal, or blank when `number` is not finite.
    pub(crate) fn decimal(number: f64) -> Self {
        if number.is_finite() {
            Self::Decimal(number)
        } else {
            Self::Empty
        }
    }

    /// A text; a blank one is [`Self::Empty`].
    pub(crate) fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }

    pub(crate) const fn is_blank(&self) -> bool {
        matches!(self, Self::Empty | Self::Unknown)
    }

    pub(crate) fn is_true(&self) -> bool {
        *self == Self::Bool(true)
    }

    pub(crate) fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    /// The codes of a list; a text is read as codes separated by spaces, as in XForms.
    pub(crate) fn codes(&self) -> Vec<&str> {
        match self {
            Self::List(codes) => codes.iter().map(String::as_str).collect(),
            Self::Text(text) => text.split_whitespace().collect(),
            _ => Vec::new(),
        }
    }

    /// The whole number nearest to it, halves away from zero.
    pub(crate) fn rounded(&self) -> Option<i64> {
        // 2^63 as f64; beyond it a cast would saturate silently.
        const LIMIT: f64 = 9_223_372_036_854_775_808.0;
        match self {
            Self::Int(number) => Some(*number),
            Self::Decimal(number) => {
                let rounded = number.round();
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "whole and within the limits"
                )]
                (-LIMIT..LIMIT).contains(&rounded).then_some(rounded as i64)
            }
            _ => None,
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "exact up to 2^53, beyond every won amount"
    )]
    pub(crate) fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Int(number) => Some(*number as f64),
            Self::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// The order of two numbers, two dates or two texts; none when either is blank.
    pub(crate) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => Some(left.cmp(right)),
            (Self::Date(left), Self::Date(right)) => Some(left.cmp(right)),
            (Self::Text(left), Self::Text(right)) => Some(left.cmp(right)),
            _ => self.as_f64()?.partial_cmp(&other.as_f64()?),
        }
    }

    /// Whether the two are the same; blanks equal each other and the empty text.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (self.blank_or_empty(), other.blank_or_empty()) {
            (true, true) => true,
            (false, false) => match (self, other) {
                (Self::Bool(left), Self::Bool(right)) => left == right,
                (Self::List(left), Self::List(right)) => left == right,
                _ => self.order(other) == Some(Ordering::Equal),
            },
            _ => false,
        }
    }

    fn blank_or_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(codes) => codes.is_empty(),
            _ => self.is_blank(),
        }
    }

    /// The value as a text for `concat`; blank is the empty text.
    pub(crate) fn print(&self) -> String {
        match self {
            Self::Empty | Self::Unknown => String::new(),
            Self::Bool(yes) => yes.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Decimal(number) => print_decimal(*number),
            Self::Text(text) => text.clone(),
            Self::Date(date) => crate::korea::date::iso(*date),
            Self::List(codes) => codes.join(" "),
        }
    }
}

/// A decimal with at most six decimals; blank where it is beyond all amounts.
fn print_decimal(number: f64) -> String {
    const SCALE: i64 = 1_000_000;
    let Some(scaled) = Value::Decimal(number * 1e6).rounded() else {
        return String::new();
    };
    let mut text = (scaled / SCALE).unsigned_abs().to_string();
    if scaled < 0 {
        text.insert(0, '-');
    }
    let fraction = (scaled % SCALE).unsigned_abs();
    if fraction > 0 {
        // The leading 1 keeps the zeros after the point.
        let digits = (SCALE.unsigned_abs() + fraction).to_string();
        text.push('.');
        text.push_str(digits[1..].trim_end_matches('0'));
    }
    text
}
