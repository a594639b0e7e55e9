//! What the browser stories need: Chromium, a Korean font and Node.
//!
//! Playwright's own browser is never downloaded: the machine's Chromium is driven instead.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::debian;
use crate::shell::{Cmd, find_on_path, on_path, step};

/// Playwright's oldest.
const NODE_MAJOR: u32 = 18;

/// Installs what is missing and answers with Chromium's executable.
pub(crate) fn ensure() -> Result<PathBuf> {
    if chromium().is_none() {
        step("Install Chromium", || debian::install(&["chromium"]))?;
    }
    if !has_korean_font() {
        step("Install a Korean font", || {
            debian::install(&["fontconfig", "fonts-noto-cjk"])
        })?;
    }
    if node_major().is_none_or(|major| major < NODE_MAJOR) {
        step("Install Node", || debian::install(&["nodejs"]))?;
    }
    if !on_path("npm") {
        step("Install npm", || debian::install(&["npm"]))?;
    }
    node_major()
        .filter(|major| *major >= NODE_MAJOR)
        .with_context(|| format!("install Node {NODE_MAJOR} or newer for the browser stories"))?;
    chromium().context("install Chromium (Debian's package is `chromium`) for the browser stories")
}

/// `IEUM_CHROMIUM`, or the first of the usual names on `PATH`.
fn chromium() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("IEUM_CHROMIUM") {
        return Some(path.into());
    }
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find_map(find_on_path)
}

fn has_korean_font() -> bool {
    Cmd::new("fc-list")
        .args([":lang=ko", "file"])
        .output()
        .is_ok_and(|list| !list.trim().is_empty())
}

fn node_major() -> Option<u32> {
    let version = Cmd::new("node").arg("--version").output().ok()?;
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}
