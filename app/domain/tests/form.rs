//! How forms are loaded, filled in and judged, through the public API only.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on should say where"
)]

#[path = "form/bad_forms.rs"]
mod bad_forms;
#[path = "form/expressions.rs"]
mod expressions;
#[path = "form/filling_in.rs"]
mod filling_in;
#[path = "form/judging.rs"]
mod judging;
#[path = "form/migrating.rs"]
mod migrating;
#[path = "form/migrating_any.rs"]
mod migrating_any;
#[path = "form/profile.rs"]
mod profile;
#[path = "form/properties.rs"]
mod properties;
#[path = "form/support.rs"]
mod support;
#[path = "form/typing.rs"]
mod typing;
