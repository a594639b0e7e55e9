//! The desk entry.
