//! A draft moves into a newer version of its form with nothing dropped silently.

use std::sync::Arc;

use domain::{
    form::{
        Form,
        migrate::{Left, Moved, migrate},
    },
    json::write,
};

use super::support::{answers_of, env, field, form, json};

pub(super) fn list(name: &str, codes: &str) -> String {
    let choices: Vec<String> = codes
        .chars()
        .map(|code| format!(r#"{{"code": "{code}", "label": {{"ko": "{code}"}}}}"#))
        .collect();
    format!(r#""{name}": [{}]"#, choices.join(","))
}

fn moved(old: &Arc<Form>, new: &Arc<Form>, answers: &str) -> Moved {
    migrate(&answers_of(answers), old, new, env())
}

/// `path=answer` of each, as JSON.
fn left(moved: &Moved) -> Vec<String> {
    let one = |left: &Left| format!("{}={}", left.path, write(&left.answer));
    moved.left.iter().map(one).collect()
}

/// A form of one field `a` of `kind`, offering `codes`.
fn one(kind: &str, codes: &str, more: &str) -> Arc<Form> {
    let choices = if codes.is_empty() {
        String::new()
    } else {
        r#", "choices": "l""#.to_owned()
    };
    let lists = if codes.is_empty() {
        String::new()
    } else {
        list("l", codes)
    };
    form(&field("a", kind, &format!("{choices}{more}")), &lists)
}

#[test]
fn an_answer_goes_where_it_fits_and_onto_the_list_where_it_does_not() {
    for (old, new, answer, there, listed) in [
        (
            one("text", "", ""),
            one("textarea", "", ""),
            r#""x""#,
            r#""x""#,
            "",
        ),
        (
            one("phone", "", ""),
            one("text", "", ""),
            r#""x""#,
            r#""x""#,
            "",
        ),
        (
            one("text", "", ""),
            one("brn", "", ""),
            r#""x""#,
            "",
            r#""x""#,
        ),
        (
            one("text", "", ""),
            one("int", "", ""),
            r#""x""#,
            "",
            r#""x""#,
        ),
        (one("int", "", ""), one("won", "", ""), "5", "", "5"),
        (
            one("int", "", ""),
            one("int", "", r#", "max": 3"#),
            "5",
            "5",
            "",
        ),
        (
            one("enum", "xy", ""),
            one("enum", "xz", ""),
            r#""x""#,
            r#""x""#,
            "",
        ),
        (
            one("enum", "xy", ""),
            one("enum", "xz", ""),
            r#""y""#,
            "",
            r#""y""#,
        ),
        (
            one("enum", "xy", ""),
            one("multi", "xz", ""),
            r#""x""#,
            r#"["x"]"#,
            "",
        ),
        (
            one("enum", "xy", ""),
            one("text", "", ""),
            r#""x""#,
            "",
            r#""x""#,
        ),
        (
            one("text", "", ""),
            one("enum", "xy", ""),
            r#""x""#,
            "",
            r#""x""#,
        ),
        (
            one("multi", "xyz", ""),
            one("multi", "xz", ""),
            r#"["x","y","z"]"#,
            r#"["x","z"]"#,
            r#"["y"]"#,
        ),
        (
            one("multi", "xyz", ""),
            one("rank3", "xyz", ""),
            r#"["x","y"]"#,
            "",
            r#"["x","y"]"#,
        ),
        (
            one("rank3", "xyz", ""),
            one("multi", "xyz", ""),
            r#"["y","x"]"#,
            r#"["y","x"]"#,
            "",
        ),
        (
            one("likert5", "12", ""),
            one("likert5", "23", ""),
            "1",
            "",
            "1",
        ),
        (
            one("int", "", r#", "allow_unknown": true"#),
            one("int", "", ""),
            r#"{"unknown":true}"#,
            "",
            r#"{"unknown":true}"#,
        ),
        (one("text", "", ""), one("text", "", ""), r#"" ""#, "", ""),
    ] {
        let moved = moved(&old, &new, &format!(r#"{{"a":{answer}}}"#));
        let expected = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let found = moved.answers.get("a");
        assert_eq!(found.map(write), expected(there), "{answer}");
        let listed: Vec<String> = expected(listed)
            .map(|text| format!("a={text}"))
            .into_iter()
            .collect();
        assert_eq!(left(&moved), listed, "{answer}");
    }
}

#[test]
fn a_consent_moves_only_with_the_words_that_were_shown() {
    let notice = |text: &str| {
        let notice = format!(
            r#", "consent": {{"kind": "optional", "paragraphs": [{{"label": {{"ko": "목적"}}, "text": {{"ko": "{text}"}}}}], "refusal": {{"ko": "거부"}}}}"#
        );
        form(&field("a", "consent", &notice), "")
    };
    let (old, same, other) = (notice("접수"), notice("접수"), notice("통계"));
    let hash = old.field("a").unwrap().consent.as_ref().unwrap();
    let hash = hash.text_hash(domain::text::Locale::Ko);
    let consent = format!(r#"{{"a":{{"given":true,"text_hash":"{hash}","locale":"ko","at":1}}}}"#);
    assert_eq!(json(&moved(&old, &same, &consent).answers), consent);
    let anew = moved(&old, &other, &consent);
    assert!(anew.answers.is_empty() && anew.left.len() == 1);
}

#[test]
fn rows_move_with_what_their_repeat_still_asks() {
    let rows = |items: &[String]| {
        format!(
            r#"{{"repeat": "r", "label": {{"ko": "r"}}, "items": [{}]}}"#,
            items.join(",")
        )
    };
    let old = form(
        &[
            rows(&[field("b", "text", ""), field("a", "text", "")]),
            field("top", "text", ""),
        ]
        .join(","),
        "",
    );
    let new = form(
        &[rows(&[field("b", "text", "")]), field("a", "text", "")].join(","),
        "",
    );
    let answers =
        r#"{"other":"o","r":[{"_id":"1","a":"x","b":"y"},{"_id":"2","a":"z"}],"top":"t"}"#;
    let moved = moved(&old, &new, answers);
    assert_eq!(
        json(&moved.answers),
        r#"{"r":[{"_id":"1","b":"y"},{"_id":"2"}]}"#
    );
    // In the order of the old form; what even that did not know comes last.
    assert_eq!(
        left(&moved),
        [r#"r/1/a="x""#, r#"r/2/a="z""#, r#"top="t""#, r#"other="o""#]
    );
    assert_eq!(moved.left[1].row, Some(2));
}

#[test]
fn new_questions_have_their_defaults_and_old_blanks_stay_blank() {
    let old = form(&field("a", "text", ""), "");
    let more = r#", "default": "'d'""#;
    let new = form(
        &[field("a", "text", more), field("b", "text", more)].join(","),
        "",
    );
    assert_eq!(json(&moved(&old, &new, "{}").answers), r#"{"b":"d"}"#);
}

#[test]
fn a_choice_that_is_no_longer_offered_here_is_listed_though_the_list_has_it() {
    let choices = [list("l", "xy"), list("m", "xyz")].join(",");
    let items = |filter: &str| {
        let filter = format!(r#", "choices": "l"{filter}"#);
        [
            field("a", "enum", &filter),
            field("b", "multi", &filter.replace("\"l\"", "\"m\"")),
        ]
        .join(",")
    };
    let old = form(&items(""), &choices);
    let new = form(&items(r#", "choice_filter": "code = 'x'""#), &choices);
    let moved = moved(&old, &new, r#"{"a":"y","b":["x","y","z"]}"#);
    assert_eq!(json(&moved.answers), r#"{"b":["x"]}"#);
    assert_eq!(left(&moved), [r#"a="y""#, r#"b=["y","z"]"#]);
}
