//! The server under load: the real program over real connections, beside what SQLite alone does on the same disk.
//!
//! `cargo bench -p server --bench load` prints a table, and writes it where `IEUM_BENCH_TABLE` says. `IEUM_BENCH_ROWS`
//! is how many submissions the large database gets (1,000,000), `IEUM_BENCH_SITE` the built site that the server keeps
//! in memory. Nothing is asserted about times; what was acknowledged is compared with the database.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a benchmark that prints, and stops where it cannot go on"
)]

#[path = "load/accept.rs"]
mod accept;
#[path = "load/crowd.rs"]
mod crowd;
#[path = "load/fill.rs"]
mod fill;
#[path = "load/line.rs"]
mod line;
#[path = "load/million.rs"]
mod million;
#[path = "load/parcel.rs"]
mod parcel;
#[path = "load/phone.rs"]
mod phone;
#[path = "load/physical.rs"]
mod physical;
#[path = "load/program.rs"]
mod program;
#[path = "load/pull.rs"]
mod pull;
#[path = "../tests/all/stand_in.rs"]
mod stand_in;
#[path = "load/table.rs"]
mod table;
#[path = "load/verify.rs"]
mod verify;

use std::path::PathBuf;

use crate::{program::Place, table::Table};

fn main() {
    // `cargo test --all-targets` runs benchmarks too, without this word.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let rows = std::env::var("IEUM_BENCH_ROWS")
        .ok()
        .map_or(1_000_000, |rows| rows.parse().expect("a number of rows"));
    // Beside the program, so that the disk is the one that is built on and no tmpfs.
    let folder = tempfile::Builder::new()
        .prefix("load-")
        .tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let table = runtime.block_on(measure(&folder, rows));
    println!("\n{table}");
    if let Some(path) = std::env::var_os("IEUM_BENCH_TABLE").map(PathBuf::from) {
        std::fs::write(path, table.to_string()).unwrap();
    }
}

async fn measure(folder: &tempfile::TempDir, rows: usize) -> Table {
    let place = Place::new(folder.path());
    let mut table = Table::default();
    let samples = parcel::samples(&place).await;
    let program = place.start("busy").await;
    program::settle().await;
    table.row(
        "memory at rest, nothing stored",
        format!("{:.1} MB", program.memory()),
        "32 MB",
    );
    let mut sent = verify::Sent::default();
    accept::measure(&place, &program, &samples, &mut sent, &mut table).await;
    crowd::measure(&program, &samples, &mut sent, &mut table).await;
    pull::measure(&program, &samples, &mut sent, &mut table).await;
    program.stop().await;
    verify::everything(&place.database("busy"), &sent, &mut table).await;
    place.remove("busy");
    million::measure(&place, &samples, rows, &mut table).await;
    table
}
