//! Pieces that several pages share.

pub mod banner;
pub mod button;
pub mod dialog;
pub mod header;
pub mod menu;
pub mod summary;
