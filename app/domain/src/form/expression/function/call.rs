//! Calls that need more checked than the types of their arguments.

use super::{
    super::{
        ast::{Expr, Node},
        code::{Aggregate, Code},
        error::{ExpressionError, Fault},
        pattern::Pattern,
        types::{Checked, Scope, Type},
        value::Value,
    },
    Function,
};
use crate::korea::date::parse_iso;

/// A call of a function that needs more than types checked.
pub(super) struct Call<'s, 'a, 'e> {
    pub(super) scope: &'s Scope<'a>,
    pub(super) name: &'static str,
    pub(super) arguments: &'e [Expr],
    pub(super) column: u32,
}

impl<'a> Call<'_, 'a, '_> {
    fn count_fault(&self, takes: &'static str) -> ExpressionError {
        Fault::ArgumentCount(self.name, takes).at(self.column)
    }

    fn exactly<const N: usize>(&self, takes: &'static str) -> Result<&[Expr; N], ExpressionError> {
        self.arguments
            .try_into()
            .map_err(|_| self.count_fault(takes))
    }

    /// The text written out as `expr`.
    fn written(&self, expr: &Expr) -> Result<String, ExpressionError> {
        match &expr.node {
            Node::Text(text) => Ok(text.clone()),
            _ => Err(Fault::NeedsText(self.name).at(expr.column)),
        }
    }

    /// The field of a repeat that `expr` names, with its type.
    fn column_of(&self, expr: &Expr) -> Option<(usize, Type)> {
        let field = self.scope.named_field(expr)?;
        field.repeat.is_some().then_some((field.index, field.ty))
    }

    fn needs_column(&self, expr: &Expr, ty: Type) -> Result<usize, ExpressionError> {
        // An unknown name is reported as such, not as a missing repeat.
        if self.scope.named_field(expr).is_none() {
            self.scope.check(expr)?;
        }
        match self.column_of(expr) {
            Some((field, found)) if found == ty => Ok(field),
            Some((_, found)) => Err(Fault::WrongType {
                expected: ty,
                found,
            }
            .at(expr.column)),
            None => Err(Fault::NeedsColumn(self.name).at(expr.column)),
        }
    }

