//! The real program, killed at random moments of its work, again and again on one database; where that is a PostgreSQL, it
//! is ended under the living server as well.
//!
//! After each kill what was acknowledged is compared byte for byte with what is there. `IEUM_KILL_ROUNDS` says how
//! often (10 on SQLite, 5 on PostgreSQL), `IEUM_KILL_SEED` where chance begins: `IEUM_KILL_ROUNDS=200 cargo nextest run -p server kill`.

#[path = "kill/control.rs"]
mod control;
#[path = "kill/lane.rs"]
mod lane;
#[path = "kill/ledger.rs"]
mod ledger;

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    thread::ScopedJoinHandle,
    time::Duration,
};

use server::{
    clock::{Clock as _, SystemClock},
    demo::{self, Dice, Firm, Kind},
};

use self::{lane::Lane, ledger::Ledger};
use crate::{crash::Program, ground::Ground, support::TestApp};

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

/// Lets every lane send until `enough` was acknowledged, waits a little more, and lets `end` end it.
fn work_until(
    lanes: &mut [Lane],
    address: SocketAddr,
    enough: usize,
    more: Duration,
    end: impl FnOnce(),
) {
    let acknowledged = AtomicUsize::new(0);
    let early = std::thread::scope(|scope| {
        let sending: Vec<_> = lanes
            .iter_mut()
            .map(|lane| {
                let acknowledged = &acknowledged;
                scope.spawn(move || lane.send_until_cut(address, acknowledged))
            })
            .collect();
        // A lane that ends before the kill has found a fault, and says so when the scope ends.
        while acknowledged.load(Ordering::SeqCst) < enough
            && !sending.iter().any(ScopedJoinHandle::is_finished)
        {
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(more);
        let early = sending.iter().any(ScopedJoinHandle::is_finished);
        end();
        early
    });
    assert!(!early, "a lane was refused before anything ended");
}

/// One server is killed before it can answer, while it opens what the last one left.
fn kill_a_start(ground: &Ground, after: Duration) {
    let mut child = ground.launch();
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Kills the server, or now and then the database under it; answers when a server answers again.
async fn round(ground: &Ground, dice: &mut Dice, program: Program, lanes: &mut [Lane]) -> Program {
    let enough = usize::try_from(dice.between(1, 80)).unwrap();
    let more = Duration::from_micros(dice.below(15_000));
    let address = program.address;
    if let Some(database) = ground.database()
        && dice.is_one_in(3)
    {
        work_until(lanes, address, enough, more, || database.crash());
        database.recover().await;
        // The server goes on by itself.
        return program;
    }
    work_until(lanes, address, enough, more, || program.signal("-KILL"));
    drop(program);
    if dice.is_one_in(4) {
        kill_a_start(ground, Duration::from_millis(dice.below(60)));
    }
    ground.start()
}

async fn rounds(engine: &str, ground: Ground, default: u64) {
    let seed = number("IEUM_KILL_SEED", SystemClock.now().unsigned_abs());
    let rounds = number("IEUM_KILL_ROUNDS", default);
    let mut dice = Dice::seeded(seed);
    let mut program = ground.start();
    let mut lanes = lanes(&program, &mut dice).await;
    let mut ledger = Ledger::default();
    for index in 0..rounds {
        program = round(&ground, &mut dice, program, &mut lanes).await;
        for lane in &mut lanes {
            lane.send_again(program.address);
            ledger.note(lane);
        }
        let faults = ledger.faults(&ground).await;
        assert!(faults.is_empty(), "seed {seed}, round {index}: {faults:#?}");
    }
    let faults = ledger.all_faults(&ground).await;
    assert!(faults.is_empty(), "seed {seed}, at the end: {faults:#?}");
    ledger.tell(engine, seed, rounds);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_acknowledged_is_there_after_every_kill_on_sqlite() {
    rounds("SQLite", Ground::sqlite(), 10).await;
}

/// Of the server, and of the database.
#[tokio::test(flavor = "multi_thread")]
async fn everything_acknowledged_is_there_after_every_kill_on_postgres() {
    rounds("PostgreSQL", Ground::postgres().await, 5).await;
}
