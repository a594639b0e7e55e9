//! `cargo xtask run`: from a fresh machine to a running release, in one command.
//!
//! The server prints its own addresses and the link that makes the first administrator. Settings
//! that are already in the environment win over those given here.

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::setup;
use crate::shell::{Cmd, Running, step, stopping};
use crate::site;
use crate::workspace::Workspace;

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Fill the database with 300 made-up submissions and one coordinator of each role
    #[arg(long)]
    demo: bool,
    /// The port on 127.0.0.1
    #[arg(long, default_value_t = 3000)]
    port: u16,
}

pub(crate) fn command(workspace: &Workspace, options: &Options) -> Result<()> {
    let wasm = setup::building(workspace)?;
    let site = site::build(workspace, wasm, site::Kind::Release)?;
    println!("\n{site}");
    step("Build the server (release)", || {
        workspace
            .cargo()
            .args(["build", "--quiet", "--release", "--package", "server"])
            .run()
    })?;
    let mut command = server(workspace, "release", options.port)?;
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

/// The server of `profile` (`debug` or `release`) on `port`, with its database in `data/`.
pub(crate) fn server(workspace: &Workspace, profile: &str, port: u16) -> Result<Cmd> {
    let data = workspace.root.join("data");
    std::fs::create_dir_all(&data)
        .with_context(|| format!("{} could not be made", data.display()))?;
    let site = workspace.site();
    let listen = format!("127.0.0.1:{port}");
    let defaults: [(&str, &Path); 4] = [
        ("IEUM_LISTEN", listen.as_ref()),
        ("IEUM_DATABASE", "sqlite://data/ieum.db".as_ref()),
        ("IEUM_SITE", &site),
        ("IEUM_SELF_REGISTRATION", "on".as_ref()),
    ];
    let command = Cmd::new(workspace.server(profile)).dir(&workspace.root);
    Ok(defaults
        .into_iter()
        .filter(|(key, _)| std::env::var_os(key).is_none())
        .fold(command, |command, (key, value)| command.env(key, value)))
}
