//! Judging: tables of answers and what is found in them.

use domain::form::{Finding, Instance};

use super::support::{begin, codes, field, form, open};

const LIST: &str = r#""list": [{"code": "a", "label": {"ko": "가"}}, {"code": "b", "label": {"ko": "나"}},
    {"code": "c", "label": {"ko": "다"}}, {"code": "d", "label": {"ko": "라"}}]"#;

/// What is found in `answer`, JSON, for a field of `kind`.
fn judge(kind: &str, more: &str, answer: &str) -> Vec<String> {
    let choices = if more.contains("\"list\"") { LIST } else { "" };
    let form = form(&field("x", kind, more), choices);
    let instance = open(&form, &format!(r#"{{"x": {answer}}}"#));
    codes(&instance.validate())
        .iter()
        .map(|code| code.replace("x ", ""))
        .collect()
}

#[test]
fn each_kind_has_its_rules() {
    let list = r#", "choices": "list""#;
    for (kind, more, answer, expected) in [
        ("text", "", r#""다울""#, ""),
        ("text", "", "5", "type"),
        ("text", r#", "min_length": 2"#, r#"" 가 ""#, "min_length"),
        ("text", r#", "max_length": 2"#, r#""가나다""#, "max_length"),
        // Two syllables typed as letters, as Apple devices send them.
        (
            "text",
            r#", "max_length": 2"#,
            "\"\u{1103}\u{1161}\u{110B}\u{116E}\u{11AF}\"",
            "",
        ),
        (
            "textarea",
            r#", "free_text": true"#,
            r#""900101-1234567 입니다""#,
            "rrn?",
        ),
        ("textarea", "", r#""900101-1234567 입니다""#, ""),
        ("int", "", "-5", ""),
        ("int", r#", "min": 0, "max": 9999"#, "-1", "min"),
        ("int", r#", "min": 0, "max": 9999"#, "10000", "max"),
        ("int", "", r#""5""#, "type"),
        ("int", "", r#"{"unknown": true}"#, "type"),
        (
            "int",
            r#", "allow_unknown": true, "required": "true""#,
            r#"{"unknown": true}"#,
            "",
        ),
        ("won", "", "-1", "min"),
        ("won", "", "1000000000000001", "max"),
        ("won", "", "1000000000000000", ""),
        ("percent", "", "101", "max"),
        ("date", "", r#""2020-02-30""#, "date.no_such_day"),
        ("date", "", r#""20200230""#, "date.shape"),
        (
            "date",
            r#", "min": "1950-01-01", "max": "today""#,
            r#""2020-04-20""#,
            "",
        ),
        (
            "date",
            r#", "min": "1950-01-01", "max": "today""#,
            r#""2020-04-21""#,
            "max",
        ),
        ("date", r#", "min": "1950-01-01""#, r#""1949-12-31""#, "min"),
        ("month", "", r#""2020-13""#, "month.no_such_month"),
        ("month", r#", "max": "today""#, r#""2020-04""#, ""),
        ("month", r#", "max": "today""#, r#""2020-05""#, "max"),
        ("month", r#", "min": "2020-02-18""#, r#""2020-02""#, ""),
        ("month", r#", "min": "2020-02""#, r#""2020-01""#, "min"),
        ("phone", "", r#""053)803-1234""#, ""),
        ("phone", "", r#""0381234567""#, "phone.prefix"),
        (
            "phone",
            r#", "phone_kinds": ["mobile"]"#,
            r#""010 1234 5678""#,
            "",
        ),
        (
            "phone",
            r#", "phone_kinds": ["mobile"]"#,
            r#""011-123-4567""#,
            "phone.legacy?",
        ),
        (
            "phone",
            r#", "phone_kinds": ["mobile"]"#,
            r#""053-803-1234""#,
            "phone.kind",
        ),
        ("email", "", r#""a@b""#, "email.domain"),
        ("url", "", r#""없음""#, "url.host"),
        ("brn", "", r#""124-81-00998""#, ""),
        ("brn", "", r#""124-81-00999""#, "brn.checksum"),
        ("crn", "", r#""110111-1129498""#, "crn.checksum?"),
        ("crn", "", r#""110111""#, "crn.length?"),
        ("mailorder", "", r#""2020-0123""#, "mailorder.shape?"),
        (
            "mailorder",
            "",
            r#""2021-대구중구-0123""#,
            "mailorder.future?",
        ),
        ("enum", list, r#""a""#, ""),
        ("enum", list, r#""z""#, "choice"),
        (
            "multi",
            r#", "choices": "list", "max_choices": 2"#,
            r#"["a", "b", "a"]"#,
            "",
        ),
        (
            "multi",
            r#", "choices": "list", "max_choices": 2"#,
            r#"["a", "b", "c"]"#,
            "max_choices",
        ),
        ("multi", list, r#"["a", "z"]"#, "choice"),
        ("rank3", list, r#"["a", "b", "c"]"#, ""),
        ("rank3", list, r#"["a", "b", "a"]"#, "rank_duplicate"),
        ("rank3", list, r#"["a", "b", "c", "d"]"#, "max_choices"),
        ("likert5", "", "5", ""),
        ("likert5", "", "0", "choice"),
        ("bool", r#", "required": "true""#, "false", ""),
        ("bool", "", r#""yes""#, "type"),
        (
            "address",
            r#", "required": "true""#,
            r#"{"sido": "대구광역시", "sigungu": "중구"}"#,
            "required",
        ),
        (
            "address",
            "",
            r#"{"zip": "700842"}"#,
            "postcode.old_six_digits",
        ),
        (
            "address",
            "",
            r#"{"sido": "대구광역시", "zip": "06236"}"#,
            "postcode.elsewhere?",
        ),
        ("address", "", r#"{"sido": "경상북도", "zip": "39000"}"#, ""),
        ("file", r#", "required": "true""#, "[]", "required"),
        (
            "file",
            r#", "max": 1, "free_text": true"#,
            r#"[{"hash": "a", "name": "900101-1234567.jpg", "media_type": "image/jpeg", "size": 1},
                {"hash": "b", "name": "b.jpg", "media_type": "image/jpeg", "size": 1}]"#,
            "max rrn?",
        ),
        ("text", r#", "required": "true""#, r#""  ""#, "required"),
        (
            "int",
            r#", "constraint": ". mod 2 = 0", "constraint_message": {"ko": "짝수"}"#,
            "3",
            "constraint",
        ),
        (
            "int",
            r#", "constraint": ". mod 2 = 0", "constraint_message": {"ko": "짝수"}"#,
            "4",
            "",
        ),
        (
            "int",
            r#", "warning": ". > 9", "warning_message": {"ko": "큼"}"#,
            "10",
            "warning?",
        ),
    ] {
        assert_eq!(
            judge(kind, more, answer).join(" "),
            expected,
            "{kind} {more} {answer}"
        );
    }
}

#[test]
fn consents() {
    let notice = |kind: &str| {
        format!(
            r#", "consent": {{"kind": "{kind}", "refusal": {{"ko": "r"}},
                "paragraphs": [{{"label": {{"ko": "l"}}, "text": {{"ko": "t"}}}}]}}"#
        )
    };
    let answer =
        |given: bool| format!(r#"{{"given": {given}, "text_hash": "0", "locale": "ko", "at": 1}}"#);
    let required = notice("required");
    let optional = notice("optional");
    let asked = format!(r#"{optional}, "required": "true""#);
    for (more, answer, expected) in [
        (&required, answer(true), ""),
        (&required, answer(false), "consent_required"),
        (&required, r#""""#.to_owned(), "consent_required"),
        (&optional, answer(false), ""),
        (&optional, r#""""#.to_owned(), ""),
        (&asked, answer(false), ""),
        (&asked, r#""""#.to_owned(), "required"),
    ] {
        assert_eq!(
            judge("consent", more, &answer).join(" "),
            expected,
            "{more} {answer}"
        );
    }
}

#[test]
fn rows_are_counted_and_judged_in_the_order_of_the_form() {
    let repeat = |more: &str| {
        let name = field("name", "text", r#", "required": "true""#);
        format!(r#"{{"repeat": "rows", "label": {{"ko": "줄"}}{more}, "items": [{name}]}}"#)
    };
    let judge = |more: &str, answers: &str| {
        let items = [
            repeat(more),
            field("last", "int", r#", "required": "true""#),
        ];
        codes(&open(&form(&items.join(","), ""), answers).validate()).join(" ")
    };
    let two = r#"{"rows": [{"_id": "r1"}, {"_id": "r2", "name": "x"}], "last": 1}"#;
    assert_eq!(judge("", two), "rows/r1/name required");
    assert_eq!(
        judge(r#", "max": 1"#, two),
        "rows rows_max rows/r1/name required"
    );
    assert_eq!(
        judge(r#", "min": 3"#, two),
        "rows rows_min rows/r1/name required"
    );
    assert_eq!(judge(r#", "min": 3"#, r#"{"last": 1}"#), "");
    assert_eq!(
        judge(r#", "required": "true""#, "{}"),
        "rows rows_min last required"
    );
    assert_eq!(judge("", r#"{"rows": "x", "last": 1}"#), "rows type");
    let doubled = r#"{"rows": [{"_id": "r", "name": "x"}, {"_id": "r", "name": "y"}], "last": 1}"#;
    assert_eq!(judge("", doubled), "rows row_id");
}

#[test]
fn findings_carry_what_a_sentence_needs() {
    let more = r#", "max_length": 2, "constraint": "false",
        "constraint_message": {"ko": "이름을 확인해 주세요.", "en": "Check the name."}"#;
    let form = form(&field("x", "text", more), "");
    let findings = open(&form, r#"{"x": "가나다"}"#).validate();
    let json = serde_json::to_string(&findings).unwrap();
    assert_eq!(
        json,
        r#"[{"path":"x","severity":"error","code":"max_length","args":{"length":"3","max":"2"}},{"path":"x","severity":"error","code":"constraint","message":{"ko":"이름을 확인해 주세요.","en":"Check the name."}}]"#
    );
    assert_eq!(
        serde_json::from_str::<Vec<Finding>>(&json).unwrap(),
        findings
    );
}

#[test]
fn a_rule_that_cannot_be_decided_does_not_bite() {
    let more = r#", "constraint": ". <= ${total}", "constraint_message": {"ko": "많음"}"#;
    let items = [field("total", "int", ""), field("part", "int", more)];
    let form = form(&items.join(","), "");
    assert_eq!(open(&form, r#"{"part": 5}"#).validate(), []);
    assert_eq!(
        codes(&open(&form, r#"{"part": 5, "total": 4}"#).validate()),
        ["part constraint"]
    );
}

#[test]
fn a_step_is_judged_alone() {
    let instance: Instance = begin(&form(&field("x", "int", r#", "required": "true""#), ""));
    assert_eq!(codes(&instance.validate_step("s")), ["x required"]);
    assert_eq!(instance.validate_step("nowhere"), []);
    assert_eq!(
        codes(&instance.check(&"x".parse().unwrap())),
        ["x required"]
    );
}
