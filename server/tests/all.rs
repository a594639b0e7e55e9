//! The server as its clients see it: whole stories over the real router with a database of their own.
//!
//! One binary, so that the dependencies are linked once. `support` holds the test server and its users.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on should stop where it is"
)]

#[path = "all/asset.rs"]
mod asset;
#[path = "all/assist.rs"]
mod assist;
#[path = "all/attachment.rs"]
mod attachment;
#[path = "all/attachment_kind.rs"]
mod attachment_kind;
#[path = "all/attachment_store.rs"]
mod attachment_store;
#[path = "all/audit.rs"]
mod audit;
#[path = "all/backup.rs"]
mod backup;
#[path = "all/body.rs"]
mod body;
#[path = "all/bucket.rs"]
mod bucket;
#[path = "all/bucket_story.rs"]
mod bucket_story;
#[path = "all/cluster.rs"]
mod cluster;
#[path = "all/config.rs"]
mod config;
#[path = "all/crash.rs"]
mod crash;
#[path = "all/demo.rs"]
mod demo;
#[path = "all/drill.rs"]
mod drill;
#[path = "all/enrol.rs"]
mod enrol;
#[path = "all/field.rs"]
mod field;
#[path = "all/files.rs"]
mod files;
#[path = "all/full.rs"]
mod full;
#[path = "all/ground.rs"]
mod ground;
#[path = "all/kill.rs"]
mod kill;
#[path = "all/openapi.rs"]
mod openapi;
#[path = "all/policy.rs"]
mod policy;
#[path = "all/postgres.rs"]
mod postgres;
#[path = "all/queue.rs"]
mod queue;
#[path = "all/read_your_writes.rs"]
mod read_your_writes;
#[path = "all/recall.rs"]
mod recall;
#[path = "all/receipt.rs"]
mod receipt;
#[path = "all/refusal.rs"]
mod refusal;
#[path = "all/review.rs"]
mod review;
#[path = "all/session.rs"]
mod session;
#[path = "all/stand_in.rs"]
mod stand_in;
#[path = "all/storage.rs"]
mod storage;
#[path = "all/support.rs"]
mod support;
#[path = "all/sync.rs"]
mod sync;
#[path = "all/task.rs"]
mod task;
#[path = "all/upload.rs"]
mod upload;
#[path = "all/upload_crash.rs"]
mod upload_crash;
#[path = "all/upload_rules.rs"]
mod upload_rules;
#[path = "all/verify.rs"]
mod verify;
