//! PostgreSQL's programs, for the tests of the store: each test process starts a cluster of its own with them, as another
//! user where it runs as root.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::debian;
use crate::shell::step;

/// Debian's folder; `IEUM_TEST_POSTGRES` names another.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

/// Installs what is missing.
pub(crate) fn ensure() -> Result<()> {
    if !is_there() {
        step("Install PostgreSQL 15, for the tests", || {
            debian::install(&["postgresql-15"])
        })?;
    }
    if !is_there() {
        bail!(
            "install PostgreSQL 15 (Debian's package is `postgresql-15`) for the tests, or name the folder of its programs \
             in IEUM_TEST_POSTGRES"
        );
    }
    Ok(())
}

/// In the folder that is named, in Debian's, or on `PATH`: where the tests look.
fn is_there() -> bool {
    let has = |folder: PathBuf| {
        ["initdb", "postgres"]
            .iter()
            .all(|program| folder.join(program).is_file())
    };
    if let Some(named) = std::env::var_os("IEUM_TEST_POSTGRES") {
        return has(named.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    has(PROGRAMS.into()) || std::env::split_paths(&path).any(has)
}
