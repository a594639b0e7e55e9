//! `cargo xtask bench`: what is measured rather than tested, each number beside its limit. Times
//! are never asserted in tests, because they depend on the machine; sizes are.

use anyhow::Result;

use crate::setup;
use crate::shell::step;
use crate::site;
use crate::workspace::Workspace;

/// Packages with benchmarks.
const PACKAGES: [&str; 1] = ["domain"];

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Leave the site out: only what runs natively
    #[arg(long)]
    no_site: bool,
}

pub(crate) fn command(workspace: &Workspace, options: &Options) -> Result<()> {
    for package in PACKAGES {
        step(&format!("Benchmark `{package}`"), || {
            // Quiet would also silence the figures.
            workspace
                .cargo()
                .args(["bench", "--package", package])
                .env("CARGO_TERM_QUIET", "false")
                .run()
        })?;
    }
    if !options.no_site {
        let wasm = setup::building(workspace)?;
        let site = site::build(workspace, wasm, site::Kind::Release)?;
        println!("\n{site}");
        site.check_budget(site::CEILING)?;
    }
    Ok(())
}
