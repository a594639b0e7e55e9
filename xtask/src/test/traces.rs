//! The sync simulation, run natively and as wasm32: the same seeds must make the same histories, event for event.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::setup::{self, WasmToolchain};
use crate::shell::Cmd;
use crate::workspace::Workspace;

const BENCH: [&str; 5] = ["test", "--package", "domain", "--bench", "sync"];

/// One line of what cargo says of a build.
#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    executable: Option<PathBuf>,
}

pub(super) fn compare(workspace: &Workspace, wasm: WasmToolchain) -> Result<()> {
    let native = workspace.cargo().args(BENCH).output()?;
    let messages = wasm
        .cargo(workspace)
        .args(BENCH)
        .args(["--no-run", "--message-format", "json"])
        .args(["--target", setup::TARGET])
        .output()?;
    let program = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok())
        .find_map(|message| message.executable)
        .context("cargo built no program for wasm32")?;
    let web = Cmd::new("node")
        .arg(workspace.root.join("app/domain/benches/sync.mjs"))
        .arg(program)
        .output()?;
    let (native, web) = (trace(&native)?, trace(&web)?);
    println!("native {native}, wasm32 {web}");
    ensure!(native == web, "the simulation runs differently as wasm32");
    Ok(())
}

fn trace(output: &str) -> Result<&str> {
    let trace = output.lines().find_map(|line| line.strip_prefix("trace "));
    trace.context("the simulation printed no trace")
}
