//! What holds for every form, every expression and every sequence of changes.

use std::sync::Arc;

use domain::{
    answer::{Answer, Answers},
    form::{Form, Instance, Path},
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::support::{calc, env, field, form_text};

/// How many fields stand outside the repeat, and how many in it.
const TOP: usize = 6;
const INNER: usize = 4;

/// The fields outside the repeat that rows may read; those after them may read the rows.
const BEFORE: usize = 3;

/// What an expression may read without depending on itself.
#[derive(Clone, Copy)]
enum Reader {
    /// Field number `0` outside the repeat.
    Top(usize),
    /// Field number `0` of a row.
    Inner(usize),
}

/// An expression that yields a number.
fn number(reader: Reader) -> BoxedStrategy<String> {
    let mut leaves = vec![
        "1".to_owned(),
        "2.5".to_owned(),
        "if(false, 1, '')".to_owned(),
    ];
    leaves.push("${show}".to_owned());
    let (top, inner) = match reader {
        Reader::Top(top) if top < BEFORE => (top, 0),
        Reader::Top(top) => (top, INNER),
        Reader::Inner(inner) => (BEFORE, inner),
    };
    leaves.extend((0..top).map(|n| format!("${{t{n}}}")));
    leaves.extend((0..inner).map(|n| format!("sum(${{r{n}}})")));
    leaves.extend((0..inner).map(|n| format!("count-equal(${{r{n}}}, 1)")));
    match reader {
        Reader::Inner(inner) => leaves.extend((0..inner).map(|n| format!("${{r{n}}}"))),
        Reader::Top(top) if top >= BEFORE => leaves.push("count(${rows})".to_owned()),
        Reader::Top(_) => {}
    }
    select(leaves)
        .prop_recursive(3, 12, 3, |inner| {
            let operator = select(vec!["+", "-", "*", "div", "mod"]);
            let compare = select(vec!["=", "!=", "<", "<=", ">", ">="]);
            prop_oneof![
                (operator, inner.clone(), inner.clone())
                    .prop_map(|(operator, a, b)| format!("({a} {operator} {b})")),
                (compare, inner.clone(), inner.clone(), inner.clone()).prop_map(
                    |(operator, a, b, c)| { format!("if({a} {operator} {b}, {c}, {a})") }
                ),
                vec(inner.clone(), 1..3).prop_map(|all| format!("coalesce({}, 0)", all.join(", "))),
                inner.clone().prop_map(|a| format!("round({a} + 0)")),
                inner.prop_map(|a| format!("max(1, {a})")),
            ]
        })
        .boxed()
}

/// A field: plain, calculated, or with a rule.
fn any_field(id: String, reader: Reader) -> BoxedStrategy<String> {
    let expression = number(reader);
    let quoted = |text: String| serde_json::Value::from(text).to_string();
    let (a, b, c, d, e) = (id.clone(), id.clone(), id.clone(), id.clone(), id);
    prop_oneof![
        Just(field(&a, "int", "")),
        expression
            .clone()
            .prop_map(move |text| calc(&b, "int", &text)),
        expression.clone().prop_map(move |text| {
            let more = format!(
                r#", "relevant": {}"#,
                quoted(format!("{text} = 1 or {text} > 3"))
            );
            field(&c, "int", &more)
        }),
        expression.clone().prop_map(move |text| {
            let more = format!(r#", "suggest": {}, "required": "true""#, quoted(text));
            field(&d, "int", &more)
        }),
        expression.prop_map(move |text| {
            let more = format!(r#", "default": {}"#, quoted(text));
            field(&e, "int", &more)
        }),
    ]
    .boxed()
}

fn any_form() -> impl Strategy<Value = String> {
    let inner: Vec<_> = (0..INNER)
        .map(|n| any_field(format!("r{n}"), Reader::Inner(n)))
        .collect();
    let top: Vec<_> = (0..TOP)
        .map(|n| any_field(format!("t{n}"), Reader::Top(n)))
        .collect();
    (inner, top, any::<bool>()).prop_map(|(inner, top, hidden)| {
        let relevant = if hidden {
            r#", "relevant": "${show} = 1""#
        } else {
            ""
        };
        let rows = format!(
            r#"{{"repeat": "rows", "label": {{"ko": "r"}}{relevant}, "items": [{}]}}"#,
            inner.join(",")
        );
        form_text(
            &[field("show", "int", ""), rows, top.join(",")].join(","),
            "",
        )
    })
}

#[derive(Clone, Debug)]
enum Act {
    Set(usize, Option<i64>),
    SetInRow(usize, usize, Option<i64>),
    Unfit(usize),
    Add(usize),
    Remove(usize),
}

fn any_act() -> impl Strategy<Value = Act> {
    let value = proptest::option::of(prop_oneof![0..6_i64, any::<i64>()]);
    prop_oneof![
        4 => (0..=TOP, value.clone()).prop_map(|(field, value)| Act::Set(field, value)),
        4 => (0..4_usize, 0..INNER, value)
            .prop_map(|(row, field, value)| Act::SetInRow(row, field, value)),
        1 => (0..TOP).prop_map(Act::Unfit),
        2 => (0..4_usize).prop_map(Act::Add),
        1 => (0..4_usize).prop_map(Act::Remove),
    ]
}

fn act(instance: &mut Instance, act: &Act) {
    match act {
        Act::Set(TOP, value) => instance.set(&Path::top("show"), value.map(Answer::Int)),
        Act::Set(field, value) => {
            instance.set(&Path::top(format!("t{field}")), value.map(Answer::Int))
        }
        Act::SetInRow(row, field, value) => instance.set(
            &Path::in_row("rows", format!("{row}"), format!("r{field}")),
            value.map(Answer::Int),
        ),
        Act::Unfit(field) => instance.set(
            &Path::top(format!("t{field}")),
            Some(Answer::Text("no number".to_owned())),
        ),
        Act::Add(row) => instance.add_row("rows", format!("{row}")),
        Act::Remove(row) => instance.remove_row("rows", &format!("{row}")),
    };
}

/// Everything a view can see of an instance.
fn seen(instance: &Instance) -> String {
    let mut text = String::new();
    let mut look = |path: Path| {
        text.push_str(&format!(
            "{path} {:?} {} {}\n",
            instance.value(&path),
            instance.is_relevant(&path),
            instance.is_required(&path)
        ));
    };
    look(Path::top("show"));
    look(Path::top("rows"));
    for field in 0..TOP {
        look(Path::top(format!("t{field}")));
    }
    for row in 0..4 {
        for field in 0..INNER {
            look(Path::in_row("rows", row.to_string(), format!("r{field}")));
        }
    }
    text.push_str(&format!(
        "{:?}\n{:?}",
        instance.validate(),
        instance.submission()
    ));
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changing_step_by_step_is_like_opening_the_result(
        form in any_form(),
        acts in vec(any_act(), 0..25),
    ) {
        let form = Arc::new(Form::load(&form).map_err(|error| {
            TestCaseError::fail(format!("{error}\n{form}"))
        })?);
        let mut instance = Instance::begin(Arc::clone(&form), env());
        for step in &acts {
            act(&mut instance, step);
            let opened = Instance::new(Arc::clone(&form), instance.answers().clone(), env());
            prop_assert_eq!(seen(&instance), seen(&opened), "after {:?}", step);
        }
    }

    #[test]
    fn what_is_submitted_validates_again_and_submits_the_same(
        form in any_form(),
        acts in vec(any_act(), 0..25),
    ) {
        let form = Arc::new(Form::load(&form).map_err(|error| TestCaseError::fail(error.to_string()))?);
        let mut instance = Instance::begin(Arc::clone(&form), env());
        for step in &acts {
            act(&mut instance, step);
        }
        let errors = |instance: &Instance| -> Vec<String> {
            instance.validate().iter().filter(|finding| finding.is_error())
                .map(|finding| format!("{finding:?}")).collect()
        };
        let submission = instance.submission();
        let again = Instance::new(Arc::clone(&form), submission.clone(), env());
        prop_assert_eq!(errors(&again), errors(&instance));
        prop_assert_eq!(again.submission(), submission);
    }

    #[test]
    fn no_file_makes_the_loader_panic(text in ".{0,200}") {
        let _ = Form::load(&text);
    }

    #[test]
    fn no_damaged_form_makes_the_loader_panic(
        form in any_form(),
        from in 0.0..1.0_f64,
        length in 0..20_usize,
        instead in select(vec!["", "null", "[]", "{}", "\"x\"", "1", "${t0}", "\\u0000", ","]),
    ) {
        let chars: Vec<char> = form.chars().collect();
        let from = ((chars.len() as f64) * from) as usize;
        let to = (from + length).min(chars.len());
        let damaged: String =
            chars[..from].iter().copied().chain(instead.chars()).chain(chars[to..].iter().copied()).collect();
        if let Ok(form) = Form::load(&damaged) {
            let instance = Instance::begin(Arc::new(form), env());
            let _ = (instance.validate(), instance.submission());
        }
    }

    #[test]
    fn no_answers_make_a_form_panic(
        form in any_form(),
        ids in vec(select(vec!["t0", "t1", "t2", "rows", "show", "r0", "other"]), 0..6),
        values in vec(select(vec![
            "1", "-9223372036854775808", "\"x\"", "true", "[]", "[\"a\"]", "{\"unknown\": true}",
            "{\"zip\": \"1\"}", "[{\"_id\": \"\"}]", "[{\"_id\": \"a\"}, {\"_id\": \"a\", \"r0\": 3}]",
            "{\"given\": true, \"text_hash\": \"\", \"locale\": \"\", \"at\": 0}",
        ]), 6),
    ) {
        let entries: std::collections::BTreeMap<&str, serde_json::Value> = ids.into_iter()
            .zip(values).map(|(id, value)| (id, serde_json::from_str(value).unwrap())).collect();
        let answers: Answers = serde_json::from_value(serde_json::to_value(entries).unwrap()).unwrap();
        let form = Arc::new(Form::load(&form).map_err(|error| TestCaseError::fail(error.to_string()))?);
        let mut instance = Instance::new(form, answers.clone(), env());
        let _ = (instance.validate(), instance.submission());
        prop_assert_eq!(instance.answers(), &answers);
        act(&mut instance, &Act::Add(0));
        act(&mut instance, &Act::Remove(0));
        let _ = seen(&instance);
    }
}
