//! Checks an expression's names and types, and turns it into `Code`.
//!
//! After this pass evaluation cannot meet an unknown name or a value of the
//! wrong type; what remains at run time is blankness.

use crate::map::Map;
use std::fmt;

use super::{
    super::{model::Choice, problem::TERSE},
    ast::{Expr, Node},
    code::Code,
    error::{ExpressionError, Fault},
    function,
    operator::Operator,
    value::Value,
};
use crate::answer::Address;

/// What an expression yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// The literal `''`: fits everywhere.
    Blank,
    /// Yes or no.
    Bool,
    /// A whole or decimal number.
    Number,
    /// Text, and the code of one choice.
    Text,
    /// A day; a month counts as its first day.
    Date,
    /// The codes of several choices. A text with codes separated by spaces fits, too.
    List,
    /// An address; its parts are texts.
    Address,
    /// The answer to a consent notice.
    Consent,
    /// Attached files.
    Files,
    /// A repeat.
    Rows,
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Blank => "a blank",
            Self::Bool => "a yes/no value",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::List => "a list of codes",
            Self::Address => "an address",
            Self::Consent => "a consent",
            Self::Files => "files",
            Self::Rows => "a repeat",
        })
    }
}

impl Type {
    /// Whether a value of this type can stand where `expected` is needed.
    pub(crate) fn fits(self, expected: Self) -> bool {
        self == expected || self == Self::Blank || (expected == Self::List && self == Self::Text)
    }

    const fn is_scalar(self) -> bool {
        matches!(
            self,
            Self::Blank | Self::Bool | Self::Number | Self::Text | Self::Date
        )
    }
}

/// What a name in `${…}` stands for.
#[derive(Clone, Debug)]
pub(crate) enum Named {
    Field(FieldName),
    /// Its position among the repeats, and as a section.
    Repeat(usize, usize),
    /// Its section.
    Group(usize),
}

/// What the checker knows of a field.
#[derive(Clone, Debug)]
pub(crate) struct FieldName {
    pub(crate) index: usize,
    pub(crate) ty: Type,
    pub(crate) repeat: Option<usize>,
    /// The name of its choice list.
    pub(crate) choices: Option<String>,
}

/// Where an expression stands.
pub(crate) struct Scope<'a> {
    pub(crate) names: &'a Map<String, Named>,
    pub(crate) lists: &'a Map<String, Vec<Choice>>,
    /// The repeat whose rows it is evaluated in.
    pub(crate) repeat: Option<usize>,
    /// The field `.` stands for.
    pub(crate) this: Option<&'a FieldName>,
    /// The list being filtered.
    pub(crate) filtered: Option<&'a [Choice]>,
}

/// Checked code with its type.
pub(crate) struct Checked<'a> {
    pub(crate) ty: Type,
    pub(crate) code: Code,
    /// The choice list its text comes from, so that codes compared with it can be checked.
    choices: Option<&'a str>,
}

impl Checked<'_> {
    pub(crate) const fn new(ty: Type, code: Code) -> Self {
        Self {
            ty,
            code,
            choices: None,
        }
    }
}

impl<'a> Scope<'a> {
    /// Checks a whole expression whose value must fit `expected`.
    ///
    /// # Errors
    /// The first unknown name or wrong type.
    pub(crate) fn compile(&self, expr: &Expr, expected: Type) -> Result<Code, ExpressionError> {
        let checked = self.check(expr)?;
        if checked.ty.fits(expected) {
            return Ok(checked.code);
        }
        Err(Fault::WrongResult {
            expected,
            found: checked.ty,
        }
        .at(expr.column))
    }

