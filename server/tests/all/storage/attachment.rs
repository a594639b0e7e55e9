//! The part of the contract that is about files.

use std::sync::Arc;

use domain::api::Pixels;
use server::{
    attachment::Blob,
    audit::{Act, Entry},
    random,
    storage::{Attachment, DeviceRecord, Kept, NewAttachment, Receive, Storage},
};

use super::{device, entry, new_submission, receive};
use crate::support::START;

fn file(device: &DeviceRecord, digit: &str, size: u64) -> NewAttachment {
    NewAttachment {
        enterprise: device.enterprise,
        device: device.id,
        file: Attachment {
            blob: Blob {
                hash: digit.repeat(64),
                id: random::id(START),
            },
            media_type: "image/jpeg".to_owned(),
            size,
            pixels: Some(Pixels {
                width: 4,
                height: 3,
            }),
            stored_at: START,
        },
        instead_of: None,
    }
}

fn taken() -> Entry {
    entry(Act::AttachmentTaken)
}

/// How many files the audit trail says were taken.
async fn told(storage: &dyn Storage) -> usize {
    let links = storage.audit(0, 1_000).await.unwrap();
    let taken = Act::AttachmentTaken.code();
    links
        .iter()
        .filter(|link| link.entry.action == taken)
        .count()
}

pub(super) async fn a_file_is_kept_once_among_many_at_once_and_within_the_quota(
    storage: Arc<dyn Storage>,
) {
    let (one, other) = (device(&*storage).await, device(&*storage).await);
    let tries = (0..30).map(|_| storage.keep_attachment(file(&one, "a", 60), 100, taken()));
    let outcomes = futures_util::future::join_all(tries).await;
    let stored = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Ok(Kept::Stored)))
        .count();
    assert_eq!(stored, 1);
    let over = storage
        .keep_attachment(file(&one, "b", 41), 100, taken())
        .await;
    assert_eq!(over.unwrap(), Kept::OverQuota);
    let fits = storage
        .keep_attachment(file(&one, "b", 40), 100, taken())
        .await;
    assert_eq!(fits.unwrap(), Kept::Stored);
    let own = storage
        .keep_attachment(file(&other, "a", 100), 100, taken())
        .await;
    assert_eq!(own.unwrap(), Kept::Stored, "each enterprise has its own");
    assert_eq!(storage.attachment_bytes(one.enterprise).await.unwrap(), 100);
    assert_eq!(told(&*storage).await, 3, "each that was stored, once");
}

pub(super) async fn what_is_kept_reads_back_and_is_another_place_after_a_loss(
    storage: Arc<dyn Storage>,
) {
    let device = device(&*storage).await;
    let kept = file(&device, "a", 60);
    storage
        .keep_attachment(kept.clone(), 100, taken())
        .await
        .unwrap();
    let hash = kept.file.blob.hash.as_str();
    let read = || storage.attachment(device.enterprise, hash);
    assert_eq!(read().await.unwrap(), Some(kept.file.clone()));
    let mut again = file(&device, "a", 60);
    again.instead_of = Some(random::id(START));
    let wrong = storage.keep_attachment(again.clone(), 100, taken()).await;
    assert_eq!(wrong.unwrap(), Kept::Known, "that blob is not what it has");
    again.instead_of = Some(kept.file.blob.id);
    let right = storage.keep_attachment(again.clone(), 100, taken()).await;
    assert_eq!(right.unwrap(), Kept::Stored);
    assert_eq!(read().await.unwrap(), Some(again.file.clone()));
    assert_eq!(told(&*storage).await, 2);
    let known = async |blob: &Blob| storage.is_blob_known(blob.id).await.unwrap();
    assert!(known(&again.file.blob).await && !known(&kept.file.blob).await);
}