    pub(super) fn choose(&self) -> Result<Checked<'a>, ExpressionError> {
        let [condition, ..] = self.exactly::<3>("three arguments")?;
        let condition = self.scope.expect(condition, Type::Bool)?;
        let mut checked = self.alike(Function::If, &self.arguments[1..], "three arguments")?;
        if let Code::Call(_, codes) = &mut checked.code {
            codes.insert(0, condition);
        }
        Ok(checked)
    }

    /// Arguments that must all be of one type, which the function yields.
    pub(super) fn alike(
        &self,
        function: Function,
        arguments: &[Expr],
        takes: &'static str,
    ) -> Result<Checked<'a>, ExpressionError> {
        let mut ty = Type::Blank;
        let mut codes = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let checked = self.scope.check(argument)?;
            if ty == Type::Blank {
                ty = checked.ty;
            } else if checked.ty != ty && checked.ty != Type::Blank {
                let fault = Fault::WrongType {
                    expected: ty,
                    found: checked.ty,
                };
                return Err(fault.at(argument.column));
            }
            codes.push(checked.code);
        }
        if codes.is_empty() {
            return Err(self.count_fault(takes));
        }
        Ok(Checked::new(ty, Code::Call(function, codes)))
    }

    pub(super) fn concat(&self) -> Result<Checked<'a>, ExpressionError> {
        if self.arguments.is_empty() {
            return Err(self.count_fault("one argument or more"));
        }
        let mut codes = Vec::with_capacity(self.arguments.len());
        for argument in self.arguments {
            codes.push(self.scope.scalar(argument)?.code);
        }
        Ok(Checked::new(
            Type::Text,
            Code::Call(Function::Concat, codes),
        ))
    }

    pub(super) fn count(&self) -> Result<Checked<'a>, ExpressionError> {
        let [argument] = self.exactly("one argument")?;
        let checked = self.scope.check(argument)?;
        match checked.ty {
            // Files read as their number.
            Type::Rows | Type::Files => Ok(Checked::new(
                Type::Number,
                Code::Call(
                    Function::Coalesce,
                    vec![checked.code, Code::Constant(Value::Int(0))],
                ),
            )),
            found => Err(Fault::WrongType {
                expected: Type::Rows,
                found,
            }
            .at(argument.column)),
        }
    }

    pub(super) fn sum(&self) -> Result<Checked<'a>, ExpressionError> {
        let [argument] = self.exactly("one argument")?;
        let field = self.needs_column(argument, Type::Number)?;
        Ok(Checked::new(
            Type::Number,
            Code::Column(Aggregate::Sum, field),
        ))
    }

    pub(super) fn extreme(
        &self,
        function: Function,
        aggregate: Aggregate,
    ) -> Result<Checked<'a>, ExpressionError> {
        let checked = match self.arguments {
            [only] if let Some((field, ty)) = self.column_of(only) => {
                Checked::new(ty, Code::Column(aggregate, field))
            }
            arguments => self.alike(function, arguments, "one argument or more")?,
        };
        match checked.ty {
            Type::Number | Type::Date | Type::Blank => Ok(checked),
            found => Err(Fault::WrongType {
                expected: Type::Number,
                found,
            }
            .at(self.column)),
        }
    }

    pub(super) fn count_equal(&self) -> Result<Checked<'a>, ExpressionError> {
        let [column, value] = self.exactly("two arguments")?;
        let value = self.scope.check(value)?;
        let field = self.needs_column(column, value.ty)?;
        Ok(Checked::new(
            Type::Number,
            Code::CountEqual(field, Box::new(value.code)),
        ))
    }

    pub(super) fn ranges(
        &self,
        gives: Type,
        code: fn(usize, usize) -> Code,
    ) -> Result<Checked<'a>, ExpressionError> {
        let [from, to] = self.exactly("two arguments")?;
        let from = self.needs_column(from, Type::Date)?;
        let to = self.needs_column(to, Type::Date)?;
        Ok(Checked::new(gives, code(from, to)))
    }

    pub(super) fn date(&self) -> Result<Checked<'a>, ExpressionError> {
        let [argument] = self.exactly("one argument")?;
        let code = match &argument.node {
            Node::Text(text) => {
                let date =
                    parse_iso(text).map_err(|_| Fault::Date(text.clone()).at(argument.column))?;
                Code::Constant(Value::Date(date))
            }
            _ => Code::Call(
                Function::Date,
                vec![self.scope.expect(argument, Type::Text)?],
            ),
        };
        Ok(Checked::new(Type::Date, code))
    }

    pub(super) fn state(
        &self,
        code: fn(Option<usize>) -> Code,
    ) -> Result<Checked<'a>, ExpressionError> {
        let [argument] = self.exactly("one argument")?;
        self.scope.check(argument)?;
        let field = match (&argument.node, self.scope.named_field(argument)) {
            (Node::This, _) => None,
            (_, Some(field)) => Some(field.index),
            (_, None) => return Err(Fault::NeedsField(self.name).at(argument.column)),
        };
        Ok(Checked::new(Type::Bool, code(field)))
    }

    /// The field with choices that `argument` names.
    fn chosen(&self, argument: &Expr) -> Result<(usize, &'a str), ExpressionError> {
        self.scope.check(argument)?;
        let fault = || Fault::NeedsField(self.name).at(argument.column);
        let field = self.scope.named_field(argument).ok_or_else(fault)?;
        let list = field.choices.as_deref().ok_or_else(fault)?;
        Ok((field.index, list))
    }

    /// The attribute of `list` written out as `argument`; `fits` must hold for every value it has.
    fn attribute(
        &self,
        list: &str,
        argument: &Expr,
        fits: fn(&str) -> bool,
    ) -> Result<String, ExpressionError> {
        let name = self.written(argument)?;
        let known = self.scope.lists.get(list).is_none_or(|choices| {
            let mut values = choices
                .iter()
                .filter_map(|choice| choice.attributes.get(&name))
                .peekable();
            values.peek().is_some() && values.all(|value| fits(value))
        });
        if known {
            Ok(name)
        } else {
            Err(Fault::UnknownAttribute(name).at(argument.column))
        }
    }

    pub(super) fn choice_has(&self) -> Result<Checked<'a>, ExpressionError> {
        let [argument, attribute, value] = self.exactly("three arguments")?;
        let (field, list) = self.chosen(argument)?;
        let name = self.attribute(list, attribute, |_| true)?;
        let code = Code::ChoiceHas(field, name, self.written(value)?);
        Ok(Checked::new(Type::Bool, code))
    }

    pub(super) fn choice_number(&self) -> Result<Checked<'a>, ExpressionError> {
        let [argument, attribute] = self.exactly("two arguments")?;
        let (field, list) = self.chosen(argument)?;
        let name = self.attribute(list, attribute, |value| value.parse::<i64>().is_ok())?;
        Ok(Checked::new(Type::Number, Code::ChoiceNumber(field, name)))
    }

    pub(super) fn regex(&self) -> Result<Checked<'a>, ExpressionError> {
        let [text, pattern] = self.exactly("two arguments")?;
        let text = self.scope.expect(text, Type::Text)?;
        let pattern =
            Pattern::new(&self.written(pattern)?).map_err(|fault| fault.at(pattern.column))?;
        Ok(Checked::new(
            Type::Bool,
            Code::Matches(pattern, Box::new(text)),
        ))
    }
}
