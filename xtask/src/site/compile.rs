//! Compiling the two programs to wasm.

mod small;

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::{Entry, Kind};
use crate::setup::{TARGET, WasmToolchain};
use crate::shell::step;
use crate::workspace::Workspace;

/// Both programs as the compiler leaves them; `feature` is the phones' program's.
pub(crate) fn entries(
    workspace: &Workspace,
    wasm: WasmToolchain,
    kind: Kind,
    feature: Option<&str>,
) -> Result<Vec<(Entry, PathBuf)>> {
    // One invocation each: in a common one, features that the coordinators' program asks of a
    // shared crate would also reach the phones.
    Entry::ALL
        .into_iter()
        .map(|entry| {
            let feature = feature.filter(|_| entry == Entry::App);
            let (name, with) = (
                entry.name(),
                feature.map_or_else(String::new, |it| format!(", {it}")),
            );
            let headline = format!("Compile `{name}` to wasm ({}{with})", profile(kind));
            let file = step(&headline, || compile(workspace, wasm, kind, entry, feature))?;
            Ok((entry, file))
        })
        .collect()
}

const fn profile(kind: Kind) -> &'static str {
    match kind {
        Kind::Release => "wasm-release",
        Kind::Dev => "wasm-dev",
    }
}

fn compile(
    workspace: &Workspace,
    wasm: WasmToolchain,
    kind: Kind,
    entry: Entry,
    feature: Option<&str>,
) -> Result<PathBuf> {
    let mut command = wasm
        .cargo(workspace)
        .args(["build", "--target", TARGET, "--package", entry.name()])
        .args(["--profile", profile(kind)])
        .args(feature.map(|feature| format!("--features={feature}")));
    if kind == Kind::Release {
        let mut flags = short_paths();
        if wasm.ensure_sources() {
            flags.extend(small::FLAGS.map(str::to_owned));
            command = command
                .args(small::LIBRARY)
                .env(small::PERMIT.0, small::PERMIT.1);
        }
        command = command.arg("--config").arg(rustflags(&flags));
    }
    command.run()?;
    let file = workspace
        .target
        .join(TARGET)
        .join(profile(kind))
        .join(format!("{}.wasm", entry.name()));
    if !file.is_file() {
        bail!(
            "{} was not built; `{}` must be a cdylib",
            file.display(),
            entry.name()
        );
    }
    Ok(file)
}

/// Panics carry the path of the source file that raised them: without the folder of this machine's
/// crates they are shorter, and the same on every machine.
fn short_paths() -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map_or_else(
        || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo"),
        PathBuf::from,
    );
    let sources = home.join("registry/src");
    let mut flags = vec![format!("--remap-path-prefix={}=", sources.display())];
    // Inside it is one folder for each registry; the longest prefix that fits comes last.
    if let Ok(registries) = std::fs::read_dir(&sources) {
        for registry in registries.flatten() {
            flags.push(format!(
                "--remap-path-prefix={}/=",
                registry.path().display()
            ));
        }
    }
    flags
}

fn rustflags(flags: &[String]) -> String {
    let flags: Vec<_> = flags.iter().map(|flag| format!("{flag:?}")).collect();
    format!("target.{TARGET}.rustflags=[{}]", flags.join(","))
}
