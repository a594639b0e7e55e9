//! Codes of casework in words.

use domain::{
    api::AssigneeFilter,
    case::{ActionKind, Approval, Event, Flags, RejectionReason, Role, State},
    forms,
};
use ui::{
    dom::{El, el_class},
    i18n::{Key, t, text},
};

use crate::{address::Page, word::Word};

/// The name of a state.
pub(crate) const fn state(state: State) -> Key {
    match state {
        State::Received => Word::STATE_RECEIVED,
        State::InReview => Word::STATE_IN_REVIEW,
        State::Supplement => Word::STATE_SUPPLEMENT,
        State::Approved => Word::STATE_APPROVED,
        State::Rejected => Word::STATE_REJECTED,
        State::Withdrawn => Word::STATE_WITHDRAWN,
        State::Closed => Word::STATE_CLOSED,
        State::Unknown => Word::STATE_UNKNOWN,
    }
}

/// A state as a badge.
pub(crate) fn badge(of: State) -> El {
    let class = match of {
        State::Received => "badge badge--received",
        State::InReview => "badge badge--review",
        State::Supplement => "badge badge--supplement",
        State::Approved => "badge badge--approved",
        State::Rejected => "badge badge--rejected",
        State::Withdrawn | State::Closed | State::Unknown => "badge",
    };
    el_class("span", class)
        .attr("data-state", of.code())
        .text(t(state(of)))
}

/// The name of a role.
pub(crate) const fn role(role: Role) -> Key {
    match role {
        Role::Applicant => Word::ROLE_APPLICANT,
        Role::Forwarder => Word::ROLE_FORWARDER,
        Role::Coordinator => Word::ROLE_COORDINATOR,
        Role::Lead => Word::ROLE_LEAD,
        Role::Officer => Word::ROLE_OFFICER,
        Role::Administrator => Word::ROLE_ADMINISTRATOR,
        Role::System => Word::ROLE_SYSTEM,
    }
}

/// What a role does.
pub(crate) const fn role_hint(role: Role) -> Key {
    match role {
        Role::Forwarder => Word::ROLE_HINT_FORWARDER,
        Role::Coordinator => Word::ROLE_HINT_COORDINATOR,
        Role::Lead => Word::ROLE_HINT_LEAD,
        Role::Officer => Word::ROLE_HINT_OFFICER,
        Role::Administrator => Word::ROLE_HINT_ADMINISTRATOR,
        Role::Applicant | Role::System => Word::ROLE_SYSTEM,
    }
}

/// The button that does it: object and verb. Where a lead has to confirm, it says so.
pub(crate) const fn action(kind: ActionKind, alone: bool) -> Key {
    match (kind, alone) {
        (ActionKind::Take, _) => Word::ACT_TAKE,
        (ActionKind::Assign, _) => Word::ACT_ASSIGN,
        (ActionKind::RequestSupplement, _) => Word::ACT_SUPPLEMENT,
        (ActionKind::ExtendSupplement, _) => Word::ACT_EXTEND,
        (ActionKind::Approve, true) => Word::ACT_APPROVE_ALONE,
        (ActionKind::Approve, false) => Word::ACT_APPROVE,
        (ActionKind::Reject, _) => Word::ACT_REJECT,
        (ActionKind::Confirm, _) => Word::ACT_CONFIRM,
        (ActionKind::Decline, _) => Word::ACT_DECLINE,
        (ActionKind::Withdraw, _) => Word::ACT_WITHDRAW,
        (ActionKind::Close, _) => Word::ACT_CLOSE,
        (ActionKind::Reopen, _) => Word::ACT_REOPEN,
        (ActionKind::Assist, _) => Word::ACT_ASSIST,
        (ActionKind::Comment, _) => Word::ACT_COMMENT,
    }
}

/// What an approval leads to.
pub(crate) const fn approval(result: Approval) -> Key {
    match result {
        Approval::MallListing => Word::RESULT_MALL_LISTING,
        Approval::Consulting => Word::RESULT_CONSULTING,
        Approval::Fund => Word::RESULT_FUND,
        Approval::Matching => Word::RESULT_MATCHING,
        Approval::Referral => Word::RESULT_REFERRAL,
        Approval::CaseRecord => Word::RESULT_CASE_RECORD,
    }
}

/// Why a case is returned.
pub(crate) const fn rejection(reason: RejectionReason) -> Key {
    match reason {
        RejectionReason::NotEligible => Word::REASON_NOT_ELIGIBLE,
        RejectionReason::Duplicate => Word::REASON_DUPLICATE,
        RejectionReason::Unverifiable => Word::REASON_UNVERIFIABLE,
        RejectionReason::Unmet => Word::REASON_UNMET,
        RejectionReason::Other => Word::REASON_OTHER,
    }
}

