//! `server verify` finds each kind of damage, and nothing where there is none.

use std::process::Command;

use domain::{
    api::Revision,
    case::{Role, State},
};
use server::{
    attachment::Shape,
    storage::{Flaw, SqliteStorage, Storage as _},
    verify::{Damage, Report, Stores, verify},
};
use sqlx::SqlitePool;

use crate::{
    attachment::submitted,
    files,
    support::{Phone, TestApp},
    upload::hash,
};

async fn look(app: &TestApp) -> Report {
    verify(Stores {
        storage: app.storage(),
        live: app.storage(),
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

#[tokio::test]
async fn a_file_that_only_an_older_content_names_is_found() {
    let app = TestApp::start().await;
    let (_, revision) = submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    let pool = open(&app).await;
    // A newer content without files.
    sqlx::query(
        "insert into revision select randomblob(16), submission_id, 2, id, device_id, '{}',
           '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', received_at from revision",
    )
    .execute(&pool)
    .await
    .unwrap();
    let forget = sqlx::query("delete from revision_attachment");
    forget.execute(&pool).await.unwrap();
    let found = look(&app).await.damage;
    let unnamed =
        |damage: &&Damage| matches!(damage, Damage::Unnamed(of, _) if *of == revision.submission);
    assert_eq!(found.iter().filter(unnamed).count(), 2, "{found:?}");
}

#[tokio::test]
async fn changes_that_are_not_counted_as_they_happened_are_found() {
    let (_, found) = after("update enterprise set change = change + 1").await;
    assert!(
        matches!(*found, [Damage::Flaw(Flaw::Cursor(_))]),
        "{found:?}"
    );
    let (_, found) = after(
        "drop index submission_change; insert into submission
         select randomblob(16), enterprise_id, form, form_version, number || '2', state, version, change, revision_id,
           revision_number, hash, enterprise_name, name_key, name_initials, brn, industry, assignee_id, proposed,
           casework, decision, received_at, updated_at, due_at from submission",
    )
    .await;
    let cursor = |damage: &Damage| matches!(damage, Damage::Flaw(Flaw::Cursor(_)));
    assert!(found.iter().any(cursor), "{found:?}");
}

#[tokio::test]
async fn rows_that_refer_to_nothing_are_found() {
    let (_, found) =
        after("pragma foreign_keys = off; update session set account_id = x'00'; insert into session values (x'01', x'02', 0, 0, 0)").await;
    assert_eq!(found, [Damage::Flaw(Flaw::Reference("session".to_owned()))]);
}

/// A phone sends a lost file again between the snapshot and the look at it.
#[tokio::test]
async fn a_file_that_moved_meanwhile_is_not_lost() {
    let app = TestApp::start().await;
    let (phone, revision) = submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    let kept = app.storage().attachments(revision.submission).await;
    let paper = hash(&files::pdf());
    let kept = kept.unwrap();
    let lost = kept.iter().find(|file| file.blob.hash == paper).unwrap();
    app.state.attachments.remove(&lost.blob).await.unwrap();
    let file = app.database().with_file_name("snapshot.db");
    app.storage().snapshot(&file).await.unwrap();
    phone.upload(&files::pdf()).await;
    let snapshot = SqliteStorage::read(&file).await.unwrap();
    let stores = |live| Stores {
        storage: &snapshot,
        live,
        attachments: &*app.state.attachments,
        receipts: &app.state.receipts,
        now: app.state.clock.now(),
    };
    assert_eq!(verify(stores(app.storage())).await.unwrap().damage, []);
    let alone = verify(stores(&snapshot)).await.unwrap().damage;
    assert_eq!(alone, [Damage::Lost(revision.submission, paper)]);
}

/// What is read for a look is not written to.
#[tokio::test]
async fn reading_makes_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ieum.db");
    assert!(SqliteStorage::read(&file).await.is_err());
    assert!(!file.exists(), "nothing is made");
    // No server has made a key here yet, and none is made.
    let storage = SqliteStorage::open(&file).await.unwrap();
    storage.close().await;
    let before = std::fs::read(&file).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_server"))
        .arg("verify")
        .env_clear()
        .env("IEUM_DATABASE", format!("sqlite://{}", file.display()))
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(std::fs::read(&file).unwrap() == before);
    let left = std::fs::read_dir(folder.path()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["ieum.db"]);
    let reading = SqliteStorage::read(&file).await.unwrap();
    let refused = reading.secret("x", [0; 32]).await;
    assert!(refused.is_err(), "a reader does not write");
    // Another schema is refused, and not brought up to date.
    let url = format!("sqlite://{}", file.display());
    let pool = SqlitePool::connect(&url).await.unwrap();
    let older = sqlx::query("delete from _sqlx_migrations where version > 1");
    older.execute(&pool).await.unwrap();
    let refused = SqliteStorage::read(&file).await.unwrap_err();
    assert!(refused.to_string().contains("version 1"), "{refused}");
}

/// An index that leads elsewhere is in the server's own file alone: a copy would have a new one.
#[tokio::test]
async fn an_index_that_does_not_fit_its_table_is_found() {
    let app = TestApp::start().await;
    app.staff(Role::Coordinator).await;
    let mut db = open(&app).await.acquire().await.unwrap();
    for statement in [
        "pragma writable_schema = on",
        "update sqlite_schema set sql = 'create index session_expiry on session (seen_at)' where name = 'session_expiry'",
    ] {
        sqlx::query(statement).execute(&mut *db).await.unwrap();
    }
    let output = Command::new(env!("CARGO_BIN_EXE_server"))
        .arg("verify")
        .env_clear()
        .env(
            "IEUM_DATABASE",
            format!("sqlite://{}", app.database().display()),
        )
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!output.status.success());
    assert!(
        said.contains("DAMAGED  database: ") && said.contains("session_expiry"),
        "{said}"
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
