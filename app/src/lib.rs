//! The applicant's app: what a phone loads.
//!
//! Starts everything in order: the words for a fault, the address, the screen's settings, then what may keep somebody
//! from writing here (a browser inside another app, no storage), and at last the pages.

mod app;
mod crypto;
mod eviction;
mod files;
mod inapp;
mod later;
mod lock;
mod page;
mod path;
mod pwa;
mod receipt;
mod rescue;
mod space;
pub mod start;
mod state;
mod store;
mod sync;
mod tabs;
