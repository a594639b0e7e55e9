//! People, days and cases for the tests.

use domain::answer::Answers;
use domain::{
    case::{
        Action, ActionKind, Actor, Approval, Case, Flags, Moment, Proposal, ProposalKind,
        RejectionReason, Role, State, SupplementItem, SupplementRequest,
    },
    id::AccountId,
    korea::date,
};
use time::{Date, Duration};
use uuid::Uuid;

pub(crate) const ROLES: [Role; 7] = [
    Role::Applicant,
    Role::Forwarder,
    Role::Coordinator,
    Role::Lead,
    Role::Officer,
    Role::Administrator,
    Role::System,
];

pub(crate) fn today() -> Date {
    date::parse_iso("2020-04-20").unwrap()
}

pub(crate) fn at() -> Moment {
    Moment {
        now: 1_587_340_800_000,
        today: today(),
    }
}

pub(crate) fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

pub(crate) fn actor(role: Role) -> Actor {
    Actor {
        account: account(role as u128 + 1),
        role,
    }
}

pub(crate) fn in_days(days: i64) -> String {
    date::iso(today() + Duration::days(days))
}

pub(crate) fn item() -> SupplementItem {
    SupplementItem {
        field: "story".to_owned(),
        what: "피해 시기를 적어 주세요.".to_owned(),
        why: String::new(),
        example: String::new(),
    }
}

pub(crate) fn action(kind: ActionKind) -> Action {
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
        ActionKind::Assist => Action::Assist {
            revision: "01900000-0000-7000-8000-000000000002".parse().unwrap(),
            parent: "01900000-0000-7000-8000-000000000001".parse().unwrap(),
            answers: Answers::default(),
            reason: words(),
        },
    }
}

/// A case in `state`, with a coordinator's proposal or without.
pub(crate) fn case(form: &str, state: State, proposed: bool) -> Case {
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
