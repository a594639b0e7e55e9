//! What [`super::Storage`] takes and gives where the wire contract has no type for it.

use domain::{
    api::{DecisionView, HistoryItem, Officer, Pixels},
    case::{Case, Event, State},
    id::{AccountId, DeviceId, EnterpriseId, InvitationId, RevisionId, SubmissionId},
};
use uuid::Uuid;

use super::Digest;
use crate::attachment::Blob;

/// A coordinator's session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token.
    pub token: Digest,
    /// Whose.
    pub account: AccountId,
    /// When it was opened.
    pub created_at: i64,
    /// When it was last used.
    pub seen_at: i64,
    /// When it ends, used or not.
    pub expires_at: i64,
}

/// An enterprise that becomes known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEnterprise {
    /// Its id.
    pub id: EnterpriseId,
    /// Name.
    pub name: String,
    /// Person in charge.
    pub contact_name: String,
    /// Mobile number.
    pub contact_mobile: String,
    /// Whether a coordinator vouches for it.
    pub verified: bool,
}

/// For whom an invitation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invitee {
    /// An enterprise that is known.
    Known(EnterpriseId),
    /// A new one.
    New(NewEnterprise),
}

/// An invitation to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvitation {
    /// Its id.
    pub id: InvitationId,
    /// For whom.
    pub invitee: Invitee,
    /// SHA-256 of the link's secret.
    pub secret: Digest,
    /// argon2id of the code.
    pub code: Digest,
    /// Who makes it.
    pub created_by: AccountId,
    /// When.
    pub created_at: i64,
    /// Until when.
    pub expires_at: i64,
}

/// A phone to be enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDevice {
    /// Its id.
    pub id: DeviceId,
    /// SHA-256 of its token.
    pub token: Digest,
    /// What it calls itself.
    pub name: String,
    /// When.
    pub enrolled_at: i64,
    /// Until when its token is good.
    pub expires_at: i64,
}

/// What entitles it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The secret of an invitation's link.
    Link(Digest),
    /// The code of an invitation.
    Code(Digest),
    /// Self-registration.
    Registration(NewEnterprise),
}

/// What became of an enrolment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enrolment {
    /// The phone is enrolled.
    Enrolled(DeviceRecord),
    /// The invitation exists and is used up, taken back or past its end.
    Void,
    /// There is no such invitation.
    Unknown,
    /// The device id is known; [`super::Storage::device`] tells more.
    Taken,
}

/// A phone with its enterprise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceRecord {
    /// Its id.
    pub id: DeviceId,
    /// SHA-256 of its token.
    pub token: Digest,
    /// Whose.
    pub enterprise: EnterpriseId,
    /// The enterprise's name.
    pub enterprise_name: String,
    /// Whether a coordinator vouches for the enterprise.
    pub verified: bool,
    /// Until when its token is good.
    pub expires_at: i64,
    /// When it was last heard of.
    pub seen_at: Option<i64>,
    /// Whether its token was taken back.
    pub revoked: bool,
    /// The enterprise's newest change.
    pub change: u64,
}

/// What the queue shows and searches of a content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Name of the enterprise as written in the form.
    pub enterprise_name: String,
    /// The same for searching.
    pub name_key: String,
    /// Its initial consonants.
    pub name_initials: String,
    /// Business registration number.
    pub brn: Option<String>,
    /// Programme industry's code.
    pub industry: Option<String>,
}

/// A content to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRevision {
    /// Its id.
    pub id: RevisionId,
    /// The phone that sent it; none when staff wrote it for the applicant.
    pub device: Option<DeviceId>,
    /// JSON text.
    pub content: String,
    /// SHA-256 of it, lower-case hex.
    pub hash: String,
    /// The hashes of the files that it names, each once.
    pub files: Vec<String>,
}

/// A file that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    /// Whose.
    pub enterprise: EnterpriseId,
    /// The phone that sent it.
    pub device: DeviceId,
    /// The file.
    pub file: Attachment,
    /// The blob whose bytes were lost, and in whose place this one comes.
    pub instead_of: Option<Uuid>,
}

/// A file as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Where its bytes are, and their hash.
    pub blob: Blob,
    /// What it is by its content.
    pub media_type: String,
    /// Bytes as they were sent.
    pub size: u64,
    /// Width and height of a picture, upright.
    pub pixels: Option<Pixels>,
    /// When it was stored, or asked for last before a content named it.
    pub stored_at: i64,
}

/// A file with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Whose.
    pub enterprise: EnterpriseId,
    /// Whether a content names it: then it is never forgotten.
    pub named: bool,
    /// The file.
    pub file: Attachment,
}

/// Something that the storage itself can see to be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The database's file is damaged, in the database's own words.
    File(String),
    /// Rows of this table refer to rows that are not there.
    Reference(String),
    /// An enterprise's changes are not counted as they happened: its phones would miss some.
    Cursor(EnterpriseId),
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Stored.
    Stored,
    /// It was known already, with another blob; nothing was changed.
    Known,
    /// The enterprise has no room left; nothing was changed.
    OverQuota,
}

