//! The contract that every store of files fulfils. A new kind of store adds a factory, no test.

use std::sync::Arc;

use axum::body::Bytes;
use domain::id::EnterpriseId;
use server::{
    attachment::{Appended, AttachmentStore, Blob, DiskStore, PartKey, Shape},
    random,
};

use crate::{
    bucket::Bucket,
    support::{DAY, START},
};

fn disk() -> (Arc<dyn AttachmentStore>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = DiskStore::open(&folder.path().join("attachments")).unwrap();
    (Arc::new(store), folder)
}

fn in_a_bucket() -> (Arc<dyn AttachmentStore>, (Bucket, tempfile::TempDir)) {
    let (bucket, folder) = (Bucket::open(), tempfile::tempdir().unwrap());
    let store = bucket.store(DiskStore::open(folder.path()).unwrap());
    (Arc::new(store), (bucket, folder))
}

macro_rules! contract {
    ($($name:ident)*) => {
        mod in_a_bucket {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let (store, _bucket) = super::in_a_bucket();
                super::$name(store).await;
            })*
        }
        mod on_disk {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let (store, _folder) = super::disk();
                super::$name(store).await;
            })*
        }
    };
}

contract! {
    a_part_grows_where_it_ends_and_nowhere_else
    a_part_that_is_begun_again_goes_on_and_one_of_another_length_does_not
    many_that_append_at_once_write_each_byte_once
    a_blob_has_its_bytes_after_its_part_is_gone
    dropping_a_blob_leaves_another_of_the_same_hash
    parts_that_rest_expire_and_others_do_not
    what_is_not_there_is_not_there
    a_check_keeps_something_and_leaves_nothing
}

fn key() -> PartKey {
    PartKey {
        enterprise: EnterpriseId(random::id(START)),
        hash: "0a".repeat(32),
    }
}

fn blob(key: &PartKey) -> Blob {
    Blob {
        hash: key.hash.clone(),
        id: random::id(START),
    }
}

async fn append(store: &dyn AttachmentStore, key: &PartKey, at: u64, text: &str) -> Appended {
    let bytes = Bytes::from(text.to_owned());
    store.append(key, at, bytes, START).await.unwrap()
}

async fn a_part_grows_where_it_ends_and_nowhere_else(store: Arc<dyn AttachmentStore>) {
    let key = key();
    assert_eq!(store.begin(&key, 6, START).await.unwrap().offset, 0);
    assert_eq!(append(&*store, &key, 0, "abc").await, Appended::To(3));
    for (at, text) in [(0, "x"), (2, "x"), (4, "x"), (3, "more than fits")] {
        assert_eq!(
            append(&*store, &key, at, text).await,
            Appended::Elsewhere(3)
        );
    }
    assert_eq!(append(&*store, &key, 3, "def").await, Appended::To(6));
    let part = store.part(&key).await.unwrap().unwrap();
    assert_eq!((part.offset, part.length, part.touched_at), (6, 6, START));
    assert_eq!(store.read_part(&key).await.unwrap().unwrap(), b"abcdef");
    assert_eq!(store.parts(key.enterprise).await.unwrap(), [part]);
    assert!(store.drop_part(&key).await.unwrap());
    assert_eq!(append(&*store, &key, 6, "x").await, Appended::Gone);
}

async fn a_part_that_is_begun_again_goes_on_and_one_of_another_length_does_not(
    store: Arc<dyn AttachmentStore>,
) {
    let key = key();
    store.begin(&key, 6, START).await.unwrap();
    append(&*store, &key, 0, "abc").await;
    assert_eq!(store.begin(&key, 6, START).await.unwrap().offset, 3);
    assert_eq!(store.begin(&key, 7, START).await.unwrap().offset, 0);
    assert_eq!(store.parts(key.enterprise).await.unwrap().len(), 1);
}

