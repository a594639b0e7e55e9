//! Sync under faults: every history is driven by a seed. `IEUM_SEED=n` repeats and tells one, `IEUM_SEEDS=n` runs so many,
//! `IEUM_SEED_FROM=n` from there on.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

#[path = "sync/behind.rs"]
mod behind;
#[path = "sync/broken.rs"]
mod broken;
#[path = "sync/doubt.rs"]
mod doubt;
#[path = "sync/dropped.rs"]
mod dropped;
#[path = "sync/exhaustive.rs"]
mod exhaustive;
#[path = "sync/first_files.rs"]
mod first_files;
#[path = "sync/forged.rs"]
mod forged;
#[path = "sync/golden.rs"]
mod golden;
#[path = "sync/one_phone.rs"]
mod one_phone;
#[path = "sync/person.rs"]
mod person;
#[path = "sync/place.rs"]
mod place;
#[path = "sync/shrunk.rs"]
mod shrunk;
#[path = "sync/simulation.rs"]
mod simulation;
#[path = "sync/told.rs"]
mod told;
#[path = "sync/withdrawal.rs"]
mod withdrawal;

#[path = "sync/caught.rs"]
mod caught;
use simulation::{
    hands::Hands,
    ledger::Violation,
    trace::Trace,
    world::{World, sound},
};

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// One history, from its seed alone.
fn history(seed: u64, aloud: bool) -> Result<(), Violation> {
    let mut world = World::new(seed, sound, Hands::Good);
    world.trace = aloud.then(|| Trace::new(true));
    world.run()
}

#[test]
fn nothing_is_lost_doubled_altered_or_crossed() {
    let one = number("IEUM_SEED");
    let seeds = match one {
        Some(seed) => seed..seed + 1,
        None => {
            let from = number("IEUM_SEED_FROM").unwrap_or(0);
            from..from + number("IEUM_SEEDS").unwrap_or(20_000)
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let seeds = seeds.clone().skip(thread).step_by(threads);
            scope.spawn(move || {
                for seed in seeds {
                    if let Err(violation) = history(seed, one.is_some()) {
                        panic!(
                            "{violation:?} in history {seed}; see it again:\n  \
                             IEUM_SEED={seed} cargo test -p domain --test sync nothing_is_lost"
                        );
                    }
                }
            });
        }
    });
}

#[test]
fn a_seed_is_a_history() {
    let trace = |seed| {
        let mut world = World::new(seed, sound, Hands::Good);
        world.trace = Some(Trace::new(false));
        world.run().unwrap();
        world.trace.unwrap().hash()
    };
    assert_eq!(trace(7), trace(7));
    assert_ne!(trace(7), trace(8));
}
