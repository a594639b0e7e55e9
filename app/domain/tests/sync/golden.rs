//! Records as phones have them on disk today. A newer build must read them; a change of one of these texts is a
//! change of every phone.

use domain::{
    api::{About, Outcome, Receipt, SubmissionView},
    form::profile::Profile,
    sync::{Cursor, Draft, Enrolment, OutboxItem, SubmissionRecord},
};
use serde::{Serialize, de::DeserializeOwned};

fn reads_back<T: Serialize + DeserializeOwned>(text: &str) -> T {
    let record: T = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&record).unwrap(), text);
    record
}

const DRAFT: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","form":"DMG","version":"2020.1","answers":{"story":"글"},"step":"story","locale":"ko","created_at":1,"updated_at":2}"#;

/// A draft that was begun with the profile.
const FILLED: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","form":"DMG","version":"2020.1","answers":{},"step":"","locale":"ko","created_at":1,"updated_at":2,"prefilled":{"org_name":"다울"}}"#;

/// A draft that was moved into a newer version of its form, and one whose writer stayed in the old one.
const MOVED: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","form":"DMG","version":"2020.2","answers":{},"step":"","locale":"ko","created_at":1,"updated_at":2,"left":[{"label":"근로자 수","text":"12","answer":12},{"label":"사진","text":"a.jpg","answer":[{"hash":"ab","name":"a.jpg","media_type":"image/jpeg","size":7}]}]}"#;
const STAYED: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","form":"DMG","version":"2020.1","answers":{},"step":"","locale":"ko","created_at":1,"updated_at":2,"stayed":"2020.2"}"#;

/// A draft that met what another phone sent.
const MERGED: &str = r#"{"id":"00000000-0000-0000-0000-000000000001","form":"DMG","version":"2020.1","answers":{"story":"글"},"step":"","locale":"ko","created_at":1,"updated_at":2,"answering":{"submission":"00000000-0000-0000-0000-000000000003","parent":"00000000-0000-0000-0000-000000000002"},"base":{"story":"남"},"taken":["contact"],"clashes":[{"path":"story","mine":"글","theirs":"남"},{"path":"rows/r1/rows","theirs":[{"_id":"r1","name":"쌀"}],"choice":"mine"}]}"#;

#[test]
fn records_of_today_are_read_and_written_as_they_are() {
    let draft: Draft = reads_back(DRAFT);
    assert_eq!(draft.answering, None);
    let item: OutboxItem = reads_back(&format!(
        r#"{{"change":{{"kind":"revision","id":"00000000-0000-0000-0000-000000000002","submission":"00000000-0000-0000-0000-000000000003","content":"{{}}","hash":"00"}},"owner":"00000000-0000-0000-0000-000000000004","sealed_at":3,"draft":{DRAFT},"attempts":1,"parked":{{"reason":"invalid","findings":[],"at":4}},"form":"DMG"}}"#
    ));
    assert_eq!(item.draft, Some(draft));
    reads_back::<OutboxItem>(
        r#"{"change":{"kind":"withdraw","id":"00000000-0000-0000-0000-000000000002","submission":"00000000-0000-0000-0000-000000000003","reason":"","at":3},"sealed_at":3,"attempts":0,"form":""}"#,
    );
    let item: OutboxItem = reads_back(
        r#"{"change":{"kind":"revision","id":"00000000-0000-0000-0000-000000000002","submission":"00000000-0000-0000-0000-000000000003","content":"{}","hash":"00"},"sealed_at":3,"attempts":0,"form":"DMG","files":[{"hash":"ab","size":7,"path":"photos","sent":true},{"hash":"cd","size":8,"path":"products/r1/photos","sent":false}]}"#,
    );
    assert!(item.awaits_files());
    reads_back::<Enrolment>(
        r#"{"device":"00000000-0000-0000-0000-000000000005","token":"ab","enterprise":"00000000-0000-0000-0000-000000000004","enterprise_name":"협동조합","verified":false,"expires_at":9}"#,
    );
    let filled: Draft = reads_back(FILLED);
    assert_eq!(filled.prefilled.text("org_name"), Some("다울"));
    let moved: Draft = reads_back(MOVED);
    assert_eq!(moved.left.len(), 2);
    let stayed: Draft = reads_back(STAYED);
    assert_eq!(stayed.stayed, "2020.2");
    let merged: Draft = reads_back(MERGED);
    assert!(merged.is_unsettled());
    let profile: Profile = reads_back(
        r#"{"answers":{"brn":"1248100998","representatives":[{"_id":"r1","rep_name":"김다울"}]},"kinds":{"brn":"brn","rep_name":"text"},"updated_at":1589155200000}"#,
    );
    assert_eq!(profile.answers.rows("representatives").len(), 1);
    reads_back::<Cursor>(r#"{"enterprise":"00000000-0000-0000-0000-000000000004","at":7}"#);
    reads_back::<SubmissionRecord>(
        r#"{"id":"00000000-0000-0000-0000-000000000003","owner":"00000000-0000-0000-0000-000000000004","receipts":[{"submission":"00000000-0000-0000-0000-000000000003","change":"00000000-0000-0000-0000-000000000002","hash":"00","number":"2020-피해-000123","received_at":5}],"own":[],"seen_version":0}"#,
    );
    reads_back::<Receipt>(
        r#"{"submission":"00000000-0000-0000-0000-000000000003","change":"00000000-0000-0000-0000-000000000002","hash":"00","number":"2020-피해-000123","received_at":5,"seal":{"key":"0011223344556677","files":["ab"],"signature":"cd"}}"#,
    );
    reads_back::<About>(
        r#"{"operator":"센터","help_phone":"053","self_registration":true,"version":"0.1.0","server_time":1,"receipt_keys":[{"id":"00","public":"11","from":0}]}"#,
    );
}

#[test]
fn a_view_says_when_staff_wrote_it_and_says_nothing_otherwise() {
    let view = r#"{"id":"00000000-0000-0000-0000-000000000003","version":2,"form":"DMG","form_version":"1","number":"2020-피해-000123","state":"received","revision":"00000000-0000-0000-0000-000000000002","hash":"00","content":"{}","received_at":1,"updated_at":2,"history":[]"#;
    let plain: SubmissionView = reads_back(&format!("{view}}}"));
    assert_eq!(plain.assisted, "");
    let told: SubmissionView = reads_back(&format!(r#"{view},"assisted":"전화로 확인"}}"#));
    assert_eq!(told.assisted, "전화로 확인");
}

#[test]
fn a_deferral_without_missing_files_is_what_old_phones_know() {
    let text = r#"{"outcome":"deferred","retry_after":5}"#;
    reads_back::<Outcome>(text);
    reads_back::<Outcome>(r#"{"outcome":"deferred","retry_after":0,"missing":["ab"]}"#);
}

#[test]
fn fields_that_are_missing_in_old_records_have_their_defaults() {
    let draft: Draft = serde_json::from_str(
        r#"{"id":"00000000-0000-0000-0000-000000000001","form":"DMG","version":"1","locale":"ko","created_at":1,"updated_at":2,"of_a_newer_build":true}"#,
    )
    .unwrap();
    assert!(draft.answers.0.is_empty() && draft.step.is_empty() && draft.note.is_empty());
}
