//! First revisions, and what was acknowledged before.

use domain::{
    case::State,
    id::{EnterpriseId, RevisionId, SubmissionId},
};
use uuid::Uuid;

use super::{
    Acknowledged, Connection, NewSubmission, Pool, Receive, Result, account, attachment, audit,
    enterprise, failure,
    row::{natural, to_json},
};
use crate::{audit::Entry, storage::NewRevision};

pub(super) async fn receive(
    db: &mut Connection,
    new: NewSubmission,
    entry: Entry,
) -> Result<Receive> {
    let (known, duplicate): (bool, bool) = sqlx::query_as(
        "select exists (select 1 from revision where id = $1) or exists (select 1 from submission where id = $2),
           exists (select 1 from submission where brn = $3 and form = $4)",
    )
    .bind(new.revision.id.0)
    .bind(new.id.0)
    .bind(new.summary.brn.as_deref())
    .bind(new.case.form.as_str())
    .fetch_one(&mut *db)
    .await
    .map_err(failure)?;
    if known {
        return Ok(Receive::Known);
    }
    let missing = attachment::missing(db, new.enterprise.0, &new.revision.files).await?;
    if !missing.is_empty() {
        return Ok(Receive::Missing(missing));
    }
    let mut case = new.case;
    case.flags.duplicate = duplicate;
    let number = next_number(db, &new.receipt_kind, new.receipt_year).await?;
    let change = enterprise::next_change(db, new.enterprise.0).await?;
    sqlx::query(
        "insert into submission (id, enterprise_id, form, form_version, number, state, version, change, revision_id,
           revision_number, hash, enterprise_name, name_key, name_initials, brn, industry, assignee_id, proposed,
           casework, received_at, updated_at, due_at)
         values ($1, $2, $3, $4, $5, $6, 1, $7, $8, 1, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, $19)",
    )
    .bind(new.id.0)
    .bind(new.enterprise.0)
    .bind(case.form.as_str())
    .bind(new.form_version)
    .bind(number.as_str())
    .bind(State::code(case.state))
    .bind(change)
    .bind(new.revision.id.0)
    .bind(new.revision.hash.as_str())
    .bind(new.summary.enterprise_name)
    .bind(new.summary.name_key)
    .bind(new.summary.name_initials)
    .bind(new.summary.brn)
    .bind(new.summary.industry.unwrap_or_default())
    .bind(account::assignee(case.assignee))
    .bind(case.proposal.is_some())
    .bind(to_json(&case)?)
    .bind(new.received_at)
    .bind(new.due_at)
    .execute(&mut *db)
    .await
    .map_err(failure)?;
    insert_revision(db, new.id, &new.revision, None, 1, new.received_at).await?;
    attachment::name(db, new.revision.id, new.enterprise.0, &new.revision.files).await?;
    audit::append(db, &entry).await?;
    Ok(Receive::Stored(number))
}

async fn next_number(db: &mut Connection, kind: &str, year: i32) -> Result<String> {
    let last: i64 = sqlx::query_scalar(
        "insert into receipt_counter (kind, year, last) values ($1, $2, 1)
         on conflict (kind, year) do update set last = receipt_counter.last + 1 returning last",
    )
    .bind(kind)
    .bind(year)
    .fetch_one(db)
    .await
    .map_err(failure)?;
    Ok(format!("{year:04}-{kind}-{:06}", natural(last)))
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
    .bind(revision.device.0)
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
}

impl AcknowledgedRow {
    fn acknowledged(self) -> Acknowledged {
        Acknowledged {
            enterprise: EnterpriseId(self.enterprise_id),
            submission: SubmissionId(self.submission_id),
            hash: self.hash,
            number: self.number,
            received_at: self.received_at,
        }
    }
}

pub(super) async fn revision(db: &Pool, id: RevisionId) -> Result<Option<Acknowledged>> {
    let row: Option<AcknowledgedRow> = sqlx::query_as(
        "select submission.enterprise_id, revision.submission_id, revision.hash, submission.number,
           revision.received_at
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
           withdrawal.received_at
         from withdrawal join submission on submission.id = withdrawal.submission_id where withdrawal.id = $1",
    )
    .bind(id)
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    Ok(row.map(AcknowledgedRow::acknowledged))
}
