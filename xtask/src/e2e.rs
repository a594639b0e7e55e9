//! `cargo xtask e2e`: the stories in a real browser, against the release site and a debug server.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::setup;
use crate::shell::{Cmd, step};
use crate::site;
use crate::workspace::Workspace;

const INSTALL_LIMIT: Duration = Duration::from_secs(5 * 60);
const STORIES_LIMIT: Duration = Duration::from_secs(30 * 60);

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Use the site and the server as they were built last
    #[arg(long)]
    no_build: bool,
    /// What Playwright is given
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(crate) fn command(workspace: &Workspace, options: &Options) -> Result<()> {
    if !options.no_build {
        let wasm = setup::building(workspace)?;
        site::build(workspace, wasm, site::Kind::Release)?;
        site::build_next(workspace, wasm)?;
    }
    let server = if options.no_build {
        Server::AsBuilt
    } else {
        Server::Alone
    };
    stories(workspace, server, &options.arguments)
}

/// Where the stories' debug server comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// It is there.
    AsBuilt,
    /// Built by itself.
    Alone,
    /// Built together with all native tests: nothing to do right after them, whose libraries have more features.
    AsTested,
}

/// Runs the stories against the site as it is.
pub(crate) fn stories(workspace: &Workspace, server: Server, arguments: &[String]) -> Result<()> {
    let playwright = playwright(workspace, server)?;
    step("Run the browser stories", || {
        playwright.args(arguments).run()
    })
}

/// `playwright test` with everything it needs, for the site as it is.
pub(crate) fn playwright(workspace: &Workspace, server: Server) -> Result<Cmd> {
    let chromium = setup::browsing()?;
    if !workspace.site().join("assets.json").is_file() {
        bail!(
            "there is no site in {}; run `cargo xtask site` first",
            workspace.site().display()
        );
    }
    let parts: Option<&[&str]> = match server {
        Server::AsBuilt => None,
        Server::Alone => Some(&["--package", "server"]),
        Server::AsTested => Some(&["--bins", "--tests"]),
    };
    if let Some(parts) = parts {
        step("Build the server", || {
            workspace.cargo().arg("build").args(parts).run()
        })?;
    }
    let folder = workspace.root.join("end2end");
    install(&folder)?;
    Ok(Cmd::new(folder.join("node_modules/.bin/playwright"))
        .arg("test")
        .dir(&folder)
        .env("IEUM_SERVER_BIN", workspace.server("debug"))
        .env("IEUM_SITE", workspace.site())
        .env("IEUM_NEXT_SITE", workspace.next_site())
        .env("IEUM_CHROMIUM", chromium)
        .limit(STORIES_LIMIT))
}

/// Has the packages of `package-lock.json` in place.
fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let written = lock
        .metadata()
        .and_then(|metadata| metadata.modified())
        .with_context(|| format!("{} is missing", lock.display()))?;
    // npm writes this one last.
    let installed = folder.join("node_modules/.package-lock.json").metadata();
    if installed
        .and_then(|metadata| metadata.modified())
        .is_ok_and(|time| time >= written)
    {
        return Ok(());
    }
    step("Install the browser stories' packages", || {
        Cmd::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            // The machine's Chromium is used.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
            .dir(folder)
            .limit(INSTALL_LIMIT)
            .run()
    })
}
