//! Evaluates checked code. It cannot fail: what cannot be computed is blank.
//!
//! Blank spreads: arithmetic on it, an order comparison with it and a function
//! of it are blank, except where the function says otherwise. `and` and `or` are
//! decided by their other side where that side decides.

use std::cmp::Ordering;

use super::{
    code::{Aggregate, Code},
    function::Function,
    operator::Operator,
    scene::Scene,
    value::Value,
};
use crate::{
    form::calendar,
    korea::{self, decline::DeclineRate, postcode::PostcodeRegion},
};

impl Scene<'_> {
    /// The value of `code` here.
    pub(crate) fn eval(&self, code: &Code) -> Value {
        match code {
            Code::Constant(value) => value.clone(),
            Code::This => self.this.map_or(Value::Empty, known),
            Code::Read(field) => known(self.raw(*field)),
            Code::Part(field, part) => match self.raw(*field) {
                Value::List(parts) => parts
                    .get(*part)
                    .map_or(Value::Empty, |text| Value::text(text)),
                _ => Value::Empty,
            },
            Code::Attribute(name) => match self.choice {
                Some(choice) if name == "code" => Value::text(&choice.code),
                Some(choice) => choice
                    .attributes
                    .get(name)
                    .map_or(Value::Empty, |text| Value::text(text)),
                None => Value::Empty,
            },
            Code::Negate(inner) => match self.eval(inner) {
                Value::Int(number) => number.checked_neg().map_or(Value::Empty, Value::Int),
                Value::Decimal(number) => Value::decimal(-number),
                _ => Value::Empty,
            },
            Code::Binary(operator, left, right) => self.binary(*operator, left, right),
            Code::Call(function, arguments) => self.call(*function, arguments),
            Code::Matches(pattern, text) => match self.eval(text) {
                Value::Text(text) => Value::Bool(pattern.matches(&text)),
                _ => Value::Empty,
            },
            Code::IsUnknown(field) => {
                Value::Bool(self.field_or_this(*field) == Some(&Value::Unknown))
            }
            Code::IsAnswered(field) => Value::Bool(
                self.field_or_this(*field)
                    .is_some_and(|value| *value != Value::Empty),
            ),
            Code::ChoiceHas(field, attribute, wanted) => {
                let codes = self.raw(*field);
                let choices = self.form.choices_of(*field);
                Value::Bool(codes.codes().into_iter().any(|code| {
                    choices.iter().any(|choice| {
                        choice.code == code && choice.attributes.get(attribute) == Some(wanted)
                    })
                }))
            }
            Code::ChoiceNumber(field, attribute) => {
                let codes = self.raw(*field).codes();
                let chosen = self.form.choices_of(*field).iter();
                let numbers = chosen
                    .filter(|choice| codes.contains(&choice.code.as_str()))
                    .filter_map(|choice| choice.attributes.get(attribute)?.parse().ok());
                numbers.max().map_or(Value::Empty, Value::Int)
            }
            Code::CountRows(repeat) => self.state.rows_value(self.form, *repeat).clone(),
            Code::Column(aggregate, field) => self.aggregate(*aggregate, *field),
            Code::CountEqual(field, wanted) => {
                let wanted = self.eval(wanted);
                let count = self
                    .column(*field)
                    .filter(|value| value.same(&wanted))
                    .count();
                Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
            }
            Code::DaysCovered(from, to) => {
                let ranges = self.ranges(*from, *to);
                Value::Int(ranges.iter().map(|(from, to)| to - from + 1).sum())
            }
            Code::MergedRanges(from, to) => {
                let ranges = self.ranges(*from, *to).into_iter();
                let written: Vec<String> = ranges.filter_map(calendar::range).collect();
                Value::text(&written.join(", "))
            }
        }
    }

    fn field_or_this(&self, field: Option<usize>) -> Option<&Value> {
        field.map_or(self.this, |field| Some(self.raw(field)))
    }

    fn binary(&self, operator: Operator, left: &Code, right: &Code) -> Value {
        let left = self.eval(left);
        if let (Operator::And, Value::Bool(false)) | (Operator::Or, Value::Bool(true)) =
            (operator, &left)
        {
            return left;
        }
        let right = self.eval(right);
        let ordered = |fits: fn(Ordering) -> bool| {
            left.order(&right)
                .map_or(Value::Empty, |order| Value::Bool(fits(order)))
        };
        match operator {
            Operator::And | Operator::Or => match (&left, &right) {
                // The left side did not decide; a blank left side leaves it to a deciding right side.
                (Value::Bool(_), _) => right,
                (_, Value::Bool(yes)) if *yes == (operator == Operator::Or) => right,
                _ => Value::Empty,
            },
            Operator::Equal => Value::Bool(left.same(&right)),
            Operator::Unequal => Value::Bool(!left.same(&right)),
            Operator::Less => ordered(Ordering::is_lt),
            Operator::AtMost => ordered(Ordering::is_le),
            Operator::Greater => ordered(Ordering::is_gt),
            Operator::AtLeast => ordered(Ordering::is_ge),
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder => arithmetic(operator, &left, &right),
        }
    }

    fn aggregate(&self, aggregate: Aggregate, field: usize) -> Value {
        let mut values = self.column(field).filter(|value| !value.is_blank());
        match aggregate {
            // The sum of no rows is 0, so that totals begin at 0 won.
            Aggregate::Sum => values
                .try_fold(Value::Int(0), |sum, value| {
                    match arithmetic(Operator::Add, &sum, value) {
                        Value::Empty => None,
                        sum => Some(sum),
                    }
                })
                .unwrap_or(Value::Empty),
            Aggregate::Min => extreme(values, Ordering::Less),
            Aggregate::Max => extreme(values, Ordering::Greater),
        }
    }

    /// The complete ranges of all rows as Julian days, in order; those that overlap or adjoin are one.
    fn ranges(&self, from: usize, to: usize) -> Vec<(i64, i64)> {
        let mut ranges: Vec<(i64, i64)> = Vec::new();
        for pair in self.column(from).zip(self.column(to)) {
            if let (Value::Date(from), Value::Date(to)) = pair
                && from <= to
            {
                ranges.push((
                    i64::from(from.to_julian_day()),
                    i64::from(to.to_julian_day()),
                ));
            }
        }
        ranges.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::new();
        for (from, to) in ranges {
            match merged.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        merged
    }

    fn call(&self, function: Function, arguments: &[Code]) -> Value {
        let value = |position: usize| {
            arguments
                .get(position)
                .map_or(Value::Empty, |code| self.eval(code))
        };
        match function {
            Function::If => value(if value(0).is_true() { 1 } else { 2 }),
            Function::Coalesce => arguments
                .iter()
                .map(|code| self.eval(code))
                .find(|value| !value.same(&Value::Empty))
                .unwrap_or(Value::Empty),
            Function::Concat => {
                let mut text = String::new();
                for code in arguments {
                    text.push_str(&self.eval(code).print());
                }
                Value::text(&text)
            }
            Function::Max | Function::Min => {
                let values: Vec<Value> = arguments.iter().map(|code| self.eval(code)).collect();
                let wanted = if function == Function::Max {
                    Ordering::Greater
                } else {
                    Ordering::Less
                };
                extreme(values.iter().filter(|value| !value.is_blank()), wanted)
            }
            Function::Today => Value::Date(self.today),
            _ => plain(function, &value(0), &value(1), &value(2)),
        }
    }
}

