//! Runs `domain::sync` in the browser. All decisions are the engine's; nothing here has an opinion.

mod believe;
pub(crate) mod driver;
pub(crate) mod leader;
pub(crate) mod trigger;
mod upload;
