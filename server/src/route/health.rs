//! Whether the server can do its work, for load balancers, monitors and `cargo xtask`.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{attachment::PATIENCE, error::ApiError, state::AppState, storage::Result};

/// How long a good answer holds, in milliseconds: each look costs a write, to a bucket perhaps, and anybody may ask.
const GOOD_HOLDS: i64 = 10_000;
/// How long another one does.
const BAD_HOLDS: i64 = 1_000;

/// The server takes what phones send.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`, or `degraded`: reports are taken, but no files.
    pub status: &'static str,
    /// Version of the server.
    pub version: &'static str,
}

/// Whether the server can keep what it is sent: 200 when its database can be written to, 503 otherwise.
#[utoipa::path(get, path = "/healthz", tag = "public", responses(
    (status = OK, body = Health, description = "`degraded` when files can't be kept and everything else works"),
    (status = SERVICE_UNAVAILABLE, body = domain::api::ErrorBody, description = "Nothing can be stored: the disk is full or takes no writes. What is there may still be read"),
))]
pub async fn health(State(state): State<AppState>) -> std::result::Result<Json<Health>, ApiError> {
    let keeps_files = look(&state).await?;
    Ok(Json(Health {
        status: if keeps_files { "ok" } else { "degraded" },
        version: env!("CARGO_PKG_VERSION"),
    }))
}

/// What a look found, and when.
#[derive(Clone, Debug)]
pub struct Looked {
    at: i64,
    /// Whether files can be kept, when the database can be written to.
    found: Result<bool>,
}

impl Looked {
    fn holds(&self) -> i64 {
        if matches!(self.found, Ok(true)) {
            GOOD_HOLDS
        } else {
            BAD_HOLDS
        }
    }
}

/// One look at a time; who asks meanwhile gets what it found.
async fn look(state: &AppState) -> Result<bool> {
    let mut last = state.looked.lock().await;
    let now = state.clock.now();
    if let Some(last) = &*last
        && (last.at..last.at + last.holds()).contains(&now)
    {
        return last.found.clone();
    }
    // Stored again each time, so that it is a write.
    let stored = state.storage.secret("health", [0; 32]).await;
    let found = match stored {
        Ok(_) => {
            let kept = tokio::time::timeout(PATIENCE, state.attachments.check(now)).await;
            let keeps = matches!(kept, Ok(Ok(())));
            if !keeps {
                tracing::warn!(?kept, "files can't be kept");
            }
            Ok(keeps)
        }
        Err(error) => Err(error),
    };
    *last = Some(Looked {
        at: now,
        found: found.clone(),
    });
    found
}
