//! Standing notices. Words carry the meaning; the tone's colour repeats it.

use crate::dom::{El, el, el_class};

/// How a banner sounds.
#[derive(Clone, Copy)]
pub enum Tone {
    /// Something to know.
    Info,
    /// Done.
    Success,
    /// Needs a look.
    Warning,
    /// Does not work.
    Danger,
    /// No connection.
    Offline,
}

/// A banner with a text; buttons are added by the caller.
pub fn banner(tone: Tone, text: impl Into<String>) -> El {
    let class = match tone {
        Tone::Info => "banner",
        Tone::Success => "banner banner--success",
        Tone::Warning => "banner banner--warning",
        Tone::Danger => "banner banner--danger",
        Tone::Offline => "banner banner--offline",
    };
    el_class("div", class)
        .attr("role", "status")
        .child(el("p").text(text))
}
