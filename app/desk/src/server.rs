//! Requests of the workspace, and what a failure of one means to the person.

use domain::api::{ErrorBody, ErrorCode};
use domain::json::{FromJson, ToJson};
use ui::{
    i18n::{Key, t, tr},
    net::{self, Call, NetError},
};

use crate::{desk::Desk, word::Word};

/// Why a request brought nothing.
#[derive(Clone, Debug)]
pub(crate) enum Failure {
    /// The session ended; the person is being asked to log in again.
    Expired,
    /// The thing has moved on.
    Conflict,
    /// The proposer is the one who wants to confirm.
    OwnProposal,
    /// A rule is broken.
    Invalid(ErrorBody),
    /// Anything else, in words.
    Other(String),
}

impl Failure {
    /// What to say about it. Nothing about a session that ended: the question for the password says that.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Expired => String::new(),
            Self::Conflict => t(Word::ERROR_CONFLICT).to_owned(),
            Self::OwnProposal => t(Word::ERROR_OWN_PROPOSAL).to_owned(),
            Self::Invalid(body) => invalid(body),
            Self::Other(words) => words.clone(),
        }
    }
}

/// `GET path` for whoever is logged in.
pub(crate) async fn get<T: FromJson>(desk: Desk, path: &str) -> Result<T, Failure> {
    net::get(path, Call::default())
        .await
        .map_err(|error| failure(desk, &error))
}

/// `POST path` for whoever is logged in.
pub(crate) async fn post<T: FromJson>(
    desk: Desk,
    path: &str,
    body: &impl ToJson,
) -> Result<T, Failure> {
    net::post(path, body, Call::default())
        .await
        .map_err(|error| failure(desk, &error))
}

/// `path` with its `{id}` filled in.
pub(crate) fn with_id(path: &str, id: impl std::fmt::Display) -> String {
    path.replace("{id}", &id.to_string())
}

/// Whether the server knows no session.
pub(crate) fn is_unauthenticated(error: &NetError) -> bool {
    matches!(error, NetError::Api { body, .. } if matches!(body.code, ErrorCode::Unauthenticated | ErrorCode::Revoked))
}

fn failure(desk: Desk, error: &NetError) -> Failure {
    if is_unauthenticated(error) {
        desk.expired();
        return Failure::Expired;
    }
    match error {
        NetError::Api { body, .. } if body.code == ErrorCode::Conflict => {
            match body.details.get("refusal").map(String::as_str) {
                Some("own_proposal") => Failure::OwnProposal,
                _ => Failure::Conflict,
            }
        }
        NetError::Api { body, .. } if body.code == ErrorCode::Invalid => {
            Failure::Invalid(body.clone())
        }
        other => Failure::Other(words(other)),
    }
}

/// A failure in words: what happened and what can be done.
pub(crate) fn words(error: &NetError) -> String {
    let key: Key = match error {
        NetError::Offline => Word::ERROR_OFFLINE,
        NetError::Timeout => Word::ERROR_TIMEOUT,
        NetError::NotOurs => Word::ERROR_NOT_OURS,
        NetError::Api {
            body, retry_after, ..
        } => match body.code {
            ErrorCode::BadCredentials => Word::ERROR_CREDENTIALS,
            ErrorCode::Unauthenticated | ErrorCode::Revoked => Word::ERROR_EXPIRED,
            ErrorCode::Forbidden => Word::ERROR_FORBIDDEN,
            ErrorCode::ForeignOrigin => Word::ERROR_ORIGIN,
            ErrorCode::NotFound => Word::ERROR_NOT_FOUND,
            ErrorCode::Conflict => Word::ERROR_CONFLICT,
            ErrorCode::InvitationVoid => Word::ERROR_VOID,
            ErrorCode::TooLarge => Word::ERROR_TOO_LARGE,
            ErrorCode::Invalid => return invalid(body),
            ErrorCode::TooManyRequests => {
                return tr(
                    Word::ERROR_TOO_MANY,
                    &[("seconds", &retry_after.max(&1).to_string())],
                );
            }
            ErrorCode::Unavailable => Word::ERROR_UNAVAILABLE,
            ErrorCode::Malformed | ErrorCode::Internal | ErrorCode::Unknown => Word::ERROR_INTERNAL,
        },
    };
    t(key).to_owned()
}

fn invalid(body: &ErrorBody) -> String {
    let detail = |name: &str| {
        body.details
            .get(name)
            .map(String::as_str)
            .unwrap_or_default()
    };
    let label = field(detail("field"));
    if detail("refusal") == "too_often" {
        return tr(Word::ERROR_LIMIT, &[("limit", detail("limit"))]);
    }
    match (detail("field"), detail("rule")) {
        ("login", "taken") => return t(Word::ERROR_LOGIN_TAKEN).to_owned(),
        ("password", "contains_login") => return t(Word::ERROR_PASSWORD_LOGIN).to_owned(),
        _ => {}
    }
    match (detail("min"), detail("max"), label) {
        (min, max, Some(label)) if !min.is_empty() && !max.is_empty() => tr(
            Word::ERROR_LENGTH,
            &[("label", label), ("min", min), ("max", max)],
        ),
        (_, _, Some(label)) => tr(Word::ERROR_FIELD, &[("label", label)]),
        _ => t(Word::ERROR_INVALID).to_owned(),
    }
}

/// The label of a field of the wire contract.
fn field(name: &str) -> Option<&'static str> {
    Some(t(match name {
        "login" => Word::FIELD_LOGIN,
        "password" => Word::FIELD_PASSWORD,
        "account" => Word::FIELD_COLLEAGUE,
        "name" => Word::FIELD_NAME,
        "unit" => Word::FIELD_UNIT,
        "phone" => Word::FIELD_PHONE,
        "role" => Word::FIELD_ROLE,
        "enterprise" | "enterprise_name" => Word::FIELD_ENTERPRISE,
        "contact_name" => Word::FIELD_CONTACT,
        "contact_mobile" => Word::FIELD_MOBILE,
        "note" => Word::FIELD_NOTE,
        "reason" => Word::FIELD_REASON,
        "text" => Word::FIELD_TEXT,
        "what" => Word::FIELD_WHAT,
        "why" => Word::FIELD_WHY,
        "example" => Word::FIELD_EXAMPLE,
        "deadline" => Word::FIELD_DEADLINE,
        _ => return None,
    }))
}
