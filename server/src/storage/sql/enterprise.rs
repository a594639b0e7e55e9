//! Enterprises with their phones.

use std::collections::HashMap;

use domain::{
    api::{Device, Enterprise},
    id::{DeviceId, EnterpriseId},
};
use uuid::Uuid;

use super::{Connection, Pool, Result, audit, failure};
use crate::{audit::Entry, storage::NewEnterprise};

#[derive(sqlx::FromRow)]
struct EnterpriseRow {
    id: Uuid,
    name: String,
    contact_name: String,
    contact_mobile: String,
    verified: bool,
    created_at: i64,
}

impl EnterpriseRow {
    fn enterprise(self, brns: Vec<String>, devices: Vec<Device>) -> Enterprise {
        Enterprise {
            id: EnterpriseId(self.id),
            name: self.name,
            contact_name: self.contact_name,
            contact_mobile: self.contact_mobile,
            verified: self.verified,
            brns,
            created_at: self.created_at,
            devices,
        }
    }
}

#[derive(sqlx::FromRow)]
struct DeviceRow {
    id: Uuid,
    enterprise_id: Uuid,
    name: String,
    enrolled_at: i64,
    seen_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl DeviceRow {
    fn device(self) -> Device {
        Device {
            id: DeviceId(self.id),
            name: self.name,
            enrolled_at: self.enrolled_at,
            seen_at: self.seen_at,
            revoked: self.revoked_at.is_some(),
        }
    }
}

pub(super) async fn all(db: &Pool) -> Result<Vec<Enterprise>> {
    let rows: Vec<EnterpriseRow> = sqlx::query_as(
        "select id, name, contact_name, contact_mobile, verified, created_at
         from enterprise order by verified, name, id",
    )
    .fetch_all(db)
    .await
    .map_err(failure)?;
    let phones: Vec<DeviceRow> = sqlx::query_as(
        "select id, enterprise_id, name, enrolled_at, seen_at, revoked_at from device order by enrolled_at",
    )
    .fetch_all(db)
    .await
    .map_err(failure)?;
    let mut devices: HashMap<Uuid, Vec<Device>> = HashMap::new();
    for phone in phones {
        devices
            .entry(phone.enterprise_id)
            .or_default()
            .push(phone.device());
    }
    let numbers: Vec<(Uuid, String)> = sqlx::query_as(
        "select distinct enterprise_id, brn from submission where brn is not null order by brn",
    )
    .fetch_all(db)
    .await
    .map_err(failure)?;
    let mut brns: HashMap<Uuid, Vec<String>> = HashMap::new();
    for (enterprise, brn) in numbers {
        brns.entry(enterprise).or_default().push(brn);
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let numbers = brns.remove(&row.id).unwrap_or_default();
            let phones = devices.remove(&row.id).unwrap_or_default();
            row.enterprise(numbers, phones)
        })
        .collect())
}

pub(super) async fn one(db: &Pool, id: EnterpriseId) -> Result<Option<Enterprise>> {
    let row: Option<EnterpriseRow> = sqlx::query_as(
        "select id, name, contact_name, contact_mobile, verified, created_at
         from enterprise where id = $1",
    )
    .bind(id.0)
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    let Some(row) = row else { return Ok(None) };
    let phones: Vec<DeviceRow> = sqlx::query_as(
        "select id, enterprise_id, name, enrolled_at, seen_at, revoked_at
         from device where enterprise_id = $1 order by enrolled_at",
    )
    .bind(id.0)
    .fetch_all(db)
    .await
    .map_err(failure)?;
    let brns: Vec<String> = sqlx::query_scalar(
        "select distinct brn from submission where enterprise_id = $1 and brn is not null order by brn",
    )
    .bind(id.0)
    .fetch_all(db)
    .await
    .map_err(failure)?;
    Ok(Some(row.enterprise(
        brns,
        phones.into_iter().map(DeviceRow::device).collect(),
    )))
}

pub(super) async fn create(db: &mut Connection, enterprise: &NewEnterprise, at: i64) -> Result<()> {
    sqlx::query(
        "insert into enterprise (id, name, contact_name, contact_mobile, verified, created_at)
         values ($1, $2, $3, $4, $5, $6)",
    )
    .bind(enterprise.id.0)
    .bind(enterprise.name.as_str())
    .bind(enterprise.contact_name.as_str())
    .bind(enterprise.contact_mobile.as_str())
    .bind(enterprise.verified)
    .bind(at)
    .execute(db)
    .await
    .map(drop)
    .map_err(failure)
}

pub(super) async fn confirm(db: &mut Connection, id: EnterpriseId, entry: Entry) -> Result<bool> {
    let verified: Option<bool> =
        sqlx::query_scalar("select verified from enterprise where id = $1")
            .bind(id.0)
            .fetch_optional(&mut *db)
            .await
            .map_err(failure)?;
    if verified == Some(false) {
        sqlx::query("update enterprise set verified = true where id = $1")
            .bind(id.0)
            .execute(&mut *db)
            .await
            .map_err(failure)?;
        audit::append(db, &entry).await?;
    }
    Ok(verified.is_some())
}

/// The next value of the enterprise's cursor. Taken inside the transaction of the change, so that no reader can
/// ever pass a change that commits later.
pub(super) async fn next_change(db: &mut Connection, id: Uuid) -> Result<i64> {
    sqlx::query_scalar("update enterprise set change = change + 1 where id = $1 returning change")
        .bind(id)
        .fetch_one(db)
        .await
        .map_err(failure)
}
