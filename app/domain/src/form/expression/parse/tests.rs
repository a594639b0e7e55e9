use proptest::prelude::*;

use super::{
    super::{
        ast::{Expr, Node},
        error::Fault,
        operator::Operator,
    },
    parse,
};

fn shape(source: &str) -> String {
    parse(source).map_or_else(|error| error.to_string(), |expr| expr.to_string())
}

#[test]
fn operators_bind_as_documented() {
    for (source, expected) in [
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("a or b and c = d", "(a or (b and (c = d)))"),
        ("1 < 2 = true", "((1 < 2) = true)"),
        ("- ${a} * 2", "((- ${a}) * 2)"),
        ("6 div 2 mod 2", "((6 div 2) mod 2)"),
        (". >= 1.50", "(. >= 1.5)"),
        ("not(true())", "not(true)"),
        ("${ place.zip }!=\"it's\"", "(${place.zip} != \"it's\")"),
        ("count-selected(${a})-1", "(count-selected(${a}) - 1)"),
    ] {
        assert_eq!(shape(source), expected, "{source}");
    }
}

#[test]
fn errors_name_their_column() {
    for (source, expected) in [
        ("", "column 1: expected a value"),
        ("1 +", "column 4: expected a value"),
        ("가 = 1", "column 1: `가` cannot stand here"),
        ("'가나' = #", "column 8: `#` cannot stand here"),
        ("'abc", "column 1: the text has no closing quotation mark"),
        ("${abc", "column 1: the reference has no closing `}`"),
        ("(1", "column 3: expected `)`"),
        ("if(1 2)", "column 6: expected `,` or `)`"),
        ("1 2", "column 3: the expression should end here"),
        ("99999999999999999999", "column 1: the number is too large"),
        ("1 and or 2", "column 7: expected a value"),
        ("$a", "column 1: `$` cannot stand here"),
    ] {
        assert_eq!(shape(source), expected, "{source}");
    }
}

#[test]
fn depth_and_length_are_limited() {
    let deep = "(".repeat(10_000);
    assert_eq!(
        parse(&deep).map_err(|error| error.fault),
        Err(Fault::TooDeep)
    );
    let minus = "-".repeat(10_000);
    assert_eq!(
        parse(&minus).map_err(|error| error.fault),
        Err(Fault::TooDeep)
    );
    let long = format!("1{}", " + 1".repeat(10_000));
    assert_eq!(
        parse(&long).map_err(|error| error.fault),
        Err(Fault::TooDeep)
    );
    assert!(parse(&format!("1{}", " + 1".repeat(250))).is_ok());
}

/// Columns are where things stand, not what they are.
fn without_columns(expr: &Expr) -> Expr {
    let inner = |expr: &Expr| Box::new(without_columns(expr));
    let node = match &expr.node {
        Node::Negate(operand) => Node::Negate(inner(operand)),
        Node::Binary(operator, left, right) => Node::Binary(*operator, inner(left), inner(right)),
        Node::Call(name, arguments) => Node::Call(
            name.clone(),
            arguments.iter().map(without_columns).collect(),
        ),
        other => other.clone(),
    };
    Expr { node, column: 0 }
}

fn expr() -> impl Strategy<Value = Expr> {
    let name = "[a-z][a-z0-9_]{0,6}".prop_filter("no operator", |name: &String| {
        Operator::written(name).is_none() && name != "true" && name != "false"
    });
    let leaf = prop_oneof![
        any::<bool>().prop_map(Node::Bool),
        (0..=i64::MAX).prop_map(Node::Int),
        (0..100_000_000_i64, 1..7_i32)
            .prop_map(|(digits, places)| { Node::Decimal(digits as f64 / 10_f64.powi(places)) }),
        "[^'\"]{0,8}|[^']{0,8}".prop_map(Node::Text),
        Just(Node::This),
        (name.clone(), proptest::option::of(name.clone()))
            .prop_map(|(name, part)| Node::Field(name, part)),
        name.clone().prop_map(Node::Name),
    ];
    let at = |node| Expr { node, column: 0 };
    leaf.prop_map(at).prop_recursive(5, 40, 4, move |inner| {
        let operator = proptest::sample::select(Operator::ALL.to_vec());
        prop_oneof![
            inner
                .clone()
                .prop_map(|operand| Node::Negate(Box::new(operand))),
            (operator, inner.clone(), inner.clone()).prop_map(|(operator, left, right)| {
                Node::Binary(operator, Box::new(left), Box::new(right))
            }),
            (name.clone(), proptest::collection::vec(inner, 0..4))
                .prop_map(|(name, arguments)| Node::Call(name, arguments)),
        ]
        .prop_map(at)
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(expr in expr()) {
        let printed = expr.to_string();
        let read = parse(&printed);
        prop_assert_eq!(read.as_ref().map(without_columns), Ok(expr), "{}", printed);
    }

    #[test]
    fn nothing_makes_it_panic(source in ".{0,60}") {
        let _ = parse(&source);
    }

    #[test]
    fn no_heap_of_tokens_makes_it_panic(
        tokens in proptest::collection::vec(
            proptest::sample::select(vec![
                "(", ")", ",", "-", "=", "and", "or", "if", "1", ".", "'a'", "${a}", "not", "${",
                "'", "1.5", "true",
            ]),
            0..40,
        )
    ) {
        let _ = parse(&tokens.join(" "));
    }
}
