//! What the server renders itself, as Leptos views.

pub mod shell;
