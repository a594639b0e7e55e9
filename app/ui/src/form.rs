//! Filling in a form on a screen: [`session`] holds one filling-in, [`step`] shows a step of it.
//!
//! Judging is `domain::form`'s business, keeping is the app's.

mod address;
mod catalog;
mod choice;
mod consent;
mod field;
pub mod files;
mod fold;
mod rank;
mod repeat;
mod review;
mod screen;
mod session;
mod step;
mod typed;
pub mod words;

pub use catalog::form;
pub use field::slug;
pub use review::{lines, review};
pub use screen::{Screen, screens};
pub use session::Session;
pub use step::items;
