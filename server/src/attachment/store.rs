//! Where the bytes are, as a narrow trait.
//!
//! Two kinds of thing are kept: *parts*, which grow until they are whole, by enterprise and hash; and *blobs*, which
//! are whole and never change. A blob's name has an id of its own beside the hash, so it is never used twice: who
//! drops a blob drops that one, whatever somebody else stores under the same hash at the same time.
//!
//! `tests/all/attachment_store.rs` holds the contract that every implementation fulfils.

mod bucket;
mod disk;
pub(crate) mod name;

use async_trait::async_trait;
use axum::body::Bytes;
use domain::id::EnterpriseId;
use uuid::Uuid;

pub use bucket::BucketStore;
pub use disk::DiskStore;

use crate::storage::Result;

/// The name of a part. The hash must be one: [`domain::attachment::is_hash`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PartKey {
    /// Whose it is.
    pub enterprise: EnterpriseId,
    /// SHA-256 of the whole file, lower-case hex.
    pub hash: String,
}

/// A file that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// How many bytes are there, whatever happens next.
    pub offset: u64,
    /// How many there will be.
    pub length: u64,
    /// When the last of them came, Unix milliseconds, the server's clock.
    pub touched_at: i64,
}

/// What became of an append.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It is there; so many bytes are there now.
    To(u64),
    /// The part does not end where the append was to begin, but here. Nothing was changed.
    Elsewhere(u64),
    /// There is no such part.
    Gone,
}

/// The name of a blob.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Blob {
    /// SHA-256 of its original, lower-case hex.
    pub hash: String,
    /// Its own id.
    pub id: Uuid,
}

/// The shapes in which a blob is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As it was sent.
    Original,
    /// As it is shown; pictures only.
    View,
    /// The same, small; pictures only.
    Thumbnail,
}

/// Keeps bytes.
#[async_trait]
pub trait AttachmentStore: std::fmt::Debug + Send + Sync {
    /// Whether bytes can be kept now, found out by keeping some and dropping them again.
    async fn check(&self, now: i64) -> Result<()>;

    /// Begins a part of `length` bytes. One that is there already goes on; one of another length is dropped. A client
    /// that lied about the length would otherwise stand in its own way.
    async fn begin(&self, key: &PartKey, length: u64, now: i64) -> Result<Part>;

    /// A part. What it says to be there is on the disk, even after a power cut.
    async fn part(&self, key: &PartKey) -> Result<Option<Part>>;

    /// Every part of an enterprise.
    async fn parts(&self, enterprise: EnterpriseId) -> Result<Vec<Part>>;

    /// Adds bytes where the part ends. They count once [`Self::part`] says so.
    async fn append(&self, key: &PartKey, offset: u64, bytes: Bytes, now: i64) -> Result<Appended>;

    /// The bytes of a part.
    async fn read_part(&self, key: &PartKey) -> Result<Option<Vec<u8>>>;

    /// Drops a part; `false` when there is none.
    async fn drop_part(&self, key: &PartKey) -> Result<bool>;

    /// Drops the parts that nothing was added to since `before`, and says how many there were.
    async fn expire_parts(&self, before: i64) -> Result<usize>;

    /// Makes a blob of a part, with these further shapes. It is on the disk when this answers; the part stays.
    /// `false` when there is no such part.
    async fn keep(
        &self,
        key: &PartKey,
        blob: &Blob,
        shapes: Vec<(Shape, Vec<u8>)>,
        now: i64,
    ) -> Result<bool>;

    /// The bytes of a blob in one shape.
    async fn read(&self, blob: &Blob, shape: Shape) -> Result<Option<Vec<u8>>>;

    /// How many bytes the original has, when it is there.
    async fn size(&self, blob: &Blob) -> Result<Option<u64>>;

    /// Drops a blob in all its shapes.
    async fn remove(&self, blob: &Blob) -> Result<()>;

    /// The blobs that were made before `before`.
    async fn blobs(&self, before: i64) -> Result<Vec<Blob>>;
}
