//! What expressions yield, told as a table.

use domain::answer::Answer;

use super::support::{calc, field, form, open, path};

const CHOICES: &str = r#""list": [
    {"code": "a", "label": {"ko": "가"}, "attributes": {"food": "yes", "rate": "10"}},
    {"code": "b", "label": {"ko": "나"}, "attributes": {"food": "no"}},
    {"code": "c", "label": {"ko": "다"}, "attributes": {"rate": "30"}}]"#;

const ANSWERS: &str = r#"{
    "n": 7, "won": 1000000000000000, "t": "다울", "d": "2020-02-18", "m": "2020-03",
    "many": ["a", "c"], "one": "b", "yes": true, "unknown": {"unknown": true},
    "place": {"sido": "대구광역시", "zip": "41911"},
    "files": [{"hash": "aa", "name": "n.jpg", "media_type": "image/jpeg", "size": 1}],
    "agreed": {"given": true, "text_hash": "0", "locale": "ko", "at": 1},
    "rows": [{"_id": "1", "x": 5, "from": "2020-03-01", "to": "2020-03-10"},
             {"_id": "2", "x": 9, "from": "2020-03-08", "to": "2020-03-12"},
             {"_id": "3", "from": "2020-04-01", "to": "2020-04-01"}],
    "none": []
}"#;

