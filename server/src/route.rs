//! Handlers, one resource a file, and how they read a request.

pub mod about;
pub mod attachment;
pub mod desk_account;
pub mod desk_case;
pub mod desk_enterprise;
pub mod desk_invitation;
pub mod desk_queue;
pub mod desk_session;
pub mod enrol;
mod extract;
pub mod form;
pub mod health;
pub mod receipt;
pub mod sync;
pub mod tus;
pub mod upload;

pub use extract::{Id, Input, Params};
