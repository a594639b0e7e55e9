//! Logging in and out, and making the first administrator.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    api::{Account, ErrorBody, LoginRequest, Me, SetupRequest},
    case::Role,
};

use super::{Input, desk_account};
use crate::{
    audit::{Act, Entry},
    auth::{
        session::{self, CLEAR_COOKIE, Staff},
        source::Source,
        throttle::{LOGIN, LOGIN_ADDRESS, SETUP},
    },
    error::ApiError,
    state::AppState,
};

/// Logs in.
#[utoipa::path(
    post,
    path = "/api/v1/desk/login",
    tag = "desk",
    request_body = LoginRequest,
    responses(
        (status = OK, body = Me, description = "With the session's cookie"),
        (status = UNAUTHORIZED, body = ErrorBody),
        (status = TOO_MANY_REQUESTS, body = ErrorBody),
    ),
)]
pub async fn login(
    State(state): State<AppState>,
    source: Source,
    Input(request): Input<LoginRequest>,
) -> Result<Response, ApiError> {
    let now = state.clock.now();
    let login = desk_account::normal_login(&request.login);
    let tried = state.throttle.check(LOGIN, &login, now);
    tried
        .and_then(|()| state.throttle.check(LOGIN_ADDRESS, &source.address, now))
        .map_err(ApiError::TooManyRequests)?;
    // Counted before the slow part: many tries at once must not slip through together.
    state.throttle.failed(LOGIN, &login, now);
    state.throttle.failed(LOGIN_ADDRESS, &source.address, now);
    let known = state.storage.credentials(&login).await?;
    let (account, stored) = known.unzip();
    let fits = state.hasher.verify(request.password, stored).await?;
    match account {
        Some(account) if fits => {
            state.throttle.succeeded(LOGIN, &login);
            state.throttle.succeeded(LOGIN_ADDRESS, &source.address);
            let (token, session) = session::open(&state, account.id);
            let entry = Entry::new(
                now,
                Some(account.id),
                account.role,
                Act::Login,
                &source.fingerprint,
            );
            state.storage.open_session(session, entry).await?;
            welcome(account, &token)
        }
        account => {
            // Only a login that exists is named: people type passwords into the wrong box.
            let (id, role) = account.map_or((None, Role::System), |account| {
                (Some(account.id), account.role)
            });
            let entry = Entry::new(now, id, role, Act::LoginRefused, &source.fingerprint);
            state.storage.record(entry).await?;
            Err(ApiError::BadCredentials)
        }
    }
}

/// Makes the first administrator and logs them in.
#[utoipa::path(
    post,
    path = "/api/v1/desk/setup",
    tag = "desk",
    request_body = SetupRequest,
    responses(
        (status = OK, body = Me, description = "With the session's cookie"),
        (status = NOT_FOUND, body = ErrorBody, description = "The secret does not fit, or there is an account already"),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody),
        (status = TOO_MANY_REQUESTS, body = ErrorBody),
    ),
)]
pub async fn setup(
    State(state): State<AppState>,
    source: Source,
    Input(request): Input<SetupRequest>,
) -> Result<Response, ApiError> {
    let now = state.clock.now();
    state
        .throttle
        .check(SETUP, &source.address, now)
        .map_err(ApiError::TooManyRequests)?;
    if !state.is_setup_secret(request.secret.trim()) {
        state.throttle.failed(SETUP, &source.address, now);
        return Err(ApiError::NotFound);
    }
    let (mut account, password) = desk_account::checked(request.account, now)?;
    account.role = Role::Administrator;
    let hash = state.hasher.hash(password).await?;
    let (token, session) = session::open(&state, account.id);
    let entry = Entry::new(
        now,
        Some(account.id),
        account.role,
        Act::Setup,
        &source.fingerprint,
    );
    if !state
        .storage
        .create_first_account(account.clone(), hash, session, entry)
        .await?
    {
        return Err(ApiError::NotFound);
    }
    state.end_setup();
    welcome(account, &token)
}

/// Ends the session.
#[utoipa::path(
    post,
    path = "/api/v1/desk/logout",
    tag = "desk",
    security(("session" = [])),
    responses((status = NO_CONTENT), (status = UNAUTHORIZED, body = ErrorBody)),
)]
pub async fn logout(
    State(state): State<AppState>,
    staff: Staff,
    source: Source,
) -> Result<impl IntoResponse, ApiError> {
    let entry = staff.entry(Act::Logout, state.clock.now(), &source.fingerprint);
    state.storage.close_session(staff.token, entry).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, CLEAR_COOKIE)]))
}

/// Who is logged in.
#[utoipa::path(
    get,
    path = "/api/v1/desk/me",
    tag = "desk",
    security(("session" = [])),
    responses((status = OK, body = Me), (status = UNAUTHORIZED, body = ErrorBody)),
)]
pub async fn me(staff: Staff) -> Json<Me> {
    Json(with_permissions(staff.account))
}

fn welcome(account: Account, token: &str) -> Result<Response, ApiError> {
    let cookie = [(header::SET_COOKIE, session::set_cookie(token)?)];
    Ok((cookie, Json(with_permissions(account))).into_response())
}

fn with_permissions(account: Account) -> Me {
    let permissions = session::permissions(account.role);
    Me {
        account,
        permissions,
    }
}