fn value(result: &str, expression: &str) -> Option<Answer> {
    let consent = r#", "consent": {"kind": "optional", "refusal": {"ko": "r"},
        "paragraphs": [{"label": {"ko": "l"}, "text": {"ko": "t"}}]}"#;
    let rows = [
        field("x", "int", ""),
        field("from", "date", ""),
        field("to", "date", ""),
    ];
    let items = [
        field("n", "int", ""),
        field("won", "won", ""),
        field("t", "text", ""),
        field("d", "date", ""),
        field("m", "month", ""),
        field("many", "multi", r#", "choices": "list""#),
        field("one", "enum", r#", "choices": "list""#),
        field("yes", "bool", ""),
        field("blank", "int", ""),
        field("blank_text", "text", ""),
        field("blank_bool", "bool", ""),
        field("unknown", "int", r#", "allow_unknown": true"#),
        field("place", "address", ""),
        field("files", "file", ""),
        field("nofiles", "file", ""),
        field("agreed", "consent", consent),
        field("unasked", "consent", consent),
        format!(
            r#"{{"repeat": "rows", "label": {{"ko": "줄"}}, "items": [{}]}}"#,
            rows.join(",")
        ),
        format!(
            r#"{{"repeat": "none", "label": {{"ko": "줄"}}, "items": [{}]}}"#,
            field("y", "int", "")
        ),
        calc("result", result, expression),
    ];
    open(&form(&items.join(","), CHOICES), ANSWERS).value(&path("result"))
}

#[test]
fn numbers() {
    for (expression, expected) in [
        ("1 + 2 * 3", Some(7)),
        ("${n} - 10", Some(-3)),
        ("-${n}", Some(-7)),
        ("7 div 2", Some(4)),
        ("6 div 2", Some(3)),
        ("-7 div 2", Some(-4)),
        ("7 mod 4", Some(3)),
        ("1 div 0", None),
        ("1 mod 0", None),
        ("0.1 + 0.2", Some(0)),
        ("round(2.5)", Some(3)),
        ("round(-2.5)", Some(-3)),
        ("${won} * 9000", Some(9_000_000_000_000_000_000)),
        ("${won} * 10000", None),
        ("9223372036854775807 + 1", None),
        ("${won} div 1", Some(1_000_000_000_000_000)),
        ("${blank} + 1", None),
        ("${unknown} + 1", None),
        ("coalesce(${blank}, ${unknown}, 3)", Some(3)),
        ("if(${n} > 5, 1, 2)", Some(1)),
        ("if(${blank} > 5, 1, 2)", Some(2)),
        ("min(3, ${blank}, 2)", Some(2)),
        ("max(3, ${n})", Some(7)),
        ("max(${x})", Some(9)),
        ("min(${x})", Some(5)),
        ("max(${y})", None),
        ("sum(${x})", Some(14)),
        ("sum(${y})", Some(0)),
        ("count(${rows})", Some(3)),
        ("count(${none})", Some(0)),
        ("count(${files})", Some(1)),
        ("count(${nofiles})", Some(0)),
        ("count-equal(${x}, 5)", Some(1)),
        ("count-equal(${x}, 6)", Some(0)),
        ("days-covered(${from}, ${to})", Some(13)),
        ("choice-number(${many}, 'rate')", Some(30)),
        ("choice-number(${one}, 'rate')", None),
        ("count-selected(${many})", Some(2)),
        ("string-length(${t})", Some(2)),
        ("string-length(${blank_text})", Some(0)),
        ("year(${d})", Some(2020)),
        ("days-between(${d}, today())", Some(62)),
        ("days-between(today(), ${d})", Some(-62)),
        ("months-between(${d}, today())", Some(2)),
        ("months-between(${m}, today())", Some(1)),
        ("decline(100000000, 30000000)", Some(700)),
        ("decline(0, 5)", None),
    ] {
        assert_eq!(
            value("int", expression),
            expected.map(Answer::Int),
            "{expression}"
        );
    }
}

#[test]
fn conditions() {
    for (expression, expected) in [
        ("${n} = 7", Some(true)),
        ("${n} = 7.0", Some(true)),
        ("${n} != 7", Some(false)),
        ("${blank} = ''", Some(true)),
        ("${unknown} = ''", Some(true)),
        ("${blank} = 0", Some(false)),
        ("${blank} != 0", Some(true)),
        ("${blank} < 1", None),
        ("not(${blank} < 1)", None),
        ("${blank_bool} = false", Some(false)),
        ("${blank_bool} and false", Some(false)),
        ("false and ${blank_bool}", Some(false)),
        ("${blank_bool} or true", Some(true)),
        ("${blank_bool} or false", None),
        ("true and ${blank_bool}", None),
        ("selected(${many}, 'a')", Some(true)),
        ("selected(${many}, 'b')", Some(false)),
        ("selected(${one}, 'b')", Some(true)),
        ("${one} = 'b'", Some(true)),
        ("choice-has(${many}, 'food', 'yes')", Some(true)),
        ("choice-has(${one}, 'food', 'yes')", Some(false)),
        ("is-unknown(${unknown})", Some(true)),
        ("is-unknown(${blank})", Some(false)),
        ("once-answered(${unknown})", Some(true)),
        ("once-answered(${blank})", Some(false)),
        ("consented(${agreed})", Some(true)),
        ("consented(${unasked})", Some(false)),
        ("starts-with(${t}, '다')", Some(true)),
        ("contains(${t}, '울')", Some(true)),
        ("contains(${blank_text}, '울')", Some(false)),
        ("regex(${t}, '[가-힣]{2}')", Some(true)),
        ("regex(${t}, '[가-힣]')", Some(false)),
        ("regex('a\n', 'a')", Some(false)),
        ("regex(${blank_text}, 'a')", None),
        ("${d} < date('2020-02-19')", Some(true)),
        ("${m} > ${d}", Some(true)),
        ("brn('124-81-00998')", Some(true)),
        ("brn('124-81-00999')", Some(false)),
        ("crn('110111-1129497')", Some(true)),
        ("mailorder('2020-대구중구-0123')", Some(true)),
        ("mailorder('2020-0123')", Some(false)),
        ("name('김다울')", Some(true)),
        ("name('김1')", Some(false)),
    ] {
        assert_eq!(
            value("bool", expression),
            expected.map(Answer::Bool),
            "{expression}"
        );
    }
}

#[test]
fn texts_and_dates() {
    for (expression, expected) in [
        (
            "concat(${t}, ' ', ${n}, ' ', ${d}, ' ', true, ${blank})",
            Some("다울 7 2020-02-18 true"),
        ),
        ("concat('')", None),
        ("substr('가나다', 1, 2)", Some("나")),
        ("substr('가나다', 1)", Some("나다")),
        ("substr('가나다', 9)", None),
        ("selected-at(${many}, 1)", Some("c")),
        ("selected-at(${many}, 2)", None),
        (
            "merged-ranges(${from}, ${to})",
            Some("2020-03-01 ~ 2020-03-12, 2020-04-01"),
        ),
        ("${place.sido}", Some("대구광역시")),
        ("${place.road}", None),
        ("postcode-area(${place.zip})", Some("daegu")),
        ("postcode-area('43100')", Some("gunwi")),
        ("phone-kind('053-803-1234')", Some("landline")),
        ("phone-kind('119')", None),
        ("brn-kind('124-81-00998')", Some("81")),
        ("decline-band(100, 30)", Some("80")),
        ("decline-band(100, 100)", Some("none")),
        ("ksic-industry('A')", Some("food")),
        ("ksic-industry('I')", None),
        ("ksic-industry('I56')", Some("food")),
    ] {
        let expected = expected.map(|text| Answer::Text(text.to_owned()));
        assert_eq!(value("text", expression), expected, "{expression}");
    }
    for (expression, expected) in [
        ("today()", Some("2020-04-20")),
        ("add-days(${d}, 12)", Some("2020-03-01")),
        ("add-months(date('2020-01-31'), 1)", Some("2020-02-29")),
        ("add-days(${d}, 9223372036854775807)", None),
        ("${m}", Some("2020-03-01")),
        ("max(${d}, ${m})", Some("2020-03-01")),
        ("min(${from})", Some("2020-03-01")),
        ("date(concat('2020-', '05-01'))", Some("2020-05-01")),
        ("date(${t})", None),
    ] {
        let expected = expected.map(|text| Answer::Text(text.to_owned()));
        assert_eq!(value("date", expression), expected, "{expression}");
    }
}

#[test]
fn won_stays_exact_up_to_the_largest_amount() {
    let form = form(
        &[
            format!(
                r#"{{"repeat": "rows", "label": {{"ko": "줄"}}, "items": [{}]}}"#,
                field("amount", "won", "")
            ),
            calc("total", "won", "sum(${amount})"),
        ]
        .join(","),
        "",
    );
    let rows: Vec<String> = (0..1000)
        .map(|row| {
            format!(
                r#"{{"_id": "{row}", "amount": {}}}"#,
                999_999_999_999_i64 + row
            )
        })
        .collect();
    let instance = open(&form, &format!(r#"{{"rows": [{}]}}"#, rows.join(",")));
    let exact = 999_999_999_999_i64 * 1000 + 999 * 1000 / 2;
    assert_eq!(instance.value(&path("total")), Some(Answer::Int(exact)));
    let two = r#"{"rows": [{"_id": "a", "amount": 999999999999999}, {"_id": "b", "amount": 1}]}"#;
    assert_eq!(
        open(&form, two).value(&path("total")),
        Some(Answer::Int(1_000_000_000_000_000))
    );
}
