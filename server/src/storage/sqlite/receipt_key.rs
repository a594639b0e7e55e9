//! The keys that receipts are signed with.

use sqlx::{SqliteConnection, SqlitePool};

use super::{ReceiptSeed, Result, audit, failure, row::digest};
use crate::audit::Entry;

#[derive(sqlx::FromRow)]
struct SeedRow {
    number: i64,
    seed: Vec<u8>,
    valid_from: i64,
}

pub(super) async fn all(db: &SqlitePool) -> Result<Vec<ReceiptSeed>> {
    let rows: Vec<SeedRow> =
        sqlx::query_as("select number, seed, valid_from from receipt_key order by number")
            .fetch_all(db)
            .await
            .map_err(failure)?;
    let seed = |row: SeedRow| {
        Ok(ReceiptSeed {
            number: row.number,
            seed: digest(&row.seed)?,
            from: row.valid_from,
        })
    };
    rows.into_iter().map(seed).collect()
}

pub(super) async fn add(
    db: &mut SqliteConnection,
    seed: ReceiptSeed,
    entry: Entry,
) -> Result<bool> {
    let added = sqlx::query(
        "insert into receipt_key (number, seed, valid_from) values ($1, $2, $3) on conflict (number) do nothing",
    )
    .bind(seed.number)
    .bind(seed.seed.as_slice())
    .bind(seed.from)
    .execute(&mut *db)
    .await
    .map_err(failure)?;
    if added.rows_affected() == 0 {
        return Ok(false);
    }
    audit::append(db, &entry).await?;
    Ok(true)
}
