//! Phones: a token in `Authorization: Bearer`.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use super::secret;
use crate::{error::ApiError, state::AppState, storage::DeviceRecord};

/// How long the time of the last contact may be behind. Writing it at every sync would cost a commit each.
const SEEN_EVERY: i64 = 10 * 60_000;

/// The phone that a request comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone(pub DeviceRecord);

impl FromRequestParts<AppState> for Phone {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let token = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.strip_prefix("Bearer "))
            .filter(|token| secret::is_token(token))
            .ok_or(ApiError::Unauthenticated)?;
        let device = state
            .storage
            .device_by_token(secret::digest(token))
            .await?
            .ok_or(ApiError::Unauthenticated)?;
        let now = state.clock.now();
        if device.revoked {
            return Err(ApiError::Revoked);
        }
        if device.expires_at <= now {
            return Err(ApiError::Unauthenticated);
        }
        if device.seen_at.is_none_or(|seen| seen + SEEN_EVERY <= now) {
            // A disk that takes nothing keeps nobody from reading.
            if let Err(error) = state.storage.touch_device(device.id, now).await {
                tracing::warn!(%error, "the time of a phone's last contact was not stored");
            }
        }
        Ok(Self(device))
    }
}
