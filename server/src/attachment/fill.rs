//! `server fill-bucket`: files out of a folder into the bucket, after a restore or when a server moves to one.
//!
//! The folder is left as it is. What is in the bucket already is left too, so the command may be given again until it
//! comes to its end.

use std::path::Path;

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use super::{AttachmentStore, Blob, BucketStore, DiskStore, Shape};
use crate::{config::Config, random};

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// Files that were put into the bucket.
    pub put: usize,
    /// Files that were there.
    pub known: usize,
    /// Hashes of files whose bytes were others in the folder. They were not put.
    pub altered: Vec<String>,
}

impl Filled {
    /// What the operator reads of it.
    pub fn summary(&self) -> String {
        let mut lines = vec![
            format!("Put:           {}", self.put),
            format!("There before:  {}", self.known),
        ];
        let altered = self.altered.iter();
        lines.extend(altered.map(|hash| format!("DAMAGED  the bytes of file {hash} are others")));
        lines.join("\n")
    }
}

/// Puts every file below the folder `from`, which is laid out as a server's own, into the bucket of the configuration.
///
/// # Errors
/// A sentence for the operator.
pub async fn fill(config: &Config, from: &Path) -> anyhow::Result<Filled> {
    let bucket = config
        .bucket
        .as_ref()
        .context("IEUM_S3_BUCKET: no bucket is named that could be filled")?;
    anyhow::ensure!(
        from.join(super::name::FILES).is_dir(),
        "`{}` is no folder of attached files: it has no `{}`",
        from.display(),
        super::name::FILES
    );
    let (from, to) = (
        DiskStore::at(from),
        super::open::reach(bucket, DiskStore::at(from))?,
    );
    let mut filled = Filled::default();
    for blob in from.blobs(i64::MAX).await? {
        one(&from, &to, blob, &mut filled).await?;
    }
    Ok(filled)
}

async fn one(
    from: &DiskStore,
    to: &BucketStore,
    blob: Blob,
    filled: &mut Filled,
) -> anyhow::Result<()> {
    let Some(original) = from.read(&blob, Shape::Original).await? else {
        // A view that a crash has left without its original.
        return Ok(());
    };
    if to.size(&blob).await? == Some(original.len() as u64) {
        filled.known += 1;
        return Ok(());
    }
    if random::hex(&Sha256::digest(&original)) != blob.hash {
        filled.altered.push(blob.hash);
        return Ok(());
    }
    let mut shapes = Vec::new();
    for shape in [Shape::Thumbnail, Shape::View] {
        let bytes = from.read(&blob, shape).await?;
        shapes.extend(bytes.map(|bytes| (shape, bytes)));
    }
    to.put_all(&blob, shapes, original).await?;
    filled.put += 1;
    Ok(())
}
