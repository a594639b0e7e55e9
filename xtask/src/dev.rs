//! `cargo xtask dev`: a quick build that follows the files. What changed is rebuilt, the server
//! restarted with it, and open pages reload themselves (see `site::boot`).
//!
//! Files are looked at four times a second rather than watched: there are some hundreds of them,
//! and that works on every file system.

mod watch;

use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use crate::run;
use crate::setup::{self, WasmToolchain};
use crate::shell::{Running, step, stopping};
use crate::site;
use crate::workspace::Workspace;
use watch::Watch;

const LOOK: Duration = Duration::from_millis(250);
const SITE: [&str; 3] = ["app", "public", "style"];
const SERVER: [&str; 2] = ["app/domain", "server"];

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// The port on 127.0.0.1 [default: 3000]
    #[arg(long)]
    port: Option<u16>,
}

#[derive(Debug)]
struct Stale {
    site: bool,
    server: bool,
}

pub(crate) fn command(workspace: &Workspace, options: &Options) -> Result<()> {
    let wasm = setup::building(workspace)?;
    let mut site = Watch::of(&workspace.root, &SITE);
    let mut server = Watch::of(&workspace.root, &SERVER);
    let mut running = None;
    // What is older than its files; it stays so when a build of it fails.
    let mut stale = Stale {
        site: true,
        server: true,
    };
    let mut try_again = true;
    while !stopping() {
        if try_again {
            match rebuild(workspace, wasm, &mut stale) {
                Ok(()) => {
                    // Its names of the site's files are read at the start.
                    drop(running.take());
                    running = Some(start(workspace, options.port)?);
                    println!("Watching {} and {}.", SITE.join(", "), SERVER.join(", "));
                }
                Err(error) if stopping() => return Err(error),
                Err(error) => eprintln!("{error:#}\nWaiting for a change."),
            }
        }
        sleep(LOOK);
        if let Some(status) = running.as_mut().map_or(Ok(None), Running::ended)? {
            running = None;
            eprintln!("The server ended by itself ({status}). Waiting for a change.");
        }
        let (site_changed, server_changed) = (site.changed(), server.changed());
        stale.site |= site_changed;
        stale.server |= server_changed;
        try_again = site_changed || server_changed;
    }
    running.as_mut().map_or(Ok(()), run::end)
}

fn rebuild(workspace: &Workspace, wasm: WasmToolchain, stale: &mut Stale) -> Result<()> {
    if stale.site {
        site::build(workspace, wasm, site::Kind::Dev)?;
        stale.site = false;
    }
    if stale.server {
        step("Build the server", || {
            workspace
                .cargo()
                .args(["build", "--package", "server"])
                .run()
        })?;
        stale.server = false;
    }
    Ok(())
}

fn start(workspace: &Workspace, port: Option<u16>) -> Result<Running> {
    run::server(workspace, "debug", port)
        .env("IEUM_DEV", "on")
        .start()
}
