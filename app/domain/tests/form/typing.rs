//! What a person types, the answer it becomes, and how it stands in its box.

use domain::{
    answer::Answer,
    form::{Form, input},
};

use super::support::{field, form, form_text, json, open};

fn typed(kind: &str, text: &str) -> Result<Option<Answer>, &'static str> {
    let more = if kind == "multi" {
        r#", "choices": "list""#
    } else {
        ""
    };
    let list = r#""list": [{"code": "a", "label": {"ko": "가"}}]"#;
    let list = if more.is_empty() { "" } else { list };
    let form = Form::load(&form_text(&field("x", kind, more), list)).unwrap();
    input::parse(form.field("x").unwrap(), text).map_err(|error| error.code)
}

#[test]
fn what_is_typed_is_read() {
    let text = |text: &str| Some(Answer::Text(text.to_owned()));
    for (kind, given, expected) in [
        ("won", "1억 2,300만", Ok(Some(Answer::Int(123_000_000)))),
        ("won", "오백만", Err("won.malformed")),
        ("won", " ", Ok(None)),
        ("int", "１，２３４", Ok(Some(Answer::Int(1234)))),
        ("int", "12명", Ok(Some(Answer::Int(12)))),
        ("int", "-3", Ok(Some(Answer::Int(-3)))),
        ("int", "1.5", Err("int.malformed")),
        ("int", "12,", Err("int.malformed")),
        ("int", "99999999999999999999", Err("int.too_large")),
        ("percent", "50 %", Ok(Some(Answer::Int(50)))),
        ("date", "2020. 4. 17.", Ok(text("2020-04-17"))),
        ("date", "2020-02-30", Err("date.no_such_day")),
        ("month", "2020년 4월", Ok(text("2020-04"))),
        ("bool", "true", Ok(Some(Answer::Bool(true)))),
        ("text", " 다울 ", Ok(text(" 다울 "))),
        ("brn", "124-81", Ok(text("124-81"))),
        (
            "multi",
            "a b",
            Ok(Some(Answer::Many(vec!["a".to_owned(), "b".to_owned()]))),
        ),
        ("file", "x", Err("type")),
    ] {
        assert_eq!(typed(kind, given), expected, "{kind} {given}");
    }
}

#[test]
fn answers_stand_in_their_boxes_as_people_write_them() {
    for (kind, answer, expected) in [
        ("won", Answer::Int(1_234_567), "1,234,567"),
        ("brn", Answer::Text("1248100998".to_owned()), "124-81-00998"),
        ("brn", Answer::Text("124-81".to_owned()), "124-81"),
        (
            "phone",
            Answer::Text("0538031234".to_owned()),
            "053-803-1234",
        ),
        (
            "crn",
            Answer::Text("1301110006246".to_owned()),
            "130111-0006246",
        ),
        ("date", Answer::Text("2020-04-17".to_owned()), "2020-04-17"),
    ] {
        let form = form(&field("x", kind, ""), "");
        assert_eq!(
            input::display(form.field("x").unwrap(), &answer),
            expected,
            "{kind}"
        );
    }
}

#[test]
fn what_is_submitted_is_in_its_canonical_form() {
    for (kind, answer, expected) in [
        ("brn", "１２４-81-00998", "1248100998"),
        ("phone", "+82 10-1234-5678", "01012345678"),
        ("crn", "130111-0006246", "1301110006246"),
        ("mailorder", "제2020-대구중구-0123호", "2020-대구중구-0123"),
        ("email", " Kim@Example.KR ", "Kim@example.kr"),
        ("url", "Daul.example.kr", "https://daul.example.kr"),
        ("text", " \u{1103}\u{1161}울 ", "다울"),
    ] {
        let form = form(&field("x", kind, ""), "");
        let instance = open(&form, &format!(r#"{{"x": "{answer}"}}"#));
        assert_eq!(
            json(&instance.submission()),
            format!(r#"{{"x":"{expected}"}}"#)
        );
        // The draft keeps what was typed.
        assert_eq!(instance.answers().text("x"), Some(answer));
    }
}
