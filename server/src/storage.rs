//! What is kept, as a narrow trait in the words of the domain.
//!
//! [`Storage`] is all that the rest of the server knows of a database: no SQL, no row, no branch on the kind of
//! database is seen outside this module. Each method that changes something is one transaction, is on disk when it
//! answers, and takes the [`Entry`] of the audit trail that is written with it. The methods decide nothing about
//! casework; where a decision was made on what was read before, they check that it has not moved since.
//!
//! `tests/all/storage.rs` holds the contract that every implementation fulfils.

mod model;
mod sqlite;
mod writer;

use std::path::Path;

use async_trait::async_trait;
use domain::{
    api::{
        Account, Enterprise, HistoryItem, Invitation, QueueItem, StateCount, StoredRevision,
        TrailItem,
    },
    id::{AccountId, DeviceId, EnterpriseId, InvitationId, RevisionId, SubmissionId},
};
use uuid::Uuid;

pub use model::*;
pub use sqlite::SqliteStorage;

use crate::{
    attachment::Blob,
    audit::{Entry, Link},
};

/// SHA-256, or an argon2id output of the same length.
pub type Digest = [u8; 32];

/// Why something was not stored or read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StorageError {
    /// Not now: busy, full, closing. Trying again later makes sense.
    #[error("storage is unavailable: {0}")]
    Unavailable(String),
    /// Trying again would not help: the data or the schema is not what it should be.
    #[error("storage is broken: {0}")]
    Broken(String),
}

/// The outcome of a storage method.
pub type Result<T> = std::result::Result<T, StorageError>;

/// Keeps everything.
#[async_trait]
pub trait Storage: std::fmt::Debug + Send + Sync {
    /// Whether it can be read.
    async fn ping(&self) -> Result<()>;

    /// The value called `key`; `value` is stored and returned when there was none.
    async fn secret(&self, key: &str, value: Digest) -> Result<Digest>;

    /// Finishes what was begun and closes. Later calls are unavailable.
    async fn close(&self);

    /// How many accounts there are.
    async fn account_count(&self) -> Result<u64>;

    /// Every account, by name.
    async fn accounts(&self) -> Result<Vec<Account>>;

    /// One account.
    async fn account(&self, id: AccountId) -> Result<Option<Account>>;

    /// An account and its password's hash.
    async fn credentials(&self, login: &str) -> Result<Option<(Account, String)>>;

    /// Makes an account; `false` when the login is taken.
    async fn create_account(
        &self,
        account: Account,
        password_hash: String,
        entry: Entry,
    ) -> Result<bool>;

    /// Makes the first account and logs it in; `false` when there is one already.
    async fn create_first_account(
        &self,
        account: Account,
        password_hash: String,
        session: Session,
        entry: Entry,
    ) -> Result<bool>;

    /// Logs an account in.
    async fn open_session(&self, session: Session, entry: Entry) -> Result<()>;

    /// The session of a token, with its account.
    async fn session(&self, token: Digest) -> Result<Option<(Session, Account)>>;

    /// Notes that the session was used.
    async fn touch_session(&self, token: Digest, at: i64) -> Result<()>;

    /// Ends a session.
    async fn close_session(&self, token: Digest, entry: Entry) -> Result<()>;

    /// Every enterprise with its phones: unverified first, then by name.
    async fn enterprises(&self) -> Result<Vec<Enterprise>>;

    /// One enterprise with its phones.
    async fn enterprise(&self, id: EnterpriseId) -> Result<Option<Enterprise>>;

    /// Vouches for an enterprise; `false` when there is none of that id.
    async fn confirm_enterprise(&self, id: EnterpriseId, entry: Entry) -> Result<bool>;

    /// Makes an invitation, and its enterprise when that is new; nothing when an enterprise that should exist
    /// does not.
    async fn invite(&self, invitation: NewInvitation, entry: Entry) -> Result<Option<Invitation>>;

    /// Invitations, newest first; only those that `by` made, when given.
    async fn invitations(&self, by: Option<AccountId>) -> Result<Vec<Invitation>>;

    /// Makes an unused invitation void; `false` when there is none of that id (made by `by`, when given).
    async fn revoke_invitation(
        &self,
        id: InvitationId,
        by: Option<AccountId>,
        entry: Entry,
    ) -> Result<bool>;

    /// The phone of a token.
    async fn device_by_token(&self, token: Digest) -> Result<Option<DeviceRecord>>;

