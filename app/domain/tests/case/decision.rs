//! A decision takes two people.

use domain::case::{Action, ActionKind, Actor, Approval, CaseRefusal, Event, Role, State};

use crate::support::{account, action, actor, at, case, today};

#[test]
fn who_proposed_does_not_confirm() {
    let lead = actor(Role::Lead);
    let case = case("ONB", State::InReview, false);
    let (proposed, event) = case.act(lead, &action(ActionKind::Approve), at()).unwrap();
    assert!(matches!(event, Event::Proposed { .. }));
    assert_eq!(
        proposed.act(lead, &Action::Confirm, at()),
        Err(CaseRefusal::OwnProposal)
    );
    assert!(!proposed.allowed(lead).contains(&ActionKind::Confirm));
    let other = Actor {
        account: account(50),
        role: Role::Lead,
    };
    let (approved, event) = proposed.act(other, &Action::Confirm, at()).unwrap();
    assert_eq!((approved.state, approved.proposal), (State::Approved, None));
    assert_eq!(
        event,
        Event::Approved {
            result: Approval::Referral,
            note: "가나다".to_owned()
        }
    );
}

#[test]
fn an_answer_overtakes_a_proposal_that_was_made_without_it() {
    let case = case("DMG", State::Supplement, true);
    let (next, _) = case.resubmit(today(), today()).unwrap();
    assert_eq!(
        next.proposal, None,
        "nobody confirms a rejection of what was answered since"
    );
}
