//! Reads an expression by precedence climbing.
//!
//! Two limits keep the recursion here and in later passes shallow whatever is
//! written: [`MAX_NESTING`] and [`MAX_NODES`].

use super::{
    ast::{Expr, Node},
    error::{ExpressionError, Fault},
    operator::Operator,
    token::{Token, tokens},
};

/// How deep parentheses, calls and minus signs may nest.
const MAX_NESTING: u32 = 48;

/// How many nodes one expression may have; a chain of operators nests its left side.
const MAX_NODES: u32 = 600;

/// Reads `source`.
///
/// # Errors
/// The first character that cannot be understood.
pub(crate) fn parse(source: &str) -> Result<Expr, ExpressionError> {
    let tokens = tokens(source)?;
    let end = u32::try_from(source.chars().count())
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    let mut parser = Parser {
        tokens: &tokens,
        position: 0,
        end,
        nesting: 0,
        nodes: 0,
    };
    let expr = parser.operation(0)?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(Fault::Trailing.at(parser.column())),
    }
}

struct Parser<'a> {
    tokens: &'a [(Token, u32)],
    position: usize,
    end: u32,
    nesting: u32,
    nodes: u32,
}

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.position).map(|(token, _)| token)
    }

    fn column(&self) -> u32 {
        self.tokens
            .get(self.position)
            .map_or(self.end, |(_, column)| *column)
    }

    fn takes(&mut self, sign: &'static str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(found)) if *found == sign);
        if found {
            self.position += 1;
        }
        found
    }

    fn node(&mut self, node: Node, column: u32) -> Result<Expr, ExpressionError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(Fault::TooDeep.at(column));
        }
        Ok(Expr { node, column })
    }

    fn operator(&self) -> Option<Operator> {
        match self.peek()? {
            Token::Sign(sign) => Operator::written(sign),
            Token::Name(name) => Operator::written(name),
            _ => None,
        }
    }

    /// An operation whose operators all bind at least as tightly as `weakest`.
    fn operation(&mut self, weakest: u8) -> Result<Expr, ExpressionError> {
        let column = self.column();
        let mut left = self.operand()?;
        while let Some(operator) = self.operator().filter(|found| found.strength() >= weakest) {
            self.position += 1;
            let right = self.operation(operator.strength() + 1)?;
            left = self.node(
                Node::Binary(operator, Box::new(left), Box::new(right)),
                column,
            )?;
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expr, ExpressionError> {
        let column = self.column();
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(Fault::TooDeep.at(column));
        }
        let token = self.peek().ok_or(Fault::Expected("a value").at(column))?;
        self.position += 1;
        let expr = match token {
            Token::Int(number) => self.node(Node::Int(*number), column),
            Token::Decimal(number) => self.node(Node::Decimal(*number), column),
            Token::Text(text) => self.node(Node::Text(text.clone()), column),
            Token::This => self.node(Node::This, column),
            Token::Field(name, part) => self.node(Node::Field(name.clone(), part.clone()), column),
            Token::Name(name) => self.named(name, column),
            Token::Sign("-") => {
                let inner = self.operand()?;
                self.node(Node::Negate(Box::new(inner)), column)
            }
            Token::Sign("(") => {
                let inner = self.operation(0)?;
                if !self.takes(")") {
                    return Err(Fault::Expected("`)`").at(self.column()));
                }
                Ok(inner)
            }
            Token::Sign(_) => Err(Fault::Expected("a value").at(column)),
        };
        self.nesting -= 1;
        expr
    }

    fn named(&mut self, name: &str, column: u32) -> Result<Expr, ExpressionError> {
        if Operator::written(name).is_some() {
            return Err(Fault::Expected("a value").at(column));
        }
        let constant = match name {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        if !self.takes("(") {
            let node = constant.map_or_else(|| Node::Name(name.to_owned()), Node::Bool);
            return self.node(node, column);
        }
        let arguments = self.arguments()?;
        match constant {
            Some(yes) if arguments.is_empty() => self.node(Node::Bool(yes), column),
            _ => self.node(Node::Call(name.to_owned(), arguments), column),
        }
    }

    /// The arguments of a call whose opening parenthesis was taken.
    fn arguments(&mut self) -> Result<Vec<Expr>, ExpressionError> {
        let mut arguments = Vec::new();
        if self.takes(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.operation(0)?);
            if self.takes(")") {
                return Ok(arguments);
            }
            if !self.takes(",") {
                return Err(Fault::Expected("`,` or `)`").at(self.column()));
            }
        }
    }
}

#[cfg(test)]
mod tests;
