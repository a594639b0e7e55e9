//! Filling a form in: what a change leads to, and how little is computed for it.

use domain::{
    answer::Answer,
    form::{Change, Form, Path},
};

use super::support::{begin, calc, codes, field, form, form_text, json, open, path, text};

#[test]
fn a_keystroke_computes_only_what_depends_on_it() {
    let mut items: Vec<String> = (0..498)
        .map(|n| field(&format!("f{n}"), "int", ""))
        .collect();
    items.push(calc("total", "int", "${f1} + ${f2}"));
    items.push(field("shown", "text", r#", "relevant": "${total} > 10""#));
    let form = form(&items.join(","), "");
    let mut instance = begin(&form);
    let before = instance.evaluations();
    // One relevance and one value for each of 500 fields, and one for the step.
    assert_eq!(before, 1001);

    assert_eq!(instance.set(&path("f7"), Some(Answer::Int(1))), []);
    assert_eq!(instance.evaluations() - before, 1);

    instance.set(&path("f1"), Some(Answer::Int(6)));
    let before = instance.evaluations();
    let changes = instance.set(&path("f2"), Some(Answer::Int(5)));
    // f2, the total, whether `shown` is relevant, and the value of `shown`.
    assert!(
        instance.evaluations() - before <= 4,
        "{}",
        instance.evaluations() - before
    );
    assert_eq!(
        changes,
        [
            Change::Value(path("total")),
            Change::Relevance(path("shown"))
        ]
    );
    let before = instance.evaluations();
    assert_eq!(instance.set(&path("f2"), Some(Answer::Int(5))), []);
    assert_eq!(instance.evaluations(), before);
    // The total changes, what hangs on it does not.
    assert_eq!(
        instance.set(&path("f2"), Some(Answer::Int(6))),
        [Change::Value(path("total"))]
    );
}

const ROWS: &str = r#"{"repeat": "rows", "label": {"ko": "줄"}, "max": 3, "items": [
    {"id": "price", "type": "won", "label": {"ko": "값"}},
    {"id": "count", "type": "int", "label": {"ko": "수"}, "default": "1"},
    {"id": "sum_of_row", "type": "calc", "result": "won", "calculate": "${price} * ${count}"},
    {"id": "share", "type": "calc", "result": "tenths", "calculate": "round(${sum_of_row} * 1000 div ${total})"}
]}"#;

fn shop() -> String {
    let total = calc("total", "won", "sum(${sum_of_row})");
    let number = calc("number", "int", "count(${rows})");
    [ROWS.to_owned(), total, number].join(",")
}

#[test]
fn rows_compute_for_themselves_and_add_up() {
    let form = form(&shop(), "");
    let mut instance = begin(&form);
    assert_eq!(instance.value(&path("total")), Some(Answer::Int(0)));
    let changes = instance.add_row("rows", "r1".to_owned());
    assert_eq!(
        changes,
        [
            Change::Rows("rows".to_owned()),
            Change::Value(path("number"))
        ]
    );
    assert_eq!(instance.value(&path("rows/r1/count")), Some(Answer::Int(1)));
    instance.add_row("rows", "r2".to_owned());
    let changes = instance.set(&path("rows/r1/price"), Some(Answer::Int(300)));
    assert_eq!(
        changes,
        [
            Change::Value(path("rows/r1/sum_of_row")),
            Change::Value(path("total")),
            Change::Value(path("rows/r1/share"))
        ]
    );
    instance.set(&path("rows/r2/price"), Some(Answer::Int(100)));
    assert_eq!(
        instance.value(&path("rows/r1/share")),
        Some(Answer::Int(750))
    );
    assert_eq!(
        instance.value(&path("rows/r2/share")),
        Some(Answer::Int(250))
    );

    let changes = instance.remove_row("rows", "r1");
    assert_eq!(
        changes,
        [
            Change::Rows("rows".to_owned()),
            Change::Value(path("number")),
            Change::Value(path("total")),
            Change::Value(path("rows/r2/share"))
        ]
    );
    assert_eq!(instance.value(&path("total")), Some(Answer::Int(100)));
    assert_eq!(
        json(&instance.submission()),
        r#"{"number":1,"rows":[{"_id":"r2","count":1,"price":100,"share":1000,"sum_of_row":100}],"total":100}"#
    );
}

#[test]
fn a_keystroke_in_a_row_leaves_other_rows_alone() {
    let form = form(
        &format!(
            r#"{{"repeat": "rows", "label": {{"ko": "줄"}}, "items": [{}, {}]}}"#,
            field("a", "int", ""),
            calc("twice", "int", "${a} * 2")
        ),
        "",
    );
    let mut instance = begin(&form);
    for row in 0..200 {
        instance.add_row("rows", format!("r{row}"));
    }
    let before = instance.evaluations();
    instance.set(&path("rows/r77/a"), Some(Answer::Int(4)));
    assert_eq!(instance.evaluations() - before, 2);
    assert_eq!(
        instance.value(&path("rows/r77/twice")),
        Some(Answer::Int(8))
    );
    assert_eq!(instance.value(&path("rows/r78/twice")), None);
}

