//! The one way the server says no.
//!
//! Handlers return [`ApiError`]; `?` turns what storage and casework refuse into it. Each variant is one
//! [`ErrorCode`] and one status. What went wrong inside is logged and never sent.

use std::fmt::Display;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    api::{ErrorBody, ErrorCode},
    attachment::FileRefusal,
    case::CaseRefusal,
    map::Map,
};

use crate::{route::tus, storage::StorageError};

/// Why a request was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// Not JSON, or not the JSON that the path takes; says where.
    Malformed(String),
    /// No token or session, or none that is good.
    Unauthenticated,
    /// Login and password don't fit.
    BadCredentials,
    /// The phone's token was taken back.
    Revoked,
    /// The policy table says no.
    Forbidden,
    /// Not from our own pages.
    ForeignOrigin,
    /// No such thing, or none that the caller may know of.
    NotFound,
    /// The thing has moved on; with the rule that stands against it, if there is one.
    Conflict(Option<&'static str>),
    /// The invitation was used up, taken back or has expired.
    InvitationVoid,
    /// Larger than this many bytes.
    TooLarge(usize),
    /// A file is not taken, and never will be.
    File(FileRefusal),
    /// Not the version of the upload protocol that is spoken here.
    TusVersion,
    /// Not the media type that the path takes.
    MediaType,
    /// What came is not what its checksum says.
    Altered,
    /// A rule is broken.
    Invalid(Map<String, String>),
    /// Too many attempts; wait so many seconds.
    TooManyRequests(u32),
    /// Our fault.
    Internal,
    /// Not now; wait so many seconds.
    Unavailable(u32),
}

impl ApiError {
    /// Our fault; `error` goes to the log.
    pub fn internal(error: &dyn Display) -> Self {
        tracing::error!(%error, "a request failed");
        Self::Internal
    }

    /// Not now, because of `what`.
    pub fn unavailable(what: &str) -> Self {
        tracing::warn!(what, "too busy");
        Self::Unavailable(5)
    }

    /// `field` breaks `rule`.
    pub fn invalid(field: &str, rule: &str) -> Self {
        Self::Invalid(details([("field", field), ("rule", rule)]))
    }

    fn code(&self) -> (ErrorCode, StatusCode) {
        match self {
            Self::Malformed(_) => (ErrorCode::Malformed, StatusCode::BAD_REQUEST),
            Self::Unauthenticated => (ErrorCode::Unauthenticated, StatusCode::UNAUTHORIZED),
            Self::BadCredentials => (ErrorCode::BadCredentials, StatusCode::UNAUTHORIZED),
            Self::Revoked => (ErrorCode::Revoked, StatusCode::UNAUTHORIZED),
            Self::Forbidden => (ErrorCode::Forbidden, StatusCode::FORBIDDEN),
            Self::ForeignOrigin => (ErrorCode::ForeignOrigin, StatusCode::FORBIDDEN),
            Self::NotFound => (ErrorCode::NotFound, StatusCode::NOT_FOUND),
            Self::Conflict(_) => (ErrorCode::Conflict, StatusCode::CONFLICT),
            Self::InvitationVoid => (ErrorCode::InvitationVoid, StatusCode::CONFLICT),
            Self::TooLarge(_) => (ErrorCode::TooLarge, StatusCode::PAYLOAD_TOO_LARGE),
            Self::Invalid(_) | Self::File(_) => {
                (ErrorCode::Invalid, StatusCode::UNPROCESSABLE_ENTITY)
            }
            Self::TusVersion => (ErrorCode::Malformed, StatusCode::PRECONDITION_FAILED),
            Self::MediaType => (ErrorCode::Malformed, StatusCode::UNSUPPORTED_MEDIA_TYPE),
            Self::Altered => (
                ErrorCode::Malformed,
                // The upload protocol's own; the standard has no name for it.
                StatusCode::from_u16(460).unwrap_or(StatusCode::BAD_REQUEST),
            ),
            Self::TooManyRequests(_) => (ErrorCode::TooManyRequests, StatusCode::TOO_MANY_REQUESTS),
            Self::Internal => (ErrorCode::Internal, StatusCode::INTERNAL_SERVER_ERROR),
            Self::Unavailable(_) => (ErrorCode::Unavailable, StatusCode::SERVICE_UNAVAILABLE),
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Malformed(where_) => where_.clone(),
            Self::Unauthenticated => {
                "no token or session, or one that is not good any more".to_owned()
            }
            Self::BadCredentials => "login and password don't fit".to_owned(),
            Self::Revoked => "this phone's token was taken back".to_owned(),
            Self::Forbidden => "the policy table does not let this role do it".to_owned(),
            Self::ForeignOrigin => "the request did not come from our own pages".to_owned(),
            Self::NotFound => "there is no such thing here".to_owned(),
            Self::Conflict(_) => "the thing has moved on: load it again".to_owned(),
            Self::InvitationVoid => {
                "the invitation was used up, taken back or has expired".to_owned()
            }
            Self::TooLarge(limit) => format!("larger than {limit} bytes"),
            Self::Invalid(_) => "understood, but a rule is broken".to_owned(),
            Self::File(_) => "this file is not taken".to_owned(),
            Self::TusVersion => "Tus-Resumable must be 1.0.0".to_owned(),
            Self::MediaType => "not the media type that this path takes".to_owned(),
            Self::Altered => "what came is not what its checksum says".to_owned(),
            Self::TooManyRequests(_) => "too many attempts".to_owned(),
            Self::Internal => "the server failed; it has been logged".to_owned(),
            Self::Unavailable(_) => "not now; try again later".to_owned(),
        }
    }

