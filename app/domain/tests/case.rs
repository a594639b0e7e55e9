//! Casework against the transition table of the domain specification (section 6.3), and what no story may break.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it is"
)]

use domain::{
    case::{
        Action, ActionKind, Actor, Approval, Case, CaseRefusal, Event, Flags, Moment, Permission,
        Proposal, ProposalKind, RejectionReason, Role, State, SupplementItem, SupplementRequest,
        policy,
    },
    id::AccountId,
    korea::date,
};
use proptest::prelude::*;
use time::{Date, Duration};
use uuid::Uuid;

const ROLES: [Role; 7] = [
    Role::Applicant,
    Role::Forwarder,
    Role::Coordinator,
    Role::Lead,
    Role::Officer,
    Role::Administrator,
    Role::System,
];

fn today() -> Date {
    date::parse_iso("2020-04-20").unwrap()
}

fn at() -> Moment {
    Moment {
        now: 1_587_340_800_000,
        today: today(),
    }
}

fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn actor(role: Role) -> Actor {
    Actor {
        account: account(role as u128 + 1),
        role,
    }
}

fn in_days(days: i64) -> String {
    date::iso(today() + Duration::days(days))
}

fn item() -> SupplementItem {
    SupplementItem {
        field: "story".to_owned(),
        what: "피해 시기를 적어 주세요.".to_owned(),
        why: String::new(),
        example: String::new(),
    }
}

fn action(kind: ActionKind) -> Action {
    let words = || "가나다".to_owned();
    match kind {
        ActionKind::Take => Action::Take,
        ActionKind::Assign => Action::Assign {
            account: account(99),
        },
        ActionKind::RequestSupplement => Action::RequestSupplement {
            items: vec![item()],
            deadline: in_days(10),
            note: words(),
        },
        ActionKind::ExtendSupplement => Action::ExtendSupplement {
            deadline: in_days(20),
        },
        ActionKind::Approve => Action::Approve {
            result: Approval::Referral,
            note: words(),
        },
        ActionKind::Reject => Action::Reject {
            reason: RejectionReason::Unmet,
            note: words(),
        },
        ActionKind::Confirm => Action::Confirm,
        ActionKind::Decline => Action::Decline { note: words() },
        ActionKind::Withdraw => Action::Withdraw { reason: words() },
        ActionKind::Close => Action::Close { note: words() },
        ActionKind::Reopen => Action::Reopen { reason: words() },
        ActionKind::Comment => Action::Comment { text: words() },
    }
}

/// A case in `state`, with a coordinator's proposal or without.
fn case(form: &str, state: State, proposed: bool) -> Case {
    let mut case = Case::received(form, Flags::default());
    case.state = state;
    if state == State::Supplement {
        case.supplement = Some(SupplementRequest {
            items: vec![item()],
            deadline: in_days(10),
            note: String::new(),
            asked_at: 0,
        });
    }
    case.proposal = proposed.then(|| Proposal {
        kind: ProposalKind::Reject(RejectionReason::Unmet),
        note: "가나다".to_owned(),
        by: actor(Role::Coordinator).account,
        at: 0,
    });
    case
}

/// Who may do what at all, as the specification's table names them: C, L, G, P; an administrator keeps accounts.
const fn performs(role: Role, kind: ActionKind) -> bool {
    use ActionKind as A;
    match kind {
        A::Comment => matches!(role, Role::Coordinator | Role::Lead | Role::Officer),
        A::Assign | A::Confirm | A::Decline | A::Reopen => matches!(role, Role::Lead),
        A::Take
        | A::RequestSupplement
        | A::ExtendSupplement
        | A::Approve
        | A::Reject
        | A::Withdraw
        | A::Close => matches!(role, Role::Coordinator | Role::Lead),
    }
}

