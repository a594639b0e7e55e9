//! Refuses what another site makes a coordinator's browser send (cross-site request forgery).
//!
//! The session cookie is `SameSite=Strict` already. On top of it a request that changes something must prove that
//! our own page sent it: by `Sec-Fetch-Site`, which pages cannot set, or else by an `Origin` that is ours.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{error::ApiError, state::AppState};

/// The layer of the workspace's routes.
pub async fn guard(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method().is_safe() || is_ours(request.headers(), &state.config.public_url) {
        next.run(request).await
    } else {
        ApiError::ForeignOrigin.into_response()
    }
}

fn is_ours(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else {
        return false;
    };
    // A page that was loaded from this very host is ours, under whatever name the operator reaches it.
    let own = text(header::HOST.as_str())
        .map(|host| [format!("http://{host}"), format!("https://{host}")]);
    origin == public_url || own.is_some_and(|own| own.iter().any(|own| own == origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect();
        is_ours(&headers, "https://ieum.example.kr")
    }

    #[test]
    fn only_our_own_pages_change_anything() {
        assert!(judged(&[("sec-fetch-site", "same-origin")]));
        assert!(judged(&[("origin", "https://ieum.example.kr")]));
        assert!(judged(&[
            ("origin", "http://127.0.0.1:3000"),
            ("host", "127.0.0.1:3000")
        ]));
        assert!(!judged(&[]));
        assert!(!judged(&[("origin", "null"), ("host", "ieum.example.kr")]));
        assert!(!judged(&[
            ("origin", "https://evil.example"),
            ("host", "ieum.example.kr")
        ]));
        for site in ["same-site", "cross-site", "none"] {
            assert!(!judged(&[
                ("sec-fetch-site", site),
                ("origin", "https://ieum.example.kr")
            ]));
        }
    }
}
