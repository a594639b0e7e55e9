//! `cargo xtask bench`: what is measured rather than tested, each number beside its limit. Times
//! are never asserted in tests, because they depend on the machine; sizes are. What is measured in
//! the browser (`end2end/bench`) is kept in `docs/benchmarks.md`.

use std::fs;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::e2e;
use crate::record;
use crate::setup;
use crate::shell::{Cmd, step};
use crate::site;
use crate::workspace::Workspace;

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Do these parts and no others
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Leave the site out: only what runs natively
    #[arg(long)]
    no_site: bool,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The form engine and its like
    Domain,
    /// The server under load, beside SQLite alone
    Server,
    /// The site's size, and the browser's figures
    Site,
}

pub(crate) fn command(workspace: &Workspace, options: &Options) -> Result<()> {
    let chosen = |part| options.only.is_empty() || options.only.contains(&part);
    if chosen(Part::Domain) {
        step("Benchmark `domain`", || {
            bench(workspace, "domain", &[]).run()
        })?;
    }
    if chosen(Part::Server) {
        on_the_server(workspace)?;
    }
    if chosen(Part::Site) && !options.no_site {
        let wasm = setup::building(workspace)?;
        let site = site::build(workspace, wasm, site::Kind::Release)?;
        println!("\n{site}");
        site.check_budget(site::CEILING)?;
        in_the_browser(workspace)?;
    }
    Ok(())
}

fn bench(workspace: &Workspace, package: &str, more: &[&str]) -> Cmd {
    workspace
        .cargo()
        .args(["bench", "--package", package])
        .args(more)
        // Quiet would also silence the figures.
        .env("CARGO_TERM_QUIET", "false")
}

/// Loads the real server, and keeps the table that comes of it among the documents.
fn on_the_server(workspace: &Workspace) -> Result<()> {
    fs::create_dir_all(workspace.scratch())?;
    let table = workspace.scratch().join("load.md");
    let mut load = bench(workspace, "server", &["--bench", "load"]).env("IEUM_BENCH_TABLE", &table);
    // What the server keeps of the site in memory counts, where there is one.
    let site = workspace.site();
    let with_site = site.join("assets.json").is_file();
    if with_site {
        load = load.env("IEUM_BENCH_SITE", &site);
    }
    step("Load the server", || load.run())?;
    let figures =
        fs::read_to_string(&table).with_context(|| format!("{} is missing", table.display()))?;
    let site = if with_site {
        "with the built site in memory"
    } else {
        "without a built site"
    };
    let where_and_when = format!("{}, {site}.\n\n{figures}", record::machine(workspace));
    record::keep(workspace, &record::SERVER, &where_and_when)
}

/// Measures in Chromium, and keeps the table that comes of it among the documents.
fn in_the_browser(workspace: &Workspace) -> Result<()> {
    let table = workspace.scratch().join("bench.md");
    fs::create_dir_all(workspace.scratch())?;
    let playwright = e2e::playwright(workspace, e2e::Server::Alone)?
        .args(["--config", "bench/playwright.config.ts"])
        .env("IEUM_BENCH_TABLE", &table);
    step("Measure in the browser", || playwright.run())?;
    let table =
        fs::read_to_string(&table).with_context(|| format!("{} is missing", table.display()))?;
    record::keep(workspace, &record::BROWSER, &table)
}