    fn details(self) -> Map<String, String> {
        match self {
            Self::Conflict(Some(refusal)) => details([("refusal", refusal)]),
            Self::TooLarge(limit) => details([("limit", &limit.to_string())]),
            Self::Invalid(details) => details,
            Self::File(refusal) => details([("field", "file"), ("rule", refusal.code())]),
            Self::TooManyRequests(seconds) | Self::Unavailable(seconds) => {
                details([("retry_after", &seconds.to_string())])
            }
            _ => Map::new(),
        }
    }
}

fn details<const N: usize>(pairs: [(&str, &str); N]) -> Map<String, String> {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (code, status) = self.code();
        let wait = match self {
            Self::TooManyRequests(seconds) | Self::Unavailable(seconds) => Some(seconds),
            _ => None,
        };
        let tus = self == Self::TusVersion;
        let body = ErrorBody {
            code,
            message: self.message(),
            details: self.details(),
        };
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = wait {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if tus {
            response
                .headers_mut()
                .insert(tus::VERSION, HeaderValue::from_static(tus::SPOKEN));
        }
        response
    }
}

impl From<StorageError> for ApiError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Unavailable(reason) => {
                tracing::warn!(reason, "storage is unavailable");
                Self::Unavailable(5)
            }
            StorageError::Broken(_) => Self::internal(&error),
        }
    }
}

impl From<CaseRefusal> for ApiError {
    fn from(refusal: CaseRefusal) -> Self {
        match refusal {
            CaseRefusal::Forbidden => Self::Forbidden,
            CaseRefusal::WrongState => Self::Conflict(Some("wrong_state")),
            CaseRefusal::Proposal => Self::Conflict(Some("proposal")),
            CaseRefusal::OwnProposal => Self::Conflict(Some("own_proposal")),
            CaseRefusal::TooOften { limit } => Self::Invalid(details([
                ("refusal", "too_often"),
                ("limit", &limit.to_string()),
            ])),
            CaseRefusal::Text { field, min, max } => Self::Invalid(details([
                ("refusal", "text"),
                ("field", &field),
                ("min", &min.to_string()),
                ("max", &max.to_string()),
            ])),
            CaseRefusal::NoItems => {
                Self::Invalid(details([("refusal", "no_items"), ("field", "items")]))
            }
            CaseRefusal::Deadline { earliest, latest } => Self::Invalid(details([
                ("refusal", "deadline"),
                ("field", "deadline"),
                ("earliest", &earliest),
                ("latest", &latest),
            ])),
        }
    }
}
