//! What anybody may know.

use axum::{Json, extract::State};
use domain::api::{About, ErrorBody};

use crate::{error::ApiError, state::AppState};

/// The operator, the help desk, and the server's clock.
#[utoipa::path(
    get,
    path = "/api/v1/about",
    tag = "public",
    responses((status = OK, body = About), (status = SERVICE_UNAVAILABLE, body = ErrorBody)),
)]
pub async fn about(State(state): State<AppState>) -> Result<Json<About>, ApiError> {
    let now = state.clock.now();
    Ok(Json(About {
        operator: state.config.operator.clone(),
        help_phone: state.config.help_phone.clone(),
        self_registration: state.config.self_registration,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        server_time: now,
        receipt_keys: state.receipts.keys(&*state.storage, now).await?,
    }))
}
