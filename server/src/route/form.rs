//! The released forms.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderName, header},
    response::IntoResponse,
};
use domain::{
    api::{FormEntry, FormList},
    forms,
};

use crate::{error::ApiError, state::AppState};

/// Every released version of every form.
#[utoipa::path(get, path = "/api/v1/forms", tag = "public", responses((status = OK, body = FormList)))]
pub async fn list(State(state): State<AppState>) -> Json<FormList> {
    let forms = state
        .forms
        .all()
        .map(|form| FormEntry {
            id: form.id().to_owned(),
            version: form.version().to_owned(),
            title: form.title().clone(),
            current: forms::latest(form.id())
                .is_some_and(|latest| latest.version == form.version()),
        })
        .collect();
    Json(FormList { forms })
}

/// A released version never changes.
const FOR_EVER: [(HeaderName, &str); 2] = [
    (header::CONTENT_TYPE, "application/json"),
    (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
];

/// One form's file, as it was released.
#[utoipa::path(
    get,
    path = "/api/v1/forms/{id}/{version}",
    tag = "public",
    params(("id" = String, Path, description = "Form id"), ("version" = String, Path, description = "Version")),
    responses(
        (status = OK, description = "The form's file", content_type = "application/json"),
        (status = NOT_FOUND, body = domain::api::ErrorBody),
    ),
)]
pub async fn file(
    State(state): State<AppState>,
    Path((id, version)): Path<(String, String)>,
) -> Result<impl IntoResponse, ApiError> {
    let source = state
        .forms
        .source(&id, &version)
        .ok_or(ApiError::NotFound)?;
    Ok((FOR_EVER, source.json))
}
