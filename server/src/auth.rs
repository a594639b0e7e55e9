//! Who is asking: phones by a token, people by a session, and how neither can be guessed or forged.
//!
//! What they may do is not decided here but in [`domain::case::policy`].

pub mod device;
pub mod origin;
pub mod password;
pub mod secret;
pub mod session;
pub mod source;
pub mod throttle;