    pub(crate) fn check(&self, expr: &Expr) -> Result<Checked<'a>, ExpressionError> {
        let column = expr.column;
        Ok(match &expr.node {
            Node::Bool(yes) => constant(Type::Bool, Value::Bool(*yes)),
            Node::Int(number) => constant(Type::Number, Value::Int(*number)),
            Node::Decimal(number) => constant(Type::Number, Value::decimal(*number)),
            Node::Text(text) if text.is_empty() => constant(Type::Blank, Value::Empty),
            Node::Text(text) => constant(Type::Text, Value::Text(text.clone())),
            Node::This => {
                let this = self.this.ok_or(Fault::NoThis.at(column))?;
                Checked {
                    ty: this.ty,
                    code: Code::This,
                    choices: this.choices.as_deref(),
                }
            }
            Node::Field(name, part) => self.field(name, part.as_deref(), column)?,
            Node::Name(name) => self.attribute(name, column)?,
            Node::Negate(inner) => {
                let inner = self.expect(inner, Type::Number)?;
                Checked::new(Type::Number, Code::Negate(Box::new(inner)))
            }
            Node::Binary(operator, left, right) => self.binary(*operator, left, right)?,
            Node::Call(name, arguments) => function::check(self, name, arguments, column)?,
        })
    }

    /// Checks an operand or argument that must be of type `expected`.
    pub(crate) fn expect(&self, expr: &Expr, expected: Type) -> Result<Code, ExpressionError> {
        let checked = self.check(expr)?;
        if checked.ty.fits(expected) {
            return Ok(checked.code);
        }
        Err(Fault::WrongType {
            expected,
            found: checked.ty,
        }
        .at(expr.column))
    }

    /// Checks an argument that must have a printable value.
    pub(crate) fn scalar(&self, expr: &Expr) -> Result<Checked<'a>, ExpressionError> {
        let checked = self.check(expr)?;
        if checked.ty.is_scalar() {
            return Ok(checked);
        }
        Err(Fault::WrongType {
            expected: Type::Text,
            found: checked.ty,
        }
        .at(expr.column))
    }

    /// The field a plain `${name}` stands for, whatever row it is in.
    pub(crate) fn named_field(&self, expr: &Expr) -> Option<&'a FieldName> {
        match &expr.node {
            Node::Field(name, None) => match self.names.get(name) {
                Some(Named::Field(field)) => Some(field),
                _ => None,
            },
            _ => None,
        }
    }

    fn field(
        &self,
        name: &str,
        part: Option<&str>,
        column: u32,
    ) -> Result<Checked<'a>, ExpressionError> {
        let fault = match self.names.get(name) {
            None => Fault::UnknownField(name.to_owned()),
            Some(Named::Group(_)) => Fault::NotAField(name.to_owned()),
            Some(Named::Repeat(repeat, _)) if part.is_none() => {
                return Ok(Checked::new(Type::Rows, Code::CountRows(*repeat)));
            }
            Some(Named::Repeat(..)) => {
                Fault::UnknownPart(name.to_owned(), part.unwrap_or_default().to_owned())
            }
            Some(Named::Field(field)) if field.repeat.is_some() && field.repeat != self.repeat => {
                Fault::OutsideRow(name.to_owned())
            }
            Some(Named::Field(field)) => {
                let Some(part) = part else {
                    return Ok(Checked {
                        ty: field.ty,
                        code: Code::Read(field.index),
                        choices: field.choices.as_deref(),
                    });
                };
                match Address::PARTS.iter().position(|known| *known == part) {
                    Some(part) if field.ty == Type::Address => {
                        return Ok(Checked::new(Type::Text, Code::Part(field.index, part)));
                    }
                    _ => Fault::UnknownPart(name.to_owned(), part.to_owned()),
                }
            }
        };
        Err(fault.at(column))
    }

    fn attribute(&self, name: &str, column: u32) -> Result<Checked<'a>, ExpressionError> {
        let known = self.filtered.is_some_and(|choices| {
            name == "code"
                || choices
                    .iter()
                    .any(|choice| choice.attributes.contains_key(name))
        });
        if known {
            return Ok(Checked::new(Type::Text, Code::Attribute(name.to_owned())));
        }
        Err(Fault::UnknownAttribute(name.to_owned()).at(column))
    }

    fn binary(
        &self,
        operator: Operator,
        left: &Expr,
        right: &Expr,
    ) -> Result<Checked<'a>, ExpressionError> {
        let (ty, left, right) = match operator {
            Operator::Or | Operator::And => (
                Type::Bool,
                self.expect(left, Type::Bool)?,
                self.expect(right, Type::Bool)?,
            ),
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder => (
                Type::Number,
                self.expect(left, Type::Number)?,
                self.expect(right, Type::Number)?,
            ),
            _ => {
                let (a, b) = (self.check(left)?, self.check(right)?);
                let equality = matches!(operator, Operator::Equal | Operator::Unequal);
                let comparable = if equality {
                    a.ty == Type::Blank || b.ty == Type::Blank || (a.ty == b.ty && a.ty.is_scalar())
                } else {
                    a.ty == b.ty && matches!(a.ty, Type::Number | Type::Date)
                };
                if !comparable {
                    return Err(Fault::Incomparable(a.ty, b.ty).at(left.column));
                }
                self.known_code(&a, &b, right.column)?;
                self.known_code(&b, &a, left.column)?;
                (Type::Bool, a.code, b.code)
            }
        };
        Ok(Checked::new(
            ty,
            Code::Binary(operator, Box::new(left), Box::new(right)),
        ))
    }

    /// Refuses a written code that the list of `chosen` does not have.
    pub(crate) fn known_code(
        &self,
        chosen: &Checked<'_>,
        written: &Checked<'_>,
        column: u32,
    ) -> Result<(), ExpressionError> {
        if TERSE {
            return Ok(());
        }
        let (Some(list), Code::Constant(Value::Text(code))) = (chosen.choices, &written.code)
        else {
            return Ok(());
        };
        match self.lists.get(list) {
            Some(choices) if choices.iter().all(|choice| choice.code != *code) => {
                Err(Fault::UnknownChoice(code.clone(), list.to_owned()).at(column))
            }
            _ => Ok(()),
        }
    }
}

const fn constant<'a>(ty: Type, value: Value) -> Checked<'a> {
    Checked::new(ty, Code::Constant(value))
}
