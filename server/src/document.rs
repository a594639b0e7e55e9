//! What the server renders itself, as Leptos views: pages that are read, printed and kept without a script.

pub mod frame;
mod html;
pub mod qr;
pub mod receipt;
pub mod shell;
pub mod verify;

pub use html::html;
