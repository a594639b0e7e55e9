//! Pieces that several pages of the workspace share.

pub(crate) mod choice;
pub(crate) mod field;
pub(crate) mod loader;
pub(crate) mod page;
pub(crate) mod search;
