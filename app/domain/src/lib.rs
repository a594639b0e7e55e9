//! Ieum's logic, pure: forms, answers, Korean numbers, casework and sync.
//!
//! **Invariant:** nothing here reads a clock, a random number, a file, a socket
//! or a browser, and nothing is async. Time and ids are arguments. The same code
//! runs natively in the server and as WebAssembly on a phone, so both judge a
//! form alike.
//!
//! Start at [`form`] for how a form is described and judged, [`answer`] for what
//! was filled in, [`case`] for what happens to it afterwards, [`sync`] for how
//! it travels, and [`api`] for the wire contract.

#![deny(missing_docs)]

// `derive(Json)` names this crate from outside and from within.
extern crate self as domain;

pub mod answer;
pub mod api;
pub mod attachment;
pub mod case;
pub mod form;
pub mod forms;
pub mod id;
pub mod json;
pub mod korea;
pub mod map;
pub mod receipt;
pub mod rescue;
pub mod sync;
pub mod text;
