#![doc = include_str!("sync/PROTOCOL.md")]
//!
//! # This module
//!
//! [`Engine`] is the phone's half of the protocol as a value: `(state, event) → (state, effects)`. It deliberately
//! knows neither browser nor network nor clock: a driver carries its [`Effect`]s out, in order, and reports each as
//! an [`Event`]. Its state runs after the disk, never ahead of it: a change counts when it is stored.

mod backoff;
mod batch;
mod behind;
mod engine;
mod keep;
mod message;
mod place;
mod record;
mod seal;

pub use engine::{Engine, Upload};
pub use keep::may_drop;
pub use message::{Effect, Event, Failure, Notice, Relayed, SyncPhase, Tick, Write};
pub use place::Where;
pub use record::{
    Answering, Credentials, Cursor, Draft, Enrolment, Leftover, OutboxItem, Parked, Snapshot,
    SubmissionRecord,
};
pub use seal::{content_hash, seal};
