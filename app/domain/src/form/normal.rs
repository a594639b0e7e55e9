//! Between answers and values: how an answer is normalised, read by expressions,
//! and how a computed value becomes an answer.

use super::{
    expression::value::Value,
    model::{Field, Kind},
    url,
};
use crate::{
    answer::{Address, Answer},
    korea::{
        brn::Brn, crn::Crn, date, email::Email, mailorder::MailOrder, normalize, phone::Phone,
        year_month::YearMonth,
    },
};

/// A typed text in its canonical form, or merely tidied when it has none.
pub(crate) fn text(kind: Kind, typed: &str) -> String {
    let canonical = match kind {
        Kind::Brn => Brn::parse(typed).ok().map(Brn::digits),
        Kind::Crn => Crn::parse(typed).ok().map(Crn::digits),
        Kind::Phone => Phone::parse(typed)
            .ok()
            .map(|phone| phone.digits().to_owned()),
        Kind::Mailorder => MailOrder::parse(typed)
            .ok()
            .map(|number| number.to_string()),
        Kind::Email => Email::parse(typed)
            .ok()
            .map(|email| email.as_str().to_owned()),
        Kind::Url => url::parse(typed).ok(),
        _ => None,
    };
    canonical.unwrap_or_else(|| normalize::text(typed))
}

/// The answer as it is submitted: normalised, nothing blank in it.
pub(crate) fn answer(field: &Field, answer: &Answer) -> Option<Answer> {
    let normal = match answer {
        Answer::Text(typed) => Answer::Text(text(field.kind, typed)),
        Answer::Many(codes) => {
            // A code that is there twice counts once; in a ranking it is a fault to be shown.
            let mut kept: Vec<String> = Vec::new();
            for code in codes {
                if field.kind == Kind::Rank3 || !kept.contains(code) {
                    kept.push(code.clone());
                }
            }
            Answer::Many(kept)
        }
        Answer::Address(address) => {
            let mut normal = Address::default();
            for part in Address::PARTS {
                let typed = address.part(part).unwrap_or_default();
                normal.set_part(part, normalize::text(typed));
            }
            Answer::Address(normal)
        }
        Answer::Files(files) => {
            let mut files = files.clone();
            for file in &mut files {
                file.name = normalize::text(&file.name);
                file.caption = normalize::text(&file.caption);
            }
            Answer::Files(files)
        }
        other => other.clone(),
    };
    if normal.is_blank() {
        None
    } else {
        Some(normal)
    }
}

/// Whether the answer has the shape that the field's kind takes.
pub(crate) fn fits(field: &Field, answer: &Answer) -> bool {
    match answer {
        Answer::Unknown => field.allow_unknown,
        Answer::Text(_) => {
            field.kind.is_text() || matches!(field.kind, Kind::Enum | Kind::Date | Kind::Month)
        }
        Answer::Int(_) => field.kind.is_number() || field.kind == Kind::Likert5,
        Answer::Bool(_) => field.kind == Kind::Bool,
        Answer::Many(_) => matches!(field.kind, Kind::Multi | Kind::Rank3),
        Answer::Address(_) => field.kind == Kind::Address,
        Answer::Files(_) => field.kind == Kind::File,
        Answer::Consent(_) => field.kind == Kind::Consent,
        Answer::Rows(_) => false,
    }
}

/// The value an answer has in expressions; blank when it does not fit the field.
pub(crate) fn value(field: &Field, given: &Answer) -> Value {
    if !fits(field, given) {
        return Value::Empty;
    }
    match given {
        Answer::Unknown => Value::Unknown,
        Answer::Bool(yes) => Value::Bool(*yes),
        Answer::Int(number) => Value::Int(*number),
        Answer::Text(typed) => match field.kind {
            Kind::Date => date::parse_iso(typed).map_or(Value::Empty, Value::Date),
            Kind::Month => month(typed).map_or(Value::Empty, Value::Date),
            kind => Value::text(&text(kind, typed)),
        },
        Answer::Many(_) => match answer(field, given) {
            Some(Answer::Many(codes)) => Value::List(codes),
            _ => Value::Empty,
        },
        Answer::Address(_) => match answer(field, given) {
            Some(Answer::Address(address)) => {
                let part = |part: &&str| address.part(part).unwrap_or_default().to_owned();
                Value::List(Address::PARTS.iter().map(part).collect())
            }
            _ => Value::Empty,
        },
        Answer::Files(files) if files.is_empty() => Value::Empty,
        Answer::Files(files) => Value::Int(i64::try_from(files.len()).unwrap_or(i64::MAX)),
        Answer::Consent(consent) => Value::Bool(consent.given),
        Answer::Rows(_) => Value::Empty,
    }
}

/// A computed value made to fit its field: whole where it must be, codes split.
pub(crate) fn coerce(field: &Field, computed: Value) -> Value {
    match (field.kind, computed) {
        (_, Value::Empty | Value::Unknown) => Value::Empty,
        (_, value @ Value::Decimal(_)) => value.rounded().map_or(Value::Empty, Value::Int),
        (Kind::Multi | Kind::Rank3, value) => {
            let codes: Vec<String> = value.codes().into_iter().map(str::to_owned).collect();
            if codes.is_empty() {
                Value::Empty
            } else {
                Value::List(codes)
            }
        }
        (Kind::Month, Value::Date(day)) => {
            let first = YearMonth::of(day).and_then(YearMonth::first_day);
            first.map_or(Value::Empty, Value::Date)
        }
        (_, value) => value,
    }
}

/// The answer a computed value stands for.
pub(crate) fn to_answer(field: &Field, value: &Value) -> Option<Answer> {
    match value {
        Value::Bool(yes) => Some(Answer::Bool(*yes)),
        Value::Int(number) => Some(Answer::Int(*number)),
        Value::Decimal(_) => value.rounded().map(Answer::Int),
        Value::Text(text) => Some(Answer::Text(text.clone())),
        Value::Date(day) if field.kind == Kind::Month => {
            YearMonth::of(*day).map(|month| Answer::Text(month.to_string()))
        }
        Value::Date(day) => Some(Answer::Text(date::iso(*day))),
        Value::List(codes) => Some(Answer::Many(codes.clone())),
        Value::Empty | Value::Unknown => None,
    }
}

/// The first day of a month written `YYYY-MM`.
pub(crate) fn month(text: &str) -> Option<time::Date> {
    text.parse::<YearMonth>().ok()?.first_day()
}
