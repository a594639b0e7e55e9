//! Changes that their writers took back before they came.

use domain::id::EnterpriseId;
use uuid::Uuid;

use super::{Connection, Pool, Result, audit, failure};
use crate::audit::Entry;

/// Notes that the change is not to be accepted, unless it was: then says so.
pub(super) async fn recall(
    db: &mut Connection,
    own: EnterpriseId,
    change: Uuid,
    entry: Entry,
) -> Result<bool> {
    let here: bool = sqlx::query_scalar(
        "select exists (select 1 from revision join submission on submission.id = revision.submission_id
             where revision.id = $2 and submission.enterprise_id = $1)
           or exists (select 1 from withdrawal join submission on submission.id = withdrawal.submission_id
             where withdrawal.id = $2 and submission.enterprise_id = $1)",
    )
    .bind(own.0)
    .bind(change)
    .fetch_one(&mut *db)
    .await
    .map_err(failure)?;
    if here {
        return Ok(true);
    }
    let noted = sqlx::query(
        "insert into recall (enterprise_id, change_id, at) values ($1, $2, $3) on conflict do nothing",
    )
    .bind(own.0)
    .bind(change)
    .bind(entry.at)
    .execute(&mut *db)
    .await
    .map_err(failure)?;
    if noted.rows_affected() > 0 {
        audit::append(db, &entry).await?;
    }
    Ok(false)
}

/// Whether the change is not to be accepted.
pub(super) async fn is_recalled(db: &Pool, own: EnterpriseId, change: Uuid) -> Result<bool> {
    sqlx::query_scalar(
        "select exists (select 1 from recall where enterprise_id = $1 and change_id = $2)",
    )
    .bind(own.0)
    .bind(change)
    .fetch_one(db)
    .await
    .map_err(failure)
}
