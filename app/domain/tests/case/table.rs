//! Every role in every state against the table, row by row.

use domain::case::{ActionKind, CaseRefusal, Permission, Role, State, policy};

use crate::support::{ROLES, action, actor, at, case};

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
        | A::Close
        | A::Assist => matches!(role, Role::Coordinator | Role::Lead),
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
        (A::Assist, S::Received | S::InReview | S::Supplement, _) => state,
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
