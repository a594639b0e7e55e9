//! First revisions, and what was acknowledged before.

use domain::{
    case::State,
    id::{EnterpriseId, RevisionId, SubmissionId},
};
use uuid::Uuid;

use super::{
    Acknowledged, Connection, NewSubmission, Pool, RECEIVE, Receive, Result, attachment, audit,
    failure,
    row::{natural, to_json},
    whom,
};
use crate::{audit::Entry, storage::NewRevision};

/// What a first revision is decided on and numbered by.
#[derive(sqlx::FromRow)]
struct StandRow {
    known: bool,
    duplicate: bool,
    number: i64,
    change: i64,
    newest: Option<Vec<u8>>,
}

/// One question and one write: each call wakes the connection's thread and waits for it, which on busy cores costs
/// more than the statements themselves.
pub(super) async fn receive(
    db: &mut Connection,
    new: NewSubmission,
    entry: Entry,
) -> Result<Receive> {
    let stand = stand(db, &new).await?;
    if stand.known {
        return Ok(Receive::Known);
    }
    let missing = attachment::missing(db, new.enterprise.0, &new.revision.files).await?;
    if !missing.is_empty() {
        return Ok(Receive::Missing(missing));
    }
    let (revision, enterprise) = (new.revision.id, new.enterprise.0);
    let files = new.revision.files.clone();
    let number = insert(db, new, &stand, &entry).await?;
    attachment::name(db, revision, enterprise, &files).await?;
    Ok(Receive::Stored(number))
}

async fn stand(db: &mut Connection, new: &NewSubmission) -> Result<StandRow> {
    sqlx::query_as(
        "select exists (select 1 from revision where id = $1) or exists (select 1 from submission where id = $2)
             or exists (select 1 from recall where enterprise_id = $7 and change_id = $1) as known,
           exists (select 1 from submission where brn = $3 and form = $4) as duplicate,
           coalesce((select last from receipt_counter where kind = $5 and year = $6), 0) + 1 as number,
           (select change + 1 from enterprise where id = $7) as change,
           (select hash from audit order by seq desc limit 1) as newest",
    )
    .bind(new.revision.id.0)
    .bind(new.id.0)
    .bind(new.summary.brn.as_deref())
    .bind(new.case.form.as_str())
    .bind(new.receipt_kind.as_str())
    .bind(new.receipt_year)
    .bind(new.enterprise.0)
    .fetch_one(db)
    .await
    .map_err(failure)
}

/// Stores it with its number, its change and its link of the trail; returns the receipt number.
async fn insert(
    db: &mut Connection,
    new: NewSubmission,
    stand: &StandRow,
    entry: &Entry,
) -> Result<String> {
    let mut case = new.case;
    case.flags.duplicate = stand.duplicate;
    let (year, kind) = (new.receipt_year, new.receipt_kind);
    let number = format!("{year:04}-{kind}-{:06}", natural(stand.number));
    let previous = audit::behind(stand.newest.as_deref())?;
    sqlx::query(RECEIVE)
        .bind(kind)
        .bind(year)
        .bind(stand.number)
        .bind(stand.change)
        .bind(new.enterprise.0)
        .bind(new.id.0)
        .bind(case.form.as_str())
        .bind(new.form_version)
        .bind(number.as_str())
        .bind(State::code(case.state))
        .bind(new.revision.id.0)
        .bind(new.revision.hash.as_str())
        .bind(new.summary.enterprise_name)
        .bind(new.summary.name_key)
        .bind(new.summary.name_initials)
        .bind(new.summary.brn)
        .bind(new.summary.industry.unwrap_or_default())
        .bind(whom(case.assignee))
        .bind(case.proposal.is_some())
        .bind(to_json(&case)?)
        .bind(new.received_at)
        .bind(new.due_at)
        .bind(new.revision.device.map(|id| id.0))
        .bind(new.revision.content.as_str())
        .bind(entry.id.0)
        .bind(entry.at)
        .bind(entry.actor.map(|id| id.0))
        .bind(entry.role.code())
        .bind(entry.action.as_str())
        .bind(entry.enterprise.map(|id| id.0))
        .bind(entry.submission.map(|id| id.0))
        .bind(entry.state.map(State::code))
        .bind(entry.detail.as_str())
        .bind(entry.source.as_str())
        .bind(previous.as_slice())
        .bind(entry.seal(&previous).as_slice())
        .execute(db)
        .await
        .map_err(failure)?;
    Ok(number)
}

pub(super) async fn insert_revision(
    db: &mut Connection,
    submission: SubmissionId,
    revision: &NewRevision,
    parent: Option<Uuid>,
    number: i64,
    received_at: i64,
) -> Result<()> {
    sqlx::query(
        "insert into revision (id, submission_id, number, parent_id, device_id, content, hash, received_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(revision.id.0)
    .bind(submission.0)
    .bind(number)
    .bind(parent)
    .bind(revision.device.map(|id| id.0))
    .bind(revision.content.as_str())
    .bind(revision.hash.as_str())
    .bind(received_at)
    .execute(db)
    .await
    .map(drop)
    .map_err(failure)
}

#[derive(sqlx::FromRow)]
struct AcknowledgedRow {
    enterprise_id: Uuid,
    submission_id: Uuid,
    hash: String,
    number: String,
    received_at: i64,
    by_phone: bool,
}

impl AcknowledgedRow {
    fn acknowledged(self) -> Acknowledged {
        Acknowledged {
            enterprise: EnterpriseId(self.enterprise_id),
            submission: SubmissionId(self.submission_id),
            hash: self.hash,
            number: self.number,
            received_at: self.received_at,
            by_phone: self.by_phone,
        }
    }
}

pub(super) async fn revision(db: &Pool, id: RevisionId) -> Result<Option<Acknowledged>> {
    let row: Option<AcknowledgedRow> = sqlx::query_as(
        "select submission.enterprise_id, revision.submission_id, revision.hash, submission.number,
           revision.received_at, revision.device_id is not null as by_phone
         from revision join submission on submission.id = revision.submission_id where revision.id = $1",
    )
    .bind(id.0)
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    Ok(row.map(AcknowledgedRow::acknowledged))
}

pub(super) async fn withdrawal(db: &Pool, id: Uuid) -> Result<Option<Acknowledged>> {
    let row: Option<AcknowledgedRow> = sqlx::query_as(
        "select submission.enterprise_id, withdrawal.submission_id, withdrawal.hash, submission.number,
           withdrawal.received_at, true as by_phone
         from withdrawal join submission on submission.id = withdrawal.submission_id where withdrawal.id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    Ok(row.map(AcknowledgedRow::acknowledged))
}
