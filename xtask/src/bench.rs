//! `cargo xtask bench`: what is measured rather than tested, each number beside its limit. Times
//! are never asserted in tests, because they depend on the machine; sizes are. What is measured in
//! the browser (`end2end/bench`) is kept in `docs/benchmarks.md`.

use std::fs;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::e2e;
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

/// Where a table stands in `docs/benchmarks.md`: between these two lines.
const BROWSER: Mark = Mark("<!-- measured in the browser -->");
const SERVER: Mark = Mark("<!-- measured on the server -->");
const END: &str = "<!-- end -->";

struct Mark(&'static str);

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
    let where_and_when = format!("{}, {site}.\n\n{figures}", machine(workspace));
    keep(workspace, &SERVER, &where_and_when)
}

/// The machine, the day and the commit, as one sentence.
fn machine(workspace: &Workspace) -> String {
    let git = |args: &[&str]| Cmd::new("git").dir(&workspace.root).args(args).output();
    let commit = git(&["rev-parse", "--short", "HEAD"])
        .map_or_else(|_| "no commit".to_owned(), |out| out.trim().to_owned());
    let changed = git(&["status", "--porcelain", "--untracked-files=no"])
        .is_ok_and(|out| !out.trim().is_empty());
    let changed = if changed { " with changes" } else { "" };
    let day = Cmd::new("date").args(["-u", "+%F"]).output();
    let day = day.unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let about = |file: &str, name: &str| {
        let text = fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.map_or_else(String::new, |line| {
            line.trim_matches([' ', '\t', ':']).to_owned()
        })
    };
    let processor = about("/proc/cpuinfo", "model name");
    let memory = about("/proc/meminfo", "MemTotal");
    format!(
        "Measured on {} with commit {commit}{changed}: {cores} cores ({processor}), {memory} of memory, which \
         server and load generator share",
        day.trim()
    )
}

/// Measures in Chromium, and keeps the table that comes of it among the documents.
fn in_the_browser(workspace: &Workspace) -> Result<()> {
    let table = workspace.scratch().join("bench.md");
    fs::create_dir_all(workspace.scratch())?;
    let playwright = e2e::playwright(workspace, true)?
        .args(["--config", "bench/playwright.config.ts"])
        .env("IEUM_BENCH_TABLE", &table);
    step("Measure in the browser", || playwright.run())?;
    let table =
        fs::read_to_string(&table).with_context(|| format!("{} is missing", table.display()))?;
    keep(workspace, &BROWSER, &table)
}

fn keep(workspace: &Workspace, mark: &Mark, table: &str) -> Result<()> {
    let document = workspace.root.join("docs/benchmarks.md");
    let before = fs::read_to_string(&document)
        .with_context(|| format!("{} is missing", document.display()))?;
    fs::write(&document, kept(&before, mark, table))
        .with_context(|| format!("{} cannot be written", document.display()))?;
    println!("{} has the table.", document.display());
    Ok(())
}

/// The document with `table` between its marks; at its end, when it has none yet.
fn kept(document: &str, Mark(begin): &Mark, table: &str) -> String {
    let (before, after) = match document.split_once(begin) {
        Some((before, rest)) => (before, rest.split_once(END).map_or("", |(_, after)| after)),
        None => (document, ""),
    };
    let before = before.trim_end();
    let after = after.trim();
    let gap = if after.is_empty() { "" } else { "\n\n" };
    format!("{before}\n\n{begin}\n{}\n{END}{gap}{after}\n", table.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_table_takes_the_place_of_the_one_before() {
        let first = kept("# Benchmarks\n\nWords.\n", &BROWSER, "| a |\n");
        assert_eq!(
            first,
            "# Benchmarks\n\nWords.\n\n<!-- measured in the browser -->\n| a |\n<!-- end -->\n"
        );
        let more = format!("{first}\n## After\n");
        let second = kept(&more, &BROWSER, "| b |");
        assert_eq!(second, more.replace("| a |", "| b |"));
        assert_eq!(kept(&second, &BROWSER, "| b |"), second);
    }
    #[test]
    fn a_table_leaves_the_others_where_they_are() {
        let one = kept("# Benchmarks\n", &BROWSER, "| a |");
        let two = kept(&one, &SERVER, "| b |");
        let again = kept(&two, &BROWSER, "| c |");
        assert_eq!(again, two.replace("| a |", "| c |"));
    }
}
