//! What no story may break, whatever people do in whatever order.

use domain::case::{ActionKind, Actor, Case, Event, Flags, Role, State};
use proptest::prelude::*;

use crate::support::{ROLES, account, action, at, today};

/// What somebody does in a story.
#[derive(Clone, Debug)]
enum Move {
    Act(Role, u128, ActionKind),
    Resubmit,
    Withdraw,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let act = (
        prop::sample::select(&ROLES[..]),
        1..4_u128,
        prop::sample::select(&ActionKind::ALL[..]),
    )
        .prop_map(|(role, who, kind)| Move::Act(role, who, kind));
    let one = prop_oneof![12 => act, 2 => Just(Move::Resubmit), 1 => Just(Move::Withdraw)];
    prop::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn no_story_breaks_the_rules(form in prop::sample::select(&["DMG", "ONB"][..]), moves in moves()) {
        let mut case = Case::received(form, Flags::default());
        let mut decided_alone = false;
        for one in moves {
            let done = match &one {
                Move::Act(role, who, kind) => {
                    let actor = Actor { account: account(*who), role: *role };
                    let offered = case.allowed(actor).contains(kind);
                    let done = case.act(actor, &action(*kind), at());
                    prop_assert_eq!(done.is_ok(), offered);
                    done
                }
                Move::Resubmit => case.resubmit(today(), today()),
                Move::Withdraw => case.withdraw_by_applicant(""),
            };
            let Ok((next, event)) = done else { continue };
            // Only a damage case is approved by one person, and nothing is rejected by one.
            if let (Event::Approved { .. } | Event::Rejected { .. }, Move::Act(_, who, kind)) = (&event, &one) {
                if *kind == ActionKind::Confirm {
                    prop_assert_ne!(case.proposal.as_ref().map(|proposal| proposal.by), Some(account(*who)));
                } else {
                    decided_alone |= form == "ONB" || matches!(event, Event::Rejected { .. });
                }
            }
            case = next;
            prop_assert!(case.rounds <= 2 && case.extensions <= 2);
            prop_assert!(case.proposal.is_none() || case.state.is_open(), "{:?}", case);
            prop_assert!(case.state != State::Supplement || case.supplement.is_some());
            prop_assert!(case.state == State::Received || case.state == State::Withdrawn || case.state == State::Closed || case.assignee.is_some());
            let json = serde_json::to_string(&case).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Case>(&json).unwrap(), &case);
        }
        prop_assert!(!decided_alone);
    }
}