/// A value as most expressions see it: "모름" is blank.
fn known(value: &Value) -> Value {
    if value.is_blank() {
        Value::Empty
    } else {
        value.clone()
    }
}

/// The first value that compares as `wanted` with all others.
fn extreme<'v>(values: impl Iterator<Item = &'v Value>, wanted: Ordering) -> Value {
    let mut best: Option<&Value> = None;
    for value in values {
        if best.is_none_or(|best| value.order(best) == Some(wanted)) {
            best = Some(value);
        }
    }
    best.map_or(Value::Empty, Value::clone)
}

fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Value {
    if let (Value::Int(left), Value::Int(right)) = (left, right) {
        let whole = match operator {
            Operator::Add => left.checked_add(*right),
            Operator::Subtract => left.checked_sub(*right),
            Operator::Multiply => left.checked_mul(*right),
            Operator::Remainder => left.checked_rem(*right),
            _ => return divide(left, right),
        };
        return whole.map_or(Value::Empty, Value::Int);
    }
    let (Some(left), Some(right)) = (left.as_f64(), right.as_f64()) else {
        return Value::Empty;
    };
    Value::decimal(match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Remainder => left % right,
        _ => left / right,
    })
}

/// Stays whole where it can, so that won amounts keep every digit.
fn divide(left: &i64, right: &i64) -> Value {
    match (left.checked_rem(*right), left.checked_div(*right)) {
        (Some(0), Some(whole)) => Value::Int(whole),
        _ => match (Value::Int(*left).as_f64(), Value::Int(*right).as_f64()) {
            (Some(left), Some(right)) => Value::decimal(left / right),
            _ => Value::Empty,
        },
    }
}

