//! Whether the server can do its work, for load balancers and `cargo xtask`.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{error::ApiError, state::AppState};

/// The server is well.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`: anything else is an error.
    pub status: &'static str,
    /// Version of the server.
    pub version: &'static str,
}

/// Answers 200 when the database can be read, 503 otherwise.
#[utoipa::path(get, path = "/healthz", tag = "public", responses(
    (status = OK, body = Health),
    (status = SERVICE_UNAVAILABLE, body = domain::api::ErrorBody),
))]
pub async fn health(State(state): State<AppState>) -> Result<Json<Health>, ApiError> {
    state.storage.ping().await?;
    Ok(Json(Health {
        status: "ok",
        version: env!("CARGO_PKG_VERSION"),
    }))
}
