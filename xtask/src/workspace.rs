//! Where the workspace and its target folder are, and the `cargo` that builds it natively.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::shell::Cmd;

/// A first build of everything on a small machine; past this something hangs.
const BUILD_LIMIT: Duration = Duration::from_secs(60 * 60);

/// The folders every command works in.
#[derive(Debug, Deserialize)]
pub(crate) struct Workspace {
    #[serde(rename = "workspace_root")]
    pub(crate) root: PathBuf,
    /// `CARGO_TARGET_DIR`, a configured folder, or `target`.
    #[serde(rename = "target_directory")]
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Asks cargo, which alone knows every way a target folder can be configured.
    pub(crate) fn find() -> Result<Self> {
        // Set by `cargo run`, so that `cargo xtask` works from any folder of the workspace.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let json = Cmd::new(program())
            .args([
                "metadata",
                "--no-deps",
                "--format-version",
                "1",
                "--manifest-path",
            ])
            .arg(package.join("Cargo.toml"))
            .limit(Duration::from_secs(60))
            .output()?;
        serde_json::from_str(&json).context("cargo metadata answered something unexpected")
    }

    /// The native toolchain's cargo, at the workspace's root.
    pub(crate) fn cargo(&self) -> Cmd {
        self.building(Cmd::new(program()))
    }

    /// Has `cargo` build this workspace: with its progress on a terminal, without it in a log.
    pub(crate) fn building(&self, cargo: Cmd) -> Cmd {
        let quiet = if std::io::stderr().is_terminal() {
            "false"
        } else {
            "true"
        };
        cargo
            .dir(&self.root)
            .limit(BUILD_LIMIT)
            .env("CARGO_TERM_QUIET", quiet)
    }

    /// Where `cargo xtask site` puts what the server serves.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The site of the release after this one, for the stories of updates.
    pub(crate) fn next_site(&self) -> PathBuf {
        self.target.join("site-next")
    }

    /// Files that only this program reads again.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// The server's executable, once built with `profile` (`debug` or `release`).
    pub(crate) fn server(&self, profile: &str) -> PathBuf {
        self.target
            .join(profile)
            .join(format!("server{}", std::env::consts::EXE_SUFFIX))
    }
}

/// The cargo that started this program, so that `cargo +toolchain xtask` stays on that toolchain.
fn program() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}
