//! Boxes that are typed into: text, numbers, won, dates, phone numbers.
//!
//! What is typed is kept at every `input` event, also while Korean syllables are being composed, and is never
//! rewritten under the fingers: only when the box is left does an answer take its usual form. What cannot be read
//! as an answer is kept as it was typed.

use domain::{
    answer::Answer,
    form::{Finding, Kind, Severity, input},
    korea::won,
};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

use super::field::Question;
use crate::{
    dom::{El, el, el_class, event_value, window},
    i18n::{Key, t, tr},
};

/// Amounts that a tap adds, with their words.
const STEPS: [(i64, Key); 3] = [
    (100_000, Key::WON_ADD_10),
    (1_000_000, Key::WON_ADD_100),
    (10_000_000, Key::WON_ADD_1000),
];

/// The box of a typed question, with what belongs to it.
pub(super) fn typed(question: &Question) -> Vec<El> {
    let field = &question.field;
    let boxed = boxed(question);
    match field.kind {
        Kind::Won => vec![
            with_won(question, boxed),
            won_aid(question),
            won_steps(question),
        ],
        Kind::Percent => vec![with_unit(boxed, "%")],
        Kind::Textarea => vec![boxed, counter(question)],
        _ => vec![boxed],
    }
}

fn boxed(question: &Question) -> El {
    let field = &question.field;
    let area = field.kind == Kind::Textarea;
    let element = if area {
        el_class("textarea", "textarea")
    } else {
        el_class("input", "input")
    };
    let mut element = question.tie(
        element
            .attr("id", question.id())
            .attr("name", question.slug()),
    );
    if !area {
        let (kind, keyboard) = keyboard(field.kind);
        element = element
            .attr("type", kind)
            .attr("inputmode", keyboard)
            .attr("enterkeyhint", "next");
    }
    if let Some(token) = &field.autocomplete {
        element = element.attr("autocomplete", token.clone());
    } else {
        element = element.attr("autocomplete", "off");
    }
    let required = question.clone();
    element = element
        .flag("readonly", question.session.is_read_only())
        .attr_live("aria-required", move || {
            required
                .session
                .is_required(&required.path)
                .then(|| "true".to_owned())
        });
    follow_value(question);
    let (typing, leaving) = (question.clone(), question.clone());
    element
        .on("input", move |event| take(&typing, &event_value(&event)))
        .on("keydown", |event| hold_enter(&event, "INPUT"))
        .on("blur", move |_| {
            if leaving.session.is_open() {
                leave(&leaving);
            }
        })
}

const fn keyboard(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Phone => ("tel", "tel"),
        Kind::Email => ("email", "email"),
        Kind::Url => ("text", "url"),
        Kind::Int
        | Kind::Won
        | Kind::Percent
        | Kind::Date
        | Kind::Month
        | Kind::Brn
        | Kind::Crn => ("text", "numeric"),
        _ => ("text", "text"),
    }
}

/// What `typed` means here: a bare amount counts in the unit that the form has the person choose.
fn parse(question: &Question, typed: &str) -> Result<Option<Answer>, input::InputError> {
    if question.field.unit.is_none() {
        return input::parse(&question.field, typed);
    }
    let unit = |instance: &domain::form::Instance| instance.won_unit(&question.field);
    input::parse_won(typed, question.session.with(unit))
}

/// Takes what stands in the box as the answer.
fn take(question: &Question, typed: &str) {
    let answer = match parse(question, typed) {
        Ok(answer) => answer,
        // Nothing a person typed is thrown away; what is the matter with it is said when the box is left.
        Err(_) => Some(Answer::Text(typed.to_owned())),
    };
    question.session.set(&question.path, answer);
}

/// Judges the answer, and shows it in its usual form.
fn leave(question: &Question) {
    let element = element(&question.id());
    let typed = element.as_ref().map(text_of).unwrap_or_default();
    match parse(question, &typed) {
        Ok(_) => {
            if let Some(element) = element {
                set_text(&element, &shown(question));
            }
            question.session.judge(&question.path);
        }
        Err(error) => question.session.show(
            &question.path,
            vec![Finding {
                path: question.path.clone(),
                severity: Severity::Error,
                code: error.code.to_owned(),
                args: error.args,
                message: None,
            }],
        ),
    }
}

