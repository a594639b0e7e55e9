//! `cargo xtask run`: from a fresh machine to a running release, in one command.
//!
//! The server prints its own addresses and the link that makes the first administrator. Settings
//! that are already in the environment win over those given here.

use std::thread::sleep;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::setup;
use crate::shell::{Cmd, Running, step, stopping};
use crate::site;
use crate::workspace::Workspace;

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Fill the database with 300 made-up submissions and one coordinator of each role
    #[arg(long)]
    demo: bool,
    /// The port on 127.0.0.1 [default: 3000]
    #[arg(long)]
    port: Option<u16>,
}

pub(crate) fn command(workspace: &Workspace, options: &Options) -> Result<()> {
    let wasm = setup::building(workspace)?;
    let site = site::build(workspace, wasm, site::Kind::Release)?;
    println!("\n{site}");
    step("Build the server (release)", || {
        workspace
            .cargo()
            .args(["build", "--release", "--package", "server"])
            .run()
    })?;
    let mut command = server(workspace, "release", options.port);
    if options.demo {
        command = command.env("IEUM_DEMO", "on");
    }
    let mut server = command.start()?;
    loop {
        if let Some(status) = server.ended()? {
            bail!("the server ended by itself ({status})");
        }
        if stopping() {
            return end(&mut server);
        }
        sleep(Duration::from_millis(50));
    }
}

/// Lets the server finish what it is doing.
pub(crate) fn end(server: &mut Running) -> Result<()> {
    let status = server.stop()?;
    if !status.success() {
        bail!("the server did not end in order ({status})");
    }
    Ok(())
}

/// The server of `profile` (`debug` or `release`), with its database in `data/`.
///
/// A port that was asked for wins; everything else yields to the environment and to a file of
/// settings that it names.
pub(crate) fn server(workspace: &Workspace, profile: &str, port: Option<u16>) -> Cmd {
    let unset = |key: &str| std::env::var_os(key).is_none();
    let mut command = Cmd::new(workspace.server(profile)).dir(&workspace.root);
    if unset("IEUM_SITE") {
        command = command.env("IEUM_SITE", workspace.site());
    }
    if unset("IEUM_CONFIG") {
        for (key, value) in [
            ("IEUM_DATABASE", "sqlite://data/ieum.db"),
            ("IEUM_SELF_REGISTRATION", "on"),
        ] {
            if unset(key) {
                command = command.env(key, value);
            }
        }
    }
    match port {
        Some(port) => command.env("IEUM_LISTEN", format!("127.0.0.1:{port}")),
        None => command,
    }
}
