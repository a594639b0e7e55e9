//! `POST /api/v1/sync`: what the phone has to say and what it has not heard yet, in one request.

use crate::json::Json;
use uuid::Uuid;

use super::Seal;
use crate::{
    case::{State, SupplementRequest},
    form::Finding,
    id::{DeviceId, RevisionId, SubmissionId},
};

/// Pushes changes and pulls what is new since `cursor`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncRequest {
    /// The last [`SyncResponse::cursor`]; 0 at first.
    pub cursor: u64,
    /// At most [`MAX_CHANGES`], oldest first. Each is judged on its own.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Ids of changes that the writer wants back and that may be here already. Each is acknowledged like a change:
    /// accepted with the receipt when it is here, else refused as [`Refusal::Recalled`], and from then on for good.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recalls: Vec<Uuid>,
    /// The device's clock, Unix milliseconds: the server tells when it is far off.
    #[serde(default)]
    pub device_time: i64,
}

/// The most changes a request may hold.
pub const MAX_CHANGES: usize = 100;

/// The most views a response holds; `more` says that others wait.
pub const PAGE: usize = 100;

/// Something a phone did.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// A frozen content: a first sending, or the answer to a supplement request.
    Revision(Revision),
    /// The applicant takes the submission back (취하).
    Withdraw(Withdrawal),
}

impl Change {
    /// The change's own id, by which it is acknowledged.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Revision(revision) => revision.id.0,
            Self::Withdraw(withdrawal) => withdrawal.id,
        }
    }
}

/// A content that was frozen at "send" and never changes again (invariant 4).
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Revision {
    /// Its id, a UUIDv7.
    pub id: RevisionId,
    /// What it is a revision of.
    pub submission: SubmissionId,
    /// The revision it continues; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<RevisionId>,
    /// [`Content`] as JSON text. It stays text from the phone's store to the server's, so that its hash can
    /// be checked byte for byte by anybody at any time.
    pub content: String,
    /// SHA-256 of `content`, lower-case hex.
    pub hash: String,
}

/// What a revision says.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Content {
    /// Id of the form.
    pub form: String,
    /// Version of the form it was written in.
    pub version: String,
    /// The relevant answers.
    pub answers: crate::answer::Answers,
    /// The language it was written in, `ko` or `en`.
    pub locale: String,
    /// When the draft was begun on the device, Unix milliseconds.
    pub captured_at: i64,
    /// When "send" was pressed on the device, Unix milliseconds.
    pub sealed_at: i64,
    /// What the applicant says to a supplement request, per item or as a whole.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// [`SupplementRequest::asked_at`] of the request that its writer had read, 0 without one. None from phones that did
    /// not say so: what they send answers whatever was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_request: Option<i64>,
}

/// The applicant takes a submission back.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Withdrawal {
    /// Its id, a UUIDv7 made by the phone.
    pub id: Uuid,
    /// What is taken back.
    pub submission: SubmissionId,
    /// Why; may be empty, up to 300 characters.
    #[serde(default)]
    pub reason: String,
    /// When it was decided on the device, Unix milliseconds.
    pub at: i64,
}

/// The server's answer to a [`SyncRequest`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncResponse {
    /// The literal `ieum.sync.1`: an answer without it is not ours, whatever its status (captive portals).
    pub protocol: String,
    /// Whom the server took the request to be from.
    pub device: Option<DeviceId>,
    /// One for each change, in their order.
    pub acks: Vec<Ack>,
    /// The submissions that changed since the request's cursor, as they are now.
    pub changes: Vec<SubmissionView>,
    /// Where the next request continues.
    pub cursor: u64,
    /// Whether more changes wait behind this page.
    pub more: bool,
    /// The server's clock, Unix milliseconds.
    pub server_time: i64,
}

/// The value of [`SyncResponse::protocol`].
pub const PROTOCOL: &str = "ieum.sync.1";

