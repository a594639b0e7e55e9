//! Debian's packages: asked for by name, installed as root or through `sudo` without a password.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::shell::{Cmd, on_path};

const UPDATE_LIMIT: Duration = Duration::from_secs(180);
const INSTALL_LIMIT: Duration = Duration::from_secs(15 * 60);

/// A command that runs as root. It never asks for a password: without the right it fails.
pub(crate) fn as_root(program: &str) -> Cmd {
    if rustix::process::geteuid().is_root() {
        Cmd::new(program)
    } else {
        Cmd::new("sudo").args(["-n", program])
    }
}

/// Whether dpkg has `package` configured.
fn installed(package: &str) -> bool {
    Cmd::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .output()
        .is_ok_and(|status| status == "installed")
}

/// Installs those of `packages` that are missing.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let advice = format!(
        "install these Debian packages as root, then run this again: \
         apt-get update && apt-get install --yes --no-install-recommends {}",
        packages.join(" ")
    );
    if !Path::new("/etc/debian_version").exists() || !on_path("apt-get") {
        bail!(
            "this machine has no Debian packages; install what these hold: {}",
            packages.join(" ")
        );
    }
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|name| !installed(name))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("    apt-get install {}", missing.join(" "));
    apt_get(&["update"])
        .limit(UPDATE_LIMIT)
        .output()
        .context(advice.clone())?;
    apt_get(&["install", "--yes", "--no-install-recommends"])
        .args(missing)
        .limit(INSTALL_LIMIT)
        .output()
        .context(advice)?;
    Ok(())
}

fn apt_get(args: &[&str]) -> Cmd {
    // `env` because sudo drops the environment; the lock option waits for a parallel apt.
    as_root("env")
        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"])
        .args(["-o", "DPkg::Lock::Timeout=120"])
        .args(args)
}
