//! The functions of the language: their names, what they take and what they yield.

use super::{
    ast::{Expr, Node},
    error::{ExpressionError, Fault},
    pattern::Pattern,
    types::{Aggregate, Checked, Code, Scope, Type},
    value::Value,
};
use crate::korea::date::parse_iso;

/// A function that computes its value from its arguments alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    AddDays,
    AddMonths,
    Brn,
    BrnKind,
    Coalesce,
    Concat,
    Contains,
    CountSelected,
    Crn,
    Date,
    DaysBetween,
    Decline,
    DeclineBand,
    If,
    IsTrue,
    KsicIndustry,
    Mailorder,
    Max,
    Min,
    MonthsBetween,
    Not,
    PhoneKind,
    PostcodeArea,
    Round,
    Selected,
    SelectedAt,
    StartsWith,
    StringLength,
    Substr,
    Today,
    Year,
}

/// A function whose arguments are of fixed types.
struct Signature {
    name: &'static str,
    function: Function,
    takes: &'static [Type],
    /// How many of the last arguments may be left out.
    optional: usize,
    gives: Type,
}

const fn signature(
    name: &'static str,
    function: Function,
    takes: &'static [Type],
    gives: Type,
) -> Signature {
    Signature {
        name,
        function,
        takes,
        optional: 0,
        gives,
    }
}

const SIGNATURES: [Signature; 25] = {
    use Function as F;
    use Type::{Bool, Date, List, Number, Text};
    [
        signature("add-days", F::AddDays, &[Date, Number], Date),
        signature("add-months", F::AddMonths, &[Date, Number], Date),
        signature("brn", F::Brn, &[Text], Bool),
        signature("brn-kind", F::BrnKind, &[Text], Text),
        signature("contains", F::Contains, &[Text, Text], Bool),
        signature("count-selected", F::CountSelected, &[List], Number),
        signature("crn", F::Crn, &[Text], Bool),
        signature("days-between", F::DaysBetween, &[Date, Date], Number),
        signature("decline", F::Decline, &[Number, Number], Number),
        signature("decline-band", F::DeclineBand, &[Number, Number], Text),
        signature("ksic-industry", F::KsicIndustry, &[Text], Text),
        signature("mailorder", F::Mailorder, &[Text], Bool),
        signature("months-between", F::MonthsBetween, &[Date, Date], Number),
        signature("not", F::Not, &[Bool], Bool),
        signature("phone-kind", F::PhoneKind, &[Text], Text),
        signature("postcode-area", F::PostcodeArea, &[Text], Text),
        signature("round", F::Round, &[Number], Number),
        signature("selected", F::Selected, &[List, Text], Bool),
        signature("selected-at", F::SelectedAt, &[List, Number], Text),
        signature("starts-with", F::StartsWith, &[Text, Text], Bool),
        signature("string-length", F::StringLength, &[Text], Number),
        Signature {
            name: "substr",
            function: F::Substr,
            takes: &[Text, Number, Number],
            optional: 1,
            gives: Text,
        },
        signature("today", F::Today, &[], Date),
        signature("year", F::Year, &[Date], Number),
        signature("consented", F::IsTrue, &[Type::Consent], Bool),
    ]
};

/// The names of every function, in the order authors look them up.
pub(crate) const SPECIAL: [&str; 14] = [
    "choice-has",
    "coalesce",
    "concat",
    "count",
    "count-equal",
    "date",
    "days-covered",
    "if",
    "is-unknown",
    "max",
    "min",
    "once-answered",
    "regex",
    "sum",
];

/// Checks the call of `name` with `arguments`.
///
/// # Errors
/// An unknown function, or arguments it does not take.
pub(crate) fn check<'a>(
    scope: &Scope<'a>,
    name: &str,
    arguments: &[Expr],
    column: u32,
) -> Result<Checked<'a>, ExpressionError> {
    if let Some(signature) = SIGNATURES.iter().find(|signature| signature.name == name) {
        return ordinary(scope, signature, arguments, column);
    }
    let Some(name) = SPECIAL.iter().find(|special| **special == name) else {
        return Err(Fault::UnknownFunction(name.to_owned()).at(column));
    };
    let call = Call {
        scope,
        name,
        arguments,
        column,
    };
    match *name {
        "choice-has" => call.choice_has(),
        "coalesce" => call.alike(Function::Coalesce, arguments, "one argument or more"),
        "concat" => call.concat(),
        "count" => call.count(),
        "count-equal" => call.count_equal(),
        "date" => call.date(),
        "days-covered" => call.days_covered(),
        "if" => call.choose(),
        "is-unknown" => call.state(Code::IsUnknown),
        "max" => call.extreme(Function::Max, Aggregate::Max),
        "min" => call.extreme(Function::Min, Aggregate::Min),
        "once-answered" => call.state(Code::IsAnswered),
        "regex" => call.regex(),
        _ => call.sum(),
    }
}

