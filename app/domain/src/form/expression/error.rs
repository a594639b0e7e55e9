//! What can be wrong with an expression, and at which column.

use super::{super::problem::TERSE, types::Type};

/// A fault in an expression, found when its form is loaded.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("column {column}: {fault}")]
pub struct ExpressionError {
    /// Which character of the expression, from 1.
    pub column: u32,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong with an expression. Read by the form's author, so it is a sentence.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Fault {
    /// A character that starts nothing.
    #[error("`{0}` cannot stand here")]
    Character(char),
    /// A text without its closing quotation mark.
    #[error("the text has no closing quotation mark")]
    OpenText,
    /// `${` without `}`.
    #[error("the reference has no closing `}}`")]
    OpenReference,
    /// A number beyond 64 bits.
    #[error("the number is too large")]
    Number,
    /// Something else was needed here.
    #[error("expected {0}")]
    Expected(&'static str),
    /// More follows where the expression should have ended.
    #[error("the expression should end here")]
    Trailing,
    /// Nested or simply longer than any form needs; a limit on recursion.
    #[error("the expression is too long or nested too deeply")]
    TooDeep,
    /// `${name}` names nothing.
    #[error("there is no field `{0}`")]
    UnknownField(String),
    /// `${name}` names a step or a group.
    #[error("`{0}` is a group, not a field")]
    NotAField(String),
    /// A field of a repeat read from outside its rows.
    #[error("`{0}` has a value in every row: use it in sum(), min(), max() or count-equal()")]
    OutsideRow(String),
    /// `${field.part}` of a field that has no such part.
    #[error("`{0}` has no part `{1}`")]
    UnknownPart(String, String),
    /// A name that is no function.
    #[error("there is no function `{0}`")]
    UnknownFunction(String),
    /// A bare name that is no attribute of the choice list, or stands outside a choice filter.
    #[error("`{0}` is not an attribute of these choices")]
    UnknownAttribute(String),
    /// `.` where no value is being judged.
    #[error("`.` can only be used in a constraint or a warning")]
    NoThis,
    /// A function with too few or too many arguments.
    #[error("{0}() takes {1}")]
    ArgumentCount(&'static str, &'static str),
    /// A value of the wrong type.
    #[error("expected {expected}, found {found}")]
    WrongType {
        /// What is needed here.
        expected: Type,
        /// What stands here.
        found: Type,
    },
    /// Two values that can never be compared.
    #[error("{0} cannot be compared with {1}")]
    Incomparable(Type, Type),
    /// A whole expression of the wrong type.
    #[error("the expression yields {found}, {expected} is needed")]
    WrongResult {
        /// What the place needs.
        expected: Type,
        /// What the expression yields.
        found: Type,
    },
    /// A function that needs a plain `${field}`.
    #[error("{0}() needs a field here, written ${{field}}")]
    NeedsField(&'static str),
    /// A function that needs a field of a repeat.
    #[error("{0}() needs a field of a repeat here")]
    NeedsColumn(&'static str),
    /// A function that needs a text written out.
    #[error("{0}() needs a text in quotation marks here")]
    NeedsText(&'static str),
    /// The pattern of `regex` does not compile.
    #[error("the pattern is not a regular expression: {0}")]
    Pattern(String),
    /// `date('…')` of a text that is no date.
    #[error("`{0}` is not a date; dates are written YYYY-MM-DD")]
    Date(String),
    /// A choice code that the field's list does not have.
    #[error("`{0}` is not a choice of `{1}`")]
    UnknownChoice(String, String),
}

impl Fault {
    #[inline]
    pub(crate) fn at(self, column: u32) -> ExpressionError {
        let fault = if TERSE { Self::Trailing } else { self };
        ExpressionError { column, fault }
    }
}
