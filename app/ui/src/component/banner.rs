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

impl Tone {
    /// The style of a banner in this tone.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Info => "banner",
            Self::Success => "banner banner--success",
            Self::Warning => "banner banner--warning",
            Self::Danger => "banner banner--danger",
            Self::Offline => "banner banner--offline",
        }
    }
}

/// A banner with a text; buttons are added by the caller.
pub fn banner(tone: Tone, text: impl Into<String>) -> El {
    el_class("div", tone.class())
        .attr("role", "status")
        .child(el("p").text(text))
}