async fn many_that_append_at_once_write_each_byte_once(store: Arc<dyn AttachmentStore>) {
    let key = key();
    store.begin(&key, 300, START).await.unwrap();
    let writers = (0..6).map(|_| {
        let (store, key) = (Arc::clone(&store), key.clone());
        tokio::spawn(async move {
            let mut at = 0;
            while at < 300 {
                let bytes = Bytes::from(vec![(at / 10) as u8; 10]);
                match store.append(&key, at, bytes, START).await.unwrap() {
                    Appended::To(next) | Appended::Elsewhere(next) => at = next,
                    Appended::Gone => panic!("gone"),
                }
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let expected: Vec<u8> = (0..300).map(|at| (at / 10) as u8).collect();
    assert_eq!(store.read_part(&key).await.unwrap().unwrap(), expected);
}

async fn a_blob_has_its_bytes_after_its_part_is_gone(store: Arc<dyn AttachmentStore>) {
    let (key, now) = (key(), START);
    let blob = blob(&key);
    assert!(!store.keep(&key, &blob, Vec::new(), now).await.unwrap());
    store.begin(&key, 3, now).await.unwrap();
    append(&*store, &key, 0, "abc").await;
    let shapes = vec![
        (Shape::View, b"v".to_vec()),
        (Shape::Thumbnail, b"t".to_vec()),
    ];
    assert!(store.keep(&key, &blob, shapes, now).await.unwrap());
    assert!(
        store.part(&key).await.unwrap().is_some(),
        "until the row says so"
    );
    store.drop_part(&key).await.unwrap();
    for (shape, bytes) in [
        (Shape::Original, "abc"),
        (Shape::View, "v"),
        (Shape::Thumbnail, "t"),
    ] {
        let read = store.read(&blob, shape).await.unwrap();
        assert_eq!(read.as_deref(), Some(bytes.as_bytes()));
    }
    assert_eq!(store.size(&blob).await.unwrap(), Some(3));
    assert_eq!(store.blobs(now).await.unwrap(), []);
    assert_eq!(store.blobs(now + 1).await.unwrap(), [blob]);
}

async fn dropping_a_blob_leaves_another_of_the_same_hash(store: Arc<dyn AttachmentStore>) {
    let key = key();
    store.begin(&key, 3, START).await.unwrap();
    append(&*store, &key, 0, "abc").await;
    let (old, new) = (blob(&key), blob(&key));
    for blob in [&old, &new] {
        let view = vec![(Shape::View, b"v".to_vec())];
        store.keep(&key, blob, view, START).await.unwrap();
    }
    store.remove(&old).await.unwrap();
    store.remove(&old).await.unwrap();
    assert_eq!(store.size(&old).await.unwrap(), None);
    assert_eq!(store.read(&old, Shape::View).await.unwrap(), None);
    assert_eq!(store.size(&new).await.unwrap(), Some(3));
    assert_eq!(store.blobs(START + 1).await.unwrap(), [new]);
}

async fn parts_that_rest_expire_and_others_do_not(store: Arc<dyn AttachmentStore>) {
    let (resting, moving) = (key(), key());
    for key in [&resting, &moving] {
        store.begin(key, 6, START).await.unwrap();
    }
    let bytes = Bytes::from_static(b"abc");
    let later = START + DAY;
    store.append(&moving, 0, bytes, later).await.unwrap();
    assert_eq!(store.expire_parts(later).await.unwrap(), 1);
    assert_eq!(store.part(&resting).await.unwrap(), None);
    assert_eq!(store.part(&moving).await.unwrap().unwrap().offset, 3);
}

async fn what_is_not_there_is_not_there(store: Arc<dyn AttachmentStore>) {
    let key = key();
    assert_eq!(store.part(&key).await.unwrap(), None);
    assert_eq!(store.parts(key.enterprise).await.unwrap(), []);
    assert_eq!(store.read_part(&key).await.unwrap(), None);
    assert!(!store.drop_part(&key).await.unwrap());
    assert_eq!(append(&*store, &key, 0, "a").await, Appended::Gone);
    assert_eq!(store.expire_parts(i64::MAX).await.unwrap(), 0);
    assert_eq!(store.size(&blob(&key)).await.unwrap(), None);
}

async fn a_check_keeps_something_and_leaves_nothing(store: Arc<dyn AttachmentStore>) {
    store.check(START).await.unwrap();
    assert_eq!(store.blobs(i64::MAX).await.unwrap(), []);
    assert_eq!(store.expire_parts(i64::MAX).await.unwrap(), 0);
}
