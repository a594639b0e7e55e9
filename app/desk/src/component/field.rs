//! A box with its label, hint and error.
//!
//! The box is the browser's own while somebody types: writing back what was just typed would break a Hangul syllable
//! that is being composed. What was typed lives in a signal, so that it outlives the box.

use leptos::prelude::*;
use ui::{
    dom::{El, el, el_class, event_value},
    focus,
    i18n::{Key, t, tr},
};

use crate::word::Word;

/// What is typed, and what is the matter with it.
#[derive(Clone, Copy)]
pub(crate) struct Typed {
    /// The text.
    pub(crate) text: RwSignal<String>,
    /// The matter, in words; empty when there is none.
    pub(crate) error: RwSignal<String>,
}

impl Typed {
    /// An empty box.
    pub(crate) fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            error: RwSignal::new(String::new()),
        }
    }

    /// The text without blanks around it.
    pub(crate) fn trimmed(self) -> String {
        self.text.with_untracked(|text| text.trim().to_owned())
    }

    /// Empties it.
    pub(crate) fn clear(self) {
        self.text.set(String::new());
        self.error.set(String::new());
    }

    /// Whether it has `min` to `max` characters; says so at the box otherwise.
    pub(crate) fn has_length(self, label: Key, min: usize, max: usize) -> bool {
        let count = self.text.with_untracked(|text| text.trim().chars().count());
        let key = match count {
            0 if min > 0 => Word::ERROR_EMPTY,
            count if count < min => Word::ERROR_SHORT,
            count if count > max => Word::ERROR_LONG,
            _ => {
                self.error.set(String::new());
                return true;
            }
        };
        let (min, max, count) = (min.to_string(), max.to_string(), count.to_string());
        self.error.set(tr(
            key,
            &[
                ("label", t(label)),
                ("min", &min),
                ("max", &max),
                ("count", &count),
            ],
        ));
        false
    }
}

/// How a box looks and behaves.
pub(crate) struct TextBox {
    /// Unique on the page.
    pub(crate) id: String,
    /// What is asked.
    pub(crate) label: Key,
    /// Help below the label.
    pub(crate) hint: Option<Key>,
    /// Whether it must be filled in.
    pub(crate) required: bool,
    /// The `type` of an input; `textarea` for several lines.
    pub(crate) kind: &'static str,
    /// The HTML autofill token.
    pub(crate) autocomplete: &'static str,
    /// The least and the greatest value.
    range: Option<(String, String)>,
}

impl TextBox {
    /// A box of one line.
    pub(crate) fn new(id: impl Into<String>, label: Key) -> Self {
        Self {
            id: id.into(),
            label,
            hint: None,
            required: false,
            kind: "text",
            autocomplete: "off",
            range: None,
        }
    }

    /// Help below the label.
    pub(crate) fn hint(self, hint: Key) -> Self {
        Self {
            hint: Some(hint),
            ..self
        }
    }

    /// It must be filled in.
    pub(crate) fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// Another `type` of input, or `textarea`.
    pub(crate) fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }

    /// The HTML autofill token.
    pub(crate) fn autocomplete(self, autocomplete: &'static str) -> Self {
        Self {
            autocomplete,
            ..self
        }
    }

    /// The least and the greatest value.
    pub(crate) fn range(self, least: String, greatest: String) -> Self {
        Self {
            range: Some((least, greatest)),
            ..self
        }
    }

    /// The question and its box.
    pub(crate) fn of(self, typed: Typed) -> El {
        self.with(
            typed.text.get_untracked(),
            move || typed.error.get(),
            move |text| typed.text.set(text),
        )
    }

    /// The question and its box over something else that holds the text: `text` is what it holds now, `error` is the
    /// matter with it, and `put` takes what is typed.
    pub(crate) fn with(
        self,
        text: String,
        error: impl Fn() -> String + Clone + Send + 'static,
        mut put: impl FnMut(String) + 'static,
    ) -> El {
        let (hint_id, error_id) = (format!("{}-hint", self.id), format!("{}-error", self.id));
        let described = match self.hint {
            Some(_) => format!("{hint_id} {error_id}"),
            None => error_id.clone(),
        };
        let input = if self.kind == "textarea" {
            el_class("textarea", "textarea").attr("rows", "4")
        } else {
            el_class("input", "input").attr("type", self.kind)
        };
        let input = match self.range {
            Some((least, greatest)) => input.attr("min", least).attr("max", greatest),
            None => input,
        };
        let judged = error.clone();
        let input = input
            .attr("id", self.id.clone())
            .attr("name", self.id.clone())
            .attr("autocomplete", self.autocomplete)
            .attr("aria-describedby", described)
            .flag("required", self.required)
            .attr_live("aria-invalid", move || {
                (!judged().is_empty()).then(|| "true".to_owned())
            })
            .prop_live("value", move || text.clone().into())
            .on("input", move |event| put(event_value(&event)));
        el_class("div", "field")
            .child(label(&self.id, self.label, self.required))
            .child(self.hint.map(|hint| {
                el_class("p", "field__hint")
                    .attr("id", hint_id)
                    .text(t(hint))
            }))
            .child(input)
            .child(
                el_class("p", "field__error")
                    .attr("id", error_id)
                    .text_live(error),
            )
    }
}

fn label(id: &str, words: Key, required: bool) -> El {
    el_class("label", "field__label")
        .attr("for", id.to_owned())
        .text(t(words))
        .child(
            required.then(|| {
                el_class("span", "field__required").text(format!(" {}", t(Word::REQUIRED)))
            }),
        )
}

/// A form that does `submit` and nothing else: the browser neither judges nor sends it.
pub(crate) fn form(mut submit: impl FnMut() + 'static) -> El {
    el("form")
        .flag("novalidate", true)
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
}

/// The button that submits a form, out of use while an answer is awaited.
pub(crate) fn submit(words: impl Into<String>, busy: RwSignal<bool>) -> El {
    el_class("button", "button button--primary")
        .attr("type", "submit")
        .attr_live("aria-disabled", move || {
            busy.get().then(|| "true".to_owned())
        })
        .text(words)
}

/// Whether every check passed; the first box that did not gets the keyboard.
pub(crate) fn all_pass(checks: &[(String, bool)]) -> bool {
    match checks.iter().find(|(_, passed)| !passed) {
        Some((id, _)) => {
            focus::on(id);
            false
        }
        None => true,
    }
}
