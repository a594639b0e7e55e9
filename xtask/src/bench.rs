//! `cargo xtask bench`: what is measured rather than tested, each number beside its limit. Times
//! are never asserted in tests, because they depend on the machine; sizes are. What is measured in
//! the browser (`end2end/bench`) is kept in `docs/benchmarks.md`.

use std::fs;

use anyhow::{Context, Result};

use crate::e2e;
use crate::setup;
use crate::shell::step;
use crate::site;
use crate::workspace::Workspace;

/// Packages with benchmarks.
const PACKAGES: [&str; 1] = ["domain"];

/// Where the table of the browser's figures stands in `docs/benchmarks.md`.
const BEGIN: &str = "<!-- measured in the browser -->";
const END: &str = "<!-- end -->";

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
        in_the_browser(workspace)?;
    }
    Ok(())
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
    let document = workspace.root.join("docs/benchmarks.md");
    let before = fs::read_to_string(&document)
        .with_context(|| format!("{} is missing", document.display()))?;
    fs::write(&document, kept(&before, &table))
        .with_context(|| format!("{} cannot be written", document.display()))?;
    println!("{} has the table.", document.display());
    Ok(())
}

/// The document with `table` between its marks; at its end, when it has none yet.
fn kept(document: &str, table: &str) -> String {
    let (before, after) = match (document.find(BEGIN), document.find(END)) {
        (Some(begin), Some(end)) if begin < end => {
            (&document[..begin], &document[end + END.len()..])
        }
        _ => (document, ""),
    };
    let before = before.trim_end();
    let after = after.trim();
    let gap = if after.is_empty() { "" } else { "\n\n" };
    format!("{before}\n\n{BEGIN}\n{}\n{END}{gap}{after}\n", table.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_table_takes_the_place_of_the_one_before() {
        let first = kept("# Benchmarks\n\nWords.\n", "| a |\n");
        assert_eq!(
            first,
            "# Benchmarks\n\nWords.\n\n<!-- measured in the browser -->\n| a |\n<!-- end -->\n"
        );
        let more = format!("{first}\n## After\n");
        let second = kept(&more, "| b |");
        assert_eq!(second, more.replace("| a |", "| b |"));
        assert_eq!(kept(&second, "| b |"), second);
    }
}
