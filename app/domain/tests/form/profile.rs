//! What one form says of the organisation is put into the next, where it fits, and can be taken out again.

use domain::{
    answer::Answers,
    form::profile::{Profile, take_back},
};

use super::support::{answers_of, begin, field, form, json, open, path, text};

const LISTS: &str =
    r#""kinds": [{"code": "a", "label": {"ko": "가"}}, {"code": "b", "label": {"ko": "나"}}]"#;

/// `more` is what the field says besides belonging to the profile.
fn own(id: &str, kind: &str, more: &str) -> String {
    field(id, kind, &format!(r#", "profile": true{more}"#))
}

fn rows(items: &str, more: &str) -> String {
    format!(r#"{{"repeat": "people", "label": {{"ko": "p"}}{more}, "items": [{items}]}}"#)
}

/// The profile that is left by sending a form of `items` with `answers`.
fn taken(profile: &mut Profile, items: &str, answers: &str) -> String {
    profile.take(&open(&form(items, lists(items)), answers));
    json(&profile.answers)
}

/// What is put into a new form of `items`.
fn filled(profile: &Profile, items: &str) -> String {
    let mut instance = begin(&form(items, lists(items)));
    let put = profile.fill(&mut instance);
    assert_eq!(&put, instance.answers(), "nothing else is answered yet");
    json(&put)
}

fn lists(items: &str) -> &'static str {
    if items.contains(r#""kinds""#) {
        LISTS
    } else {
        ""
    }
}

#[test]
fn only_the_questions_that_say_so_are_taken_each_from_the_last_form_that_asked() {
    let mut profile = Profile::default();
    let items = [
        own("name", "text", ""),
        own("brn", "brn", ""),
        field("note", "text", ""),
    ]
    .join(",");
    let first = r#"{"name":" 다울 ","brn":"124-81-00998","note":"글"}"#;
    assert_eq!(
        taken(&mut profile, &items, first),
        r#"{"brn":"1248100998","name":"다울"}"#
    );
    let other = [
        own("name", "text", ""),
        own("brn", "brn", r#", "relevant": "${name} = ''""#),
        own("site", "url", ""),
    ];
    assert_eq!(
        taken(&mut profile, &other.join(","), r#"{"name":"한울"}"#),
        r#"{"brn":"1248100998","name":"한울"}"#,
        "what was not asked stays"
    );
    assert_eq!(
        taken(&mut profile, &items, r#"{"name":"한울"}"#),
        r#"{"name":"한울"}"#,
        "what was left blank is forgotten"
    );
    let unknown = own("name", "text", r#", "allow_unknown": true"#);
    assert_eq!(
        taken(&mut profile, &unknown, r#"{"name":{"unknown":true}}"#),
        "{}"
    );
}

#[test]
fn an_answer_goes_only_where_it_holds() {
    let mut profile = Profile::default();
    let list = r#", "choices": "kinds""#;
    let items = [
        own("name", "text", ""),
        own("kind", "enum", list),
        own("tel", "phone", ""),
    ]
    .join(",");
    let all = r#"{"kind":"b","name":"다울","tel":"01012345678"}"#;
    assert_eq!(taken(&mut profile, &items, all), all);
    assert_eq!(filled(&profile, &items), all);
    for (items, expected) in [
        (own("name", "phone", ""), "{}"),
        (field("name", "text", ""), "{}"),
        (own("name", "text", r#", "max_length": 1"#), "{}"),
        (
            own("tel", "phone", r#", "phone_kinds": ["landline"]"#),
            "{}",
        ),
        (
            own(
                "kind",
                "enum",
                r#", "choices": "kinds", "choice_filter": "code = 'a'""#,
            ),
            "{}",
        ),
        (
            // Held to its rules though it is not asked yet.
            own(
                "kind",
                "enum",
                r#", "choices": "kinds", "choice_filter": "code = 'a'", "relevant": "false""#,
            ),
            "{}",
        ),
        (
            own("tel", "phone", r#", "relevant": "false""#),
            r#"{"tel":"01012345678"}"#,
        ),
        (
            // Offered because of what stands below it.
            [
                own(
                    "kind",
                    "enum",
                    r#", "choices": "kinds", "choice_filter": "${name} != ''""#,
                ),
                own("name", "text", ""),
            ]
            .join(","),
            r#"{"kind":"b","name":"다울"}"#,
        ),
    ] {
        assert_eq!(filled(&profile, &items), expected, "{items}");
    }
}

#[test]
fn an_answer_that_does_not_hold_leaves_the_default() {
    let mut profile = Profile::default();
    taken(&mut profile, &own("name", "text", ""), r#"{"name":"다울"}"#);
    let items = own("name", "text", r#", "max_length": 1, "default": "'가'""#);
    let mut instance = begin(&form(&items, ""));
    assert!(profile.fill(&mut instance).is_empty());
    assert_eq!(json(instance.answers()), r#"{"name":"가"}"#);
}

#[test]
fn rows_come_with_their_own_fields_and_no_more_of_them_than_fit() {
    let mut profile = Profile::default();
    let items = rows(
        &[own("who", "text", ""), field("age", "int", "")].join(","),
        "",
    );
    let people =
        r#"{"people":[{"_id":"r1","age":5,"who":"김"},{"_id":"r2","who":"이"},{"_id":"r3"}]}"#;
    let kept = r#"{"people":[{"_id":"r1","who":"김"},{"_id":"r2","who":"이"}]}"#;
    assert_eq!(taken(&mut profile, &items, people), kept);
    assert_eq!(filled(&profile, &items), kept);
    let one = rows(&own("who", "text", ""), r#", "max": 1"#);
    assert_eq!(
        filled(&profile, &one),
        r#"{"people":[{"_id":"r1","who":"김"}]}"#
    );
    let other = rows(&own("who", "phone", ""), "");
    assert_eq!(filled(&profile, &other), "{}");
    assert_eq!(taken(&mut profile, &items, "{}"), "{}");
}

#[test]
fn what_was_put_in_is_taken_out_except_where_the_person_wrote() {
    let mut profile = Profile::default();
    let items = [own("name", "text", ""), own("site", "url", "")].join(",");
    taken(
        &mut profile,
        &items,
        r#"{"name":"다울","site":"daul.example"}"#,
    );
    let mut instance = begin(&form(&items, ""));
    let put = profile.fill(&mut instance);
    instance.set(&path("name"), text("한울"));
    let mut answers: Answers = instance.answers().clone();
    take_back(&mut answers, &put);
    assert_eq!(answers, answers_of(r#"{"name":"한울"}"#));
}
