//! What anybody may know.

use axum::{Json, extract::State};
use domain::api::About;

use crate::state::AppState;

/// The operator, the help desk, and the server's clock.
#[utoipa::path(get, path = "/api/v1/about", tag = "public", responses((status = OK, body = About)))]
pub async fn about(State(state): State<AppState>) -> Json<About> {
    Json(About {
        operator: state.config.operator.clone(),
        help_phone: state.config.help_phone.clone(),
        self_registration: state.config.self_registration,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        server_time: state.clock.now(),
    })
}