#[test]
fn what_is_irrelevant_is_kept_but_neither_judged_nor_submitted() {
    let items = [
        field("has", "bool", ""),
        field(
            "number",
            "brn",
            r#", "required": "true", "relevant": "${has}""#,
        ),
        calc("seen", "text", "${number}"),
        format!(
            r#"{{"group": "g", "label": {{"ko": "g"}}, "relevant": "${{has}}", "items": [{}]}}"#,
            field("inner", "text", "")
        ),
    ];
    let form = form(&items.join(","), "");
    let mut instance = begin(&form);
    instance.set(&path("has"), Some(Answer::Bool(true)));
    instance.set(&path("number"), text("123"));
    instance.set(&path("inner"), text("x"));
    assert_eq!(codes(&instance.validate()), ["number brn.length"]);
    let changes = instance.set(&path("has"), Some(Answer::Bool(false)));
    assert_eq!(
        changes,
        [
            Change::Relevance(path("g")),
            Change::Relevance(path("number")),
            Change::Relevance(path("inner")),
            Change::Value(path("seen")),
        ]
    );
    assert!(!instance.is_group_relevant("g"));
    assert!(!instance.is_required(&path("number")));
    assert_eq!(instance.validate(), []);
    assert_eq!(json(&instance.submission()), r#"{"has":false}"#);
    assert_eq!(instance.answers().text("number"), Some("123"));
    assert_eq!(instance.paths_of_step("s"), [path("has"), path("seen")]);
    instance.set(&path("has"), Some(Answer::Bool(true)));
    assert_eq!(instance.value(&path("seen")), text("123"));
}

#[test]
fn suggestions_hold_until_the_person_answers() {
    let items = [
        field("name", "text", ""),
        field(
            "contact",
            "text",
            r#", "required": "true", "suggest": "${name}""#,
        ),
    ];
    let form = form(&items.join(","), "");
    let mut instance = begin(&form);
    assert_eq!(
        instance.set(&path("name"), text("김다울")),
        [Change::Value(path("contact"))]
    );
    assert_eq!(instance.value(&path("contact")), text("김다울"));
    assert_eq!(instance.validate(), []);
    instance.set(&path("contact"), text("이하나"));
    assert_eq!(instance.set(&path("name"), text("박")), []);
    assert_eq!(
        json(&instance.submission()),
        r#"{"contact":"이하나","name":"박"}"#
    );
    instance.set(&path("contact"), None);
    assert_eq!(instance.value(&path("contact")), text("박"));
}

#[test]
fn choices_follow_their_filter_and_their_validity() {
    let list = r#""list": [
        {"code": "a", "label": {"ko": "가"}, "attributes": {"kind": "x"}},
        {"code": "b", "label": {"ko": "나"}, "attributes": {"kind": "y"}},
        {"code": "old", "label": {"ko": "옛"}, "valid_to": "2020-04-19", "attributes": {"kind": "x"}},
        {"code": "new", "label": {"ko": "새"}, "valid_from": "2020-04-20", "attributes": {"kind": "x"}}]"#;
    let items = [
        field("kind", "text", ""),
        field(
            "one",
            "enum",
            r#", "choices": "list", "choice_filter": "kind = ${kind}""#,
        ),
        field("any", "enum", r#", "choices": "list""#),
    ];
    let form = form(&items.join(","), list);
    let mut instance = begin(&form);
    let offered = |instance: &domain::form::Instance, field: &str| -> Vec<String> {
        instance
            .choices(&Path::top(field))
            .iter()
            .map(|choice| choice.code.clone())
            .collect()
    };
    assert_eq!(offered(&instance, "any"), ["a", "b", "new"]);
    assert_eq!(offered(&instance, "one"), Vec::<String>::new());
    assert_eq!(
        instance.set(&path("kind"), text("x")),
        [Change::Choices(path("one"))]
    );
    assert_eq!(offered(&instance, "one"), ["a", "new"]);
    instance.set(&path("one"), text("b"));
    instance.set(&path("any"), text("old"));
    assert_eq!(codes(&instance.validate()), ["one choice", "any choice"]);
}

#[test]
fn answers_the_form_does_not_know_are_kept() {
    let form = form(
        &[field("a", "int", ""), ROWS.replace("${total}", "100")].join(","),
        "",
    );
    let answers = r#"{"a":1,"later":"x","rows":[{"_id":"r1","later":true,"price":5}]}"#;
    let mut instance = open(&form, answers);
    instance.set(&path("a"), None);
    instance.add_row("rows", "r2".to_owned());
    instance.remove_row("rows", "r2");
    assert_eq!(
        json(instance.answers()),
        r#"{"later":"x","rows":[{"_id":"r1","later":true,"price":5}]}"#
    );
    // Paths that lead nowhere change nothing.
    for nowhere in [
        "later",
        "rows",
        "rows/r9/price",
        "price",
        "a/r1/price",
        "sum_of_row",
    ] {
        assert_eq!(instance.set(&path(nowhere), text("y")), [], "{nowhere}");
    }
    assert_eq!(instance.add_row("rows", "r1".to_owned()), []);
    assert_eq!(instance.remove_row("rows", "r9"), []);
}

#[test]
fn a_form_says_by_its_own_rule_what_a_quick_report_is() {
    let items = field("mode", "text", "");
    let with = |rule: &str| {
        let text = form_text(&items, "").replace(r#""id": "T","#, &format!(r#""id": "T", {rule}"#));
        Form::load(&text)
    };
    let form = with(r#""quick": "not(${mode} = 'full')","#).unwrap();
    let mut instance = begin(&form.into());
    assert!(instance.is_quick(), "nobody asked for the whole of it");
    instance.set(&path("mode"), text("full"));
    assert!(!instance.is_quick());
    instance.set(&path("mode"), text("quick"));
    assert!(instance.is_quick());
    assert!(
        !begin(&with("").unwrap().into()).is_quick(),
        "no rule, no quick reports"
    );
    let error = with(r#""quick": "${mood} = 'full'","#)
        .unwrap_err()
        .to_string();
    assert_eq!(error, "quick: column 1: there is no field `mood`");
}
