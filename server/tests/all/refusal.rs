//! Bad input gets a clear error and loses nothing.

use axum::http::Method;
use domain::{
    answer::Answer,
    api::{Content, ErrorCode, MAX_CHANGES, Outcome, Refusal, SyncRequest},
};
use serde_json::{Value, json};
use server::demo::{self, Kind};

use crate::{
    support::{DAY, Phone, START, TestApp},
    sync::assert_refused,
};

/// A revision whose content was changed before it was sealed.
fn altered(phone: &Phone<'_>, change: impl FnOnce(&mut Content)) -> domain::api::Revision {
    let mut content: Content =
        serde_json::from_str(&phone.filled_in(Kind::Damage).content).unwrap();
    change(&mut content);
    demo::revision(&content, None, START).unwrap()
}

#[tokio::test]
async fn a_content_that_breaks_its_form_is_refused_with_the_fields() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = altered(&phone, |content| {
        content.answers.set("op_status", None);
        content
            .answers
            .set("brn", Some(Answer::Text("1248100999".to_owned())));
    });
    let Outcome::Refused {
        reason: Refusal::Invalid,
        findings,
    } = phone.push(revision).await
    else {
        panic!("accepted")
    };
    let found: Vec<_> = findings
        .iter()
        .filter(|finding| finding.is_error())
        .map(|finding| (finding.path.to_string(), finding.code.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("brn".to_owned(), "brn.checksum"),
            ("op_status".to_owned(), "required")
        ]
    );
    assert!(phone.sync(0, Vec::new()).await.changes.is_empty());
}

#[tokio::test]
async fn without_the_required_consent_nothing_is_kept() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let without = altered(&phone, |content| content.answers.set("consent_c1", None));
    assert_refused(&phone.push(without).await, Refusal::NoConsent);
    let refused = altered(&phone, |content| {
        if let Some(Answer::Consent(consent)) = content.answers.0.get_mut("consent_c1") {
            consent.given = false;
        }
    });
    assert_refused(&phone.push(refused).await, Refusal::NoConsent);
    let another_text = altered(&phone, |content| {
        if let Some(Answer::Consent(consent)) = content.answers.0.get_mut("consent_c1") {
            consent.text_hash = "0".repeat(64);
        }
    });
    assert_refused(&phone.push(another_text).await, Refusal::NoConsent);
    assert_eq!(count(&app, "revision").await, 0);
}

#[tokio::test]
async fn damaged_unknown_and_foreign_contents_are_told_apart() {
    let app = TestApp::start().await;
    let phone = app.phone().await;

    let mut damaged = phone.filled_in(Kind::Damage);
    damaged.content.push(' ');
    assert_refused(&phone.push(damaged).await, Refusal::HashMismatch);

    let newer = altered(&phone, |content| content.version = "2099.1".to_owned());
    assert_refused(&phone.push(newer).await, Refusal::UnknownForm);

    let mut no_content = phone.filled_in(Kind::Damage);
    no_content.content = r#"{"form":"DMG"}"#.to_owned();
    no_content.hash = server::auth::secret::sha256_hex(&no_content.content);
    assert_refused(&phone.push(no_content).await, Refusal::MalformedContent);

    let huge = altered(&phone, |content| content.note = "가".repeat(200_000));
    assert_refused(&phone.push(huge).await, Refusal::TooLarge);
}

#[tokio::test]
async fn a_form_filled_in_days_ago_is_judged_by_its_own_day() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let yesterday = altered(&phone, |content| {
        content.sealed_at = START - DAY;
        content
            .answers
            .set("attest_date", Some(Answer::Text("2026-04-16".to_owned())));
    });
    Phone::accepted(phone.push(yesterday).await);
    // A clock that runs ahead does not make tomorrow a past day.
    let tomorrow = altered(&phone, |content| {
        content.sealed_at = START + 2 * DAY;
        content
            .answers
            .set("attest_date", Some(Answer::Text("2026-04-18".to_owned())));
    });
    assert_refused(&phone.push(tomorrow).await, Refusal::Invalid);
}

#[tokio::test]
async fn what_is_no_sync_request_is_refused_whole() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let good = serde_json::to_value(phone.filled_in(Kind::Damage)).unwrap();
    let mut known = good.clone();
    known["kind"] = json!("revision");
    for (body, place) in [
        (json!([]), "expected an object"),
        (json!({ "cursor": "1" }), "at cursor"),
        (
            json!({ "cursor": 0, "changes": [known, { "kind": "merge", "id": 1 }] }),
            "at changes.1",
        ),
    ] {
        let error = phone
            .request(&body)
            .await
            .refused(400, ErrorCode::Malformed);
        assert!(error.message.contains(place), "{}", error.message);
        assert!(!error.message.contains("merge"), "{}", error.message);
    }
    assert!(
        phone.sync(0, Vec::new()).await.changes.is_empty(),
        "the good change of a bad request is not taken"
    );

    let mut newer: Value = json!({ "cursor": 0, "changes": [good], "battery": 50 });
    newer["changes"][0]["kind"] = json!("revision");
    newer["changes"][0]["colour"] = json!("red");
    assert!(
        phone.request(&newer).await.status.is_success(),
        "fields of a newer client are ignored"
    );
}

#[tokio::test]
async fn more_changes_than_allowed_are_refused() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let change = domain::api::Change::Revision(phone.filled_in(Kind::Damage));
    let request = SyncRequest {
        cursor: 0,
        changes: vec![change; MAX_CHANGES + 1],
        device_time: START,
        recalls: Vec::new(),
    };
    phone
        .request(&request)
        .await
        .refused(422, ErrorCode::Invalid);
}

#[tokio::test]
async fn tokens_that_are_not_good_are_refused() {
    let app = TestApp::start().await;
    let mut phone = app.phone().await;
    let nothing = SyncRequest::default();
    app.post("/api/v1/sync", &nothing)
        .await
        .refused(401, ErrorCode::Unauthenticated);

    let good = std::mem::replace(&mut phone.token, "0".repeat(64));
    phone
        .request(&nothing)
        .await
        .refused(401, ErrorCode::Unauthenticated);
    phone.token = "not a token".to_owned();
    phone
        .request(&nothing)
        .await
        .refused(401, ErrorCode::Unauthenticated);

    phone.token = good;
    assert!(phone.request(&nothing).await.status.is_success());
    app.clock.advance(401 * DAY);
    phone
        .request(&nothing)
        .await
        .refused(401, ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn unknown_paths_and_methods_of_the_api_are_json_or_405() {
    let app = TestApp::start().await;
    app.get("/api/v1/nothing")
        .await
        .refused(404, ErrorCode::NotFound);
    app.get("/api/v1/forms/DMG/1999")
        .await
        .refused(404, ErrorCode::NotFound);
    assert_eq!(app.get("/api/v1/sync").await.status, 405);
    let request = crate::support::json(Method::PUT, "/api/v1/sync", &json!({}));
    assert_eq!(app.send(request).await.status, 405);
}

async fn count(app: &TestApp, table: &'static str) -> i64 {
    let url = format!("sqlite://{}", app.database().display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
        .fetch_one(&pool)
        .await
        .unwrap()
}
