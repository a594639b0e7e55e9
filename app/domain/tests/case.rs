//! Casework against the transition table of the domain specification (section 6.3), and what no story may break.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop where it is"
)]

#[path = "case/code.rs"]
mod code;
#[path = "case/decision.rs"]
mod decision;
#[path = "case/story.rs"]
mod story;
#[path = "case/supplement.rs"]
mod supplement;
#[path = "case/support.rs"]
mod support;
#[path = "case/table.rs"]
mod table;
#[path = "case/withdrawal.rs"]
mod withdrawal;
