//! Everything as it stands at one moment, in an SQLite file; and whether a database is in order.
//!
//! A backup is an SQLite file whatever it was taken from: one format to read, to verify and to restore.

use std::path::Path;

use domain::id::EnterpriseId;
use sqlx::{Acquire as _, PgConnection, PgPool};
use uuid::Uuid;

use super::{MIGRATIONS, PostgresStorage, Result, StorageError, failure};
use crate::storage::{Flaw, sqlite, transfer};

/// Copies what is stored now into the new file `to`, which only its owner may read. Writers go on meanwhile.
pub(super) async fn write(from: &PostgresStorage, to: &Path) -> Result<()> {
    let mut copy = sqlite::begin_copy(to).await?;
    let mut connection = from.readers.acquire().await.map_err(failure)?;
    let mut moment = connection.begin().await.map_err(failure)?;
    for sql in [
        "set transaction isolation level repeatable read, read only",
        // Writing a row into the copy is a pause here.
        "set local idle_in_transaction_session_timeout = 0",
    ] {
        sqlx::query(sql)
            .execute(&mut *moment)
            .await
            .map_err(failure)?;
    }
    transfer::to_sqlite(&mut moment, &mut copy).await?;
    moment.rollback().await.map_err(failure)?;
    sqlite::end_copy(copy, to).await
}

/// Refuses a database whose schema is not this server's.
pub(super) async fn check_schema(db: &mut PgConnection) -> Result<()> {
    let there: i64 =
        sqlx::query_scalar("select coalesce(max(version), 0) from _sqlx_migrations where success")
            .fetch_one(db)
            .await
            .map_err(failure)?;
    let versions = MIGRATIONS.iter().map(|migration| migration.version);
    let newest = versions.max().unwrap_or_default();
    if there == newest {
        return Ok(());
    }
    Err(StorageError::Broken(format!(
        "its schema has version {there} and this server's has {newest}; use the server that made it, or start this one on it once"
    )))
}

/// What a query can see. Whether references hold shows in a copy.
pub(super) async fn flaws(db: &PgPool) -> Result<Vec<Flaw>> {
    let enterprises: Vec<Uuid> = sqlx::query_scalar(
        "select enterprise.id from enterprise left join (
           select enterprise_id, max(change) as newest, count(*) - count(distinct change) as twice
           from submission group by enterprise_id) as told
         on told.enterprise_id = enterprise.id
         where enterprise.change <> coalesce(told.newest, 0) or coalesce(told.twice, 0) <> 0
         order by enterprise.id",
    )
    .fetch_all(db)
    .await
    .map_err(failure)?;
    let enterprises = enterprises.into_iter().map(EnterpriseId);
    Ok(enterprises.map(Flaw::Cursor).collect())
}
