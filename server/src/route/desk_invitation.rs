//! Invitations for enterprises to enrol a phone.

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    api::{ErrorBody, InvitationList, InviteRequest, NewInvitation},
    case::Permission,
    id::{EnterpriseId, InvitationId},
    korea::name::Name,
};

use super::{
    Id, Input,
    enrol::{enterprise_name, mobile_number},
};
use crate::{
    audit::Act,
    auth::{secret, session::Staff, source::Source},
    document::qr,
    error::ApiError,
    random,
    state::AppState,
    storage::{self, Invitee, NewEnterprise},
};

/// Invitations, newest first. Who may not see enterprises sees only their own.
#[utoipa::path(
    get,
    path = "/api/v1/desk/invitations",
    tag = "desk",
    security(("session" = [])),
    responses((status = OK, body = InvitationList), (status = FORBIDDEN, body = ErrorBody)),
)]
pub async fn list(
    State(state): State<AppState>,
    staff: Staff,
) -> Result<Json<InvitationList>, ApiError> {
    staff.require(Permission::Invite)?;
    let invitations = state.storage.invitations(staff.own_only()).await?;
    Ok(Json(InvitationList { invitations }))
}

/// Makes an invitation. Its secrets are in this answer and nowhere else.
#[utoipa::path(
    post,
    path = "/api/v1/desk/invitations",
    tag = "desk",
    security(("session" = [])),
    request_body = InviteRequest,
    responses(
        (status = CREATED, body = NewInvitation),
        (status = FORBIDDEN, body = ErrorBody),
        (status = NOT_FOUND, body = ErrorBody, description = "No such enterprise"),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody),
    ),
)]
pub async fn create(
    State(state): State<AppState>,
    staff: Staff,
    source: Source,
    Input(request): Input<InviteRequest>,
) -> Result<(StatusCode, Json<NewInvitation>), ApiError> {
    staff.require(Permission::Invite)?;
    let now = state.clock.now();
    let invitee = invitee(&staff, &request, now)?;
    let (link_secret, code) = (secret::link(), random::code());
    let new = storage::NewInvitation {
        id: InvitationId(random::id(now)),
        invitee,
        secret: secret::digest(&link_secret),
        code: state.hasher.code(code.clone(), state.code_salt).await?,
        created_by: staff.account.id,
        created_at: now,
        expires_at: now + i64::try_from(state.config.invitation.as_millis()).unwrap_or_default(),
    };
    let entry = staff
        .entry(Act::Invited, now, &source.fingerprint)
        .with("invitation", &new.id);
    let invitation = state
        .storage
        .invite(new, entry)
        .await?
        .ok_or(ApiError::NotFound)?;
    let link = format!("{}/enrol#{link_secret}", state.config.public_url);
    let qr = qr::svg(&link).map_err(|error| ApiError::internal(&error))?;
    let (first, second) = code.split_at(random::CODE_LENGTH / 2);
    let code = format!("{first}-{second}");
    Ok((
        StatusCode::CREATED,
        Json(NewInvitation {
            invitation,
            link,
            code,
            qr,
        }),
    ))
}

/// Makes an unused invitation void. One that was used stays used.
#[utoipa::path(
    post,
    path = "/api/v1/desk/invitations/{id}/revoke",
    tag = "desk",
    security(("session" = [])),
    params(("id" = InvitationId, Path)),
    responses(
        (status = NO_CONTENT),
        (status = FORBIDDEN, body = ErrorBody),
        (status = NOT_FOUND, body = ErrorBody),
    ),
)]
pub async fn revoke(
    State(state): State<AppState>,
    staff: Staff,
    source: Source,
    Id(id): Id<InvitationId>,
) -> Result<StatusCode, ApiError> {
    staff.require(Permission::Invite)?;
    let entry = staff
        .entry(
            Act::InvitationRevoked,
            state.clock.now(),
            &source.fingerprint,
        )
        .with("invitation", &id);
    if state
        .storage
        .revoke_invitation(id, staff.own_only(), entry)
        .await?
    {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}

/// An invited enterprise is vouched for when whoever invites may vouch.
fn invitee(staff: &Staff, request: &InviteRequest, now: i64) -> Result<Invitee, ApiError> {
    if let Some(id) = request.enterprise {
        return if staff.own_only().is_none() {
            Ok(Invitee::Known(id))
        } else {
            Err(ApiError::NotFound)
        };
    }
    let contact_name = match request.contact_name.trim() {
        "" => String::new(),
        name => Name::parse(name)
            .map_err(|error| ApiError::invalid("contact_name", error.code()))?
            .as_str()
            .to_owned(),
    };
    let contact_mobile = match request.contact_mobile.trim() {
        "" => String::new(),
        number => mobile_number(number)?,
    };
    Ok(Invitee::New(NewEnterprise {
        id: EnterpriseId(random::id(now)),
        name: enterprise_name(&request.enterprise_name)
            .map_err(|_| ApiError::invalid("enterprise_name", "length"))?,
        contact_name,
        contact_mobile,
        verified: staff.require(Permission::ManageEnterprises).is_ok(),
    }))
}
