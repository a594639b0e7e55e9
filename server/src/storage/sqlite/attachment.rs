//! Files, and which contents name them.

use domain::{
    api::Pixels,
    id::{EnterpriseId, RevisionId, SubmissionId},
};
use sqlx::{SqliteConnection, SqlitePool};
use uuid::Uuid;

use super::{
    Attachment, Kept, NewAttachment, Result, StoredFile, audit, failure,
    row::{integer, natural},
};
use crate::{attachment::Blob, audit::Entry};

pub(super) async fn keep(
    db: &mut SqliteConnection,
    new: NewAttachment,
    quota: u64,
    entry: Entry,
) -> Result<Kept> {
    if let Some(lost) = new.instead_of
        && replace(db, &new, lost).await?
    {
        audit::append(db, &entry).await?;
        return Ok(Kept::Stored);
    }
    let (known, bytes): (bool, i64) = sqlx::query_as(
        "select exists (select 1 from attachment where enterprise_id = $1 and hash = $2),
           coalesce((select sum(size) from attachment where enterprise_id = $1), 0)",
    )
    .bind(new.enterprise.0)
    .bind(new.file.blob.hash.as_str())
    .fetch_one(&mut *db)
    .await
    .map_err(failure)?;
    if known {
        return Ok(Kept::Known);
    }
    if natural(bytes).saturating_add(new.file.size) > quota {
        return Ok(Kept::OverQuota);
    }
    sqlx::query(
        "insert into attachment (enterprise_id, hash, blob_id, media_type, size, width, height, device_id, stored_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new.enterprise.0)
    .bind(new.file.blob.hash)
    .bind(new.file.blob.id)
    .bind(new.file.media_type)
    .bind(integer(new.file.size))
    .bind(new.file.pixels.map(|pixels| i64::from(pixels.width)))
    .bind(new.file.pixels.map(|pixels| i64::from(pixels.height)))
    .bind(new.device.0)
    .bind(new.file.stored_at)
    .execute(&mut *db)
    .await
    .map_err(failure)?;
    audit::append(db, &entry).await?;
    Ok(Kept::Stored)
}

/// The same file in another place; `false` when it is not where it was any more.
async fn replace(db: &mut SqliteConnection, new: &NewAttachment, lost: Uuid) -> Result<bool> {
    sqlx::query(
        "update attachment set blob_id = $4, stored_at = $5 where enterprise_id = $1 and hash = $2 and blob_id = $3",
    )
    .bind(new.enterprise.0)
    .bind(new.file.blob.hash.as_str())
    .bind(lost)
    .bind(new.file.blob.id)
    .bind(new.file.stored_at)
    .execute(db)
    .await
    .map(|done| done.rows_affected() > 0)
    .map_err(failure)
}

#[derive(sqlx::FromRow)]
struct AttachmentRow {
    hash: String,
    blob_id: Uuid,
    media_type: String,
    size: i64,
    width: Option<i64>,
    height: Option<i64>,
    stored_at: i64,
}

impl AttachmentRow {
    fn attachment(self) -> Attachment {
        let side = |side: Option<i64>| u32::try_from(side?).ok();
        Attachment {
            pixels: side(self.width)
                .zip(side(self.height))
                .map(|(width, height)| Pixels { width, height }),
            blob: Blob {
                hash: self.hash,
                id: self.blob_id,
            },
            media_type: self.media_type,
            size: natural(self.size),
            stored_at: self.stored_at,
        }
    }
}

pub(super) async fn one(
    db: &SqlitePool,
    enterprise: EnterpriseId,
    hash: &str,
) -> Result<Option<Attachment>> {
    let row: Option<AttachmentRow> = sqlx::query_as(
        "select hash, blob_id, media_type, size, width, height, stored_at from attachment
         where enterprise_id = $1 and hash = $2",
    )
    .bind(enterprise.0)
    .bind(hash)
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    Ok(row.map(AttachmentRow::attachment))
}

#[derive(sqlx::FromRow)]
struct StoredRow {
    enterprise_id: Uuid,
    named: bool,
    #[sqlx(flatten)]
    file: AttachmentRow,
}

pub(super) async fn all(
    db: &SqlitePool,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<StoredFile>> {
    let rows: Vec<StoredRow> = sqlx::query_as(
        "select enterprise_id, hash, blob_id, media_type, size, width, height, stored_at,
           exists (select 1 from revision_attachment
             where revision_attachment.enterprise_id = attachment.enterprise_id
               and revision_attachment.hash = attachment.hash) as named
         from attachment where blob_id > $1 order by blob_id limit $2",
    )
    // No id at all sorts before every id.
    .bind(after.map_or_else(Vec::new, |id| id.as_bytes().to_vec()))
    .bind(integer(limit as u64))
    .fetch_all(db)
    .await
    .map_err(failure)?;
    let stored = |row: StoredRow| StoredFile {
        enterprise: EnterpriseId(row.enterprise_id),
        named: row.named,
        file: row.file.attachment(),
    };
    Ok(rows.into_iter().map(stored).collect())
}

pub(super) async fn of_submission(db: &SqlitePool, id: SubmissionId) -> Result<Vec<Attachment>> {
    let rows: Vec<AttachmentRow> = sqlx::query_as(
        "select distinct attachment.hash, attachment.blob_id, attachment.media_type, attachment.size,
           attachment.width, attachment.height, attachment.stored_at
         from revision
           join revision_attachment on revision_attachment.revision_id = revision.id
           join attachment on attachment.enterprise_id = revision_attachment.enterprise_id
             and attachment.hash = revision_attachment.hash
         where revision.submission_id = $1 order by attachment.hash",
    )
    .bind(id.0)
    .fetch_all(db)
    .await
    .map_err(failure)?;
    Ok(rows.into_iter().map(AttachmentRow::attachment).collect())
}

pub(super) async fn touch(
    db: &mut SqliteConnection,
    enterprise: EnterpriseId,
    hash: String,
    at: i64,
) -> Result<()> {
    sqlx::query("update attachment set stored_at = $3 where enterprise_id = $1 and hash = $2")
        .bind(enterprise.0)
        .bind(hash)
        .bind(at)
        .execute(db)
        .await
        .map(drop)
        .map_err(failure)
}

pub(super) async fn bytes(db: &SqlitePool, enterprise: EnterpriseId) -> Result<u64> {
    sqlx::query_scalar("select coalesce(sum(size), 0) from attachment where enterprise_id = $1")
        .bind(enterprise.0)
        .fetch_one(db)
        .await
        .map(natural)
        .map_err(failure)
}

/// Those of `files` that the enterprise has not sent.
pub(super) async fn missing(
    db: &mut SqliteConnection,
    enterprise: Uuid,
    files: &[String],
) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    for hash in files {
        let known: bool = sqlx::query_scalar(
            "select exists (select 1 from attachment where enterprise_id = $1 and hash = $2)",
        )
        .bind(enterprise)
        .bind(hash.as_str())
        .fetch_one(&mut *db)
        .await
        .map_err(failure)?;
        if !known {
            missing.push(hash.clone());
        }
    }
    Ok(missing)
}

/// Notes that a content names `files`.
pub(super) async fn name(
    db: &mut SqliteConnection,
    revision: RevisionId,
    enterprise: Uuid,
    files: &[String],
) -> Result<()> {
    for hash in files {
        sqlx::query(
            "insert into revision_attachment (revision_id, enterprise_id, hash) values ($1, $2, $3)",
        )
        .bind(revision.0)
        .bind(enterprise)
        .bind(hash.as_str())
        .execute(&mut *db)
        .await
        .map_err(failure)?;
    }
    Ok(())
}

pub(super) async fn forget(
    db: &mut SqliteConnection,
    before: i64,
    limit: usize,
) -> Result<Vec<Blob>> {
    let rows: Vec<(String, Uuid)> = sqlx::query_as(
        "delete from attachment where blob_id in (
           select blob_id from attachment
           where stored_at < $1 and not exists (
             select 1 from revision_attachment
             where revision_attachment.enterprise_id = attachment.enterprise_id
               and revision_attachment.hash = attachment.hash)
           order by stored_at limit $2)
         returning hash, blob_id",
    )
    .bind(before)
    .bind(integer(limit as u64))
    .fetch_all(db)
    .await
    .map_err(failure)?;
    Ok(rows
        .into_iter()
        .map(|(hash, id)| Blob { hash, id })
        .collect())
}

pub(super) async fn is_blob_known(db: &SqlitePool, blob: Uuid) -> Result<bool> {
    sqlx::query_scalar("select exists (select 1 from attachment where blob_id = $1)")
        .bind(blob)
        .fetch_one(db)
        .await
        .map_err(failure)
}
