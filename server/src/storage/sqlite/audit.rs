//! The audit trail's table.

use domain::{
    api::TrailItem,
    case::Event,
    id::{AccountId, EnterpriseId, EventId, SubmissionId},
};
use sqlx::{SqliteConnection, SqlitePool};
use uuid::Uuid;

use super::{
    Result, failure,
    row::{digest, integer, json, role, state},
};
use crate::{
    audit::{Act, Entry, GENESIS, Link},
    storage::Digest,
};

/// Writes `entry` behind the newest link. There is one writer, so nothing comes between.
pub(super) async fn append(db: &mut SqliteConnection, entry: &Entry) -> Result<()> {
    let newest: Option<Vec<u8>> =
        sqlx::query_scalar("select hash from audit order by seq desc limit 1")
            .fetch_optional(&mut *db)
            .await
            .map_err(failure)?;
    let previous = behind(newest.as_deref())?;
    sqlx::query(
        "insert into audit (id, at, actor_id, role, action, enterprise_id, submission_id, state, detail, source,
           prev_hash, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(entry.id.0)
    .bind(entry.at)
    .bind(entry.actor.map(|id| id.0))
    .bind(entry.role.code())
    .bind(entry.action.as_str())
    .bind(entry.enterprise.map(|id| id.0))
    .bind(entry.submission.map(|id| id.0))
    .bind(entry.state.map(|state| state.code()))
    .bind(entry.detail.as_str())
    .bind(entry.source.as_str())
    .bind(previous.as_slice())
    .bind(entry.seal(&previous).as_slice())
    .execute(db)
    .await
    .map(drop)
    .map_err(failure)
}

/// What the next link continues: the newest link's hash, or the beginning.
pub(super) fn behind(newest: Option<&[u8]>) -> Result<Digest> {
    newest.map_or(Ok(GENESIS), digest)
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    seq: i64,
    id: Uuid,
    at: i64,
    actor_id: Option<Uuid>,
    role: String,
    action: String,
    enterprise_id: Option<Uuid>,
    submission_id: Option<Uuid>,
    state: Option<String>,
    detail: String,
    source: String,
    prev_hash: Vec<u8>,
    hash: Vec<u8>,
}

impl LinkRow {
    fn link(self) -> Result<Link> {
        let entry = Entry {
            id: EventId(self.id),
            at: self.at,
            actor: self.actor_id.map(AccountId),
            role: role(&self.role)?,
            action: self.action,
            enterprise: self.enterprise_id.map(EnterpriseId),
            submission: self.submission_id.map(SubmissionId),
            state: self.state.as_deref().map(state).transpose()?,
            detail: self.detail,
            source: self.source,
        };
        Ok(Link {
            seq: self.seq,
            entry,
            previous: digest(&self.prev_hash)?,
            hash: digest(&self.hash)?,
        })
    }
}

pub(super) async fn links(db: &SqlitePool, seq: i64, limit: usize) -> Result<Vec<Link>> {
    let rows: Vec<LinkRow> = sqlx::query_as(
        "select seq, id, at, actor_id, role, action, enterprise_id, submission_id, state, detail, source, prev_hash,
           hash
         from audit where seq > $1 order by seq limit $2",
    )
    .bind(seq)
    .bind(integer(limit as u64))
    .fetch_all(db)
    .await
    .map_err(failure)?;
    rows.into_iter().map(LinkRow::link).collect()
}

#[derive(sqlx::FromRow)]
struct TrailRow {
    id: Uuid,
    at: i64,
    name: Option<String>,
    role: String,
    detail: String,
}

pub(super) async fn trail(db: &SqlitePool, id: SubmissionId) -> Result<Vec<TrailItem>> {
    let rows: Vec<TrailRow> = sqlx::query_as(
        "select audit.id, audit.at, account.name, audit.role, audit.detail
         from audit left join account on account.id = audit.actor_id
         where audit.submission_id = $1 and audit.action = $2 order by audit.seq",
    )
    .bind(id.0)
    .bind(Act::Case.code())
    .fetch_all(db)
    .await
    .map_err(failure)?;
    rows.into_iter()
        .map(|row| {
            Ok(TrailItem {
                id: EventId(row.id),
                at: row.at,
                actor: row.name.unwrap_or_default(),
                role: role(&row.role)?,
                event: json::<Event>(&row.detail)?,
            })
        })
        .collect()
}
