//! An expression ready to be evaluated: names are positions, types are checked.

use super::{function::Function, operator::Operator, pattern::Pattern, value::Value};

/// An expression ready to be evaluated. Fields and repeats are positions in their form.
#[derive(Clone, Debug)]
pub(crate) enum Code {
    Constant(Value),
    This,
    Read(usize),
    /// Part number `1` of address `0`.
    Part(usize, usize),
    /// An attribute of the choice being filtered.
    Attribute(String),
    Negate(Box<Self>),
    Binary(Operator, Box<Self>, Box<Self>),
    Call(Function, Vec<Self>),
    Matches(Pattern, Box<Self>),
    /// Of a field, or of the value being judged.
    IsUnknown(Option<usize>),
    IsAnswered(Option<usize>),
    /// Whether a chosen code of field `0` has `1` = `2` among its attributes.
    ChoiceHas(usize, String, String),
    /// The greatest of the numbers that the chosen codes of field `0` have as attribute `1`.
    ChoiceNumber(usize, String),
    CountRows(usize),
    /// The field in every row of its repeat.
    Column(Aggregate, usize),
    CountEqual(usize, Box<Self>),
    /// Days covered by the ranges from field `0` to field `1` of every row.
    DaysCovered(usize, usize),
    /// Those ranges, merged and written out.
    MergedRanges(usize, usize),
}

/// How the values of all rows become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aggregate {
    Sum,
    Min,
    Max,
}

/// What an expression reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reading {
    Field(usize),
    /// A field in every row.
    Column(usize),
    /// How many rows a repeat has.
    Rows(usize),
}

impl Code {
    /// Calls `visit` with everything this reads.
    pub(crate) fn readings(&self, visit: &mut dyn FnMut(Reading)) {
        match self {
            Self::Constant(_)
            | Self::This
            | Self::Attribute(_)
            | Self::IsUnknown(None)
            | Self::IsAnswered(None) => {}
            Self::Read(field)
            | Self::Part(field, _)
            | Self::IsUnknown(Some(field))
            | Self::IsAnswered(Some(field))
            | Self::ChoiceHas(field, _, _)
            | Self::ChoiceNumber(field, _) => visit(Reading::Field(*field)),
            Self::Negate(inner) | Self::Matches(_, inner) => inner.readings(visit),
            Self::Binary(_, left, right) => {
                left.readings(visit);
                right.readings(visit);
            }
            Self::Call(_, arguments) => {
                for argument in arguments {
                    argument.readings(visit);
                }
            }
            Self::CountRows(repeat) => visit(Reading::Rows(*repeat)),
            Self::Column(_, field) => visit(Reading::Column(*field)),
            Self::CountEqual(field, inner) => {
                visit(Reading::Column(*field));
                inner.readings(visit);
            }
            Self::DaysCovered(from, to) | Self::MergedRanges(from, to) => {
                visit(Reading::Column(*from));
                visit(Reading::Column(*to));
            }
        }
    }
}
