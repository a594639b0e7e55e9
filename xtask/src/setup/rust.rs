//! The native side: a C compiler, rustfmt and clippy.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::shell::{Cmd, step};
use crate::workspace::Workspace;

/// Whether something compiles C; `CC` may name it.
pub(crate) fn has_c_compiler() -> bool {
    let compiler = std::env::var_os("CC").unwrap_or_else(|| "cc".into());
    Cmd::new(compiler).arg("--version").output().is_ok()
}

/// Has `cargo <subcommand>` of the native toolchain come from rustup's `component`.
pub(crate) fn ensure_component(
    workspace: &Workspace,
    subcommand: &str,
    component: &str,
) -> Result<()> {
    if workspace
        .cargo()
        .args([subcommand, "--version"])
        .output()
        .is_ok()
    {
        return Ok(());
    }
    step(&format!("Add {component} to the Rust toolchain"), || {
        Cmd::new("rustup")
            .args(["component", "add", component])
            .limit(Duration::from_secs(120))
            .output()
            .with_context(|| {
                format!(
                    "install {component} for this toolchain (`rustup component add {component}`)"
                )
            })
    })?;
    Ok(())
}
