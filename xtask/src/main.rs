//! The build: one program that sets a machine up, builds the two wasm entries and their styles,
//! and runs, watches, tests and measures the whole. Each command is a file of its own.
//!
//! It installs nothing that is already there, never asks a question, and gives every wait a limit.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a terminal program: what it prints is what it is for"
)]

mod bench;
mod dev;
mod e2e;
mod record;
mod run;
mod setup;
mod shell;
mod site;
mod soak;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// Build, run and test Ieum.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Make this machine able to build and test; does nothing where that is already so
    Setup,
    /// Build the site that phones load into target/site
    Site(site::Options),
    /// Build everything in release form and serve it on 127.0.0.1 from data/
    Run(run::Options),
    /// Serve a quick build; rebuild and reload the browser when a file changes
    Dev(dev::Options),
    /// Run every check: format, lints, tests, documentation, size budget, browser stories
    Test(test::Options),
    /// Run the browser stories alone; what follows goes to Playwright
    E2e(e2e::Options),
    /// Measure: domain benchmarks and download sizes beside their limits
    Bench(bench::Options),
    /// Run what takes hours: histories of the simulation, and kills of the server; goes on where it was stopped
    Soak(soak::Options),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<()> {
    shell::watch_signals()?;
    let workspace = Workspace::find()?;
    match command {
        Command::Setup => setup::everything(&workspace),
        Command::Site(options) => site::command(&workspace, &options),
        Command::Run(options) => run::command(&workspace, &options),
        Command::Dev(options) => dev::command(&workspace, &options),
        Command::Test(options) => test::command(&workspace, &options),
        Command::E2e(options) => e2e::command(&workspace, &options),
        Command::Bench(options) => bench::command(&workspace, &options),
        Command::Soak(options) => soak::command(&workspace, &options),
    }
}