fn ordinary<'a>(
    scope: &Scope<'a>,
    signature: &Signature,
    arguments: &[Expr],
    column: u32,
) -> Result<Checked<'a>, ExpressionError> {
    let most = signature.takes.len();
    if arguments.len() > most || arguments.len() < most - signature.optional {
        let takes = match (most, signature.optional) {
            (0, _) => "no argument",
            (1, _) => "one argument",
            (2, _) => "two arguments",
            (_, 0) => "three arguments",
            _ => "two or three arguments",
        };
        return Err(Fault::ArgumentCount(signature.name, takes).at(column));
    }
    let mut codes = Vec::with_capacity(arguments.len());
    let mut first = None;
    for (argument, expected) in arguments.iter().zip(signature.takes) {
        let checked = scope.check(argument)?;
        if !checked.ty.fits(*expected) {
            let fault = Fault::WrongType {
                expected: *expected,
                found: checked.ty,
            };
            return Err(fault.at(argument.column));
        }
        match (&first, signature.function) {
            (Some(chosen), Function::Selected) => {
                scope.known_code(chosen, &checked, argument.column)?;
                codes.push(checked.code);
            }
            (None, Function::Selected) => {
                codes.push(checked.code.clone());
                first = Some(checked);
            }
            _ => codes.push(checked.code),
        }
    }
    Ok(Checked::new(
        signature.gives,
        Code::Call(signature.function, codes),
    ))
}

/// A call of a function that needs more than types checked.
struct Call<'s, 'a, 'e> {
    scope: &'s Scope<'a>,
    name: &'static str,
    arguments: &'e [Expr],
    column: u32,
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

    fn choose(&self) -> Result<Checked<'a>, ExpressionError> {
        let [condition, ..] = self.exactly::<3>("three arguments")?;
        let condition = self.scope.expect(condition, Type::Bool)?;
        let mut checked = self.alike(Function::If, &self.arguments[1..], "three arguments")?;
        if let Code::Call(_, codes) = &mut checked.code {
            codes.insert(0, condition);
        }
        Ok(checked)
    }

    /// Arguments that must all be of one type, which the function yields.
    fn alike(
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

    fn concat(&self) -> Result<Checked<'a>, ExpressionError> {
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

    fn count(&self) -> Result<Checked<'a>, ExpressionError> {
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

    fn sum(&self) -> Result<Checked<'a>, ExpressionError> {
        let [argument] = self.exactly("one argument")?;
        let field = self.needs_column(argument, Type::Number)?;
        Ok(Checked::new(
            Type::Number,
            Code::Column(Aggregate::Sum, field),
        ))
    }

    fn extreme(
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

    fn count_equal(&self) -> Result<Checked<'a>, ExpressionError> {
        let [column, value] = self.exactly("two arguments")?;
        let value = self.scope.check(value)?;
        let field = self.needs_column(column, value.ty)?;
        Ok(Checked::new(
            Type::Number,
            Code::CountEqual(field, Box::new(value.code)),
        ))
    }

    fn days_covered(&self) -> Result<Checked<'a>, ExpressionError> {
        let [from, to] = self.exactly("two arguments")?;
        let from = self.needs_column(from, Type::Date)?;
        let to = self.needs_column(to, Type::Date)?;
        Ok(Checked::new(Type::Number, Code::DaysCovered(from, to)))
    }

    fn date(&self) -> Result<Checked<'a>, ExpressionError> {
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

    fn state(&self, code: fn(Option<usize>) -> Code) -> Result<Checked<'a>, ExpressionError> {
        let [argument] = self.exactly("one argument")?;
        self.scope.check(argument)?;
        let field = match (&argument.node, self.scope.named_field(argument)) {
            (Node::This, _) => None,
            (_, Some(field)) => Some(field.index),
            (_, None) => return Err(Fault::NeedsField(self.name).at(argument.column)),
        };
        Ok(Checked::new(Type::Bool, code(field)))
    }

    fn choice_has(&self) -> Result<Checked<'a>, ExpressionError> {
        let [argument, attribute, value] = self.exactly("three arguments")?;
        self.scope.check(argument)?;
        let fault = || Fault::NeedsField(self.name).at(argument.column);
        let field = self.scope.named_field(argument).ok_or_else(fault)?;
        let list = field.choices.as_ref().ok_or_else(fault)?;
        let name = self.written(attribute)?;
        let known = self.scope.lists.get(list).is_none_or(|choices| {
            choices
                .iter()
                .any(|choice| choice.attributes.contains_key(&name))
        });
        if !known {
            return Err(Fault::UnknownAttribute(name).at(attribute.column));
        }
        let code = Code::ChoiceHas(field.index, name, self.written(value)?);
        Ok(Checked::new(Type::Bool, code))
    }

    fn regex(&self) -> Result<Checked<'a>, ExpressionError> {
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