/// A key that receipts are signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct ReceiptSeed {
    /// 1 for the first; each later one has the next number.
    pub number: i64,
    /// The secret.
    pub seed: Digest,
    /// From when on it signs what is received, Unix milliseconds.
    pub from: i64,
}

impl std::fmt::Debug for ReceiptSeed {
    // The secret stays out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ReceiptSeed {{ number: {} }}", self.number)
    }
}

/// A submission to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSubmission {
    /// Its id.
    pub id: SubmissionId,
    /// Whose.
    pub enterprise: EnterpriseId,
    /// Version of the form; its id is the case's.
    pub form_version: String,
    /// The kind in the receipt number, such as `피해`.
    pub receipt_kind: String,
    /// The year in the receipt number.
    pub receipt_year: i32,
    /// The case as it stands; its duplicate flag is found by the storage.
    pub case: Case,
    /// The first content.
    pub revision: NewRevision,
    /// What the queue shows.
    pub summary: Summary,
    /// When it is received.
    pub received_at: i64,
    /// By when the applicant hears from us.
    pub due_at: Option<i64>,
}

/// What became of a first revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receive {
    /// Stored, under this receipt number.
    Stored(String),
    /// The revision's or the submission's id is known already; nothing was changed.
    Known,
    /// It names these files, which the enterprise has not sent; nothing was changed.
    Missing(Vec<String>),
}

/// A change that was stored before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Whose.
    pub enterprise: EnterpriseId,
    /// Of what.
    pub submission: SubmissionId,
    /// SHA-256 of its content, lower-case hex.
    pub hash: String,
    /// The submission's receipt number.
    pub number: String,
    /// When it was stored.
    pub received_at: i64,
    /// Whether a phone sent it. What staff wrote has no receipt.
    pub by_phone: bool,
}

/// A submission as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Its id.
    pub id: SubmissionId,
    /// Whose.
    pub enterprise: EnterpriseId,
    /// Version of the form; its id is the case's.
    pub form_version: String,
    /// Receipt number.
    pub number: String,
    /// Grows by one with each change.
    pub version: u64,
    /// Casework.
    pub case: Case,
    /// The newest revision.
    pub revision: RevisionId,
    /// Its content.
    pub content: String,
    /// Its hash.
    pub hash: String,
    /// What was decided.
    pub decision: Option<DecisionView>,
    /// Whom to ask.
    pub officer: Option<Officer>,
    /// When the first revision was received.
    pub received_at: i64,
    /// When it last changed.
    pub updated_at: i64,
    /// By when the applicant hears from us.
    pub due_at: Option<i64>,
}

/// A transition to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseUpdate {
    /// Of which submission.
    pub submission: SubmissionId,
    /// The version on which it was decided.
    pub expected: u64,
    /// The case afterwards.
    pub case: Case,
    /// What happened.
    pub event: Event,
    /// What the applicant reads of the decision, afterwards.
    pub decision: Option<DecisionView>,
    /// When the applicant hears from us, afterwards.
    pub due_at: Option<i64>,
    /// A new content, and what the queue shows of it.
    pub revision: Option<(NewRevision, Summary)>,
    /// An applicant's withdrawal: its id and the hash of what it says.
    pub withdrawal: Option<(Uuid, String)>,
}

/// What became of a transition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// Stored.
    Done,
    /// The submission is no longer in the expected version, or a new id is taken; nothing was changed.
    Moved,
    /// The content names these files, which the enterprise has not sent; nothing was changed.
    Missing(Vec<String>),
}

/// What changed for an enterprise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Submissions with what happened to each, in the order of their changes.
    pub submissions: Vec<(Submission, Vec<HistoryItem>)>,
    /// Where the next page begins.
    pub cursor: u64,
    /// Whether there is one.
    pub more: bool,
}

/// Whose cases the queue shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// Nobody's.
    Nobody,
    /// This account's.
    Account(AccountId),
}

/// What the queue is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// Part of the enterprise's name, as it was typed and as a search key.
    Name {
        /// As it was typed.
        text: String,
        /// [`domain::korea::search_key`] of it.
        key: String,
    },
    /// Part of the name's initial consonants.
    Initials(String),
    /// Part of a receipt number.
    Number(String),
}

/// What the queue shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Only this state.
    pub state: Option<State>,
    /// Only this form.
    pub form: Option<String>,
    /// Only this industry.
    pub industry: Option<String>,
    /// Only these.
    pub assignee: Option<Assignee>,
    /// Only what waits for a confirmation.
    pub proposed: bool,
    /// Only what fits.
    pub search: Option<Search>,
}

/// A place in the queue: after the submission that was received then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// When it was received.
    pub received_at: i64,
    /// Which.
    pub id: SubmissionId,
}
