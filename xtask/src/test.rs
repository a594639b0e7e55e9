//! `cargo xtask test`: every check there is, quick ones first, with a table of times at the end.

mod report;
mod traces;

use std::time::Instant;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::e2e;
use crate::setup::{self, WasmToolchain};
use crate::shell::{Cmd, on_path, stopping};
use crate::site;
use crate::workspace::Workspace;
use report::{Outcome, Report};

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Do these parts and no others
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// Leave these parts out
    #[arg(long, value_delimiter = ',')]
    skip: Vec<Part>,
    /// Go on after a part that failed
    #[arg(long)]
    keep_going: bool,
}

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Format and lints, native and wasm
    Lint,
    /// Unit, property, integration and documentation tests
    Test,
    /// Licences and sources of dependencies, where cargo-deny is installed
    Licences,
    /// The documentation builds without a warning
    Doc,
    /// The release site and its size budget
    Site,
    /// The browser stories; they use the site as it is
    E2e,
}

type Check = fn(&Workspace, WasmToolchain) -> Result<()>;

/// Needs Node, which only the stories install.
const TRACES: &str = "Compare the simulation with its wasm build";

const CHECKS: [(Part, &str, Check); 11] = [
    (Part::Lint, "Format", format),
    (Part::Lint, "Lint the native crates", lint_native),
    (Part::Lint, "Lint the wasm crates", lint_wasm),
    (Part::Licences, "Check licences and sources", licences),
    (Part::Test, "Test the native crates", test_native),
    (Part::Test, "Test the wasm crates' logic", test_web),
    (Part::Test, TRACES, traces::compare),
    (
        Part::Test,
        "Test the documentation's examples",
        test_documentation,
    ),
    (Part::Doc, "Build the documentation", document),
    (
        Part::Site,
        "Build the site and hold its size",
        site_in_budget,
    ),
    (Part::E2e, "Run the browser stories", stories),
];

pub(crate) fn command(workspace: &Workspace, options: &Options) -> Result<()> {
    let chosen = |part: &Part| {
        (options.only.is_empty() || options.only.contains(part)) && !options.skip.contains(part)
    };
    let mut report = Report::default();
    let start = Instant::now();
    let wasm = setup::building(workspace)?;
    if chosen(&Part::Lint) {
        setup::linting(workspace, wasm)?;
    }
    if chosen(&Part::Test) {
        setup::testing()?;
    }
    if chosen(&Part::E2e) {
        setup::browsing()?;
    }
    report.add("Set up", Outcome::Passed(start.elapsed()));
    let mut failed = false;
    for (part, name, check) in CHECKS {
        if !chosen(&part) {
            continue;
        }
        let unable =
            part == Part::Licences && !has_deny(workspace) || name == TRACES && !on_path("node");
        if unable || stopping() || (failed && !options.keep_going) {
            report.add(name, Outcome::NotRun);
            continue;
        }
        println!("\n==> {name}");
        let start = Instant::now();
        let result = check(workspace, wasm);
        let time = start.elapsed();
        if let Err(error) = &result {
            eprintln!("{error:#}");
        }
        failed |= result.is_err();
        report.add(
            name,
            if result.is_ok() {
                Outcome::Passed(time)
            } else {
                Outcome::Failed(time)
            },
        );
    }
    println!("\n{report}");
    if failed || stopping() {
        bail!("not every check passed");
    }
    Ok(())
}

fn format(workspace: &Workspace, _: WasmToolchain) -> Result<()> {
    workspace.cargo().args(["fmt", "--all", "--check"]).run()
}

fn lint_native(workspace: &Workspace, _: WasmToolchain) -> Result<()> {
    workspace
        .cargo()
        .args(["clippy", "--all-targets", "--", "-Dwarnings"])
        .run()
}

fn lint_wasm(workspace: &Workspace, wasm: WasmToolchain) -> Result<()> {
    web_crates(
        wasm.cargo(workspace)
            .args(["clippy", "--target", setup::TARGET]),
    )
    .args(["--", "-Dwarnings"])
    .run()
}

fn licences(workspace: &Workspace, _: WasmToolchain) -> Result<()> {
    workspace
        .cargo()
        .args(["deny", "check", "bans", "licenses", "sources"])
        .run()
}

/// Not a part of the set-up: it takes longer to build than everything it looks at.
fn has_deny(workspace: &Workspace) -> bool {
    workspace
        .cargo()
        .args(["deny", "--version"])
        .output()
        .is_ok()
}

fn test_native(workspace: &Workspace, _: WasmToolchain) -> Result<()> {
    runner(workspace).run()
}

/// In an invocation of its own: leptos's `csr` and the server's `ssr` must not meet.
fn test_web(workspace: &Workspace, _: WasmToolchain) -> Result<()> {
    web_crates(runner(workspace)).run()
}

fn test_documentation(workspace: &Workspace, _: WasmToolchain) -> Result<()> {
    workspace
        .cargo()
        .args(["test", "--quiet", "--doc", "--package", "domain"])
        .run()
}

fn document(workspace: &Workspace, _: WasmToolchain) -> Result<()> {
    workspace
        .cargo()
        .args([
            "doc",
            "--no-deps",
            "--package",
            "domain",
            "--package",
            "server",
        ])
        .env("RUSTDOCFLAGS", "-Dwarnings")
        .run()
}

fn site_in_budget(workspace: &Workspace, wasm: WasmToolchain) -> Result<()> {
    let site = site::build(workspace, wasm, site::Kind::Release)?;
    println!("\n{site}");
    site.check_budget(site::CEILING)
}

fn stories(workspace: &Workspace, wasm: WasmToolchain) -> Result<()> {
    site::build_next(workspace, wasm)?;
    e2e::stories(workspace, e2e::Server::AsTested, &[])
}

/// cargo-nextest where it is installed, else cargo's own test runner.
fn runner(workspace: &Workspace) -> Cmd {
    if workspace
        .cargo()
        .args(["nextest", "--version"])
        .output()
        .is_ok()
    {
        let quiet = ["--status-level", "slow", "--no-tests", "pass"];
        workspace.cargo().args(["nextest", "run"]).args(quiet)
    } else {
        workspace.cargo().args(["test", "--quiet", "--all-targets"])
    }
}

fn web_crates(command: Cmd) -> Cmd {
    command.args(["--package", "app", "--package", "desk", "--package", "ui"])
}
