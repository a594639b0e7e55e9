//! A phone becomes an enterprise's phone.

use axum::{Json, extract::State};
use domain::{
    api::{EnrolProof, EnrolRequest, EnrolResponse, ErrorBody},
    case::Role,
    id::EnterpriseId,
    korea::{name::Name, phone::Phone},
};

use super::Input;
use crate::{
    audit::{Act, Entry},
    auth::{
        secret::{self, Typed},
        source::Source,
        throttle::{ENROL, ENROL_ADDRESS, REGISTER_ADDRESS},
    },
    error::ApiError,
    random,
    state::AppState,
    storage::{DeviceRecord, Enrolment, NewDevice, NewEnterprise, Proof},
};

/// The key of what is counted for everybody together.
const ALL: &str = "all";

/// Enrols a phone. Sent again with the same device and token it gives the same answer.
#[utoipa::path(
    post,
    path = "/api/v1/enrolments",
    tag = "phone",
    request_body = EnrolRequest,
    responses(
        (status = OK, body = EnrolResponse),
        (status = FORBIDDEN, body = ErrorBody, description = "Self-registration is off"),
        (status = NOT_FOUND, body = ErrorBody, description = "No such invitation"),
        (status = CONFLICT, body = ErrorBody, description = "The invitation is void, or the device id is taken"),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody),
        (status = TOO_MANY_REQUESTS, body = ErrorBody),
    ),
)]
pub async fn enrol(
    State(state): State<AppState>,
    source: Source,
    Input(request): Input<EnrolRequest>,
) -> Result<Json<EnrolResponse>, ApiError> {
    if !secret::is_token(&request.token) {
        return Err(ApiError::invalid("token", "format"));
    }
    let device_name = request.device_name.trim();
    if device_name.chars().count() > 60 {
        return Err(ApiError::invalid("device_name", "max_length"));
    }
    let now = state.clock.now();
    let token = secret::digest(&request.token);
    if let Some(known) = state.storage.device(request.device).await? {
        return again(known, token);
    }
    let proof = proof(&state, &source, request.proof, now).await?;
    let is_registration = matches!(proof, Proof::Registration(_));
    let device = NewDevice {
        id: request.device,
        token,
        name: device_name.to_owned(),
        enrolled_at: now,
        expires_at: now + i64::try_from(state.config.device.as_millis()).unwrap_or(i64::MAX / 2),
    };
    let entry = Entry::new(
        now,
        None,
        Role::Applicant,
        Act::Enrolled,
        &source.fingerprint,
    )
    .with("device", &request.device);
    let failed = |error| {
        state.throttle.failed(ENROL_ADDRESS, &source.address, now);
        state.throttle.failed(ENROL, ALL, now);
        error
    };
    match state.storage.enrol(device, proof, entry).await? {
        Enrolment::Enrolled(device) => {
            if is_registration {
                // Not a failure, but many of them from one place are.
                state
                    .throttle
                    .failed(REGISTER_ADDRESS, &source.address, now);
            }
            Ok(Json(response(device)))
        }
        Enrolment::Void => Err(failed(ApiError::InvitationVoid)),
        Enrolment::Unknown => Err(failed(ApiError::NotFound)),
        Enrolment::Taken => match state.storage.device(request.device).await? {
            Some(known) => again(known, token),
            None => Err(ApiError::Conflict(None)),
        },
    }
}

/// The answer was lost and the phone asks again, or somebody else has this id.
fn again(
    known: DeviceRecord,
    token: crate::storage::Digest,
) -> Result<Json<EnrolResponse>, ApiError> {
    if known.token != token {
        Err(ApiError::Conflict(None))
    } else if known.revoked {
        Err(ApiError::Revoked)
    } else {
        Ok(Json(response(known)))
    }
}

fn response(device: DeviceRecord) -> EnrolResponse {
    EnrolResponse {
        device: device.id,
        enterprise: device.enterprise,
        enterprise_name: device.enterprise_name,
        verified: device.verified,
        expires_at: device.expires_at,
    }
}

async fn proof(
    state: &AppState,
    source: &Source,
    proof: EnrolProof,
    now: i64,
) -> Result<Proof, ApiError> {
    match proof {
        EnrolProof::Invitation { secret } => {
            let tried = state.throttle.check(ENROL_ADDRESS, &source.address, now);
            tried
                .and_then(|()| state.throttle.check(ENROL, ALL, now))
                .map_err(ApiError::TooManyRequests)?;
            match Typed::read(&secret) {
                Some(Typed::Link(secret)) => Ok(Proof::Link(secret::digest(&secret))),
                Some(Typed::Code(code)) => {
                    Ok(Proof::Code(state.hasher.code(code, state.code_salt).await?))
                }
                None => Err(ApiError::NotFound),
            }
        }
        EnrolProof::SelfRegistration {
            enterprise,
            contact_name,
            contact_mobile,
        } => {
            if !state.config.self_registration {
                return Err(ApiError::Forbidden);
            }
            let tried = state.throttle.check(REGISTER_ADDRESS, &source.address, now);
            tried.map_err(ApiError::TooManyRequests)?;
            let details = details(now, &enterprise, &contact_name, &contact_mobile)?;
            Ok(Proof::Registration(details))
        }
    }
}

fn details(
    now: i64,
    enterprise: &str,
    contact: &str,
    mobile: &str,
) -> Result<NewEnterprise, ApiError> {
    Ok(NewEnterprise {
        id: EnterpriseId(random::id(now)),
        name: enterprise_name(enterprise)?,
        contact_name: Name::parse(contact)
            .map_err(|error| ApiError::invalid("contact_name", error.code()))?
            .as_str()
            .to_owned(),
        contact_mobile: mobile_number(mobile)?,
        verified: false,
    })
}

/// 1 to 60 characters on one line.
pub(super) fn enterprise_name(name: &str) -> Result<String, ApiError> {
    let name = name.trim();
    let fits = (1..=60).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits {
        Ok(name.to_owned())
    } else {
        Err(ApiError::invalid("enterprise", "length"))
    }
}

/// The digits of a mobile number.
pub(super) fn mobile_number(number: &str) -> Result<String, ApiError> {
    let phone =
        Phone::parse(number).map_err(|error| ApiError::invalid("contact_mobile", error.code()))?;
    if phone.kind().is_mobile() {
        Ok(phone.digits().to_owned())
    } else {
        Err(ApiError::invalid("contact_mobile", "phone.kind"))
    }
}