/// The functions of up to three evaluated arguments.
fn plain(function: Function, first: &Value, second: &Value, third: &Value) -> Value {
    // Lists and texts that are blank are still searched: nothing is found in them.
    match function {
        Function::Selected => {
            return Value::Bool(first.codes().contains(&second.as_text()));
        }
        Function::CountSelected => return count(first.codes().len()),
        Function::StringLength => return count(first.as_text().chars().count()),
        Function::Contains => return Value::Bool(first.as_text().contains(second.as_text())),
        Function::StartsWith => {
            return Value::Bool(first.as_text().starts_with(second.as_text()));
        }
        Function::IsTrue => return Value::Bool(first.is_true()),
        _ => {}
    }
    some(function, first, second, third).unwrap_or(Value::Empty)
}

/// The functions that are blank whenever an argument is.
fn some(function: Function, first: &Value, second: &Value, third: &Value) -> Option<Value> {
    Some(match (function, first) {
        (Function::Not, Value::Bool(yes)) => Value::Bool(!yes),
        (Function::Round, _) => Value::Int(first.rounded()?),
        (Function::SelectedAt, _) => {
            let position = usize::try_from(second.rounded()?).ok()?;
            Value::text(first.codes().get(position)?)
        }
        (Function::Substr, Value::Text(text)) => {
            let from = usize::try_from(second.rounded()?.max(0)).ok()?;
            let to = match third {
                Value::Empty => usize::MAX,
                _ => usize::try_from(third.rounded()?.max(0)).ok()?,
            };
            Value::text(&text.chars().take(to).skip(from).collect::<String>())
        }
        (Function::Date, Value::Text(text)) => Value::Date(korea::date::parse_iso(text).ok()?),
        (Function::Year, Value::Date(date)) => Value::Int(i64::from(date.year())),
        (Function::AddDays, Value::Date(date)) => {
            Value::Date(calendar::add_days(*date, second.rounded()?)?)
        }
        (Function::AddMonths, Value::Date(date)) => {
            Value::Date(calendar::add_months(*date, second.rounded()?)?)
        }
        (Function::DaysBetween, Value::Date(date)) => match second {
            Value::Date(end) => Value::Int(calendar::days_between(*date, *end)),
            _ => return None,
        },
        (Function::MonthsBetween, Value::Date(date)) => match second {
            Value::Date(end) => Value::Int(calendar::months_between(*date, *end)),
            _ => return None,
        },
        (Function::Decline | Function::DeclineBand, _) => {
            let rate = DeclineRate::between(first.rounded()?, second.rounded()?).ok()?;
            match (function, rate.band().percent()) {
                (Function::Decline, _) => Value::Int(rate.tenths()),
                (_, 0) => Value::text("none"),
                (_, percent) => Value::Text(percent.to_string()),
            }
        }
        (_, Value::Text(text)) => return korean(function, text),
        _ => return None,
    })
}

/// The functions that read a Korean number.
fn korean(function: Function, text: &str) -> Option<Value> {
    Some(match function {
        Function::Brn => Value::Bool(korea::brn::Brn::parse(text).is_ok()),
        Function::BrnKind => {
            let digits = korea::brn::Brn::parse(text).ok()?.digits();
            Value::text(digits.get(3..5)?)
        }
        Function::Crn => Value::Bool(korea::crn::Crn::check(text).is_ok()),
        Function::Mailorder => Value::Bool(korea::mailorder::MailOrder::parse(text).is_ok()),
        Function::Name => Value::Bool(korea::name::Name::parse(text).is_ok()),
        Function::PhoneKind => Value::text(korea::phone::Phone::parse(text).ok()?.kind().code()),
        Function::PostcodeArea => Value::text(
            match korea::postcode::Postcode::parse(text).ok()?.region() {
                PostcodeRegion::Daegu => "daegu",
                PostcodeRegion::Gunwi => "gunwi",
                PostcodeRegion::FormerGunwi => "former_gunwi",
                PostcodeRegion::Elsewhere => "elsewhere",
            },
        ),
        Function::KsicIndustry => Value::text(korea::ksic::suggest(text)?.code()),
        _ => return None,
    })
}

fn count(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
