//! Enterprises and their phones.

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    api::{EnterpriseList, ErrorBody},
    case::Permission,
    id::{DeviceId, EnterpriseId},
};

use super::Id;
use crate::{
    audit::Act,
    auth::{session::Staff, source::Source},
    error::ApiError,
    state::AppState,
};

/// Every enterprise: unverified first, then by name.
#[utoipa::path(
    get,
    path = "/api/v1/desk/enterprises",
    tag = "desk",
    security(("session" = [])),
    responses((status = OK, body = EnterpriseList), (status = FORBIDDEN, body = ErrorBody)),
)]
pub async fn list(
    State(state): State<AppState>,
    staff: Staff,
) -> Result<Json<EnterpriseList>, ApiError> {
    staff.require(Permission::ReadEnterprises)?;
    Ok(Json(EnterpriseList {
        enterprises: state.storage.enterprises().await?,
    }))
}

/// Confirms that a self-registered enterprise is real.
#[utoipa::path(
    post,
    path = "/api/v1/desk/enterprises/{id}/confirm",
    tag = "desk",
    security(("session" = [])),
    params(("id" = EnterpriseId, Path)),
    responses(
        (status = NO_CONTENT),
        (status = FORBIDDEN, body = ErrorBody),
        (status = NOT_FOUND, body = ErrorBody),
    ),
)]
pub async fn confirm(
    State(state): State<AppState>,
    staff: Staff,
    source: Source,
    Id(id): Id<EnterpriseId>,
) -> Result<StatusCode, ApiError> {
    staff.require(Permission::ManageEnterprises)?;
    let entry = staff
        .entry(
            Act::EnterpriseConfirmed,
            state.clock.now(),
            &source.fingerprint,
        )
        .of(id);
    done(state.storage.confirm_enterprise(id, entry).await?)
}

/// Takes the token of a lost phone back.
#[utoipa::path(
    post,
    path = "/api/v1/desk/devices/{id}/revoke",
    tag = "desk",
    security(("session" = [])),
    params(("id" = DeviceId, Path)),
    responses(
        (status = NO_CONTENT),
        (status = FORBIDDEN, body = ErrorBody),
        (status = NOT_FOUND, body = ErrorBody),
    ),
)]
pub async fn revoke_device(
    State(state): State<AppState>,
    staff: Staff,
    source: Source,
    Id(id): Id<DeviceId>,
) -> Result<StatusCode, ApiError> {
    staff.require(Permission::ManageEnterprises)?;
    let entry = staff
        .entry(Act::DeviceRevoked, state.clock.now(), &source.fingerprint)
        .with("device", &id);
    done(state.storage.revoke_device(id, entry).await?)
}

fn done(exists: bool) -> Result<StatusCode, ApiError> {
    if exists {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::NotFound)
    }
}
