//! Ieum's server: accepts syncs, keeps them, and serves the app and the coordinators' workspace.
//!
//! Start at [`router`], the whole route table on one screen. A handler in [`route`] reads the request, asks
//! [`auth`] who sends it and `domain::case::policy` whether they may, and leaves the rest to [`sync`] or
//! [`casework`], which decide by `domain`, and to [`storage`], which keeps. [`asset`] answers what no route does.

#![deny(missing_docs)]

pub mod asset;
pub mod attachment;
pub mod audit;
pub mod auth;
pub mod backup;
pub mod casework;
pub mod clock;
pub mod command;
pub mod config;
pub mod demo;
pub mod document;
pub mod error;
pub mod form;
pub mod header;
pub mod openapi;
mod passing;
pub mod random;
pub mod receipt;
pub mod rotate;
pub mod route;
pub mod router;
pub mod serve;
pub mod state;
pub mod storage;
pub mod sync;
pub mod telemetry;
pub mod verify;
