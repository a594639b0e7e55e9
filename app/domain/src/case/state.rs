//! The states of domain specification section 6.2, from receipt on.

use super::{Proposal, SupplementRequest};
use crate::id::AccountId;
use crate::json::Json;

/// Where a received submission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 접수됨: it has a receipt number and nobody works on it yet.
    Received,
    /// 검토중: a coordinator holds it.
    InReview,
    /// 보완요청: the applicant was asked for something.
    Supplement,
    /// 승인 / 지원연계.
    Approved,
    /// 반려: returned with reasons.
    Rejected,
    /// 취하: taken back by the applicant.
    Withdrawn,
    /// 종결: ended, the retention clock runs.
    Closed,
    /// A state of a newer server.
    #[serde(other)]
    Unknown,
}

impl State {
    /// Every state a case can be in, in the order of the queue's tabs.
    pub const ALL: [Self; 7] = [
        Self::Received,
        Self::InReview,
        Self::Supplement,
        Self::Approved,
        Self::Rejected,
        Self::Withdrawn,
        Self::Closed,
    ];

    /// The code on the wire, in URLs and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::InReview => "in_review",
            Self::Supplement => "supplement",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
            Self::Unknown => "unknown",
        }
    }

    /// The state of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether the case still waits for somebody.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::InReview | Self::Supplement)
    }
}

/// Facts about a case that are not states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Flags {
    /// 간편 접수: sent in quick mode.
    #[serde(default)]
    pub quick: bool,
    /// Sealed on the phone before a deadline and received after it: the applicant could not know.
    #[serde(default)]
    pub late_sync: bool,
    /// Another submission of the same form carries the same business number: shown, never merged.
    #[serde(default)]
    pub duplicate: bool,
    /// The device's clock was more than ten minutes off when it sent this.
    #[serde(default)]
    pub clock_off: bool,
}

/// A submission's casework, apart from its contents.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Case {
    /// Where it stands.
    pub state: State,
    /// Form id: a damage case is linked by its coordinator, an onboarding needs a lead.
    pub form: String,
    /// Who works on it.
    pub assignee: Option<AccountId>,
    /// The open request, in state supplement; the last one after it.
    pub supplement: Option<SupplementRequest>,
    /// How often a supplement was asked for.
    pub rounds: u8,
    /// How often its deadline was moved.
    pub extensions: u8,
    /// What a coordinator proposed and a lead has yet to confirm.
    pub proposal: Option<Proposal>,
    /// Flags.
    pub flags: Flags,
    /// When the processing clock started, Unix milliseconds.
    pub started_at: Option<i64>,
    /// How the applicant told what staff corrected for them, while that is the newest content; empty otherwise.
    #[serde(default)]
    pub assisted: String,
}

impl Case {
    /// A case as it stands when its first revision was received.
    pub fn received(form: &str, flags: Flags) -> Self {
        Self {
            state: State::Received,
            form: form.to_owned(),
            assignee: None,
            supplement: None,
            rounds: 0,
            extensions: 0,
            proposal: None,
            flags,
            started_at: None,
            assisted: String::new(),
        }
    }
}
