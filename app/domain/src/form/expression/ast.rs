//! An expression as it was written, before its names and types are checked.

use std::fmt;

use super::operator::Operator;

/// A node of the syntax tree with the column it starts at.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expr {
    pub(crate) node: Node,
    pub(crate) column: u32,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Bool(bool),
    Int(i64),
    Decimal(f64),
    Text(String),
    This,
    Field(String, Option<String>),
    /// A bare name: an attribute of the choice being filtered.
    Name(String),
    Negate(Box<Expr>),
    Binary(Operator, Box<Expr>, Box<Expr>),
    Call(String, Vec<Expr>),
}

/// Prints every operation in parentheses, so that reading it back needs no precedence.
impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Bool(yes) => write!(f, "{yes}"),
            Node::Int(number) => write!(f, "{number}"),
            Node::Decimal(number) => write!(f, "{number:?}"),
            Node::Text(text) if text.contains('\'') => write!(f, "\"{text}\""),
            Node::Text(text) => write!(f, "'{text}'"),
            Node::This => f.write_str("."),
            Node::Field(name, None) => write!(f, "${{{name}}}"),
            Node::Field(name, Some(part)) => write!(f, "${{{name}.{part}}}"),
            Node::Name(name) => f.write_str(name),
            Node::Negate(inner) => write!(f, "(- {inner})"),
            Node::Binary(operator, left, right) => {
                write!(f, "({left} {} {right})", operator.symbol())
            }
            Node::Call(name, arguments) => {
                write!(f, "{name}(")?;
                for (position, argument) in arguments.iter().enumerate() {
                    if position > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{argument}")?;
                }
                f.write_str(")")
            }
        }
    }
}