/// A decision's code, whichever kind it is; a newer server's code stays as it is.
pub(crate) fn decision(code: &str) -> String {
    let approved = Approval::ALL
        .into_iter()
        .find(|result| result.code() == code)
        .map(approval);
    let rejected = RejectionReason::ALL
        .into_iter()
        .find(|reason| reason.code() == code)
        .map(rejection);
    approved
        .or(rejected)
        .map_or_else(|| code.to_owned(), |key| t(key).to_owned())
}

/// What happened.
pub(crate) const fn event(event: &Event) -> Key {
    match event {
        Event::Received => Word::EVENT_RECEIVED,
        Event::Assigned { .. } => Word::EVENT_ASSIGNED,
        Event::SupplementRequested { .. } => Word::EVENT_SUPPLEMENT,
        Event::SupplementExtended { .. } => Word::EVENT_EXTENDED,
        Event::Resubmitted => Word::EVENT_RESUBMITTED,
        Event::Corrected => Word::EVENT_CORRECTED,
        Event::Proposed { .. } => Word::EVENT_PROPOSED,
        Event::Declined { .. } => Word::EVENT_DECLINED,
        Event::Approved { .. } => Word::EVENT_APPROVED,
        Event::Rejected { .. } => Word::EVENT_REJECTED,
        Event::Withdrawn { .. } => Word::EVENT_WITHDRAWN,
        Event::Closed { .. } => Word::EVENT_CLOSED,
        Event::Reopened { .. } => Word::EVENT_REOPENED,
        Event::Assisted { .. } => Word::EVENT_ASSISTED,
        Event::Commented { .. } => Word::EVENT_COMMENTED,
    }
}

/// The flags of a case with their explanations.
pub(crate) fn flags(flags: Flags, verified: bool) -> Vec<(Key, Key)> {
    [
        (!verified, Word::FLAG_UNVERIFIED, Word::FLAG_UNVERIFIED_HINT),
        (flags.quick, Word::FLAG_QUICK, Word::FLAG_QUICK_HINT),
        (flags.late_sync, Word::FLAG_LATE, Word::FLAG_LATE_HINT),
        (
            flags.duplicate,
            Word::FLAG_DUPLICATE,
            Word::FLAG_DUPLICATE_HINT,
        ),
        (flags.clock_off, Word::FLAG_CLOCK, Word::FLAG_CLOCK_HINT),
    ]
    .into_iter()
    .filter_map(|(set, name, hint)| set.then_some((name, hint)))
    .collect()
}

/// Whose cases.
pub(crate) const fn assignee(filter: AssigneeFilter) -> Key {
    match filter {
        AssigneeFilter::Mine => Word::FILTER_MINE,
        AssigneeFilter::None => Word::FILTER_NOBODY,
    }
}

/// A page of the navigation.
pub(crate) const fn page(page: Page) -> Key {
    match page {
        Page::Queue | Page::Unknown => Word::QUEUE_TITLE,
        Page::Case(_) => Word::CASE_TITLE,
        Page::Invitations => Word::INVITE_TITLE,
        Page::Enterprises => Word::ENTERPRISES_TITLE,
        Page::Accounts => Word::ACCOUNTS_TITLE,
        Page::Login => Word::LOGIN_TITLE,
        Page::Setup => Word::SETUP_TITLE,
    }
}

/// The ids of the released forms, each once.
pub(crate) fn form_ids() -> Vec<&'static str> {
    let mut ids: Vec<_> = forms::catalog().iter().map(|source| source.id).collect();
    ids.dedup();
    ids
}

/// A form's title; its id when this program does not know it.
pub(crate) fn form(id: &str) -> String {
    forms::latest(id)
        .and_then(|source| ui::form::form(source.id, source.version))
        .map_or_else(|| id.to_owned(), |form| text(form.title()))
}

/// The choice list that both forms take the programme's industry from.
const INDUSTRIES: &str = "program_industry";

/// The programme's industries as code and name.
pub(crate) fn industries() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for form in form_ids().into_iter().filter_map(forms::latest) {
        let Some(form) = ui::form::form(form.id, form.version) else {
            continue;
        };
        for choice in form.choices(INDUSTRIES) {
            if all.iter().all(|(code, _)| *code != choice.code) {
                all.push((choice.code.clone(), text(&choice.label)));
            }
        }
    }
    all
}
