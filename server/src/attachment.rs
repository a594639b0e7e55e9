//! Files that phones send: how they arrive, what they are, where they are kept, and when they are dropped.
//!
//! A file is known by the SHA-256 of the bytes that were sent, and belongs to one enterprise. Its bytes are in an
//! [`AttachmentStore`], which has names that are never used twice; the row that says so is in
//! [`crate::storage::Storage`]. The bytes come first and go last, so a row always has its bytes, and what no row
//! names may go. Routes and the tus protocol are in [`crate::route::upload`].

mod collect;
mod fill;
mod intake;
mod kind;
mod open;
mod picture;
mod store;

pub use collect::{Collected, collect, collect_forever};
pub use fill::{Filled, fill};
pub use intake::{PATIENCE, Taken, is_there, take};
pub use kind::{Kind, of};
pub use open::{open, read};
pub use picture::{MAX_PIXELS, MAX_SIDE};
pub(crate) use store::name;
pub use store::{Appended, AttachmentStore, Blob, BucketStore, DiskStore, Part, PartKey, Shape};

/// How many files a store is asked about at once, for one request.
pub const ASKED: usize = 8;
