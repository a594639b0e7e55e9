//! What an enterprise's phones have not heard yet.

use std::collections::HashMap;

use domain::{
    api::HistoryItem,
    case::State,
    id::{EnterpriseId, SubmissionId},
};
use uuid::Uuid;

use super::{
    Changes, Pool, Result,
    case::SubmissionRow,
    failure,
    row::{integer, natural, state},
};
use crate::audit::Act;

pub(super) async fn since(
    db: &Pool,
    enterprise: EnterpriseId,
    cursor: u64,
    limit: usize,
) -> Result<Changes> {
    let mut rows: Vec<SubmissionRow> = sqlx::query_as(
        "select submission.id, submission.enterprise_id, submission.form_version, submission.number,
           submission.version, submission.change, submission.revision_id, submission.hash, revision.content,
           submission.casework, submission.decision, submission.received_at, submission.updated_at,
           submission.due_at, account.name as officer_name, account.unit as officer_unit,
           account.phone as officer_phone
         from submission join revision on revision.id = submission.revision_id
           left join account on account.id = submission.assignee_id
         where submission.enterprise_id = $1 and submission.change > $2 order by submission.change limit $3",
    )
    .bind(enterprise.0)
    .bind(integer(cursor))
    .bind(integer(limit as u64 + 1))
    .fetch_all(db)
    .await
    .map_err(failure)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let Some(last) = rows.last().map(|row| row.change) else {
        return Ok(Changes {
            cursor,
            ..Changes::default()
        });
    };
    // What a phone just sent is all that most answers are about, and has no history to ask for.
    let mut histories = if rows.iter().all(SubmissionRow::is_new) {
        HashMap::new()
    } else {
        histories(db, enterprise, cursor, last).await?
    };
    let submissions = rows
        .into_iter()
        .map(|row| {
            let is_new = row.is_new();
            let submission = row.submission()?;
            let history = if is_new {
                vec![HistoryItem {
                    at: submission.received_at,
                    state: submission.case.state,
                }]
            } else {
                histories.remove(&submission.id.0).unwrap_or_default()
            };
            Ok((submission, history))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Changes {
        submissions,
        cursor: natural(last),
        more,
    })
}

#[derive(sqlx::FromRow)]
struct StepRow {
    submission_id: Uuid,
    at: i64,
    state: String,
}

async fn histories(
    db: &Pool,
    enterprise: EnterpriseId,
    after: u64,
    last: i64,
) -> Result<HashMap<Uuid, Vec<HistoryItem>>> {
    let steps: Vec<StepRow> = sqlx::query_as(
        "select audit.submission_id, audit.at, audit.state
         from submission join audit on audit.submission_id = submission.id
         where submission.enterprise_id = $1 and submission.change > $2 and submission.change <= $3
           and audit.action = $4 and audit.state is not null
         order by audit.seq",
    )
    .bind(enterprise.0)
    .bind(integer(after))
    .bind(last)
    .bind(Act::Case.code())
    .fetch_all(db)
    .await
    .map_err(failure)?;
    collect(steps)
}

pub(super) async fn history(db: &Pool, id: SubmissionId) -> Result<Vec<HistoryItem>> {
    let steps: Vec<StepRow> = sqlx::query_as(
        "select submission_id, at, state from audit
         where submission_id = $1 and action = $2 and state is not null order by seq",
    )
    .bind(id.0)
    .bind(Act::Case.code())
    .fetch_all(db)
    .await
    .map_err(failure)?;
    Ok(collect(steps)?.remove(&id.0).unwrap_or_default())
}

/// The steps by which each submission came to where it stands. A step that led nowhere new, such as a comment among
/// colleagues, is not the applicant's business.
fn collect(steps: Vec<StepRow>) -> Result<HashMap<Uuid, Vec<HistoryItem>>> {
    let mut histories: HashMap<Uuid, Vec<HistoryItem>> = HashMap::new();
    for step in steps {
        let history = histories.entry(step.submission_id).or_default();
        let state: State = state(&step.state)?;
        if history.last().is_none_or(|before| before.state != state) {
            history.push(HistoryItem { at: step.at, state });
        }
    }
    Ok(histories)
}
