//! Everything as it stands at one moment, in a file of its own; and whether a file is in order.

use std::{fs::OpenOptions, os::unix::fs::OpenOptionsExt as _, path::Path};

use domain::id::EnterpriseId;
use sqlx::{
    ConnectOptions as _, Connection as _, SqliteConnection, SqlitePool,
    sqlite::SqliteConnectOptions,
};
use uuid::Uuid;

use super::{BUSY, MIGRATIONS, Result, StorageError, failure, row::broken};
use crate::storage::Flaw;

/// A file that is there, without making it and without touching its journal mode.
pub(super) fn existing(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(false)
        .busy_timeout(BUSY)
        .pragma("cell_size_check", "on")
}

/// Copies what is in `from` now into the new file `to`, which only its owner may read. Writers go on meanwhile.
pub(super) async fn write(from: &Path, to: &Path) -> Result<()> {
    let unavailable = |error: std::io::Error| StorageError::Unavailable(error.to_string());
    let to = std::path::absolute(to).map_err(unavailable)?;
    let name = to
        .to_str()
        .ok_or_else(|| StorageError::Unavailable("the path is no text".to_owned()))?;
    // SQLite fills an empty file and refuses any other; made here, nobody else can read it at any time.
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&to)
        .map_err(unavailable)?;
    // A connection of its own: a reader may not write, and the writer would keep phones waiting.
    let mut connection = existing(from).connect().await.map_err(failure)?;
    sqlx::query("vacuum into $1")
        .bind(name)
        .execute(&mut connection)
        .await
        .map_err(failure)?;
    connection.close().await.map_err(failure)?;
    made.sync_all().map_err(unavailable)
}

/// The number of the newest change to the schema that this server knows.
pub(super) fn newest() -> i64 {
    let versions = MIGRATIONS.iter().map(|migration| migration.version);
    versions.max().unwrap_or_default()
}

/// Refuses a file whose schema is not this server's.
pub(super) async fn check_schema(db: &mut SqliteConnection) -> Result<()> {
    let there: i64 =
        sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations where success")
            .fetch_one(db)
            .await
            .map_err(failure)?;
    if there == newest() {
        return Ok(());
    }
    Err(broken(&format!(
        "its schema has version {there} and this server's has {}; use the server that made it, or start this one on it once",
        newest()
    )))
}

pub(super) async fn flaws(db: &SqlitePool) -> Result<Vec<Flaw>> {
    let lines: Vec<String> = sqlx::query_scalar("pragma integrity_check")
        .fetch_all(db)
        .await
        .map_err(failure)?;
    let lines = lines.into_iter().filter(|line| line != "ok");
    let mut flaws: Vec<_> = lines.map(Flaw::File).collect();
    let dangling: Vec<String> =
        sqlx::query_scalar(r#"select distinct "table" from pragma_foreign_key_check order by 1"#)
            .fetch_all(db)
            .await
            .map_err(failure)?;
    flaws.extend(dangling.into_iter().map(Flaw::Reference));
    // From the rows themselves: the index could be what is wrong.
    let enterprises: Vec<Uuid> = sqlx::query_scalar(
        "select enterprise.id from enterprise left join (
           select enterprise_id, max(change) as newest, count(*) - count(distinct change) as twice
           from submission not indexed group by enterprise_id) as told
         on told.enterprise_id = enterprise.id
         where enterprise.change <> coalesce(told.newest, 0) or coalesce(told.twice, 0) <> 0
         order by enterprise.id",
    )
    .fetch_all(db)
    .await
    .map_err(failure)?;
    let enterprises = enterprises.into_iter().map(EnterpriseId);
    flaws.extend(enterprises.map(Flaw::Cursor));
    Ok(flaws)
}
