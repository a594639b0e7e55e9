//! The audit trail: complete, chained, append-only.

use domain::case::{Action, Role};
use server::{
    audit::{GENESIS, Link, verify},
    demo::Kind,
};
use sqlx::SqlitePool;

use crate::support::TestApp;

async fn trail(app: &TestApp) -> Vec<Link> {
    app.storage().audit(0, 1000).await.unwrap()
}

async fn story(app: &TestApp) {
    let id = app.phone().await.submitted(Kind::Damage).await.submission;
    let coordinator = app.staff(Role::Coordinator).await;
    coordinator.file(id).await;
    coordinator.act(id, Action::Take).await;
    coordinator.post("/api/v1/desk/logout", &()).await;
    let wrong = domain::api::LoginRequest {
        login: "x".to_owned(),
        password: "y".to_owned(),
    };
    app.post_from_desk("/api/v1/desk/login", &wrong).await;
}

#[tokio::test]
async fn everything_that_happens_is_in_the_chain() {
    let app = TestApp::start().await;
    story(&app).await;
    let links = trail(&app).await;
    verify(GENESIS, &links).expect("the chain holds");
    let acts: Vec<_> = links
        .iter()
        .map(|link| link.entry.action.as_str())
        .collect();
    assert_eq!(
        acts,
        [
            "receipt_key_made",
            "enrolled",
            "case",
            "account_created",
            "account_created",
            "case_viewed",
            "case",
            "logout",
            "login_refused",
        ]
    );
    assert!(links[5].entry.actor.is_some() && links[5].entry.submission.is_some());
    assert!(!links[2].entry.source.is_empty());
}

#[tokio::test]
async fn a_changed_a_missing_and_a_new_link_show() {
    let app = TestApp::start().await;
    story(&app).await;
    let links = trail(&app).await;
    let mut changed = links.clone();
    changed[3].entry.at += 1;
    assert_eq!(verify(GENESIS, &changed), Err(changed[3].seq));
    let mut missing = links.clone();
    missing.remove(2);
    assert_eq!(verify(GENESIS, &missing), Err(links[3].seq));
    let mut forged = links.clone();
    forged[5].hash = forged[5].entry.seal(&GENESIS);
    assert_eq!(verify(GENESIS, &forged), Err(forged[5].seq));
    let head = verify(GENESIS, &links[..4]).unwrap();
    assert!(
        verify(head, &links[4..]).is_ok(),
        "a stretch can be checked on its own"
    );
}

#[tokio::test]
async fn the_database_itself_refuses_to_change_or_delete_it() {
    let app = TestApp::start().await;
    story(&app).await;
    let pool = SqlitePool::connect(&format!("sqlite://{}", app.database().display()))
        .await
        .unwrap();
    for sql in ["update audit set at = 0", "delete from audit"] {
        let error = sqlx::query(sql)
            .execute(&pool)
            .await
            .unwrap_err()
            .to_string();
        assert!(error.contains("append-only"), "{error}");
    }
}