    /// The phone of an id.
    async fn device(&self, id: DeviceId) -> Result<Option<DeviceRecord>>;

    /// Enrols a phone. A device id that is known already is never touched.
    async fn enrol(&self, device: NewDevice, proof: Proof, entry: Entry) -> Result<Enrolment>;

    /// Notes that the phone was heard of.
    async fn touch_device(&self, id: DeviceId, at: i64) -> Result<()>;

    /// Takes a phone's token back; `false` when there is none of that id.
    async fn revoke_device(&self, id: DeviceId, entry: Entry) -> Result<bool>;

    /// Stores a first revision, and with it its submission and receipt number.
    async fn receive(&self, submission: NewSubmission, entry: Entry) -> Result<Receive>;

    /// What is known of a revision.
    async fn revision(&self, id: RevisionId) -> Result<Option<Acknowledged>>;

    /// What is known of a withdrawal.
    async fn withdrawal(&self, id: Uuid) -> Result<Option<Acknowledged>>;

    /// A submission as it stands.
    async fn submission(&self, id: SubmissionId) -> Result<Option<Submission>>;

    /// Carries out a transition that was decided on [`CaseUpdate::expected`].
    async fn apply(&self, update: CaseUpdate, entry: Entry) -> Result<Applied>;

    /// The enterprise's submissions that changed after `cursor`, in the order they changed, at most `limit`.
    async fn changes(&self, enterprise: EnterpriseId, cursor: u64, limit: usize)
    -> Result<Changes>;

    /// Every content of a submission, oldest first.
    async fn revisions(&self, id: SubmissionId) -> Result<Vec<StoredRevision>>;

    /// What happened to a submission, oldest first.
    async fn trail(&self, id: SubmissionId) -> Result<Vec<TrailItem>>;

    /// The states a submission went through, oldest first.
    async fn history(&self, id: SubmissionId) -> Result<Vec<HistoryItem>>;

    /// A page of the queue, newest first, `limit` items at most.
    async fn queue(
        &self,
        filter: &QueueFilter,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<QueueItem>>;

    /// How many there are in each state under `filter`, its state left out.
    async fn counts(&self, filter: &QueueFilter) -> Result<Vec<StateCount>>;

    /// Stores that a file is kept, unless the enterprise's files would then have more than `quota` bytes.
    async fn keep_attachment(
        &self,
        attachment: NewAttachment,
        quota: u64,
        entry: Entry,
    ) -> Result<Kept>;

    /// A file of an enterprise.
    async fn attachment(&self, enterprise: EnterpriseId, hash: &str) -> Result<Option<Attachment>>;

    /// Notes that somebody means to name a file: it is as good as new.
    async fn touch_attachment(&self, enterprise: EnterpriseId, hash: &str, at: i64) -> Result<()>;

    /// How many bytes an enterprise's files have.
    async fn attachment_bytes(&self, enterprise: EnterpriseId) -> Result<u64>;

    /// The files that the contents of a submission name.
    async fn attachments(&self, id: SubmissionId) -> Result<Vec<Attachment>>;

    /// Forgets files that were stored before `before` and that no content names, at most `limit`. Their blobs may go.
    async fn forget_attachments(&self, before: i64, limit: usize) -> Result<Vec<Blob>>;

    /// Whether a file has this blob.
    async fn is_blob_known(&self, blob: Uuid) -> Result<bool>;

    /// The keys that receipts are signed with, oldest first.
    async fn receipt_keys(&self) -> Result<Vec<ReceiptSeed>>;

    /// Adds a key; `false` when there is one of its number.
    async fn add_receipt_key(&self, seed: ReceiptSeed, entry: Entry) -> Result<bool>;

    /// Writes to the audit trail alone.
    async fn record(&self, entry: Entry) -> Result<()>;

    /// The audit trail after `seq`, oldest first, at most `limit` links.
    async fn audit(&self, seq: i64, limit: usize) -> Result<Vec<Link>>;

    /// Copies everything, as it stands at one moment, into a new file, which is on disk when this answers. Nobody
    /// waits for it.
    async fn snapshot(&self, file: &Path) -> Result<()>;

    /// What the storage itself can see to be wrong.
    async fn flaws(&self) -> Result<Vec<Flaw>>;

    /// Every file that is kept, in the order of their blobs' ids after `after`, at most `limit`.
    async fn stored_files(&self, after: Option<Uuid>, limit: usize) -> Result<Vec<StoredFile>>;
}
