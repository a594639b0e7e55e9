//! What a phone keeps: drafts, what waits to be sent, what was sent, and whom it belongs to.
//!
//! These are stored for months and read by newer builds, so fields are only added, each with a default. How they
//! are put on disk (keys, envelopes, two copies) is the app's business.

use crate::json::Json;
use uuid::Uuid;

use crate::{
    answer::{Answer, Answers, merge::Clash},
    api::{Change, Receipt, Refusal, Revision, SubmissionView},
    attachment::Attached,
    form::{Finding, Path},
    id::{DeviceId, DraftId, EnterpriseId, RevisionId, SubmissionId},
};

/// A form being written. It never leaves the phone as it is: sending freezes a copy into an [`OutboxItem`].
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// Form id.
    pub form: String,
    /// Version of the form it is written in.
    pub version: String,
    /// What was filled in so far, relevant or not.
    #[serde(default)]
    pub answers: Answers,
    /// The step that was open last; empty at first.
    #[serde(default)]
    pub step: String,
    /// `ko` or `en`.
    pub locale: String,
    /// What the applicant says to a supplement request.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it was begun, Unix milliseconds.
    pub created_at: i64,
    /// When it was last changed, Unix milliseconds.
    pub updated_at: i64,
    /// What was put into it from the organisation's profile, as long as the person has not said that it is wrong.
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub prefilled: Answers,
    /// What a newer version of the form had no place for when the draft moved into it; to be read until it is sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Leftover>,
    /// The newer version that the person did not want to move to; empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stayed: String,
    /// What it continues, when it is not the first content of a submission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answering: Option<Answering>,
    /// The answers of the revision that it continues: what an edit by somebody else is compared with.
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub base: Answers,
    /// Where it took what somebody else changed meanwhile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<Path>,
    /// What somebody else changed meanwhile and its writer did, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clashes: Vec<Clash>,
}

/// An answer to a question that the form no longer asks, in the words of the version that did.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Leftover {
    /// The question, in the language that was read when the draft was moved.
    pub label: String,
    /// The answer as it was read back.
    pub text: String,
    /// The answer itself: files that it names stay on the phone.
    pub answer: Answer,
}

/// The submission that a draft continues, and the revision that its writer saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
pub struct Answering {
    /// Which submission.
    pub submission: SubmissionId,
    /// The newest revision when the draft was begun.
    pub parent: RevisionId,
}

/// Something that was sealed and has not been acknowledged yet.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct OutboxItem {
    /// What is sent, byte for byte the same each time.
    pub change: Change,
    /// Whose it is: sent under this enterprise's enrolment only. None when it was sealed before the phone was
    /// enrolled; the next enrolment takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<EnterpriseId>,
    /// When "send" was pressed, Unix milliseconds, the phone's clock.
    pub sealed_at: i64,
    /// What it was frozen from; given back when it is refused or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// 0 as long as it has certainly not left the phone; more when the server may have it. Counted on disk up to 1.
    #[serde(default)]
    pub attempts: u32,
    /// Its writer wants it back, and the server may have it: it is asked for, and not sent any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recall: bool,
    /// Set when the server refused it for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parked: Option<Parked>,
    /// Form id, for the list.
    #[serde(default)]
    pub form: String,
    /// The files that its content names; they go before it does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attached>,
}

impl OutboxItem {
    /// The change's id, which is the item's.
    pub fn id(&self) -> Uuid {
        self.change.id()
    }

    /// The submission that the change is about.
    pub fn submission(&self) -> SubmissionId {
        match &self.change {
            Change::Revision(revision) => revision.submission,
            Change::Withdraw(withdrawal) => withdrawal.submission,
        }
    }

    /// What a receipt for it must carry: the content's hash; empty for a withdrawal.
    pub fn hash(&self) -> &str {
        match &self.change {
            Change::Revision(revision) => &revision.hash,
            Change::Withdraw(_) => "",
        }
    }

