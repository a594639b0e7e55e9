//! The store that the configuration names.

use std::sync::Arc;

use anyhow::Context as _;

use super::{AttachmentStore, BucketStore, DiskStore};
use crate::config::{Bucket, Config};

/// The store to work with: the folder is made, and that bytes can be kept was tried.
///
/// # Errors
/// A sentence for the operator.
pub async fn open(config: &Config, now: i64) -> anyhow::Result<Arc<dyn AttachmentStore>> {
    let cannot = || {
        format!(
            "IEUM_ATTACHMENTS: cannot write to the folder `{}`",
            config.attachments.display()
        )
    };
    let folder = DiskStore::open(&config.attachments).with_context(cannot)?;
    folder.check(now).await.with_context(cannot)?;
    let Some(bucket) = &config.bucket else {
        return Ok(Arc::new(folder));
    };
    let store = reach(bucket, folder)?;
    store.check(now).await.with_context(|| {
        let place = bucket.endpoint.as_deref().unwrap_or(&bucket.region);
        format!(
            "IEUM_S3_BUCKET: nothing can be kept in the bucket `{}` at {place}; see to the settings that begin with s3_",
            bucket.name
        )
    })?;
    Ok(Arc::new(store))
}

/// The store for reading alone: nothing is made or tried.
///
/// # Errors
/// A sentence for the operator.
pub fn read(config: &Config) -> anyhow::Result<Arc<dyn AttachmentStore>> {
    let folder = DiskStore::at(&config.attachments);
    Ok(match &config.bucket {
        Some(bucket) => Arc::new(reach(bucket, folder)?),
        None => Arc::new(folder),
    })
}

pub(super) fn reach(bucket: &Bucket, spool: DiskStore) -> anyhow::Result<BucketStore> {
    BucketStore::new(bucket, spool)
        .with_context(|| format!("IEUM_S3_BUCKET: `{}` cannot be used", bucket.name))
}
