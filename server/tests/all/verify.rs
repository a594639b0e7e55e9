//! `server verify` finds each kind of damage, and nothing where there is none.

use std::process::Command;

use domain::{api::Revision, case::State};
use server::{
    attachment::Shape,
    verify::{Damage, Report, Stores, verify},
};
use sqlx::SqlitePool;

use crate::{
    attachment::submitted,
    files,
    support::{Phone, TestApp},
};

async fn look(app: &TestApp) -> Report {
    verify(Stores {
        storage: app.storage(),
        attachments: &*app.state.attachments,
        receipts: &app.state.receipts,
        now: app.state.clock.now(),
    })
    .await
    .unwrap()
}

async fn open(app: &TestApp) -> SqlitePool {
    let url = format!("sqlite://{}", app.database().display());
    SqlitePool::connect(&url).await.unwrap()
}

/// A submission with two files, and what is found after `sql`.
async fn after(sql: &str) -> (Revision, Vec<Damage>) {
    let app = TestApp::start().await;
    let (_, revision) = submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    assert_eq!(look(&app).await.damage, []);
    let pool = open(&app).await;
    for statement in sql.split(';') {
        sqlx::query(sqlx::AssertSqlSafe(statement.to_owned()))
            .execute(&pool)
            .await
            .unwrap();
    }
    (revision, look(&app).await.damage)
}

#[tokio::test]
async fn what_is_as_it_was_stored_is_counted() {
    let app = TestApp::start().await;
    let (phone, _) = submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    Phone::accepted(
        phone
            .push(phone.filled_in(server::demo::Kind::Damage))
            .await,
    );
    let report = look(&app).await;
    assert_eq!(report.damage, []);
    assert_eq!(
        (report.submissions, report.revisions, report.files),
        (2, 2, 2)
    );
    assert!(report.links > 4);
    assert!(
        report
            .to_string()
            .ends_with("Everything is as it was stored.")
    );
}

#[tokio::test]
async fn a_changed_content_is_found() {
    let (revision, found) =
        after("update revision set content = replace(content, 'ko', 'en')").await;
    let damage = Damage::Content(revision.submission, revision.id);
    assert!(found.contains(&damage), "{found:?}");
}

#[tokio::test]
async fn a_content_with_a_hash_that_was_made_to_fit_is_found() {
    // The row's own hash is changed as well, the submission's is not.
    let (revision, found) = after("update revision set content = 'x', hash = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'").await;
    assert!(
        found.contains(&Damage::Newest(revision.submission)),
        "{found:?}"
    );
}

#[tokio::test]
async fn another_time_of_receipt_is_found() {
    let (revision, found) = after("update revision set received_at = received_at - 1").await;
    assert_eq!(found, [Damage::Untold(revision.submission, revision.id)]);
}

#[tokio::test]
async fn a_number_that_no_receipt_can_bear_is_found() {
    let (revision, found) = after("update submission set number = 'a' || char(10) || 'b'").await;
    assert_eq!(found, [Damage::Receipt(revision.submission, revision.id)]);
}

#[tokio::test]
async fn a_changed_and_a_missing_link_of_the_trail_are_found() {
    let changed = "drop trigger audit_is_never_changed; update audit set at = at + 1 where seq = 2";
    assert_eq!(after(changed).await.1, [Damage::Trail(2)]);
    let missing = "drop trigger audit_is_never_deleted; delete from audit where seq = 2";
    assert_eq!(after(missing).await.1, [Damage::Trail(3)]);
}

#[tokio::test]
async fn a_count_that_is_off_is_found() {
    let (_, found) = after("update queue_count set count = 7").await;
    assert_eq!(found, [Damage::Count(State::Received, 7, 1)]);
    let (_, found) = after("delete from queue_count").await;
    assert_eq!(found, [Damage::Count(State::Received, 0, 1)]);
}

#[tokio::test]
async fn a_file_that_is_lost_altered_or_unknown_is_found() {
    let (_, found) = after("delete from revision_attachment").await;
    assert!(
        matches!(*found, [Damage::Unnamed(..), Damage::Unnamed(..)]),
        "{found:?}"
    );

    let app = TestApp::start().await;
    let (_, revision) = submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    let kept = app
        .storage()
        .attachments(revision.submission)
        .await
        .unwrap();
    let (lost, altered) = (&kept[0].blob, &kept[1].blob);
    app.state.attachments.remove(lost).await.unwrap();
    let name = format!("{}.{}", altered.hash, altered.id.simple());
    let place = app.attachments().join("files").join(&name[..2]).join(name);
    std::fs::write(place, b"others").unwrap();
    let bytes = app
        .state
        .attachments
        .read(altered, Shape::Original)
        .await
        .unwrap();
    assert_eq!(bytes.as_deref(), Some(&b"others"[..]));
    let of = revision.submission;
    assert_eq!(
        look(&app).await.damage,
        [
            Damage::Lost(of, lost.hash.clone()),
            Damage::Altered(of, altered.hash.clone()),
        ]
    );
}

/// The program says it, by words and by its exit code.
#[tokio::test]
async fn the_program_answers_with_its_exit_code() {
    let app = TestApp::start().await;
    submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    let run = |task: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_server"))
            .arg(task)
            .env_clear()
            .env(
                "IEUM_DATABASE",
                format!("sqlite://{}", app.database().display()),
            )
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        (output.status.success(), said)
    };
    let (good, said) = run("verify");
    assert!(good && said.contains("Contents:      1"), "{said}");
    let keys = app.storage().receipt_keys().await.unwrap().len();
    let (good, said) = run("rotate-key");
    assert!(
        good && said.contains("Receipts are signed with key"),
        "{said}"
    );
    assert_eq!(app.storage().receipt_keys().await.unwrap().len(), keys + 1);
    let spoil = sqlx::query("update revision set content = 'x'");
    spoil.execute(&open(&app).await).await.unwrap();
    let (good, said) = run("verify");
    assert!(!good && said.contains("DAMAGED"), "{said}");
}
