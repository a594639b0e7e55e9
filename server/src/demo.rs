//! A demonstration: an empty database filled with made-up submissions.

use domain::case::Role;

use crate::state::AppState;

/// An account that was made, with its password.
#[derive(Clone, Debug)]
pub struct Login {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
    /// Role.
    pub role: Role,
}

/// Fills the database, unless it holds an account already.
///
/// # Errors
/// When storage fails.
pub async fn fill(state: &AppState) -> anyhow::Result<Vec<Login>> {
    let _ = state;
    Ok(Vec::new())
}
