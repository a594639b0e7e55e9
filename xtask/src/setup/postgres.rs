//! PostgreSQL's programs, for the tests of the store: each test run starts a cluster of its own with them.

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

fn is_there() -> bool {
    let programs =
        std::env::var_os("IEUM_TEST_POSTGRES").map_or_else(|| PROGRAMS.into(), PathBuf::from);
    ["initdb", "pg_ctl", "postgres"]
        .iter()
        .all(|program| programs.join(program).exists())
}
