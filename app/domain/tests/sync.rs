//! Sync under faults: phones with several tabs, a server, a network that loses and doubles, crashes between any two
//! effects. A seed is a whole history; `SYNC_SEED=n` repeats one, `SYNC_SEEDS=n` runs more of them.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

#[path = "sync/actor.rs"]
mod actor;
#[path = "sync/broken.rs"]
mod broken;
#[path = "sync/calm.rs"]
mod calm;
#[path = "sync/dropped.rs"]
mod dropped;
#[path = "sync/files.rs"]
mod files;
#[path = "sync/first_files.rs"]
mod first_files;
#[path = "sync/forged.rs"]
mod forged;
#[path = "sync/golden.rs"]
mod golden;
#[path = "sync/hands.rs"]
mod hands;
#[path = "sync/ledger.rs"]
mod ledger;
#[path = "sync/network.rs"]
mod network;
#[path = "sync/one_phone.rs"]
mod one_phone;
#[path = "sync/phone.rs"]
mod phone;
#[path = "sync/rng.rs"]
mod rng;
#[path = "sync/server.rs"]
mod server;
#[path = "sync/withdrawal.rs"]
mod withdrawal;
#[path = "sync/world.rs"]
mod world;

use hands::Hands;
use world::{World, sound};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn nothing_is_lost_doubled_altered_or_crossed() {
    let seeds = match number("SYNC_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SYNC_SEEDS").unwrap_or(2_000),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let seeds = seeds.clone().skip(thread).step_by(threads);
            scope.spawn(|| {
                for seed in seeds {
                    if let Err(violation) = World::new(seed, sound, Hands::Good).run() {
                        panic!("{violation:?}: repeat it with SYNC_SEED={seed}");
                    }
                }
            });
        }
    });
}
