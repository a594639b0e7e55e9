//! Submissions as they stand, and their transitions.

use domain::{
    api::StoredRevision,
    case::{Case, State},
    id::{EnterpriseId, RevisionId, SubmissionId},
};
use uuid::Uuid;

use super::{
    Applied, CaseUpdate, Connection, Pool, Result, Submission, attachment, audit, enterprise,
    failure, receive,
    row::{integer, json, natural, officer, to_json},
    whom,
};
use crate::audit::Entry;

/// The columns of a submission that [`SubmissionRow`] reads, with their joins.
#[derive(sqlx::FromRow)]
pub(super) struct SubmissionRow {
    id: Uuid,
    enterprise_id: Uuid,
    form_version: String,
    number: String,
    version: i64,
    pub(super) change: i64,
    revision_id: Uuid,
    hash: String,
    content: String,
    casework: String,
    decision: Option<String>,
    received_at: i64,
    updated_at: i64,
    due_at: Option<i64>,
    officer_name: Option<String>,
    officer_unit: Option<String>,
    officer_phone: Option<String>,
}

impl SubmissionRow {
    /// Whether nothing happened to it since it was received.
    pub(super) const fn is_new(&self) -> bool {
        self.version == 1
    }

    pub(super) fn submission(self) -> Result<Submission> {
        Ok(Submission {
            id: SubmissionId(self.id),
            enterprise: EnterpriseId(self.enterprise_id),
            form_version: self.form_version,
            number: self.number,
            version: natural(self.version),
            case: json::<Case>(&self.casework)?,
            revision: RevisionId(self.revision_id),
            content: self.content,
            hash: self.hash,
            decision: self.decision.as_deref().map(json).transpose()?,
            officer: officer(self.officer_name, self.officer_unit, self.officer_phone),
            received_at: self.received_at,
            updated_at: self.updated_at,
            due_at: self.due_at,
        })
    }
}

pub(super) async fn one(db: &Pool, id: SubmissionId) -> Result<Option<Submission>> {
    let row: Option<SubmissionRow> = sqlx::query_as(
        "select submission.id, submission.enterprise_id, submission.form_version, submission.number,
           submission.version, submission.change, submission.revision_id, submission.hash, revision.content,
           submission.casework, submission.decision, submission.received_at, submission.updated_at,
           submission.due_at, account.name as officer_name, account.unit as officer_unit,
           account.phone as officer_phone
         from submission join revision on revision.id = submission.revision_id
           left join account on account.id = submission.assignee_id
         where submission.id = $1",
    )
    .bind(id.0)
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    row.map(SubmissionRow::submission).transpose()
}

#[derive(sqlx::FromRow)]
struct StandRow {
    enterprise_id: Uuid,
    version: i64,
    revision_id: Uuid,
    revision_number: i64,
}

pub(super) async fn apply(
    db: &mut Connection,
    update: CaseUpdate,
    entry: Entry,
) -> Result<Applied> {
    let stand: Option<StandRow> = sqlx::query_as(
        "select enterprise_id, version, revision_id, revision_number from submission where id = $1",
    )
    .bind(update.submission.0)
    .fetch_optional(&mut *db)
    .await
    .map_err(failure)?;
    let Some(stand) = stand.filter(|stand| stand.version == integer(update.expected)) else {
        return Ok(Applied::Moved);
    };
    if is_taken(db, stand.enterprise_id, &update).await? {
        return Ok(Applied::Moved);
    }
    if let Some((revision, summary)) = &update.revision {
        let missing = attachment::missing(db, stand.enterprise_id, &revision.files).await?;
        if !missing.is_empty() {
            return Ok(Applied::Missing(missing));
        }
        let number = stand.revision_number + 1;
        receive::insert_revision(
            db,
            update.submission,
            revision,
            Some(stand.revision_id),
            number,
            entry.at,
        )
        .await?;
        attachment::name(db, revision.id, stand.enterprise_id, &revision.files).await?;
        sqlx::query(
            "update submission set revision_id = $2, revision_number = $3, hash = $4, enterprise_name = $5,
               name_key = $6, name_initials = $7, brn = $8, industry = $9 where id = $1",
        )
        .bind(update.submission.0)
        .bind(revision.id.0)
        .bind(number)
        .bind(revision.hash.as_str())
        .bind(summary.enterprise_name.as_str())
        .bind(summary.name_key.as_str())
        .bind(summary.name_initials.as_str())
        .bind(summary.brn.as_deref())
        .bind(summary.industry.as_deref().unwrap_or_default())
        .execute(&mut *db)
        .await
        .map_err(failure)?;
    }
    if let Some((id, hash)) = &update.withdrawal {
        sqlx::query(
            "insert into withdrawal (id, submission_id, hash, received_at) values ($1, $2, $3, $4)",
        )
        .bind(*id)
        .bind(update.submission.0)
        .bind(hash.as_str())
        .bind(entry.at)
        .execute(&mut *db)
        .await
        .map_err(failure)?;
    }
    let change = enterprise::next_change(db, stand.enterprise_id).await?;
    sqlx::query(
        "update submission set state = $2, version = version + 1, change = $3, assignee_id = $4, proposed = $5,
           casework = $6, decision = $7, updated_at = $8, due_at = $9 where id = $1",
    )
    .bind(update.submission.0)
    .bind(State::code(update.case.state))
    .bind(change)
    .bind(whom(update.case.assignee))
    .bind(update.case.proposal.is_some())
    .bind(to_json(&update.case)?)
    .bind(update.decision.as_ref().map(to_json).transpose()?)
    .bind(entry.at)
    .bind(update.due_at)
    .execute(&mut *db)
    .await
    .map_err(failure)?;
    audit::append(db, &entry.with_event(&update.event, update.case.state)).await?;
    Ok(Applied::Done)
}

/// Whether an id that the phone made up was used before.
/// Whether what it brings is stored, or was taken back before it came.
async fn is_taken(db: &mut Connection, enterprise: Uuid, update: &CaseUpdate) -> Result<bool> {
    sqlx::query_scalar(
        "select exists (select 1 from revision where id = $1) or exists (select 1 from withdrawal where id = $2)
           or exists (select 1 from recall where enterprise_id = $3 and change_id in ($1, $2))",
    )
    .bind(update.revision.as_ref().map(|(revision, _)| revision.id.0))
    .bind(update.withdrawal.as_ref().map(|(id, _)| *id))
    .bind(enterprise)
    .fetch_one(db)
    .await
    .map_err(failure)
}

#[derive(sqlx::FromRow)]
struct RevisionRow {
    id: Uuid,
    number: i64,
    content: String,
    hash: String,
    received_at: i64,
}

pub(super) async fn revisions(db: &Pool, id: SubmissionId) -> Result<Vec<StoredRevision>> {
    let rows: Vec<RevisionRow> = sqlx::query_as(
        "select id, number, content, hash, received_at from revision where submission_id = $1 order by number",
    )
    .bind(id.0)
    .fetch_all(db)
    .await
    .map_err(failure)?;
    Ok(rows
        .into_iter()
        .map(|row| StoredRevision {
            id: RevisionId(row.id),
            number: u32::try_from(row.number).unwrap_or_default(),
            content: row.content,
            hash: row.hash,
            received_at: row.received_at,
        })
        .collect())
}