/// What became of one change.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ack {
    /// The change's id.
    pub id: Uuid,
    /// The outcome.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// How a change ended. Only [`Outcome::Accepted`] lets the phone take it out of its outbox.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Stored on disk; sending it again gives the same receipt.
    Accepted {
        /// The proof.
        receipt: Receipt,
    },
    /// Not stored and will not be: it goes back to the writer with the reason. Nothing is lost.
    Refused {
        /// Why.
        reason: Refusal,
        /// The fields that need a look, when that is the reason.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        findings: Vec<Finding>,
    },
    /// Not now; try again later.
    Deferred {
        /// Seconds to wait.
        #[serde(default)]
        retry_after: u32,
        /// Hashes of the files that the content names and the server does not have. They go first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        missing: Vec<String>,
    },
}

/// Proof that a change is stored.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// What was received.
    pub submission: SubmissionId,
    /// The revision's id; for a withdrawal, the withdrawal's.
    pub change: Uuid,
    /// SHA-256 of the content as the server stored it; empty for a withdrawal. The phone compares it with its own.
    pub hash: String,
    /// The receipt number (접수번호), such as `2020-피해-000123`.
    pub number: String,
    /// When it was stored, Unix milliseconds, the server's clock.
    pub received_at: i64,
    /// The server's signature; none in what servers sent before they signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seal: Option<Seal>,
}

/// Why a change was refused for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The hash does not fit the content: damaged on its way or on the phone.
    HashMismatch,
    /// The content is not a [`Content`].
    MalformedContent,
    /// The server does not know this form or version.
    UnknownForm,
    /// The form's rules are broken; see the findings.
    Invalid,
    /// The same id was used for another content.
    IdReused,
    /// Its parent is not the submission's newest revision: somebody else sent one in between.
    StaleParent,
    /// The submission is not in a state that takes this.
    WrongState,
    /// Larger than the server takes.
    TooLarge,
    /// The required consent was not given; nothing may be kept.
    NoConsent,
    /// A file that it names is not taken, or is not on the phone any more; see the findings.
    Attachment,
    /// No such submission for this enterprise.
    NotFound,
    /// Its writer took it back before it came: it is not stored, and never will be.
    Recalled,
    /// A reason of a newer server.
    #[serde(other)]
    Unknown,
}

impl Refusal {
    /// Whether it would be said of any copy of the change, whenever that comes: it is about the content, and not about how
    /// the change travelled or how things stood.
    pub const fn is_final(self) -> bool {
        !matches!(
            self,
            Self::TooLarge
                | Self::Unknown
                | Self::Attachment
                | Self::UnknownForm
                | Self::WrongState
        )
    }
}

/// A submission as its applicant sees it. Sent whole at every change, so that hearing it twice or late does no harm.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubmissionView {
    /// Which.
    pub id: SubmissionId,
    /// Grows by one with every change; a smaller one never replaces a larger.
    pub version: u64,
    /// Form id.
    pub form: String,
    /// Version of the form.
    pub form_version: String,
    /// Receipt number.
    pub number: String,
    /// Where it stands.
    pub state: State,
    /// The newest revision.
    pub revision: RevisionId,
    /// Its hash.
    pub hash: String,
    /// The newest revision's content, so that another phone of the enterprise can show and answer it.
    pub content: String,
    /// When the first revision was received.
    pub received_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// The open request, while `state` is `supplement`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplement: Option<SupplementRequest>,
    /// What was decided, and why, once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<DecisionView>,
    /// Whom to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<Officer>,
    /// By when the applicant hears from us, Unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<i64>,
    /// What happened, oldest first.
    #[serde(default)]
    pub history: Vec<HistoryItem>,
    /// Where staff wrote the newest revision for the applicant: how the applicant told them. Empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub assisted: String,
}

/// A decision as the applicant reads it.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DecisionView {
    /// Code of the result or of the reason ([`crate::case::Approval`], [`crate::case::RejectionReason`]).
    pub code: String,
    /// The coordinator's words.
    pub note: String,
    /// When.
    pub at: i64,
}

/// Who answers for a case; every notice names this person (민원처리법 시행령 art. 31).
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Officer {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Phone number.
    pub phone: String,
}

/// One step of a submission's way.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryItem {
    /// When, the server's clock.
    pub at: i64,
    /// The state it led to.
    pub state: State,
}
