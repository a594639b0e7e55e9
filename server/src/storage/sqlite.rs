//! SQLite: one writer with group commit, and readers beside it that never wait for it.
//!
//! Write-ahead log, `synchronous = full`: an answer means that the change survives a power cut, not only the end
//! of the process. All statements are static text with `$1` placeholders, `on conflict` and `returning`, which
//! PostgreSQL understands as well.
//!
//! Readers see what was acknowledged: a read is one statement outside any transaction, so it begins with the newest
//! commit. Nothing here may begin a transaction on a reader; a connection that kept one would answer from the past.

mod account;
mod attachment;
mod audit;
mod case;
mod change;
mod enrolment;
mod enterprise;
mod invitation;
mod queue;
mod receipt_key;
mod receive;
mod row;
mod snapshot;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use async_trait::async_trait;
use domain::{
    api::{
        Account, Enterprise, HistoryItem, Invitation, QueueItem, StateCount, StoredRevision,
        TrailItem,
    },
    id::{AccountId, DeviceId, EnterpriseId, InvitationId, RevisionId, SubmissionId},
};
use sqlx::{
    ConnectOptions as _, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use uuid::Uuid;

use super::{
    Acknowledged, Applied, Attachment, CaseUpdate, Changes, DeviceRecord, Digest, Enrolment, Flaw,
    Kept, NewAttachment, NewDevice, NewInvitation, NewSubmission, Position, Proof, QueueFilter,
    ReceiptSeed, Receive, Result, Session, Storage, StorageError, StoredFile, Submission,
    writer::Writer,
};
use crate::{
    attachment::Blob,
    audit::{Entry, Link},
};

/// What the writer remembers of the file: 16 MiB hold the upper pages of every index of a million submissions.
const WRITER_CACHE: &str = "-16384";
/// How long the write-ahead log grows, in pages of 4 KiB, before it is moved into the file. A page of an index that
/// changes in every commit is then moved once for some thousand accepts.
const CHECKPOINT: &str = "4000";
/// Connections that read.
const READERS: u32 = 4;
/// Rows that a connection's thread may be ahead of their reader: more than a page of changes, so that one hand-over
/// takes a whole page.
const AHEAD: usize = 256;
/// How long a statement waits for a lock, for instance that of a backup.
const BUSY: Duration = Duration::from_secs(5);

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("migrations/sqlite");

/// Everything in one SQLite file.
#[derive(Debug)]
pub struct SqliteStorage {
    file: PathBuf,
    writer: Writer,
    readers: SqlitePool,
}

impl SqliteStorage {
    /// Opens the file, makes it when it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// When the file cannot be opened, or was made by a newer server.
    pub async fn open(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .row_buffer_size(AHEAD)
            .pragma("cell_size_check", "on");
        let mut connection = options
            .clone()
            .pragma("cache_size", WRITER_CACHE)
            .pragma("wal_autocheckpoint", CHECKPOINT)
            .connect()
            .await
            .map_err(failure)?;
        MIGRATIONS
            .run(&mut connection)
            .await
            .map_err(|error| StorageError::Broken(error.to_string()))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(BUSY)
            // There is no network between us and a file that could have been cut meanwhile.
            .test_before_acquire(false)
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(failure)?;
        Ok(Self {
            file: file.to_owned(),
            writer: Writer::start(connection),
            readers,
        })
    }

    /// Opens a file that is there for reading alone: nothing is made and no schema changed, and whatever would write
    /// is refused. A server may have the file open.
    ///
    /// # Errors
    /// When the file cannot be opened, or its schema is another server's.
    pub async fn read(file: &Path) -> Result<Self> {
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(BUSY)
            .test_before_acquire(false)
            .connect_with(snapshot::existing(file).pragma("query_only", "on"))
            .await
            .map_err(failure)?;
        let mut connection = readers.acquire().await.map_err(failure)?;
        snapshot::check_schema(&mut connection).await?;
        drop(connection);
        Ok(Self {
            file: file.to_owned(),
            writer: Writer::none(),
            readers,
        })
    }

    /// The version of the schema that this server's files have.
    pub fn schema() -> i64 {
        snapshot::newest()
    }
}

#[async_trait]
impl Storage for SqliteStorage {
    async fn ping(&self) -> Result<()> {
        sqlx::query("select 1 from meta limit 1")
            .execute(&self.readers)
            .await
            .map(drop)
            .map_err(failure)
    }

    async fn secret(&self, key: &str, value: Digest) -> Result<Digest> {
        let key = key.to_owned();
        self.writer
            .run(move |db| Box::pin(account::secret(db, key, value)))
            .await
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    async fn account_count(&self) -> Result<u64> {
        account::count(&self.readers).await
    }

    async fn accounts(&self) -> Result<Vec<Account>> {
        account::all(&self.readers).await
    }

    async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        account::one(&self.readers, id).await
    }

    async fn credentials(&self, login: &str) -> Result<Option<(Account, String)>> {
        account::credentials(&self.readers, login).await
    }

    async fn create_account(
        &self,
        account: Account,
        password_hash: String,
        entry: Entry,
    ) -> Result<bool> {
        self.writer
            .run(move |db| Box::pin(account::create(db, account, password_hash, entry)))
            .await
    }

    async fn create_first_account(
        &self,
        account: Account,
        password_hash: String,
        session: Session,
        entry: Entry,
    ) -> Result<bool> {
        self.writer
            .run(move |db| {
                Box::pin(account::create_first(
                    db,
                    account,
                    password_hash,
                    session,
                    entry,
                ))
            })
            .await
    }

    async fn open_session(&self, session: Session, entry: Entry) -> Result<()> {
        self.writer
            .run(move |db| Box::pin(account::open_session(db, session, entry)))
            .await
    }

    async fn session(&self, token: Digest) -> Result<Option<(Session, Account)>> {
        account::session(&self.readers, token).await
    }

    async fn touch_session(&self, token: Digest, at: i64) -> Result<()> {
        self.writer
            .run(move |db| Box::pin(account::touch_session(db, token, at)))
            .await
    }

    async fn close_session(&self, token: Digest, entry: Entry) -> Result<()> {
        self.writer
            .run(move |db| Box::pin(account::close_session(db, token, entry)))
            .await
    }

    async fn enterprises(&self) -> Result<Vec<Enterprise>> {
        enterprise::all(&self.readers).await
    }

    async fn enterprise(&self, id: EnterpriseId) -> Result<Option<Enterprise>> {
        enterprise::one(&self.readers, id).await
    }

    async fn confirm_enterprise(&self, id: EnterpriseId, entry: Entry) -> Result<bool> {
        self.writer
            .run(move |db| Box::pin(enterprise::confirm(db, id, entry)))
            .await
    }

    async fn invite(&self, invitation: NewInvitation, entry: Entry) -> Result<Option<Invitation>> {
        self.writer
            .run(move |db| Box::pin(invitation::invite(db, invitation, entry)))
            .await
    }

    async fn invitations(&self, by: Option<AccountId>) -> Result<Vec<Invitation>> {
        invitation::all(&self.readers, by).await
    }

    async fn revoke_invitation(
        &self,
        id: InvitationId,
        by: Option<AccountId>,
        entry: Entry,
    ) -> Result<bool> {
        self.writer
            .run(move |db| Box::pin(invitation::revoke(db, id, by, entry)))
            .await
    }

    async fn device_by_token(&self, token: Digest) -> Result<Option<DeviceRecord>> {
        enrolment::by_token(&self.readers, token).await
    }

    async fn device(&self, id: DeviceId) -> Result<Option<DeviceRecord>> {
        enrolment::by_id(&self.readers, id).await
    }

    async fn enrol(&self, device: NewDevice, proof: Proof, entry: Entry) -> Result<Enrolment> {
        self.writer
            .run(move |db| Box::pin(enrolment::enrol(db, device, proof, entry)))
            .await
    }

    async fn touch_device(&self, id: DeviceId, at: i64) -> Result<()> {
        self.writer
            .run(move |db| Box::pin(enrolment::touch(db, id, at)))
            .await
    }

    async fn revoke_device(&self, id: DeviceId, entry: Entry) -> Result<bool> {
        self.writer
            .run(move |db| Box::pin(enrolment::revoke(db, id, entry)))
            .await
    }

    async fn receive(&self, submission: NewSubmission, entry: Entry) -> Result<Receive> {
        self.writer
            .run(move |db| Box::pin(receive::receive(db, submission, entry)))
            .await
    }

    async fn revision(&self, id: RevisionId) -> Result<Option<Acknowledged>> {
        receive::revision(&self.readers, id).await
    }

    async fn withdrawal(&self, id: Uuid) -> Result<Option<Acknowledged>> {
        receive::withdrawal(&self.readers, id).await
    }

    async fn submission(&self, id: SubmissionId) -> Result<Option<Submission>> {
        case::one(&self.readers, id).await
    }

    async fn apply(&self, update: CaseUpdate, entry: Entry) -> Result<Applied> {
        self.writer
            .run(move |db| Box::pin(case::apply(db, update, entry)))
            .await
    }

    async fn changes(
        &self,
        enterprise: EnterpriseId,
        cursor: u64,
        limit: usize,
    ) -> Result<Changes> {
        change::since(&self.readers, enterprise, cursor, limit).await
    }

    async fn revisions(&self, id: SubmissionId) -> Result<Vec<StoredRevision>> {
        case::revisions(&self.readers, id).await
    }

    async fn trail(&self, id: SubmissionId) -> Result<Vec<TrailItem>> {
        audit::trail(&self.readers, id).await
    }

    async fn history(&self, id: SubmissionId) -> Result<Vec<HistoryItem>> {
        change::history(&self.readers, id).await
    }

    async fn queue(
        &self,
        filter: &QueueFilter,
        after: Option<Position>,
        limit: usize,
    ) -> Result<Vec<QueueItem>> {
        queue::page(&self.readers, filter, after, limit).await
    }

    async fn counts(&self, filter: &QueueFilter) -> Result<Vec<StateCount>> {
        queue::counts(&self.readers, filter).await
    }

    async fn keep_attachment(
        &self,
        attachment: NewAttachment,
        quota: u64,
        entry: Entry,
    ) -> Result<Kept> {
        self.writer
            .run(move |db| Box::pin(attachment::keep(db, attachment, quota, entry)))
            .await
    }

    async fn attachment(&self, enterprise: EnterpriseId, hash: &str) -> Result<Option<Attachment>> {
        attachment::one(&self.readers, enterprise, hash).await
    }

    async fn touch_attachment(&self, enterprise: EnterpriseId, hash: &str, at: i64) -> Result<()> {
        let hash = hash.to_owned();
        self.writer
            .run(move |db| Box::pin(attachment::touch(db, enterprise, hash, at)))
            .await
    }

    async fn attachment_bytes(&self, enterprise: EnterpriseId) -> Result<u64> {
        attachment::bytes(&self.readers, enterprise).await
    }

    async fn attachments(&self, id: SubmissionId) -> Result<Vec<Attachment>> {
        attachment::of_submission(&self.readers, id).await
    }

    async fn forget_attachments(&self, before: i64, limit: usize) -> Result<Vec<Blob>> {
        self.writer
            .run(move |db| Box::pin(attachment::forget(db, before, limit)))
            .await
    }

    async fn is_blob_known(&self, blob: Uuid) -> Result<bool> {
        attachment::is_blob_known(&self.readers, blob).await
    }

    async fn receipt_keys(&self) -> Result<Vec<ReceiptSeed>> {
        receipt_key::all(&self.readers).await
    }

    async fn add_receipt_key(&self, seed: ReceiptSeed, entry: Entry) -> Result<bool> {
        self.writer
            .run(move |db| Box::pin(receipt_key::add(db, seed, entry)))
            .await
    }

    async fn record(&self, entry: Entry) -> Result<()> {
        self.writer
            .run(move |db| Box::pin(async move { audit::append(db, &entry).await }))
            .await
    }

    async fn audit(&self, seq: i64, limit: usize) -> Result<Vec<Link>> {
        audit::links(&self.readers, seq, limit).await
    }

    async fn snapshot(&self, file: &Path) -> Result<()> {
        snapshot::write(&self.file, file).await
    }

    async fn flaws(&self) -> Result<Vec<Flaw>> {
        snapshot::flaws(&self.readers).await
    }

    async fn stored_files(&self, after: Option<Uuid>, limit: usize) -> Result<Vec<StoredFile>> {
        attachment::all(&self.readers, after, limit).await
    }
}

/// Which of the two things went wrong: something that passes, or something that does not.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it over")]
pub(super) fn failure(error: sqlx::Error) -> StorageError {
    // SQLite's primary result codes: BUSY 5, LOCKED 6, NOMEM 7, READONLY 8, IOERR 10, FULL 13, CANTOPEN 14.
    const PASSING: [i64; 7] = [5, 6, 7, 8, 10, 13, 14];
    let passes = match &error {
        sqlx::Error::Database(database) => database
            .code()
            .and_then(|code| code.parse::<i64>().ok())
            .is_some_and(|code| PASSING.contains(&(code & 0xff))),
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        _ => false,
    };
    if passes {
        StorageError::Unavailable(error.to_string())
    } else {
        StorageError::Broken(error.to_string())
    }
}
