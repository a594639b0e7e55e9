//! Every check catches somebody: a check that nothing trips is no check.

use std::collections::BTreeSet;

use crate::{
    broken::{
        credulous, deaf, fileless, forgetful_of_attempts, hasty, impatient, indiscriminate,
        last_wins, reparenting, rewriting, skipping, unmarked, unseeing, weary,
    },
    simulation::{
        hands::Hands,
        ledger::Violation::{self, *},
        world::{Make, World, sound},
    },
};

/// An engine that...
pub(crate) const ENGINES: [(&str, Make, &[Violation]); 14] = [
    ("takes any answer for a yes", credulous, &[FalselyReceived]),
    ("writes the content anew", rewriting, &[Altered]),
    ("writes over the others", reparenting, &[Overwritten]),
    ("sends under any token", indiscriminate, &[Crossed]),
    ("forgets what has left", forgetful_of_attempts, &[Doubled]),
    ("sends unmarked", unmarked, &[Unmarked]),
    ("skips views", skipping, &[Skipped]),
    ("lets the last win", last_wins, &[WentBack, Skipped]),
    ("forgets what was seen", unseeing, &[WentBack]),
    ("gives up", weary, &[Stuck, Diverged]),
    ("deletes when sent", hasty, &[Lost, Doubled]),
    ("gives up on files", fileless, &[Stuck]),
    ("comes back at once", impatient, &[Hurried]),
    ("never listens", deaf, &[Diverged]),
];

/// A driver, or a server, that...
pub(crate) const HANDS: [(&str, Hands, &[Violation]); 13] = [
    ("splits transactions", Hands::Splitting, &[Lost, Skipped]),
    (
        "forgets to store",
        Hands::Forgetful,
        &[Unmarked, FalselyReceived],
    ),
    ("drops what it could not seal", Hands::Clearing, &[Lost]),
    ("lets every tab send", Hands::Crowded, &[TwoSenders]),
    ("boasts of files", Hands::Boastful, &[Stuck]),
    (
        "rewrites what an older build sealed",
        Hands::Migrating,
        &[Altered],
    ),
    ("takes no care of files", Hands::Careless, &[Incomplete]),
    ("sweeps named files away", Hands::Sweeping, &[Incomplete]),
    ("tells everybody everything", Hands::Leaking, &[Crossed]),
    (
        "counts what comes twice as two",
        Hands::Counting,
        &[Doubled],
    ),
    (
        "takes what its writer took back",
        Hands::Reviving,
        &[Doubled, Diverged],
    ),
    ("improves what it stores", Hands::Tidying, &[Altered]),
    ("says yes too early", Hands::Buffering, &[FalselyReceived]),
];

#[test]
fn every_check_catches_an_engine_a_driver_or_a_server_that_is_broken() {
    let engines = ENGINES.map(|(name, make, expected)| (name, make, Hands::Good, expected));
    let hands = HANDS.map(|(name, hands, expected)| (name, sound as Make, hands, expected));
    let mut seen = BTreeSet::new();
    for (name, make, hands, expected) in engines.into_iter().chain(hands) {
        let caught = (0..4_000).find_map(|seed| World::new(seed, make, hands).run().err());
        match caught {
            Some(violation) if expected.contains(&violation) => seen.insert(violation),
            other => panic!("one that {name} ended with {other:?}"),
        };
    }
    for check in Violation::ALL {
        assert!(
            seen.contains(&check),
            "nothing shows that {check:?} is found"
        );
    }
}
