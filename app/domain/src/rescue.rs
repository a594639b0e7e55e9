//! Everything on a phone as one file, for another phone: what is in it, how it is framed, and what to take of it.
//!
//! The format is described for strangers in `docs/rescue.md` and frozen by tests. Encrypting is the browser's
//! business: here are only the bytes that must not be secret, and the decisions.

mod contents;
mod head;
mod merge;

pub use contents::{Contents, Record, Stored};
pub use head::{BOUND, FileError, Head, PASSPHRASE, Part, ROUNDS};
pub use merge::{Enrolling, Holdings, Plan, Tally, merge};
