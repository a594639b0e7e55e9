//! Asking for a supplement, and its answer.

use domain::case::{Action, ActionKind, CaseRefusal, Event, Role, State, SupplementItem};
use time::Duration;

use crate::support::{action, actor, at, case, in_days, item, today};

#[test]
fn a_supplement_is_asked_for_twice_and_extended_twice() {
    let coordinator = actor(Role::Coordinator);
    let mut case = case("DMG", State::InReview, false);
    for _ in 0..2 {
        case = case
            .act(coordinator, &action(ActionKind::RequestSupplement), at())
            .unwrap()
            .0;
    }
    let third = case.act(coordinator, &action(ActionKind::RequestSupplement), at());
    assert_eq!(third, Err(CaseRefusal::TooOften { limit: 2 }));
    for _ in 0..2 {
        case = case
            .act(coordinator, &action(ActionKind::ExtendSupplement), at())
            .unwrap()
            .0;
    }
    assert_eq!(case.supplement.as_ref().unwrap().deadline, in_days(20));
    let third = case.act(coordinator, &action(ActionKind::ExtendSupplement), at());
    assert_eq!(third, Err(CaseRefusal::TooOften { limit: 2 }));
}

#[test]
fn a_request_names_something_and_leaves_three_to_ninety_days() {
    let case = case("DMG", State::InReview, false);
    let ask = |items: Vec<SupplementItem>, deadline: String| {
        let action = Action::RequestSupplement {
            items,
            deadline,
            note: String::new(),
        };
        case.act(actor(Role::Coordinator), &action, at())
            .map(|(next, _)| next.state)
    };
    assert_eq!(ask(Vec::new(), in_days(10)), Err(CaseRefusal::NoItems));
    let late = Err(CaseRefusal::Deadline {
        earliest: in_days(3),
        latest: in_days(90),
    });
    for deadline in [in_days(2), in_days(91), "soon".to_owned(), String::new()] {
        assert_eq!(ask(vec![item()], deadline), late);
    }
    for days in [3, 90] {
        assert_eq!(ask(vec![item()], in_days(days)), Ok(State::Supplement));
    }
    let short = SupplementItem {
        what: " 가 ".to_owned(),
        ..item()
    };
    let expected = CaseRefusal::Text {
        field: "what".to_owned(),
        min: 2,
        max: 300,
    };
    assert_eq!(ask(vec![short], in_days(10)), Err(expected));
}

#[test]
fn an_answer_after_the_deadline_is_flagged_only_if_it_was_sealed_before() {
    let case = case("DMG", State::Supplement, false);
    let day = |days| today() + Duration::days(days);
    for (sealed, received, late) in [
        (9, 9, false),
        (10, 10, false),
        (10, 11, true),
        (3, 40, true),
        (11, 11, false),
    ] {
        let (next, event) = case.resubmit(day(sealed), day(received)).unwrap();
        assert_eq!(
            (next.state, next.flags.late_sync),
            (State::InReview, late),
            "{sealed} {received}"
        );
        assert_eq!(event, Event::Resubmitted);
    }
    for state in State::ALL
        .into_iter()
        .filter(|state| *state != State::Supplement)
    {
        let mut other = case.clone();
        other.state = state;
        assert_eq!(
            other.resubmit(today(), today()),
            Err(CaseRefusal::WrongState)
        );
    }
}
