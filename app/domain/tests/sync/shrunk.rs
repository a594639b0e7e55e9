//! Histories of which any part can be left out, so that a failure shrinks to the few deeds that it takes.
//!
//! In the simulation one seed decides everything: whoever leaves one deed out has another history. Here each turn brings
//! its own luck, and `proptest-state-machine` leaves out turns, and steps of turns, for as long as it still fails.

use std::{
    cell::Cell,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, FileFailurePersistence, RngAlgorithm, TestError, TestRng, TestRunner},
};
use proptest_state_machine::ReferenceStateMachine;

use crate::{
    caught::{ENGINES, HANDS},
    simulation::{
        actor::{DEEDS, Deed},
        hands::Hands,
        ledger::Violation,
        rng::Rng,
        world::{Make, World, sound},
    },
};

/// How many turns a history has at most.
const LONGEST: usize = 120;
/// What three failures of four take at most, once everything else is left out.
const FEW: usize = 6;
/// From how many failing histories a short one is looked for.
const STARTS: u8 = 3;

/// One deed, and so many steps of everybody afterwards.
#[derive(Clone, Debug)]
struct Turn {
    phone: usize,
    deed: Deed,
    steps: usize,
    luck: u64,
}

/// A seed, the turns, and how many of them were taken.
type History = (u64, Vec<Turn>, Option<Arc<AtomicUsize>>);

struct Histories;

impl ReferenceStateMachine for Histories {
    /// The seed of the phones and of their climate. What becomes of them, the ledger knows.
    type State = u64;
    type Transition = Turn;

    fn init_state() -> BoxedStrategy<u64> {
        any::<u64>().no_shrink().boxed()
    }

    fn transitions(_: &u64) -> BoxedStrategy<Turn> {
        let often = DEEDS
            .iter()
            .flat_map(|(deed, weight)| std::iter::repeat_n(*deed, *weight));
        let deeds: Vec<_> = often.collect();
        let luck = any::<u64>().no_shrink();
        (0..4_usize, select(deeds).no_shrink(), 0..12_usize, luck)
            .prop_map(|(phone, deed, steps, luck)| Turn {
                phone,
                deed,
                steps,
                luck,
            })
            .boxed()
    }

    fn apply(seed: u64, _: &Turn) -> u64 {
        seed
    }
}

/// Takes the turns and counts them, then lets everything calm down.
fn play(mut world: World, turns: &[Turn], seen: Option<&AtomicUsize>) -> Result<(), Violation> {
    for turn in turns {
        seen.inspect(|seen| {
            seen.fetch_add(1, Relaxed);
        });
        world.luck = Rng::new(turn.luck);
        world.befall(turn.phone % world.phones.len(), turn.deed)?;
        for _ in 0..turn.steps {
            world.step()?;
        }
    }
    world.luck = Rng::new(0);
    world.calm_down()?;
    world.check_end()
}

/// The shortest history found that fails, and how it fails. One that stays long began unluckily: another start is tried.
fn shrunk(
    runner: &mut TestRunner,
    make: Make,
    hands: Hands,
) -> Option<(u64, Vec<Turn>, Violation)> {
    let mut best = shrunk_once(runner, make, hands)?;
    for start in 1..STARTS {
        if best.1.len() <= FEW {
            break;
        }
        let config = Config {
            failure_persistence: None,
            ..runner.config().clone()
        };
        let luck = TestRng::from_seed(RngAlgorithm::ChaCha, &[start; 32]);
        let mut again = TestRunner::new_with_rng(config, luck);
        best = shrunk_once(&mut again, make, hands)
            .into_iter()
            .chain([best])
            .min_by_key(|(_, turns, _)| turns.len())?;
    }
    Some(best)
}

/// While turns are left out it must go on failing as it did.
fn shrunk_once(
    runner: &mut TestRunner,
    make: Make,
    hands: Hands,
) -> Option<(u64, Vec<Turn>, Violation)> {
    let first = Cell::new(None);
    let histories = Histories::sequential_strategy(1..LONGEST);
    let found = runner.run(&histories, |(seed, turns, seen): History| {
        let world = World::new(seed, make, hands);
        match (play(world, &turns, seen.as_deref()), first.get()) {
            (Err(violation), None) => {
                first.set(Some(violation));
                Err(TestCaseError::fail("first"))
            }
            (Err(violation), Some(known)) if violation == known => {
                Err(TestCaseError::fail("again"))
            }
            _ => Ok(()),
        }
    });
    match found {
        Err(TestError::Fail(_, (seed, turns, _))) => {
            let violation = first.get().unwrap();
            let fails =
                |turns: &[Turn]| play(World::new(seed, make, hands), turns, None) == Err(violation);
            Some((seed, fewest(turns, fails), violation))
        }
        _ => None,
    }
}

/// Leaves out what can be left out now that others have gone: proptest tries each turn once.
fn fewest(mut turns: Vec<Turn>, fails: impl Fn(&[Turn]) -> bool) -> Vec<Turn> {
    let mut place = 0;
    while place < turns.len() {
        let turn = turns.remove(place);
        if fails(&turns) {
            place = 0;
        } else {
            turns.insert(place, turn);
            place += 1;
        }
    }
    turns
}

#[test]
fn no_turns_break_a_promise() {
    let kept = FileFailurePersistence::WithSource("proptest-regressions");
    let mut runner = TestRunner::new(Config {
        failure_persistence: Some(Box::new(kept)),
        ..Config::with_source_file(file!())
    });
    if let Some((seed, turns, violation)) = shrunk(&mut runner, sound, Hands::Good) {
        panic!("{violation:?}, from seed {seed}, by {turns:#?}");
    }
}

#[test]
fn what_is_broken_fails_in_a_few_turns() {
    let engines = ENGINES.map(|(name, make, expected)| (name, make, Hands::Good, expected));
    let hands = HANDS.map(|(name, hands, expected)| (name, sound as Make, hands, expected));
    let mut lengths = Vec::new();
    for (name, make, hands, expected) in engines.into_iter().chain(hands) {
        let luck = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let config = Config {
            cases: 4_000,
            failure_persistence: None,
            ..Config::default()
        };
        let mut runner = TestRunner::new_with_rng(config, luck);
        let (seed, turns, violation) = shrunk(&mut runner, make, hands).unwrap();
        assert!(
            expected.contains(&violation),
            "one that {name} ended with {violation:?}, from seed {seed}, by {turns:#?}"
        );
        lengths.push(turns.len());
    }
    // The others need a coincidence of times, which few turns don't make.
    lengths.sort_unstable();
    assert!(
        lengths[lengths.len() * 3 / 4] <= FEW,
        "histories of {lengths:?} turns"
    );
}
