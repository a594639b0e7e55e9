//! The shapes that `#[derive(Json)]` gives to records, and what it says of those that do not fit.

use domain::{
    json::{self, Json},
    map::Map,
};

#[derive(Clone, Debug, PartialEq, Json)]
struct Record {
    #[serde(rename = "_id")]
    id: String,
    count: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default)]
    list: Vec<Outcome>,
    #[serde(flatten)]
    rest: Map<String, i64>,
}

#[derive(Clone, Debug, PartialEq, Json)]
#[serde(tag = "outcome", rename_all = "snake_case")]
enum Outcome {
    NotYet,
    Refused { why: Why },
    Taken(Receipt),
}

#[derive(Clone, Debug, PartialEq, Json)]
#[serde(deny_unknown_fields)]
struct Receipt {
    number: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Json)]
#[serde(rename_all = "snake_case")]
enum Why {
    TooLarge,
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Json)]
#[serde(rename_all = "lowercase")]
enum Message {
    Nudge,
    Seen(u8),
}

#[derive(Clone, Debug, PartialEq, Json)]
struct Wrapped(Vec<Message>);

#[test]
fn every_shape_reads_back_byte_for_byte() {
    let text = concat!(
        r#"{"_id":"r1","count":3,"list":[{"outcome":"not_yet"},{"outcome":"refused","why":"too_large"},"#,
        r#"{"outcome":"taken","number":"7"}],"a":1,"b":-2}"#
    );
    let record: Record = json::read(text).unwrap();
    assert_eq!(record.note, None);
    assert_eq!(record.list.len(), 3);
    assert_eq!(record.rest.get("b"), Some(&-2));
    assert_eq!(json::write(&record), text);
    let text = r#"["nudge",{"seen":4}]"#;
    let wrapped: Wrapped = json::read(text).unwrap();
    assert_eq!(wrapped.0, [Message::Nudge, Message::Seen(4)]);
    assert_eq!(json::write(&wrapped), text);
}

#[test]
fn serde_reads_and_writes_the_same() {
    let text = r#"{"_id":"r","count":0,"note":"글","list":[]}"#;
    let record: Record = serde_json::from_str(text).unwrap();
    assert_eq!(record, json::read(text).unwrap());
    assert_eq!(serde_json::to_string(&record).unwrap(), text);
}

#[test]
fn what_is_missing_has_its_default_and_what_is_newer_its_stand_in() {
    let record: Record = json::read(r#"{"_id":"r","count":1,"note":null}"#).unwrap();
    assert_eq!((record.note, record.list), (None, Vec::new()));
    let newer: Outcome = json::read(r#"{"outcome":"refused","why":"haunted"}"#).unwrap();
    assert_eq!(newer, Outcome::Refused { why: Why::Unknown });
}

#[test]
fn what_does_not_fit_is_refused_with_its_place() {
    for (text, said) in [
        ("[]", "expected an object"),
        (r#"{"_id":"r"}"#, "missing at count"),
        (r#"{"_id":"r","count":-1}"#, "a number (u32) at count"),
        (r#"{"_id":7,"count":1}"#, "expected a text at _id"),
        (
            r#"{"_id":"r","count":1,"list":[{"outcome":"not_yet"},{"outcome":"lost"}]}"#,
            "at list.1",
        ),
        (
            r#"{"_id":"r","count":1,"list":[{"outcome":"taken","number":"7","seal":"x"}]}"#,
            "unknown name `seal` at list.0",
        ),
        (r#"{"_id":"r","count":1,"a":"x"}"#, "a number (i64) at a"),
    ] {
        let error = json::read::<Record>(text).unwrap_err().to_string();
        assert!(error.contains(said), "{text}: {error}");
    }
}
