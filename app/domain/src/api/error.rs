//! How the server says no.

use crate::json::Json;
use crate::map::Map;

/// Body of every answer that is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    /// What happened; the client has words for it.
    pub code: ErrorCode,
    /// For developers, in English; never shown to an applicant as it is.
    pub message: String,
    /// Names and numbers that the words need, such as `limit`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub details: Map<String, String>,
}

/// Why a request was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// 400: not JSON, or not the JSON that this path takes.
    Malformed,
    /// 401: no token or session, or one that is unknown or has expired.
    Unauthenticated,
    /// 401: the login or the password does not fit.
    BadCredentials,
    /// 401: this phone's token was taken back by a coordinator.
    Revoked,
    /// 403: known, but the policy table says no.
    Forbidden,
    /// 403: the request did not come from our own pages.
    ForeignOrigin,
    /// 404: no such thing, or none that the caller may know of.
    NotFound,
    /// 409: the thing has moved on; load it again.
    Conflict,
    /// 409: the invitation was used up, taken back or has expired.
    InvitationVoid,
    /// 413: larger than `limit` bytes.
    TooLarge,
    /// 422: understood, but a rule is broken; `details` names field and rule.
    Invalid,
    /// 429: too many attempts; see `Retry-After`.
    TooManyRequests,
    /// 500: our fault.
    Internal,
    /// 503: cannot store right now; see `Retry-After`.
    Unavailable,
    /// A code of a newer server.
    #[serde(other)]
    Unknown,
}
