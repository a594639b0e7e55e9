//! How many days of phones' lives the simulation goes through in a second. Asserts nothing about it.
//!
//! `cargo bench -p domain --bench sync`; the last line is the trace of all histories together. Built for wasm32, the
//! program has no output: each call of `main` gives the next byte of the same trace as its exit code, and
//! `sync.mjs` beside this file runs it under Node and compares.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that prints"
)]
#![allow(dead_code, reason = "the simulation has more than a benchmark needs")]

#[path = "../tests/sync/simulation.rs"]
mod simulation;

use simulation::{
    hands::Hands,
    trace::Trace,
    world::{DAY, World, sound},
};

/// How many histories.
const SEEDS: u64 = 300;

/// Runs a history. Gives its trace, and how many days its phones lived through.
fn history(seed: u64, traced: bool) -> (u64, f64) {
    let mut world = World::new(seed, sound, Hands::Good);
    let start = world.now;
    world.trace = traced.then(|| Trace::new(false));
    world.run().unwrap();
    let days = (world.now - start) as f64 / DAY as f64 * world.phones.len() as f64;
    (world.trace.map_or(0, Trace::hash), days)
}

/// The traces of all histories, folded into one.
fn trace() -> u64 {
    (0..SEEDS).fold(0, |all: u64, seed| {
        all.rotate_left(5) ^ history(seed, true).0
    })
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let start = std::time::Instant::now();
    let days: f64 = (0..SEEDS).map(|seed| history(seed, false).1).sum();
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{SEEDS} histories, {days:.0} device-days in {seconds:.2} s: {:.0} device-days a second on one core",
        days / seconds
    );
    println!("trace {:016x}", trace());
}

#[cfg(target_arch = "wasm32")]
fn main() -> std::process::ExitCode {
    use std::sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    };
    static TRACE: OnceLock<[u8; 8]> = OnceLock::new();
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let bytes = TRACE.get_or_init(|| trace().to_be_bytes());
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    std::process::ExitCode::from(bytes[next % bytes.len()])
}
