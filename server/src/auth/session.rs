//! People: an opaque token in a cookie, and a session behind it.
//!
//! The cookie's `__Host-` prefix binds it to this host, to `Path=/` and to `Secure`; Chromium and Firefox take it on
//! `http://localhost` and `http://127.0.0.1` too. It has no lifetime of its own: the server ends the session.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use domain::{
    api::Account,
    case::{Actor, Permission, Role, policy},
    id::AccountId,
};

use super::secret;
use crate::{
    audit::{Act, Entry},
    error::ApiError,
    state::AppState,
    storage::{Digest, Session},
};

/// The cookie's name.
pub const COOKIE: &str = "__Host-ieum";
/// How long the time of the last use may be behind.
const SEEN_EVERY: i64 = 60_000;

/// Somebody who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Who.
    pub account: Account,
    /// The session's token, as it is stored.
    pub token: Digest,
}

impl Staff {
    /// Passes when the policy table lets them.
    ///
    /// # Errors
    /// [`ApiError::Forbidden`] otherwise.
    pub fn require(&self, permission: Permission) -> Result<(), ApiError> {
        if policy::allows(self.account.role, permission) {
            Ok(())
        } else {
            Err(ApiError::Forbidden)
        }
    }

    /// As the one who acts on a case.
    pub fn actor(&self) -> Actor {
        Actor {
            account: self.account.id,
            role: self.account.role,
        }
    }

    /// An entry of the audit trail by them.
    pub fn entry(&self, act: Act, at: i64, source: &str) -> Entry {
        Entry::new(at, Some(self.account.id), self.account.role, act, source)
    }

    /// The account, when it may see only what it made itself.
    pub fn own_only(&self) -> Option<AccountId> {
        (!policy::allows(self.account.role, Permission::ReadEnterprises)).then_some(self.account.id)
    }
}

impl FromRequestParts<AppState> for Staff {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let token = cookie(&parts.headers).ok_or(ApiError::Unauthenticated)?;
        let digest = secret::digest(token);
        let (session, account) = state
            .storage
            .session(digest)
            .await?
            .ok_or(ApiError::Unauthenticated)?;
        let now = state.clock.now();
        let idle = session.seen_at + milliseconds(state.config.session_idle);
        if session.expires_at <= now || idle <= now {
            return Err(ApiError::Unauthenticated);
        }
        if session.seen_at + SEEN_EVERY <= now {
            // A disk that takes nothing keeps nobody from reading.
            if let Err(error) = state.storage.touch_session(digest, now).await {
                tracing::warn!(%error, "the time of a session's last use was not stored");
            }
        }
        Ok(Self {
            account,
            token: digest,
        })
    }
}

/// A new session, and the token for its cookie.
pub fn open(state: &AppState, account: AccountId) -> (String, Session) {
    let token = secret::token();
    let now = state.clock.now();
    let session = Session {
        token: secret::digest(&token),
        account,
        created_at: now,
        seen_at: now,
        expires_at: now + milliseconds(state.config.session),
    };
    (token, session)
}

/// The header that gives the cookie to the browser.
///
/// # Errors
/// Never for a token of ours.
pub fn set_cookie(token: &str) -> Result<HeaderValue, ApiError> {
    HeaderValue::from_str(&format!(
        "{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict"
    ))
    .map_err(|error| ApiError::internal(&error))
}

/// The header that takes it away.
pub const CLEAR_COOKIE: HeaderValue =
    HeaderValue::from_static("__Host-ieum=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");

/// Everything `role` may do, for the views.
pub fn permissions(role: Role) -> Vec<Permission> {
    policy::permissions(role).collect()
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then_some(value))
        .filter(|token| secret::is_token(token))
}

fn milliseconds(duration: std::time::Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