/// Enter ends a syllable or goes on to the next line; it never sends a form.
pub(super) fn hold_enter(event: &web_sys::Event, tag: &str) {
    let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else {
        return;
    };
    let in_box = key
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|target| target.tag_name() == tag);
    if key.key() == "Enter" && in_box {
        event.prevent_default();
    }
}

/// Keeps the box equal to the answer, except while one is typing in it.
fn follow_value(question: &Question) {
    let (id, question) = (question.id(), question.clone());
    follow(id, move || shown(&question));
}

/// Keeps the box `id` equal to `shown`, except while one is typing in it.
pub(super) fn follow(id: String, shown: impl Fn() -> String + 'static) {
    let shown: Box<dyn Fn() -> String> = Box::new(shown);
    Effect::new(move |_| {
        let shown = shown();
        let Some(element) = element(&id) else {
            return;
        };
        let active = window().document().and_then(|page| page.active_element());
        if active.as_ref() != Some(&element) {
            set_text(&element, &shown);
        }
    });
}

fn shown(question: &Question) -> String {
    let answer = question.session.value(&question.path);
    match answer {
        None | Some(Answer::Unknown) => String::new(),
        Some(Answer::Int(amount)) if question.field.unit.is_some() => {
            won::write_in(amount, question.session.unit(&question.field).0)
        }
        Some(answer) => input::display(&question.field, &answer),
    }
}

fn element(id: &str) -> Option<web_sys::Element> {
    window()
        .document()
        .and_then(|page| page.get_element_by_id(id))
}

fn text_of(element: &web_sys::Element) -> String {
    js_sys::Reflect::get(element, &JsValue::from_str("value"))
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

fn set_text(element: &web_sys::Element, text: &str) {
    if text_of(element) != text {
        // Setting a property of an element that has it cannot fail.
        let _ = js_sys::Reflect::set(
            element,
            &JsValue::from_str("value"),
            &JsValue::from_str(text),
        );
    }
}

/// The box with the unit that bare numbers count in.
fn with_won(question: &Question, boxed: El) -> El {
    let this = question.clone();
    let word = move || {
        let (_, word) = this.session.unit(&this.field);
        word.unwrap_or_else(|| t(Key::UNIT_WON).to_owned())
    };
    el_class("div", "input-group")
        .child(boxed)
        .child(el_class("span", "input-group__suffix").text_live(word))
}

fn with_unit(boxed: El, unit: &'static str) -> El {
    el_class("div", "input-group")
        .child(boxed)
        .child(el_class("span", "input-group__suffix").text(unit))
}

/// The amount in words: "1억 2,300만 원".
fn won_aid(question: &Question) -> El {
    let this = question.clone();
    el_class("p", "field__aid")
        .attr("aria-live", "polite")
        .text_live(move || match this.session.value(&this.path) {
            Some(Answer::Int(amount)) => won::read(amount),
            _ => String::new(),
        })
}

fn won_steps(question: &Question) -> El {
    el_class("div", "chips-add").children(STEPS.map(|(step, words)| {
        let this = question.clone();
        el("button")
            .attr("type", "button")
            .text(t(words))
            .on("click", move |_| {
                let amount = match this.session.with(|instance| instance.value(&this.path)) {
                    Some(Answer::Int(amount)) => amount,
                    _ => 0,
                };
                this.session
                    .set(&this.path, Some(Answer::Int(amount.saturating_add(step))));
            })
    }))
}

/// How much has been written: "120 / 2000자".
fn counter(question: &Question) -> El {
    let this = question.clone();
    el_class("p", "field__hint").text_live(move || {
        let written = match this.session.value(&this.path) {
            Some(Answer::Text(text)) => text.chars().count(),
            _ => 0,
        };
        let written = written.to_string();
        match this.field.max_length {
            Some(most) => tr(
                Key::FIELD_COUNT_OF,
                &[("n", &written), ("max", &most.to_string())],
            ),
            None => tr(Key::FIELD_COUNT, &[("n", &written)]),
        }
    })
}
