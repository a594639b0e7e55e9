//! What is wrong with a form is said exactly, with its place.

use domain::form::Form;

use super::support::{calc, field, form_text};

const LIST: &str = r#""list": [{"code": "a", "label": {"ko": "가"}}]"#;

fn problems(items: &str, choices: &str) -> String {
    Form::load(&form_text(items, choices)).map_or_else(|error| error.to_string(), |_| String::new())
}

fn relevant(expression: &str) -> String {
    let items = [
        field("a", "int", ""),
        field("t", "text", ""),
        field("b", "bool", ""),
        field("e", "enum", r#", "choices": "list""#),
        field("p", "address", ""),
        r#"{"group": "g", "label": {"ko": "g"}, "items": []}"#.to_owned(),
        format!(
            r#"{{"repeat": "rows", "label": {{"ko": "r"}}, "items": [{}]}}"#,
            field("x", "int", "")
        ),
        field(
            "z",
            "text",
            &format!(r#", "relevant": {}"#, serde_json::Value::from(expression)),
        ),
    ];
    problems(&items.join(","), LIST).replace("steps[0].items[7].relevant: ", "")
}

#[test]
fn expressions() {
    for (expression, expected) in [
        ("${a} >", "column 7: expected a value"),
        ("${nope} = 1", "column 1: there is no field `nope`"),
        (
            "1 = 1 and ${a} = 'x'",
            "column 11: a number cannot be compared with a text",
        ),
        (
            "${t} < 'b'",
            "column 1: a text cannot be compared with a text",
        ),
        (
            "${a}",
            "column 1: the expression yields a number, a yes/no value is needed",
        ),
        (
            "${a} and true",
            "column 1: expected a yes/no value, found a number",
        ),
        (
            "${a} + ${t} = 1",
            "column 8: expected a number, found a text",
        ),
        ("${g} = 1", "column 1: `g` is a group, not a field"),
        (
            "${x} = 1",
            "column 1: `x` has a value in every row: use it in sum(), min(), max() or count-equal()",
        ),
        ("${p.town} = ''", "column 1: `p` has no part `town`"),
        ("${a.zip} = ''", "column 1: `a` has no part `zip`"),
        (
            "${rows} = 1",
            "column 1: a repeat cannot be compared with a number",
        ),
        (
            "sum(${a}) = 1",
            "column 5: sum() needs a field of a repeat here",
        ),
        ("sum(${nope}) = 1", "column 5: there is no field `nope`"),
        ("nope(1)", "column 1: there is no function `nope`"),
        ("not()", "column 1: not() takes one argument"),
        ("if(true, 1) = 1", "column 1: if() takes three arguments"),
        (
            "if(true, 1, 'a') = 1",
            "column 13: expected a number, found a text",
        ),
        (
            ". = 1",
            "column 1: `.` can only be used in a constraint or a warning",
        ),
        (
            "code = 'a'",
            "column 1: `code` is not an attribute of these choices",
        ),
        ("${e} = 'b'", "column 8: `b` is not a choice of `list`"),
        (
            "selected(${e}, 'b')",
            "column 16: `b` is not a choice of `list`",
        ),
        (
            "choice-has(${e}, 'x', 'y')",
            "column 18: `x` is not an attribute of these choices",
        ),
        (
            "choice-number(${e}, 'x') = 1",
            "column 21: `x` is not an attribute of these choices",
        ),
        (
            "merged-ranges(${x}, ${x}) = ''",
            "column 15: expected a date, found a number",
        ),
        (
            "choice-has(${a}, 'x', 'y')",
            "column 12: choice-has() needs a field here, written ${field}",
        ),
        (
            "date('2020-02-30') = today()",
            "column 6: `2020-02-30` is not a date; dates are written YYYY-MM-DD",
        ),
        (
            "regex(${t}, ${t})",
            "column 13: regex() needs a text in quotation marks here",
        ),
        (
            "regex(${t}, 'a)(b')",
            "column 13: the pattern is not a regular expression: found closing ')' without matching '('",
        ),
        (
            "is-unknown(1)",
            "column 12: is-unknown() needs a field here, written ${field}",
        ),
        (
            "consented(${a})",
            "column 11: expected a consent, found a number",
        ),
        (
            "count(${a}) = 1",
            "column 7: expected a repeat, found a number",
        ),
    ] {
        assert_eq!(relevant(expression), expected, "{expression}");
    }
}

#[test]
fn cycles_are_spelled_out() {
    let both = [
        field("a", "int", r#", "relevant": "${b} = 1""#),
        field("b", "int", r#", "relevant": "${a} = 1""#),
    ];
    assert_eq!(
        problems(&both.join(","), ""),
        "steps[0].items[0].relevant: depends on itself: \
         a.relevant → b → b.relevant → a → a.relevant"
    );
    assert_eq!(
        problems(&calc("n", "int", "${n} + 1"), ""),
        "steps[0].items[0].calculate: depends on itself: n → n"
    );
    let inside = format!(
        r#"{{"group": "g", "label": {{"ko": "g"}}, "relevant": "${{a}} = 1", "items": [{}]}}"#,
        field("a", "int", "")
    );
    let text = problems(&inside, "");
    assert!(
        text.starts_with("steps[0].items[0].relevant: depends on itself: "),
        "{text}"
    );
    let row = format!(
        r#"{{"repeat": "r", "label": {{"ko": "r"}}, "items": [{}, {}]}}"#,
        field("x", "int", ""),
        calc("share", "int", "${x} div sum(${share})")
    );
    assert_eq!(
        problems(&row, ""),
        "steps[0].items[0].items[1].calculate: depends on itself: share → share"
    );
}

#[test]
fn the_file_itself() {
    for (items, choices, expected) in [
        (
            field("a", "int", r#", "hnit": {"ko": "x"}"#),
            "",
            "steps[0].items[0].hnit: unknown key",
        ),
        (
            field("a", "integer", ""),
            "",
            "steps[0].items[0].type: `integer` is not known here; known are text, textarea, int, \
             won, percent, date, month, phone, email, url, brn, crn, mailorder, enum, multi, bool, \
             likert5, rank3, file, consent, address, calc",
        ),
        (
            r#"{"id": "a", "type": "int"}"#.to_owned(),
            "",
            "steps[0].items[0].label: missing",
        ),
        (
            r#"{"id": "a", "type": "int", "label": {"en": "A"}}"#.to_owned(),
            "",
            "steps[0].items[0].label: the Korean text is missing",
        ),
        (
            field("a", "int", r#", "hint": {"ko": "x", "de": "y"}"#),
            "",
            "steps[0].items[0].hint.de: unknown key",
        ),
        (
            [field("a", "int", ""), field("a", "text", "")].join(","),
            "",
            "steps[0].items[1].id: the id `a` is used twice",
        ),
        (
            field("A1", "int", ""),
            "",
            "steps[0].items[0].id: `A1` is not an id: a small letter, then small letters, digits and `_`",
        ),
        (
            field("a", "enum", r#", "choices": "nope""#),
            "",
            "steps[0].items[0].choices: there is no choice list `nope`",
        ),
        (
            field("a", "enum", ""),
            "",
            "steps[0].items[0].choices: missing",
        ),
        (
            field("a", "int", ""),
            LIST,
            "choices.list: no field uses this choice list",
        ),
        (
            field("a", "enum", r#", "choices": "list""#),
            r#""list": [{"code": "a", "label": {"ko": "가"}}, {"code": "a", "label": {"ko": "나"}}]"#,
            "choices.list[1].code: the code `a` is there twice",
        ),
        (
            field("a", "enum", r#", "choices": "list""#),
            r#""list": [{"code": "a", "label": {"ko": "가"}, "valid_from": "2020-02-01", "valid_to": "2020-01-31"}]"#,
            "choices.list[0].valid_to: `valid_to` is before `valid_from`",
        ),
        (
            field("a", "int", r#", "min": 5, "max": 4"#),
            "",
            "steps[0].items[0].min: the minimum is above the maximum",
        ),
        (
            field("a", "date", r#", "min": "2020-13-01""#),
            "",
            "steps[0].items[0].min: `2020-13-01` is not a date; dates are written YYYY-MM-DD",
        ),
        (
            field("a", "won", r#", "min_length": 4"#),
            "",
            "steps[0].items[0].min_length: a field of type `won` does not take this",
        ),
        (
            [
                field("a", "int", ""),
                field("b", "text", r#", "copy_from": "a""#),
            ]
            .join(","),
            "",
            "steps[0].items[1].copy_from: `a` is of type `int`, not `text`",
        ),
        (
            field("a", "textarea", r#", "profile": true"#),
            "",
            "steps[0].items[0].profile: a field of type `textarea` does not take this",
        ),
        (
            field("a", "text", r#", "profile": true, "free_text": true"#),
            "",
            "steps[0].items[0].profile: what a field with `free_text` holds is never taken into another form",
        ),
        (
            field("a", "int", r#", "constraint": ". > 1""#),
            "",
            "steps[0].items[0].constraint_message: missing",
        ),
        (
            field("a", "int", r#", "required": true"#),
            "",
            "steps[0].items[0].required: expected a text",
        ),
        (
            field("a", "enum", r#", "choices": "list", "default": "'b'""#),
            LIST,
            "steps[0].items[0].default: column 1: `b` is not a choice of `list`",
        ),
        (
            field("a", "phone", r#", "phone_kinds": ["mobil"]"#),
            "",
            "steps[0].items[0].phone_kinds[0]: `mobil` is not known here; known are mobile, \
             mobile_legacy, landline, voip, freephone, virtual, representative",
        ),
        (
            field("a", "file", r#", "accept": ["image", "exe"]"#),
            "",
            "steps[0].items[0].accept[1]: `exe` is not known here; known are image, pdf, hwp, office",
        ),
        (
            field("a", "file", r#", "accept": []"#),
            "",
            "steps[0].items[0].accept: missing",
        ),
        (
            [
                field("a", "won", r#", "unit": "e""#),
                field("e", "enum", r#", "choices": "list""#),
            ]
            .join(","),
            LIST,
            "steps[0].items[0].unit: `e` is no field outside repeats whose choices all have an \
             attribute `won`, a whole number from 1",
        ),
        (
            r#"{"repeat": "r", "label": {"ko": "r"}, "items": [
                {"repeat": "q", "label": {"ko": "q"}, "items": []}]}"#
                .to_owned(),
            "",
            "steps[0].items[0].items[0]: a repeat cannot stand in a repeat",
        ),
    ] {
        assert_eq!(problems(&items, choices), expected, "{items}");
    }
}

#[test]
fn what_is_no_form() {
    for (text, expected) in [
        (
            "{",
            "not readable as JSON: EOF while parsing an object at line 1 column 1",
        ),
        (
            "[]",
            "expected an object\nid: missing\nversion: missing\ntitle: missing\nreceipt_kind: missing\nsteps: missing",
        ),
        (
            r#"{"id": "a", "id": "b"}"#,
            "not readable as JSON: the key `id` is there twice at line 1 column 22",
        ),
    ] {
        let found = Form::load(text).map_or_else(|error| error.to_string(), |_| String::new());
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn every_problem_is_told_at_once() {
    let items = [
        field("a", "int", r#", "relevant": "${x}""#),
        field("b", "int", r#", "odd": 1"#),
    ];
    assert_eq!(
        problems(&items.join(","), ""),
        "steps[0].items[1].odd: unknown key\n\
         steps[0].items[0].relevant: column 1: there is no field `x`"
    );
}
