//! The shipped forms, whole: every field reached and filled, every rule broken, every skip both ways, the arithmetic.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

#[path = "forms/bad.rs"]
mod bad;
#[path = "forms/damage.rs"]
mod damage;
#[path = "forms/draft.rs"]
mod draft;
#[path = "forms/every.rs"]
mod every;
#[path = "forms/fill.rs"]
mod fill;
#[path = "forms/onboarding.rs"]
mod onboarding;
#[path = "forms/profile.rs"]
mod profile;
#[path = "forms/support.rs"]
mod support;
#[path = "forms/table.rs"]
mod table;
#[path = "forms/value.rs"]
mod value;
#[path = "forms/words.rs"]
mod words;