    /// Whether the server may have it, or may yet get it: a request that carried it was not answered, or was answered
    /// with something that says nothing for good about the content.
    pub fn may_arrive(&self) -> bool {
        let parked = self.parked.as_ref();
        self.attempts > 0 && !parked.is_some_and(|parked| parked.reason.is_final())
    }

    /// How many of its files the server has.
    pub fn files_sent(&self) -> usize {
        self.files.iter().filter(|file| file.sent).count()
    }

    /// Whether a file has to go before it.
    pub fn awaits_files(&self) -> bool {
        self.files_sent() < self.files.len()
    }

    /// About how many bytes it takes in a request.
    pub fn size(&self) -> usize {
        /// Ids, names of fields and punctuation.
        const FRAME: usize = 512;
        FRAME
            + match &self.change {
                // Quotes in a text are written with a backslash: a fifth of short answers are quotes.
                Change::Revision(revision) => revision.content.len() / 5 * 6,
                Change::Withdraw(withdrawal) => withdrawal.reason.len(),
            }
    }
}

/// Why an item no longer tries.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Parked {
    /// The server's reason.
    pub reason: Refusal,
    /// The fields that need a look.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// When, Unix milliseconds, the phone's clock.
    pub at: i64,
}

/// What a phone will enrol with. Stored before it is sent, so that a request whose answer was lost is repeated with
/// the same id and token and finds itself enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Credentials {
    /// The phone.
    pub device: DeviceId,
    /// Its secret, 64 hex digits.
    pub token: String,
}

/// The phone belongs to an enterprise.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Enrolment {
    /// The phone.
    pub device: DeviceId,
    /// Its secret, 64 hex digits.
    pub token: String,
    /// The enterprise.
    pub enterprise: EnterpriseId,
    /// Its name.
    pub enterprise_name: String,
    /// Whether a coordinator vouches for it.
    #[serde(default)]
    pub verified: bool,
    /// When the token ends, Unix milliseconds.
    pub expires_at: i64,
}

/// A submission as this phone knows it. It stays after the acknowledgement (invariant 9).
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct SubmissionRecord {
    /// Which.
    pub id: SubmissionId,
    /// The enterprise it belongs to.
    pub owner: EnterpriseId,
    /// What the server last said of it; none between the receipt and the first view.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<SubmissionView>,
    /// Every receipt that this phone got for it, oldest first.
    #[serde(default)]
    pub receipts: Vec<Receipt>,
    /// The revisions that this phone sent, oldest first.
    #[serde(default)]
    pub own: Vec<Revision>,
    /// The view's version that a person has looked at.
    #[serde(default)]
    pub seen_version: u64,
}

impl SubmissionRecord {
    /// A record of which nothing is known yet.
    pub fn new(id: SubmissionId, owner: EnterpriseId) -> Self {
        Self {
            id,
            owner,
            view: None,
            receipts: Vec::new(),
            own: Vec::new(),
            seen_version: 0,
        }
    }

    /// The version of the view; 0 without one.
    pub fn version(&self) -> u64 {
        self.view.as_ref().map_or(0, |view| view.version)
    }

    /// Whether something came that nobody has looked at.
    pub fn is_news(&self) -> bool {
        self.version() > self.seen_version
    }

    /// The receipt number, once there is one.
    pub fn number(&self) -> Option<&str> {
        let view = self.view.as_ref().map(|view| view.number.as_str());
        view.or_else(|| self.receipts.first().map(|receipt| receipt.number.as_str()))
    }
}

/// How far this phone has heard the changes of an enterprise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
pub struct Cursor {
    /// Whose changes.
    pub enterprise: EnterpriseId,
    /// [`crate::api::SyncResponse::cursor`].
    pub at: u64,
}

/// Everything the engine needs of what is on disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The enrolment.
    pub enrolment: Option<Enrolment>,
    /// What waits, in any order.
    pub outbox: Vec<OutboxItem>,
    /// What was sent or heard of.
    pub submissions: Vec<SubmissionRecord>,
    /// The cursor.
    pub cursor: Option<Cursor>,
}
