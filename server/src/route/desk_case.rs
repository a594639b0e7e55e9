//! One submission with everything about it, and what is done to it.

use axum::{Json, extract::State};
use domain::{
    api::{ActRequest, CaseFile, ErrorBody},
    case::{Action, ActionKind, Case, Permission, policy},
    id::SubmissionId,
};

use super::{Id, Input, attachment};
use crate::{
    audit::Act,
    auth::{session::Staff, source::Source},
    casework,
    error::ApiError,
    state::AppState,
    storage::Submission,
    sync,
};

/// A submission with its contents, its trail, and what the caller may do now. Looking at it is recorded.
#[utoipa::path(
    get,
    path = "/api/v1/desk/submissions/{id}",
    tag = "desk",
    security(("session" = [])),
    params(("id" = SubmissionId, Path)),
    responses(
        (status = OK, body = CaseFile),
        (status = FORBIDDEN, body = ErrorBody),
        (status = NOT_FOUND, body = ErrorBody),
    ),
)]
pub async fn show(
    State(state): State<AppState>,
    staff: Staff,
    source: Source,
    Id(id): Id<SubmissionId>,
) -> Result<Json<CaseFile>, ApiError> {
    staff.require(Permission::ReadCase)?;
    let submission = state
        .storage
        .submission(id)
        .await?
        .ok_or(ApiError::NotFound)?;
    let entry = staff
        .entry(Act::CaseViewed, state.clock.now(), &source.fingerprint)
        .about(submission.enterprise, id);
    state.storage.record(entry).await?;
    file(&state, &staff, submission).await.map(Json)
}

/// Does something to a case, if nobody else did since the caller looked.
#[utoipa::path(
    post,
    path = "/api/v1/desk/submissions/{id}/actions",
    tag = "desk",
    security(("session" = [])),
    params(("id" = SubmissionId, Path)),
    request_body = ActRequest,
    responses(
        (status = OK, body = CaseFile, description = "As it stands afterwards"),
        (status = FORBIDDEN, body = ErrorBody),
        (status = NOT_FOUND, body = ErrorBody),
        (status = CONFLICT, body = ErrorBody, description = "It has moved on, or its state stands against it: `refusal`"),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody),
    ),
)]
pub async fn act(
    State(state): State<AppState>,
    staff: Staff,
    source: Source,
    Id(id): Id<SubmissionId>,
    Input(request): Input<ActRequest>,
) -> Result<Json<CaseFile>, ApiError> {
    staff.require(Permission::Act(request.action.kind()))?;
    let submission = state
        .storage
        .submission(id)
        .await?
        .ok_or(ApiError::NotFound)?;
    if submission.version != request.version {
        return Err(ApiError::Conflict(None));
    }
    if let Action::Assign { account } = request.action {
        let to = state.storage.account(account).await?;
        if !to.is_some_and(|to| policy::allows(to.role, Permission::Act(ActionKind::Take))) {
            return Err(ApiError::invalid("account", "cannot_review"));
        }
    }
    let now = state.clock.now();
    let actor = staff.actor();
    if !casework::act(
        &state,
        &submission,
        actor,
        &request.action,
        now,
        &source.fingerprint,
    )
    .await?
    {
        return Err(ApiError::Conflict(None));
    }
    let submission = state
        .storage
        .submission(id)
        .await?
        .ok_or(ApiError::NotFound)?;
    file(&state, &staff, submission).await.map(Json)
}

async fn file(
    state: &AppState,
    staff: &Staff,
    submission: Submission,
) -> Result<CaseFile, ApiError> {
    let enterprise = state
        .storage
        .enterprise(submission.enterprise)
        .await?
        .ok_or(ApiError::NotFound)?;
    let revisions = state.storage.revisions(submission.id).await?;
    let attachments = attachment::views(state, submission.id).await?;
    let trail = state.storage.trail(submission.id).await?;
    let history = state.storage.history(submission.id).await?;
    let Case {
        assignee,
        proposal,
        flags,
        ..
    } = submission.case.clone();
    let allowed = submission.case.allowed(staff.actor());
    let officer = submission.officer.clone();
    Ok(CaseFile {
        view: sync::view(submission, history),
        enterprise,
        assignee: officer,
        assignee_id: assignee,
        revisions,
        attachments,
        proposal,
        flags,
        trail,
        allowed,
    })
}
