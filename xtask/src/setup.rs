//! Making a machine able to build and test Ieum.
//!
//! Every part tests for its result first, so a second run does nothing; what it does do, it
//! announces and times. A part that can't be had fails with one sentence that says what to install.

mod browser;
mod debian;
mod postgres;
mod rust;
mod wasm;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use wasm::{TARGET, WasmToolchain};

use crate::shell::step;
use crate::workspace::Workspace;

/// What is needed to compile both halves: a C compiler for SQLite, and wasm's standard library.
pub(crate) fn building(workspace: &Workspace) -> Result<WasmToolchain> {
    if !rust::has_c_compiler() {
        step("Install a C compiler, which SQLite is built with", || {
            debian::install(&["gcc", "libc6-dev"])
        })?;
    }
    wasm::ensure(workspace)
}

/// What is needed to lint: rustfmt and clippy, for both compilers.
pub(crate) fn linting(workspace: &Workspace, wasm: WasmToolchain) -> Result<()> {
    rust::ensure_component(workspace, "fmt", "rustfmt")?;
    rust::ensure_component(workspace, "clippy", "clippy")?;
    wasm.ensure_clippy(workspace)
}

/// What is needed for the browser stories; the answer is Chromium's executable.
pub(crate) fn browsing() -> Result<PathBuf> {
    browser::ensure()
}

/// What is needed for the native tests.
pub(crate) fn testing() -> Result<()> {
    postgres::ensure()
}

/// `cargo xtask setup`: all of it.
pub(crate) fn everything(workspace: &Workspace) -> Result<()> {
    let wasm = building(workspace)?;
    linting(workspace, wasm)?;
    testing()?;
    let chromium = browsing()?;
    println!(
        "Ready: wasm is built by {wasm}, the browser is {}.",
        chromium.display()
    );
    Ok(())
}
