//! Where a request comes from: the client's address, for throttling and, as a keyed hash, for the audit trail.

use std::{convert::Infallible, net::SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::request::Parts,
};

use super::secret;
use crate::state::AppState;

/// The client's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// For throttling; never stored or logged.
    pub address: String,
    /// For the audit trail: two requests from one address have the same.
    pub fingerprint: String,
}

impl FromRequestParts<AppState> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Infallible> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip().to_string());
        let forwarded = parts
            .headers
            .get_all("x-forwarded-for")
            .iter()
            .next_back()
            .filter(|_| state.config.trust_proxy)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.rsplit(',').next())
            .map(|address| address.trim().to_owned());
        let address = forwarded.or(peer).unwrap_or_else(|| "unknown".to_owned());
        let fingerprint = secret::fingerprint(&state.source_key, &address);
        Ok(Self {
            address,
            fingerprint,
        })
    }
}
