//! `POST /api/v1/sync`.

use axum::{Json, extract::State};
use domain::api::{ErrorBody, MAX_CHANGES, SyncRequest, SyncResponse};

use super::Input;
use crate::{
    auth::{device::Phone, source::Source},
    error::ApiError,
    state::AppState,
    sync::{self, CLOCK_TOLERANCE, Sender},
};

/// Takes what the phone has to say and tells what it has not heard.
#[utoipa::path(
    post,
    path = "/api/v1/sync",
    tag = "phone",
    security(("device" = [])),
    request_body = SyncRequest,
    responses(
        (status = OK, body = SyncResponse),
        (status = BAD_REQUEST, body = ErrorBody, description = "Not JSON, or a change of a kind that this server does not know"),
        (status = UNAUTHORIZED, body = ErrorBody),
        (status = PAYLOAD_TOO_LARGE, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody, description = "More than 100 changes"),
        (status = SERVICE_UNAVAILABLE, body = ErrorBody, description = "Nothing was stored, for instance because the disk is full; `Retry-After`"),
    ),
)]
pub async fn sync(
    State(state): State<AppState>,
    Phone(device): Phone,
    source: Source,
    Input(request): Input<SyncRequest>,
) -> Result<Json<SyncResponse>, ApiError> {
    if request.changes.len() + request.recalls.len() > MAX_CHANGES {
        return Err(ApiError::invalid("changes", "too_many"));
    }
    let now = state.clock.now();
    let sender = Sender {
        device: &device,
        now,
        clock_off: request.device_time != 0
            && request.device_time.abs_diff(now) > CLOCK_TOLERANCE.unsigned_abs(),
        source: &source.fingerprint,
    };
    let mut judged = sync::judge_all(&state, sender, &request.changes).await;
    judged.extend(sync::recall_all(&state, sender, &request.recalls).await);
    let acks = sync::acknowledge(judged)?;
    let mut response = sync::pull(&state, &device, request.cursor, !acks.is_empty()).await?;
    response.acks = acks;
    Ok(Json(response))
}
