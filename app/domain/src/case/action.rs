//! What people do to cases, and what is remembered of it.

use super::{SupplementItem, SupplementRequest};
use crate::answer::Answers;
use crate::id::{AccountId, RevisionId};
use crate::json::Json;

/// Something a member of staff does to a case.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    /// Takes the case and starts the review.
    Take,
    /// Gives it to a colleague.
    Assign {
        /// To whom.
        account: AccountId,
    },
    /// Asks the applicant for a supplement.
    RequestSupplement {
        /// At least one.
        items: Vec<SupplementItem>,
        /// The last day, `YYYY-MM-DD`; at least three days from now.
        deadline: String,
        /// A word to the applicant.
        #[serde(default)]
        note: String,
    },
    /// Moves the supplement's deadline; at most twice.
    ExtendSupplement {
        /// The new last day, `YYYY-MM-DD`.
        deadline: String,
    },
    /// Approves: a damage case at once, an onboarding as a proposal that a lead confirms.
    Approve {
        /// Kind of result.
        result: Approval,
        /// What happens next, for the applicant; 2 to 1,000 characters.
        note: String,
    },
    /// Proposes to return it; a lead confirms.
    Reject {
        /// Reason.
        reason: RejectionReason,
        /// The reason in words and what the applicant can do; 2 to 1,000 characters.
        note: String,
    },
    /// Confirms the open proposal.
    Confirm,
    /// Turns the open proposal down.
    Decline {
        /// Why, for the colleague.
        note: String,
    },
    /// Records that the applicant took it back by phone.
    Withdraw {
        /// The applicant's reason.
        #[serde(default)]
        reason: String,
    },
    /// Ends a decided case.
    Close {
        /// What came of it.
        #[serde(default)]
        note: String,
    },
    /// Opens an ended or returned case again.
    Reopen {
        /// Why, 2 to 1,000 characters.
        reason: String,
    },
    /// Notes something for colleagues.
    Comment {
        /// 1 to 2,000 characters.
        text: String,
    },
    /// Corrects the content for the applicant, who said so by phone or in person.
    Assist {
        /// The id of the revision that it makes, a UUIDv7.
        revision: RevisionId,
        /// The newest revision, which it corrects.
        parent: RevisionId,
        /// Every answer as it should be; those of [`super::is_applicants_own`] as they are.
        #[cfg_attr(feature = "openapi", schema(value_type = Object))]
        answers: Answers,
        /// How the applicant said so, for both sides to read; 2 to 300 characters.
        reason: String,
    },
}

/// The kinds of [`Action`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the action of the same name")]
pub enum ActionKind {
    Take,
    Assign,
    RequestSupplement,
    ExtendSupplement,
    Approve,
    Reject,
    Confirm,
    Decline,
    Withdraw,
    Close,
    Reopen,
    Comment,
    Assist,
}

impl ActionKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Take,
        Self::Assign,
        Self::RequestSupplement,
        Self::ExtendSupplement,
        Self::Approve,
        Self::Reject,
        Self::Confirm,
        Self::Decline,
        Self::Withdraw,
        Self::Close,
        Self::Reopen,
        Self::Comment,
        Self::Assist,
    ];
}

impl Action {
    /// Its kind.
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::Take => ActionKind::Take,
            Self::Assign { .. } => ActionKind::Assign,
            Self::RequestSupplement { .. } => ActionKind::RequestSupplement,
            Self::ExtendSupplement { .. } => ActionKind::ExtendSupplement,
            Self::Approve { .. } => ActionKind::Approve,
            Self::Reject { .. } => ActionKind::Reject,
            Self::Confirm => ActionKind::Confirm,
            Self::Decline { .. } => ActionKind::Decline,
            Self::Withdraw { .. } => ActionKind::Withdraw,
            Self::Close { .. } => ActionKind::Close,
            Self::Reopen { .. } => ActionKind::Reopen,
            Self::Comment { .. } => ActionKind::Comment,
            Self::Assist { .. } => ActionKind::Assist,
        }
    }
}

/// What an approval leads to (domain specification section 6.3, transition 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Approval {
    /// 입점 추천.
    MallListing,
    /// 컨설팅 배정.
    Consulting,
    /// 사업개발비 추천.
    Fund,
    /// OEM/ODM 매칭.
    Matching,
    /// 지원연계.
    Referral,
    /// 사례 등록.
    CaseRecord,
}

impl Approval {
    /// Every result, with the form it belongs to left to the coordinator's judgement.
    pub const ALL: [Self; 6] = [
        Self::MallListing,
        Self::Consulting,
        Self::Fund,
        Self::Matching,
        Self::Referral,
        Self::CaseRecord,
    ];

    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::MallListing => "mall_listing",
            Self::Consulting => "consulting",
            Self::Fund => "fund",
            Self::Matching => "matching",
            Self::Referral => "referral",
            Self::CaseRecord => "case_record",
        }
    }
}

/// Why a case is returned (transition 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RejectionReason {
    /// 대상 아님.
    NotEligible,
    /// 중복.
    Duplicate,
    /// 사실 확인 불가.
    Unverifiable,
    /// 요건 미충족.
    Unmet,
    /// 기타.
    Other,
}

impl RejectionReason {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::NotEligible,
        Self::Duplicate,
        Self::Unverifiable,
        Self::Unmet,
        Self::Other,
    ];

    /// The code on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotEligible => "not_eligible",
            Self::Duplicate => "duplicate",
            Self::Unverifiable => "unverifiable",
            Self::Unmet => "unmet",
            Self::Other => "other",
        }
    }
}

/// A decision that a second person must confirm.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Proposal {
    /// What is proposed.
    pub kind: ProposalKind,
    /// For the applicant.
    pub note: String,
    /// Who proposes; may not confirm it.
    pub by: AccountId,
    /// When.
    pub at: i64,
}

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProposalKind {
    /// To approve with this result.
    Approve(Approval),
    /// To return for this reason.
    Reject(RejectionReason),
}

/// What happened to a case; kept for ever in its trail.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "event", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "the fields are those of the action that caused the event"
)]
pub enum Event {
    /// The first revision was received.
    Received,
    /// Somebody took the case, or was given it.
    Assigned { to: AccountId },
    /// A supplement was asked for.
    SupplementRequested { request: SupplementRequest },
    /// Its deadline was moved.
    SupplementExtended { deadline: String },
    /// The applicant answered with a new revision.
    Resubmitted,
    /// The applicant changed what was sent, without being asked.
    Corrected,
    /// A decision waits for a lead.
    Proposed { proposal: Proposal },
    /// A lead turned a proposal down.
    Declined { note: String },
    /// 승인.
    Approved { result: Approval, note: String },
    /// 반려.
    Rejected {
        reason: RejectionReason,
        note: String,
    },
    /// 취하.
    Withdrawn { reason: String },
    /// 종결.
    Closed { note: String },
    /// Opened again.
    Reopened { reason: String },
    /// A note among colleagues; never shown to the applicant.
    Commented { text: String },
    /// A member of staff corrected the content for the applicant.
    Assisted {
        revision: RevisionId,
        reason: String,
    },
}
