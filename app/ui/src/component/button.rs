//! Buttons and links that look like them. Their names are an object and a verb.

use crate::dom::{El, el_class};

/// How a button looks.
#[derive(Clone, Copy)]
pub enum Look {
    /// The one way onward.
    Primary,
    /// Another way.
    Secondary,
    /// Plain.
    Quiet,
    /// Takes something away.
    Danger,
    /// As a text.
    Text,
}

const fn class(look: Look) -> &'static str {
    match look {
        Look::Primary => "button button--primary",
        Look::Secondary => "button button--secondary",
        Look::Quiet => "button",
        Look::Danger => "button button--danger",
        Look::Text => "button button--text",
    }
}

/// A button that does something.
pub fn button(look: Look, words: impl Into<String>, mut act: impl FnMut() + 'static) -> El {
    el_class("button", class(look))
        .attr("type", "button")
        .text(words)
        .on("click", move |_| act())
}

/// A link that looks like a button.
pub fn link(look: Look, words: impl Into<String>, href: impl Into<String>) -> El {
    el_class("a", class(look))
        .attr("href", href.into())
        .text(words)
}
