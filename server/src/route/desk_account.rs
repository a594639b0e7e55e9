//! Accounts of the workspace.

use axum::{Json, extract::State, http::StatusCode};
use domain::{
    api::{Account, AccountList, ErrorBody, NewAccount},
    case::{Permission, Role},
    id::AccountId,
    korea::{name::Name, phone::Phone},
};

use super::Input;
use crate::{
    audit::Act,
    auth::{session::Staff, source::Source},
    error::ApiError,
    random,
    state::AppState,
};

/// Every account.
#[utoipa::path(
    get,
    path = "/api/v1/desk/accounts",
    tag = "desk",
    security(("session" = [])),
    responses((status = OK, body = AccountList), (status = FORBIDDEN, body = ErrorBody)),
)]
pub async fn list(
    State(state): State<AppState>,
    staff: Staff,
) -> Result<Json<AccountList>, ApiError> {
    staff.require(Permission::ReadAccounts)?;
    Ok(Json(AccountList {
        accounts: state.storage.accounts().await?,
    }))
}

/// Makes an account.
#[utoipa::path(
    post,
    path = "/api/v1/desk/accounts",
    tag = "desk",
    security(("session" = [])),
    request_body = NewAccount,
    responses(
        (status = CREATED, body = Account),
        (status = FORBIDDEN, body = ErrorBody),
        (status = UNPROCESSABLE_ENTITY, body = ErrorBody, description = "A rule is broken; `login`/`taken` when there is one"),
    ),
)]
pub async fn create(
    State(state): State<AppState>,
    staff: Staff,
    source: Source,
    Input(request): Input<NewAccount>,
) -> Result<(StatusCode, Json<Account>), ApiError> {
    staff.require(Permission::ManageAccounts)?;
    let now = state.clock.now();
    let (account, password) = checked(request, now)?;
    let hash = state.hasher.hash(password).await?;
    let entry = staff
        .entry(Act::AccountCreated, now, &source.fingerprint)
        .with("account", &account.id);
    if state
        .storage
        .create_account(account.clone(), hash, entry)
        .await?
    {
        Ok((StatusCode::CREATED, Json(account)))
    } else {
        Err(ApiError::invalid("login", "taken"))
    }
}

/// A login as it is stored and looked up.
pub(crate) fn normal_login(login: &str) -> String {
    login.trim().to_ascii_lowercase()
}

/// The account and the password of a request, checked.
pub(crate) fn checked(new: NewAccount, now: i64) -> Result<(Account, String), ApiError> {
    let login = normal_login(&new.login);
    let is_login = (3..=40).contains(&login.len())
        && login
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'));
    if !is_login {
        return Err(ApiError::invalid("login", "format"));
    }
    // NIST SP 800-63B: length counts, composition rules do not.
    if !(10..=200).contains(&new.password.chars().count()) {
        return Err(ApiError::invalid("password", "length"));
    }
    if new.password.to_lowercase().contains(&login) {
        return Err(ApiError::invalid("password", "contains_login"));
    }
    let name = Name::parse(&new.name).map_err(|error| ApiError::invalid("name", error.code()))?;
    let unit = new.unit.trim();
    if unit.chars().count() > 60 {
        return Err(ApiError::invalid("unit", "max_length"));
    }
    let phone = match new.phone.trim() {
        "" => String::new(),
        number => Phone::parse(number)
            .map_err(|error| ApiError::invalid("phone", error.code()))?
            .to_string(),
    };
    if !Role::STAFF.contains(&new.role) {
        return Err(ApiError::invalid("role", "not_staff"));
    }
    let account = Account {
        id: AccountId(random::id(now)),
        login,
        name: name.as_str().to_owned(),
        unit: unit.to_owned(),
        phone,
        role: new.role,
    };
    Ok((account, new.password))
}
