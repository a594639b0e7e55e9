//! The real program, killed at random moments of its work, again and again on one database.
//!
//! After each kill what was acknowledged is compared byte for byte with what is there. `IEUM_KILL_ROUNDS` says how
//! often (10), `IEUM_KILL_SEED` where chance begins: `IEUM_KILL_ROUNDS=200 cargo nextest run -p server kill`.

#[path = "kill/control.rs"]
mod control;
#[path = "kill/lane.rs"]
mod lane;
#[path = "kill/ledger.rs"]
mod ledger;

use std::{
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    thread::ScopedJoinHandle,
    time::Duration,
};

use server::{
    clock::{Clock as _, SystemClock},
    demo::{self, Dice, Firm, Kind},
};

use self::{lane::Lane, ledger::Ledger};
use crate::{
    crash::Program,
    support::{TestApp, write_site},
};

/// Phones that send at once.
const LANES: u64 = 4;

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Enrolled phones with something to send.
async fn lanes(program: &Program, dice: &mut Dice) -> Vec<Lane> {
    let app = TestApp::start().await;
    let now = SystemClock.now();
    let mut lanes = Vec::new();
    for _ in 0..LANES {
        let firm = Firm::made_up(dice);
        let contents = [Kind::Damage, Kind::Onboarding]
            .map(|kind| demo::content(&app.state, dice, &firm, kind, now).unwrap());
        lanes.push(Lane::enrol(program, &firm, contents));
    }
    lanes
}

/// Lets every lane send until `enough` was acknowledged, waits a little more, and kills the program.
fn work_until_killed(program: &Program, lanes: &mut [Lane], enough: usize, more: Duration) {
    let acknowledged = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let sending: Vec<_> = lanes
            .iter_mut()
            .map(|lane| {
                let acknowledged = &acknowledged;
                scope.spawn(move || lane.send_until_cut(program.address, acknowledged))
            })
            .collect();
        // A lane that ends before the kill has found a fault, and says so when the scope ends.
        while acknowledged.load(Ordering::SeqCst) < enough
            && !sending.iter().any(ScopedJoinHandle::is_finished)
        {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(more);
        program.signal("-KILL");
    });
}

/// One server is killed before it can answer, while it opens what the last one left.
fn kill_a_start(folder: &Path, after: Duration) {
    let mut child = Program::launch(folder);
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_acknowledged_is_there_after_every_kill() {
    let seed = number("IEUM_KILL_SEED", SystemClock.now().unsigned_abs());
    let rounds = number("IEUM_KILL_ROUNDS", 10);
    let mut dice = Dice::seeded(seed);
    let folder = tempfile::tempdir().unwrap();
    write_site(&folder.path().join("site"));
    let mut program = Program::start(folder.path());
    let mut lanes = lanes(&program, &mut dice).await;
    let mut ledger = Ledger::default();
    for round in 0..rounds {
        let enough = dice.between(1, 80).unsigned_abs();
        let more = Duration::from_micros(dice.below(15_000));
        work_until_killed(&program, &mut lanes, usize::try_from(enough).unwrap(), more);
        drop(program);
        if dice.is_one_in(4) {
            kill_a_start(folder.path(), Duration::from_millis(dice.below(60)));
        }
        program = Program::start(folder.path());
        for lane in &mut lanes {
            lane.send_again(program.address);
            ledger.note(lane);
        }
        let faults = ledger.faults(&folder.path().join("data")).await;
        assert!(faults.is_empty(), "seed {seed}, round {round}: {faults:#?}");
    }
    let faults = ledger.all_faults(&folder.path().join("data")).await;
    assert!(faults.is_empty(), "seed {seed}, at the end: {faults:#?}");
    ledger.tell(seed, rounds);
}