pub(super) async fn a_content_is_stored_with_all_its_files_or_not_at_all(
    storage: Arc<dyn Storage>,
) {
    let (one, other) = (device(&*storage).await, device(&*storage).await);
    let hashes = ["a", "b"].map(|digit| digit.repeat(64));
    let mut new = new_submission(&one);
    new.revision.files = hashes.to_vec();
    storage
        .keep_attachment(file(&one, "a", 1), 100, taken())
        .await
        .unwrap();
    storage
        .keep_attachment(file(&other, "b", 1), 100, taken())
        .await
        .unwrap();
    let missing = Receive::Missing(vec![hashes[1].clone()]);
    assert_eq!(receive(&*storage, new.clone()).await, missing);
    assert_eq!(storage.submission(new.id).await.unwrap(), None);
    storage
        .keep_attachment(file(&one, "b", 1), 100, taken())
        .await
        .unwrap();
    let number = Receive::Stored("2026-피해-000001".to_owned());
    assert_eq!(receive(&*storage, new.clone()).await, number);
    let named = storage.attachments(new.id).await.unwrap();
    let named: Vec<_> = named.into_iter().map(|file| file.blob.hash).collect();
    assert_eq!(named, hashes);
}

pub(super) async fn only_old_files_that_nothing_names_are_forgotten(storage: Arc<dyn Storage>) {
    let device = device(&*storage).await;
    for digit in ["a", "b", "c", "d"] {
        let new = file(&device, digit, 1);
        storage.keep_attachment(new, 100, taken()).await.unwrap();
    }
    let mut new = new_submission(&device);
    new.revision.files = vec!["a".repeat(64)];
    receive(&*storage, new.clone()).await;
    let young = "d".repeat(64);
    storage
        .touch_attachment(device.enterprise, &young, START + 5)
        .await
        .unwrap();
    assert_eq!(storage.forget_attachments(START, 9).await.unwrap(), []);
    let mut forgotten = Vec::new();
    for expected in [1, 1, 0] {
        let blobs = storage.forget_attachments(START + 1, 1).await.unwrap();
        assert_eq!(blobs.len(), expected);
        forgotten.extend(blobs.into_iter().map(|blob| blob.hash));
    }
    forgotten.sort();
    assert_eq!(forgotten, ["b", "c"].map(|digit| digit.repeat(64)));
    assert_eq!(storage.attachments(new.id).await.unwrap().len(), 1);
}

pub(super) async fn naming_and_forgetting_at_once_leaves_no_name_without_its_file(
    storage: Arc<dyn Storage>,
) {
    let device = device(&*storage).await;
    let rounds = (0..40).map(async |_| {
        storage
            .keep_attachment(file(&device, "a", 1), 100, taken())
            .await
            .unwrap();
        let mut new = new_submission(&device);
        new.revision.files = vec!["a".repeat(64)];
        let forgetting = storage.forget_attachments(i64::MAX, 9);
        let (forgotten, received) = tokio::join!(forgetting, receive(&*storage, new.clone()));
        (new.id, received, forgotten.unwrap().len())
    });
    for (id, received, _) in futures_util::future::join_all(rounds).await {
        let named = storage.attachments(id).await.unwrap().len();
        match received {
            Receive::Stored(_) => assert_eq!(named, 1),
            Receive::Missing(_) => assert_eq!(named, 0),
            Receive::Known => panic!("known"),
        }
    }
}

pub(super) async fn every_file_is_listed_once_page_by_page_and_says_whether_it_is_named(
    storage: Arc<dyn Storage>,
) {
    let device = device(&*storage).await;
    for digit in ["a", "b", "c", "d", "e"] {
        let new = file(&device, digit, 1);
        storage.keep_attachment(new, 100, taken()).await.unwrap();
    }
    let mut new = new_submission(&device);
    new.revision.files = ["b", "d"].map(|digit| digit.repeat(64)).to_vec();
    receive(&*storage, new).await;
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = storage.stored_files(after, 2).await.unwrap();
        let Some(last) = page.last() else {
            break;
        };
        assert!(page.len() <= 2 && last.enterprise == device.enterprise);
        after = Some(last.file.blob.id);
        found.extend(page);
    }
    let mut found: Vec<_> = found
        .iter()
        .map(|stored| (&stored.file.blob.hash[..1], stored.named))
        .collect();
    found.sort_unstable();
    let each = [
        ("a", false),
        ("b", true),
        ("c", false),
        ("d", true),
        ("e", false),
    ];
    assert_eq!(found, each);
}