/// Where each action leads, from where: the rows of the table, by form, with or without an open proposal.
fn leads_to(form: &str, state: State, proposed: bool, kind: ActionKind) -> Option<State> {
    use ActionKind as A;
    use State as S;
    Some(match (kind, state, proposed) {
        // 4
        (A::Take, S::Received, _) => S::InReview,
        (A::Assign, S::Received | S::InReview, _) => S::InReview,
        (A::Assign, S::Supplement, _) => S::Supplement,
        // 5, 8
        (A::RequestSupplement, S::InReview | S::Supplement, false) => S::Supplement,
        // 7
        (A::ExtendSupplement, S::Supplement, _) => S::Supplement,
        // 10: a damage case at once, an onboarding as a proposal
        (A::Approve, S::InReview, false) if form == "DMG" => S::Approved,
        (A::Approve, S::InReview, false) => S::InReview,
        // 9, 11
        (A::Reject, S::InReview | S::Supplement, false) => state,
        (A::Confirm, S::InReview | S::Supplement, true) => S::Rejected,
        (A::Decline, S::InReview | S::Supplement, true) => state,
        // 12
        (A::Withdraw, S::Received | S::InReview | S::Supplement, _) => S::Withdrawn,
        // 14, 16
        (A::Close, S::Approved | S::Rejected | S::Withdrawn, _) => S::Closed,
        // 15, 18
        (A::Reopen, S::Rejected | S::Closed, _) => S::InReview,
        (A::Comment, _, _) => state,
        _ => return None,
    })
}

#[test]
fn every_role_in_every_state_does_what_the_table_says_and_nothing_else() {
    let mut transitions = 0;
    for form in ["DMG", "ONB"] {
        for state in State::ALL {
            for proposed in [false, true] {
                let case = case(form, state, proposed);
                for role in ROLES {
                    for kind in ActionKind::ALL {
                        let place =
                            format!("{form} {state:?} proposed={proposed} {role:?} {kind:?}");
                        let expected =
                            leads_to(form, state, proposed, kind).filter(|_| performs(role, kind));
                        let done = case.act(actor(role), &action(kind), at());
                        assert_eq!(
                            done.as_ref().ok().map(|(next, _)| next.state),
                            expected,
                            "{place}: {done:?}"
                        );
                        let allowed = case.allowed(actor(role)).contains(&kind);
                        assert_eq!(
                            allowed,
                            expected.is_some(),
                            "what is offered is what works: {place}"
                        );
                        if let Err(refusal) = done {
                            let forbidden = !performs(role, kind);
                            assert_eq!(
                                refusal == CaseRefusal::Forbidden,
                                forbidden,
                                "{place}: {refusal:?}"
                            );
                        }
                        transitions += usize::from(expected.is_some());
                    }
                }
            }
        }
    }
    assert!(transitions > 150, "{transitions}");
}

#[test]
fn the_policy_table_and_the_transitions_name_the_same_people() {
    for role in ROLES {
        for kind in ActionKind::ALL {
            assert_eq!(
                policy::allows(role, Permission::Act(kind)),
                performs(role, kind),
                "{role:?} {kind:?}"
            );
        }
    }
}

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

#[test]
fn an_answer_overtakes_a_proposal_that_was_made_without_it() {
    let case = case("DMG", State::Supplement, true);
    let (next, _) = case.resubmit(today(), today()).unwrap();
    assert_eq!(
        next.proposal, None,
        "nobody confirms a rejection of what was answered since"
    );
}

#[test]
fn an_applicant_takes_back_what_is_not_decided() {
    for state in State::ALL {
        let done = case("DMG", state, false).withdraw_by_applicant("마음이 바뀌었습니다");
        if state.is_open() {
            assert_eq!(done.unwrap().0.state, State::Withdrawn);
        } else {
            assert_eq!(done, Err(CaseRefusal::WrongState), "{state:?}");
        }
    }
    let wordy = case("DMG", State::Received, false).withdraw_by_applicant(&"가".repeat(301));
    assert!(matches!(wordy, Err(CaseRefusal::Text { .. })));
}

#[test]
fn codes_read_back() {
    for state in State::ALL {
        assert_eq!(State::from_code(state.code()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.code());
    }
    for role in ROLES {
        assert_eq!(Role::from_code(role.code()), Some(role));
        assert_eq!(serde_json::to_value(role).unwrap(), role.code());
    }
    assert_eq!(State::from_code("unknown"), None);
    assert_eq!(
        serde_json::from_str::<State>("\"archived\"").unwrap(),
        State::Unknown
    );
    for result in Approval::ALL {
        assert_eq!(serde_json::to_value(result).unwrap(), result.code());
    }
    for reason in RejectionReason::ALL {
        assert_eq!(serde_json::to_value(reason).unwrap(), reason.code());
    }
}

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
