//! The functions of the language: their names, what they take and what they yield.

use super::{
    ast::Expr,
    code::{Aggregate, Code},
    error::{ExpressionError, Fault},
    types::{Checked, Scope, Type},
};

mod call;

use call::Call;

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
    Name,
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

const SIGNATURES: [Signature; 26] = {
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
        signature("name", F::Name, &[Text], Bool),
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
pub(crate) const SPECIAL: [&str; 16] = [
    "choice-has",
    "choice-number",
    "coalesce",
    "concat",
    "count",
    "count-equal",
    "date",
    "days-covered",
    "if",
    "is-unknown",
    "max",
    "merged-ranges",
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
        "choice-number" => call.choice_number(),
        "coalesce" => call.alike(Function::Coalesce, arguments, "one argument or more"),
        "concat" => call.concat(),
        "count" => call.count(),
        "count-equal" => call.count_equal(),
        "date" => call.date(),
        "days-covered" => call.ranges(Type::Number, Code::DaysCovered),
        "if" => call.choose(),
        "is-unknown" => call.state(Code::IsUnknown),
        "max" => call.extreme(Function::Max, Aggregate::Max),
        "merged-ranges" => call.ranges(Type::Text, Code::MergedRanges),
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
