//! Blobs in a bucket that speaks S3; parts stay on the disk until they are whole.
//!
//! A bucket takes whole objects only, and a phone brings bytes. So a part grows in a folder of this machine, exactly
//! as [`DiskStore`] has it, and goes up when its last byte is there. Whatever dies meanwhile, the folder says how far
//! it is. A blob is as old as its id says: a bucket keeps its own time, which is not the server's.

mod connect;

use std::{collections::HashSet, sync::Arc};

use async_trait::async_trait;
use axum::body::Bytes;
use domain::id::EnterpriseId;
use futures_util::TryStreamExt as _;
use object_store::{
    Attribute, Attributes, Error, ObjectStore, ObjectStoreExt as _, PutOptions, PutPayload, path,
};
use sha2::{Digest as _, Sha256};

use super::{
    Appended, AttachmentStore, Blob, DiskStore, Part, PartKey, Shape,
    name::{self, FILES, SHAPES},
};
use crate::{
    random,
    storage::{Result, StorageError},
};

/// Where the hash of an object's bytes is kept: a picture's further shapes have none in their name.
const HASH: Attribute = Attribute::Metadata(std::borrow::Cow::Borrowed("sha256"));

/// A bucket, and the folder where uploads grow.
#[derive(Clone, Debug)]
pub struct BucketStore {
    objects: Arc<dyn ObjectStore>,
    spool: DiskStore,
}

impl BucketStore {
    /// Puts a blob in all its shapes, its original last: where that is, everything is.
    pub(in crate::attachment) async fn put_all(
        &self,
        blob: &Blob,
        shapes: Vec<(Shape, Vec<u8>)>,
        original: Vec<u8>,
    ) -> Result<()> {
        for (shape, bytes) in shapes {
            self.put(&place(blob, shape), bytes).await?;
        }
        self.put(&place(blob, Shape::Original), original).await
    }

    async fn put(&self, place: &path::Path, bytes: Vec<u8>) -> Result<()> {
        let hash = random::hex(&Sha256::digest(&bytes));
        let options = PutOptions::from(Attributes::from_iter([(HASH, hash)]));
        let payload = PutPayload::from(bytes);
        let put = self.objects.put_opts(place, payload, options).await;
        put.map(drop).map_err(|error| away(&error))
    }

    /// The bytes of an object, and whether they are what was put there.
    async fn get(&self, place: &path::Path) -> Result<Option<(Vec<u8>, bool)>> {
        let Some(got) = none_is_none(self.objects.get(place).await)? else {
            return Ok(None);
        };
        let said = got.attributes.get(&HASH).cloned();
        let bytes = got.bytes().await.map_err(|error| away(&error))?;
        let is_whole = said.is_none_or(|said| *said == random::hex(&Sha256::digest(&bytes)));
        if !is_whole {
            tracing::error!(%place, "the bytes of an object are not what was kept");
        }
        Ok(Some((bytes.to_vec(), is_whole)))
    }
}

#[async_trait]
impl AttachmentStore for BucketStore {
    async fn check(&self, now: i64) -> Result<()> {
        self.spool.check(now).await?;
        let place = path::Path::from(format!("check/{}", random::id(now).simple()));
        let bytes = random::bytes::<32>().to_vec();
        self.put(&place, bytes.clone()).await?;
        let read = self.get(&place).await?;
        self.objects
            .delete(&place)
            .await
            .map_err(|error| away(&error))?;
        if read == Some((bytes, true)) {
            Ok(())
        } else {
            Err(StorageError::Unavailable(
                "the bucket did not give back what was put into it".to_owned(),
            ))
        }
    }

    async fn begin(&self, key: &PartKey, length: u64, now: i64) -> Result<Part> {
        self.spool.begin(key, length, now).await
    }

    async fn part(&self, key: &PartKey) -> Result<Option<Part>> {
        self.spool.part(key).await
    }

    async fn parts(&self, enterprise: EnterpriseId) -> Result<Vec<Part>> {
        self.spool.parts(enterprise).await
    }

    async fn append(&self, key: &PartKey, offset: u64, bytes: Bytes, now: i64) -> Result<Appended> {
        self.spool.append(key, offset, bytes, now).await
    }

    async fn read_part(&self, key: &PartKey) -> Result<Option<Vec<u8>>> {
        self.spool.read_part(key).await
    }

    async fn drop_part(&self, key: &PartKey) -> Result<bool> {
        self.spool.drop_part(key).await
    }

    async fn expire_parts(&self, before: i64) -> Result<usize> {
        self.spool.expire_parts(before).await
    }

    async fn keep(
        &self,
        key: &PartKey,
        blob: &Blob,
        shapes: Vec<(Shape, Vec<u8>)>,
        _: i64,
    ) -> Result<bool> {
        let Some(original) = self.spool.read_part(key).await? else {
            return Ok(false);
        };
        self.put_all(blob, shapes, original).await?;
        Ok(true)
    }

    async fn read(&self, blob: &Blob, shape: Shape) -> Result<Option<Vec<u8>>> {
        let got = self.get(&place(blob, shape)).await?;
        // An original is given as it is: its name says what it should be, and who asks may want to see what it became.
        let good = got.filter(|(_, is_whole)| *is_whole || shape == Shape::Original);
        Ok(good.map(|(bytes, _)| bytes))
    }

    async fn size(&self, blob: &Blob) -> Result<Option<u64>> {
        let about = self.objects.head(&place(blob, Shape::Original)).await;
        Ok(none_is_none(about)?.map(|about| about.size))
    }

    async fn remove(&self, blob: &Blob) -> Result<()> {
        for shape in SHAPES {
            none_is_none(self.objects.delete(&place(blob, shape)).await)?;
        }
        Ok(())
    }

    async fn blobs(&self, before: i64) -> Result<Vec<Blob>> {
        let mut blobs = HashSet::new();
        let mut listed = self.objects.list(Some(&path::Path::from(FILES)));
        while let Some(object) = listed.try_next().await.map_err(|error| away(&error))? {
            let name = object.location.filename().and_then(name::read);
            blobs.extend(
                name.map(|(blob, _)| blob)
                    .filter(|blob| born(blob) < before),
            );
        }
        Ok(blobs.into_iter().collect())
    }
}

fn place(blob: &Blob, shape: Shape) -> path::Path {
    path::Path::from(format!("{FILES}/{}", name::place(blob, shape)))
}

/// When a blob's id was made, Unix milliseconds. One of another making counts as new: it is never dropped for its age.
fn born(blob: &Blob) -> i64 {
    let made = blob.id.get_timestamp().map(|made| made.to_unix());
    made.map_or(i64::MAX, |(seconds, nanos)| {
        i64::try_from(seconds).map_or(i64::MAX, |seconds| {
            seconds
                .saturating_mul(1000)
                .saturating_add(i64::from(nanos / 1_000_000))
        })
    })
}

fn none_is_none<T>(result: object_store::Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(away(&error)),
    }
}

/// Whatever a bucket says no with, its operator can mend it: the same request later makes sense.
fn away(error: &Error) -> StorageError {
    StorageError::Unavailable(format!("the bucket: {error}"))
}
