//! The statements that both engines run, as one [`Storage`].
//!
//! This folder is compiled once for each engine: `sqlite.rs` and `postgres.rs` mount it and say before it what `Connection`,
//! `Pool`, `Database`, `Engine` and `failure` are; a `dialect` and a `snapshot` of each say what differs. What only one of them understands does not belong here. A
//! change is a closure that can be run again, because PostgreSQL may ask for that.

mod account;
mod attachment;
mod audit;
mod case;
mod change;
mod enrolment;
mod enterprise;
mod invitation;
mod queue;
mod recall;
mod receipt_key;
mod receive;
mod row;

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

use super::{
    Connection, Database, Engine, Pool,
    dialect::{LIKE, RECEIVE, whom},
    failure, snapshot,
};
use crate::{
    attachment::Blob,
    audit::{Entry, Link},
    storage::{
        Acknowledged, Applied, Attachment, CaseUpdate, Changes, DeviceRecord, Digest, Enrolment,
        Flaw, Kept, NewAttachment, NewDevice, NewInvitation, NewSubmission, Position, Proof,
        QueueFilter, ReceiptSeed, Receive, Result, Session, Storage, StorageError, StoredFile,
        Submission,
    },
};

#[async_trait]
impl Storage for Engine {
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
            .run(move |db| Box::pin(account::secret(db, key.clone(), value)))
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
            .run(move |db| {
                Box::pin(account::create(
                    db,
                    account.clone(),
                    password_hash.clone(),
                    entry.clone(),
                ))
            })
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
                    account.clone(),
                    password_hash.clone(),
                    session.clone(),
                    entry.clone(),
                ))
            })
            .await
    }

    async fn open_session(&self, session: Session, entry: Entry) -> Result<()> {
        self.writer
            .run(move |db| Box::pin(account::open_session(db, session.clone(), entry.clone())))
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
            .run(move |db| Box::pin(account::close_session(db, token, entry.clone())))
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
            .run(move |db| Box::pin(enterprise::confirm(db, id, entry.clone())))
            .await
    }

    async fn invite(&self, invitation: NewInvitation, entry: Entry) -> Result<Option<Invitation>> {
        self.writer
            .run(move |db| Box::pin(invitation::invite(db, invitation.clone(), entry.clone())))
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
            .run(move |db| Box::pin(invitation::revoke(db, id, by, entry.clone())))
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
            .run(move |db| {
                Box::pin(enrolment::enrol(
                    db,
                    device.clone(),
                    proof.clone(),
                    entry.clone(),
                ))
            })
            .await
    }

    async fn touch_device(&self, id: DeviceId, at: i64) -> Result<()> {
        self.writer
            .run(move |db| Box::pin(enrolment::touch(db, id, at)))
            .await
    }

    async fn revoke_device(&self, id: DeviceId, entry: Entry) -> Result<bool> {
        self.writer
            .run(move |db| Box::pin(enrolment::revoke(db, id, entry.clone())))
            .await
    }

    async fn receive(&self, submission: NewSubmission, entry: Entry) -> Result<Receive> {
        self.writer
            .run(move |db| Box::pin(receive::receive(db, submission.clone(), entry.clone())))
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
            .run(move |db| Box::pin(case::apply(db, update.clone(), entry.clone())))
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
            .run(move |db| {
                Box::pin(attachment::keep(
                    db,
                    attachment.clone(),
                    quota,
                    entry.clone(),
                ))
            })
            .await
    }

    async fn attachment(&self, enterprise: EnterpriseId, hash: &str) -> Result<Option<Attachment>> {
        attachment::one(&self.readers, enterprise, hash).await
    }

    async fn touch_attachment(&self, enterprise: EnterpriseId, hash: &str, at: i64) -> Result<()> {
        let hash = hash.to_owned();
        self.writer
            .run(move |db| Box::pin(attachment::touch(db, enterprise, hash.clone(), at)))
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

    async fn recall(&self, enterprise: EnterpriseId, change: Uuid, entry: Entry) -> Result<bool> {
        self.writer
            .run(move |db| Box::pin(recall::recall(db, enterprise, change, entry.clone())))
            .await
    }

    async fn is_recalled(&self, enterprise: EnterpriseId, change: Uuid) -> Result<bool> {
        recall::is_recalled(&self.readers, enterprise, change).await
    }

    async fn receipt_keys(&self) -> Result<Vec<ReceiptSeed>> {
        receipt_key::all(&self.readers).await
    }

    async fn add_receipt_key(&self, seed: ReceiptSeed, entry: Entry) -> Result<bool> {
        self.writer
            .run(move |db| Box::pin(receipt_key::add(db, seed.clone(), entry.clone())))
            .await
    }

    async fn record(&self, entry: Entry) -> Result<()> {
        self.writer
            .run(move |db| {
                let entry = entry.clone();
                Box::pin(async move { audit::append(db, &entry).await })
            })
            .await
    }

    async fn audit(&self, seq: i64, limit: usize) -> Result<Vec<Link>> {
        audit::links(&self.readers, seq, limit).await
    }

    async fn snapshot(&self, file: &Path) -> Result<()> {
        snapshot::write(self, file).await
    }

    async fn flaws(&self) -> Result<Vec<Flaw>> {
        snapshot::flaws(&self.readers).await
    }

    async fn stored_files(&self, after: Option<Uuid>, limit: usize) -> Result<Vec<StoredFile>> {
        attachment::all(&self.readers, after, limit).await
    }
}
