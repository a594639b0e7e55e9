//! Shared UI.
