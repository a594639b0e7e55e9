//! Out of PostgreSQL into a backup, and into it again, without a difference.

use std::{path::Path, sync::Arc};

use domain::api::{QueueItem, StoredRevision};
use server::{
    audit::Link,
    demo,
    storage::{PostgresStorage, QueueFilter, SqliteStorage, Storage},
};
use sqlx::{Connection as _, PgConnection, Row as _};

use crate::{
    attachment::submitted,
    cluster::Database,
    files,
    ground::{bad, good, run},
    support::TestApp,
};

/// A server on PostgreSQL with a submission that has two files.
async fn filled(database: &Database, data: &Path) -> TestApp {
    let storage = Arc::new(database.open().await);
    let folder = tempfile::tempdir().unwrap();
    let app = TestApp::on(storage, &data.join("attachments"), folder, &[]).await;
    submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    app
}

/// All that a storage tells.
async fn all(
    storage: &dyn Storage,
) -> (Vec<Link>, Vec<QueueItem>, Vec<StoredRevision>, Vec<String>) {
    let links = storage.audit(0, 100_000).await.unwrap();
    let filter = QueueFilter::default();
    let queue = storage.queue(&filter, None, 10_000).await.unwrap();
    let (mut revisions, mut rest) = (Vec::new(), Vec::new());
    for item in &queue {
        revisions.extend(storage.revisions(item.id).await.unwrap());
        rest.push(format!("{:?}", storage.submission(item.id).await.unwrap()));
    }
    for enterprise in storage.enterprises().await.unwrap() {
        let changes = storage.changes(enterprise.id, 0, 1_000).await.unwrap();
        rest.push(format!("{enterprise:?} {changes:?}"));
    }
    rest.push(format!("{:?}", storage.accounts().await.unwrap()));
    rest.push(format!("{:?}", storage.invitations(None).await.unwrap()));
    rest.push(format!("{:?}", storage.counts(&filter).await.unwrap()));
    rest.push(format!("{:?}", storage.receipt_keys().await.unwrap()));
    let files = storage.stored_files(None, 1_000).await.unwrap();
    rest.push(format!("{files:?}"));
    (links, queue, revisions, rest)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_restored_into_an_sqlite_file_and_imported_into_postgres() {
    let (database, folder) = (Database::create().await, tempfile::tempdir().unwrap());
    let data = folder.path().join("data");
    let app = filled(&database, &data).await;
    demo::fill(&app.state).await.unwrap();
    let before = all(app.storage()).await;
    assert!(before.1.len() > 10 && before.3.len() > 10);

    let (backup, restored) = (folder.path().join("backup"), folder.path().join("restored"));
    let place = |path: &Path| path.display().to_string();
    good(&run(
        &data,
        &database.url,
        &["backup", "--to", &place(&backup)],
    ));
    let words = ["restore", &place(&backup), "--to", &place(&restored)];
    good(&run(&data, &database.url, &words));
    let file = restored.join("ieum.db");
    let in_file = SqliteStorage::read(&file).await.unwrap();
    assert!(all(&in_file).await == before, "the same in SQLite");
    in_file.close().await;

    let other = Database::create().await;
    let import = ["import", &place(&file)];
    let said = good(&run(&restored, &other.url, &import));
    assert!(said.contains("rows are in PostgreSQL now"), "{said}");
    let there = PostgresStorage::read(&other.url).await.unwrap();
    assert!(all(&there).await == before, "the same in PostgreSQL");
    let said = good(&run(&restored, &other.url, &["verify"]));
    assert!(said.contains("Everything is as it was stored."), "{said}");

    let said = bad(&run(&restored, &other.url, &import));
    assert!(said.contains("holds something already"), "{said}");
    assert!(all(&there).await == before, "nothing is imported twice");
    let sqlite = format!("sqlite://{}", file.display());
    let said = bad(&run(&restored, &sqlite, &import));
    assert!(said.contains("only a postgres:// database"), "{said}");
}

/// A file that breaks off leaves nothing behind.
#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_fails_imports_nothing() {
    let (database, folder) = (Database::create().await, tempfile::tempdir().unwrap());
    let app = filled(&database, folder.path()).await;
    let file = folder.path().join("copy.db");
    app.storage().snapshot(&file).await.unwrap();
    let url = format!("sqlite://{}", file.display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("update attachment set blob_id = x'01' where blob_id = (select min(blob_id) from attachment)")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    let other = Database::create().await;
    let words = ["import", &file.display().to_string()];
    let said = bad(&run(folder.path(), &other.url, &words));
    assert!(said.contains("nothing was imported"), "{said}");
    let there = other.open().await;
    assert!(there.enterprises().await.unwrap().is_empty());
    assert!(there.audit(0, 10).await.unwrap().is_empty());
}

/// What is done to the database, and what must be said about it.
const HARMS: [(&str, &str); 6] = [
    (
        "update revision set content = content || ' ' where id = (select id from revision limit 1)",
        "is not what its hash names",
    ),
    (
        "alter table audit disable trigger user; update audit set at = at + 1 where seq = 3",
        "audit trail: link 3",
    ),
    ("update queue_count set count = count + 1", "queue: "),
    (
        "update enterprise set change = change + 1",
        "its changes are not counted",
    ),
    (
        "alter table session disable trigger all;
         insert into session values ('\\x01', '00000000-0000-0000-0000-000000000001', 0, 0, 0)",
        "rows of session refer to rows that are gone",
    ),
    (
        "alter table attachment disable trigger all; delete from attachment",
        "is not known",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn verifying_finds_what_was_altered_and_changes_nothing() {
    let (database, folder) = (Database::create().await, tempfile::tempdir().unwrap());
    let app = filled(&database, folder.path()).await;
    let said = good(&run(folder.path(), &database.url, &["verify"]));
    assert!(said.contains("Everything is as it was stored."), "{said}");
    let mut db = PgConnection::connect(&database.url).await.unwrap();
    for (sql, _) in HARMS {
        sqlx::raw_sql(sql).execute(&mut db).await.unwrap();
    }
    let said = bad(&run(folder.path(), &database.url, &["verify"]));
    for (sql, told) in HARMS {
        assert!(said.contains(told), "{sql}: {said}");
    }
    let left = std::fs::read_dir(folder.path()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["attachments"], "the copy is gone");
    let reading = PostgresStorage::read(&database.url).await.unwrap();
    assert!(reading.secret("x", [0; 32]).await.is_err());
    assert_eq!(app.storage().receipt_keys().await.unwrap().len(), 1);
}

/// Columns that one engine had and the other not would not travel.
#[tokio::test(flavor = "multi_thread")]
async fn both_engines_have_the_same_tables_and_columns() {
    let (database, folder) = (Database::create().await, tempfile::tempdir().unwrap());
    database.open().await;
    let mut there = PgConnection::connect(&database.url).await.unwrap();
    let in_postgres = sqlx::query(
        "select table_name::text, column_name::text from information_schema.columns
         where table_schema = 'public' and table_name not in ('turn', '_sqlx_migrations')",
    );
    let mut in_postgres: Vec<(String, String)> = in_postgres
        .fetch_all(&mut there)
        .await
        .unwrap()
        .iter()
        .map(|row| (row.get(0), row.get(1)))
        .collect();
    let file = folder.path().join("ieum.db");
    SqliteStorage::open(&file).await.unwrap().close().await;
    let url = format!("sqlite://{}", file.display());
    let here = sqlx::SqlitePool::connect(&url).await.unwrap();
    let mut in_sqlite: Vec<(String, String)> = sqlx::query_as(
        "select tables.name, columns.name from sqlite_schema as tables join pragma_table_info(tables.name) as columns
         where tables.type = 'table' and tables.name not in ('sqlite_sequence', '_sqlx_migrations')",
    )
    .fetch_all(&here)
    .await
    .unwrap();
    in_postgres.sort();
    in_sqlite.sort();
    assert_eq!(in_postgres, in_sqlite);
}
