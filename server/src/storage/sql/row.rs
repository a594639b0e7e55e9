//! Between columns and the domain's types.

use domain::{
    api::{Account, Officer},
    case::{Role, State},
    id::AccountId,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Digest, Result, StorageError};

pub(super) fn json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| broken(&error.to_string()))
}

pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| broken(&error.to_string()))
}

pub(super) fn broken(what: &str) -> StorageError {
    StorageError::Broken(what.to_owned())
}

pub(super) fn state(code: &str) -> Result<State> {
    State::from_code(code).ok_or_else(|| broken("a state of a newer server"))
}

pub(super) fn role(code: &str) -> Result<Role> {
    Role::from_code(code).ok_or_else(|| broken("a role of a newer server"))
}

pub(super) fn digest(bytes: &[u8]) -> Result<Digest> {
    bytes
        .try_into()
        .map_err(|_| broken("a digest of another length"))
}

/// A count or a version. None is ever negative.
pub(super) fn natural(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

/// The way back. No count reaches 2^63.
pub(super) fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The columns of an account, in the order every query names them.
#[derive(sqlx::FromRow)]
pub(super) struct AccountRow {
    pub(super) id: Uuid,
    pub(super) login: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) phone: String,
    pub(super) role: String,
}

impl AccountRow {
    pub(super) fn account(self) -> Result<Account> {
        Ok(Account {
            id: AccountId(self.id),
            login: self.login,
            name: self.name,
            unit: self.unit,
            phone: self.phone,
            role: role(&self.role)?,
        })
    }
}

/// Whom to ask, from an outer join with the account.
pub(super) fn officer(
    name: Option<String>,
    unit: Option<String>,
    phone: Option<String>,
) -> Option<Officer> {
    Some(Officer {
        name: name?,
        unit: unit.unwrap_or_default(),
        phone: phone.unwrap_or_default(),
    })
}
