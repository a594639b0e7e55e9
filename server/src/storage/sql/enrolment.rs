//! Phones.

use domain::id::{DeviceId, EnterpriseId};
use uuid::Uuid;

use super::{
    Connection, Database, DeviceRecord, Digest, Enrolment, NewDevice, Pool, Proof, Result, audit,
    enterprise, failure,
    row::{broken, digest, natural},
};
use crate::audit::Entry;

#[derive(sqlx::FromRow)]
struct DeviceRow {
    id: Uuid,
    token_hash: Vec<u8>,
    enterprise_id: Uuid,
    enterprise_name: String,
    verified: bool,
    expires_at: i64,
    seen_at: Option<i64>,
    revoked_at: Option<i64>,
    change: i64,
}

impl DeviceRow {
    fn record(self) -> Result<DeviceRecord> {
        Ok(DeviceRecord {
            id: DeviceId(self.id),
            token: digest(&self.token_hash)?,
            enterprise: EnterpriseId(self.enterprise_id),
            enterprise_name: self.enterprise_name,
            verified: self.verified,
            expires_at: self.expires_at,
            seen_at: self.seen_at,
            revoked: self.revoked_at.is_some(),
            change: natural(self.change),
        })
    }
}

pub(super) async fn by_token(db: &Pool, token: Digest) -> Result<Option<DeviceRecord>> {
    let row: Option<DeviceRow> = sqlx::query_as(
        "select device.id, device.token_hash, device.enterprise_id, enterprise.name as enterprise_name,
           enterprise.verified, device.expires_at, device.seen_at, device.revoked_at,
           enterprise.change
         from device join enterprise on enterprise.id = device.enterprise_id where device.token_hash = $1",
    )
    .bind(token.as_slice())
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    row.map(DeviceRow::record).transpose()
}

pub(super) async fn by_id<'c>(
    db: impl sqlx::Executor<'c, Database = Database>,
    id: DeviceId,
) -> Result<Option<DeviceRecord>> {
    let row: Option<DeviceRow> = sqlx::query_as(
        "select device.id, device.token_hash, device.enterprise_id, enterprise.name as enterprise_name,
           enterprise.verified, device.expires_at, device.seen_at, device.revoked_at,
           enterprise.change
         from device join enterprise on enterprise.id = device.enterprise_id where device.id = $1",
    )
    .bind(id.0)
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    row.map(DeviceRow::record).transpose()
}

pub(super) async fn enrol(
    db: &mut Connection,
    device: NewDevice,
    proof: Proof,
    entry: Entry,
) -> Result<Enrolment> {
    let taken: bool =
        sqlx::query_scalar("select exists (select 1 from device where id = $1 or token_hash = $2)")
            .bind(device.id.0)
            .bind(device.token.as_slice())
            .fetch_one(&mut *db)
            .await
            .map_err(failure)?;
    if taken {
        return Ok(Enrolment::Taken);
    }
    match proof {
        Proof::Registration(details) => {
            enterprise::create(db, &details, device.enrolled_at).await?;
            finish(db, device, details.id, entry).await
        }
        Proof::Link(secret) => {
            let open = open_invitation(db, "select id, enterprise_id, used_at is null and revoked_at is null and expires_at > $2 from invitation where secret_hash = $1", secret, device.enrolled_at).await?;
            use_invitation(db, open, device, entry).await
        }
        Proof::Code(code) => {
            let open = open_invitation(db, "select id, enterprise_id, used_at is null and revoked_at is null and expires_at > $2 from invitation where code_hash = $1", code, device.enrolled_at).await?;
            use_invitation(db, open, device, entry).await
        }
    }
}

type Found = Option<(Uuid, Uuid, bool)>;

async fn open_invitation(
    db: &mut Connection,
    sql: &'static str,
    secret: Digest,
    at: i64,
) -> Result<Found> {
    sqlx::query_as(sql)
        .bind(secret.as_slice())
        .bind(at)
        .fetch_optional(db)
        .await
        .map_err(failure)
}

async fn use_invitation(
    db: &mut Connection,
    found: Found,
    device: NewDevice,
    entry: Entry,
) -> Result<Enrolment> {
    let Some((invitation, enterprise, open)) = found else {
        return Ok(Enrolment::Unknown);
    };
    if !open {
        return Ok(Enrolment::Void);
    }
    let (id, at) = (device.id, device.enrolled_at);
    let enrolled = finish(db, device, EnterpriseId(enterprise), entry).await?;
    sqlx::query("update invitation set used_at = $2, used_by = $3 where id = $1")
        .bind(invitation)
        .bind(at)
        .bind(id.0)
        .execute(db)
        .await
        .map_err(failure)?;
    Ok(enrolled)
}

async fn finish(
    db: &mut Connection,
    device: NewDevice,
    enterprise: EnterpriseId,
    entry: Entry,
) -> Result<Enrolment> {
    sqlx::query(
        "insert into device (id, enterprise_id, token_hash, name, enrolled_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(device.id.0)
    .bind(enterprise.0)
    .bind(device.token.as_slice())
    .bind(device.name)
    .bind(device.enrolled_at)
    .bind(device.expires_at)
    .execute(&mut *db)
    .await
    .map_err(failure)?;
    audit::append(db, &entry.of(enterprise)).await?;
    by_id(&mut *db, device.id)
        .await?
        .map(Enrolment::Enrolled)
        .ok_or_else(|| broken("a phone that was just enrolled is gone"))
}

pub(super) async fn touch(db: &mut Connection, id: DeviceId, at: i64) -> Result<()> {
    sqlx::query("update device set seen_at = $2 where id = $1")
        .bind(id.0)
        .bind(at)
        .execute(db)
        .await
        .map(drop)
        .map_err(failure)
}

pub(super) async fn revoke(db: &mut Connection, id: DeviceId, entry: Entry) -> Result<bool> {
    let Some(device) = by_id(&mut *db, id).await? else {
        return Ok(false);
    };
    if !device.revoked {
        sqlx::query("update device set revoked_at = $2 where id = $1")
            .bind(id.0)
            .bind(entry.at)
            .execute(&mut *db)
            .await
            .map_err(failure)?;
        audit::append(db, &entry.of(device.enterprise)).await?;
    }
    Ok(true)
}
