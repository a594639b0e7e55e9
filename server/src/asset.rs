//! The built site: files under their names, and the two shells.
//!
//! Everything is read once into memory, with what was compressed at build time; a request costs a look-up. With
//! `dev = on` a site that was rebuilt is read again.

mod file;
mod serve;
mod shell;
mod site;

pub use serve::serve;
pub use site::{Assets, Site};
