//! `cargo xtask soak`: far more of what `cargo xtask test` runs a share of. How far it came is kept after every piece, so
//! that it can be stopped at any time and goes on there; a fault ends it and stays the next thing it meets.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::e2e;
use crate::record;
use crate::setup;
use crate::shell::{Cmd, step};
use crate::site;
use crate::workspace::Workspace;

/// Histories of the simulation in one piece: a minute or two.
const HISTORIES: u64 = 50_000;
/// Kills of the server on each engine in one piece.
const KILLS: u64 = 20;
/// Kills of the browser while somebody types in one piece; as many once more for the control, a quarter while sending.
const BROWSER_KILLS: u64 = 20;

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Histories of the simulation, in all
    #[arg(long, default_value_t = 1_000_000)]
    histories: u64,
    /// Kills of the server on each engine, in all
    #[arg(long, default_value_t = 200)]
    kills: u64,
    /// Kills of the browser while somebody types, in all
    #[arg(long, default_value_t = 100)]
    browser_kills: u64,
    /// Begin anew instead of going on
    #[arg(long)]
    again: bool,
}

/// What is behind us.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Done {
    histories: u64,
    kills: u64,
    #[serde(default)]
    browser_kills: u64,
}

pub(crate) fn command(workspace: &Workspace, options: &Options) -> Result<()> {
    let notes = Notes(workspace.scratch().join("soak.json"));
    let mut done = if options.again {
        Done::default()
    } else {
        notes.read()?
    };
    if done.browser_kills < options.browser_kills {
        let wasm = setup::building(workspace)?;
        site::build(workspace, wasm, site::Kind::Release)?;
    }
    while done.histories < options.histories
        || done.kills < options.kills
        || done.browser_kills < options.browser_kills
    {
        let from = done.histories;
        let most = HISTORIES.min(options.histories.saturating_sub(from));
        if most > 0 {
            step(&format!("Histories {from} to {}", from + most), || {
                histories(workspace, from, most).run()
            })?;
            done.histories += most;
            notes.write(&done)?;
        }
        let most = KILLS.min(options.kills.saturating_sub(done.kills));
        if most > 0 {
            let first = done.kills;
            step(&format!("Kills {first} to {}", first + most), || {
                kills(workspace, first, most).run()
            })?;
            done.kills += most;
            notes.write(&done)?;
        }
        let most = BROWSER_KILLS.min(options.browser_kills.saturating_sub(done.browser_kills));
        if most > 0 {
            let first = done.browser_kills;
            step(
                &format!("Kills of the browser {first} to {}", first + most),
                || browser_kills(workspace, first, most)?.run(),
            )?;
            done.browser_kills += most;
            notes.write(&done)?;
        }
    }
    let Done {
        histories,
        kills,
        browser_kills,
    } = done;
    let total = format!(
        "{}.\n\n{histories} histories of the simulation, {kills} kills of the server on each engine, {browser_kills} kills of the browser \
         while somebody typed and {} while a report was sent: nothing lost, doubled, altered or crossed. The same kills \
         without the IndexedDB copy lost something in every piece.",
        record::machine(workspace),
        browser_kills / 4,
    );
    println!("{total}");
    record::keep(workspace, &record::SOAK, &total)
}

fn histories(workspace: &Workspace, from: u64, count: u64) -> Cmd {
    workspace
        .cargo()
        .args(["test", "--quiet", "--package", "domain", "--test", "sync"])
        .args(["nothing_is_lost"])
        .env("IEUM_SEED_FROM", from.to_string())
        .env("IEUM_SEEDS", count.to_string())
}

fn kills(workspace: &Workspace, seed: u64, rounds: u64) -> Cmd {
    workspace
        .cargo()
        .args(["test", "--quiet", "--package", "server", "--test", "all"])
        .args(["everything_acknowledged_is_there", "--", "--nocapture"])
        .env("IEUM_KILL_SEED", seed.to_string())
        .env("IEUM_KILL_ROUNDS", rounds.to_string())
}

fn browser_kills(workspace: &Workspace, seed: u64, rounds: u64) -> Result<Cmd> {
    Ok(e2e::playwright(workspace, e2e::Server::Alone)?
        .args(["tests/kills.spec.ts", "--workers", "1"])
        .env("IEUM_KILL_SEED", seed.to_string())
        .env("IEUM_BROWSER_KILLS", rounds.to_string()))
}

/// Where it is kept how far we came.
struct Notes(PathBuf);

impl Notes {
    fn read(&self) -> Result<Done> {
        match fs::read(&self.0) {
            Ok(text) => serde_json::from_slice(&text)
                .with_context(|| format!("{} is damaged: use --again", self.0.display())),
            Err(_) => Ok(Done::default()),
        }
    }

    fn write(&self, done: &Done) -> Result<()> {
        if let Some(folder) = self.0.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&self.0, serde_json::to_vec(done)?)
            .with_context(|| format!("{} cannot be written", self.0.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_soak_goes_on_where_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let notes = Notes(folder.path().join("new/soak.json"));
        assert_eq!(notes.read().unwrap().histories, 0);
        let done = Done {
            histories: 50_000,
            kills: 20,
            browser_kills: 40,
        };
        notes.write(&done).unwrap();
        let again = notes.read().unwrap();
        assert_eq!(
            (again.histories, again.kills, again.browser_kills),
            (50_000, 20, 40)
        );
        fs::write(&notes.0, "{").unwrap();
        assert!(notes.read().is_err());
    }
}
