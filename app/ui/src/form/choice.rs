//! Choices as large cards: one of several, several, five points, yes.

use super::{field, field::Question, words};
use crate::{
    dom::{El, el, el_class, event_checked, event_value, pieces},
    i18n::{Key, t},
};
use domain::{
    answer::Answer,
    form::{Appearance, Kind, Path},
};

/// More choices than this are a list to open rather than cards to scroll past.
const CARDS: usize = 15;

/// The frame of the cards; narrow ones where the form asks for chips.
fn cards(question: &Question) -> El {
    let chips = question.field.appearance == Some(Appearance::Chips);
    el_class(
        "div",
        if chips {
            "choice-list choice-list--chips"
        } else {
            "choice-list"
        },
    )
}

/// One of several.
pub(super) fn radios(question: &Question) -> Vec<El> {
    let this = question.clone();
    if is_list(question) {
        return vec![list(question)];
    }
    vec![cards(question).live(move || {
        pieces(
            this.session
                .choices(&this.path)
                .into_iter()
                .map(|(code, label)| radio(&this, code.clone(), label, Answer::Text(code))),
        )
    })]
}

/// A list to open.
fn list(question: &Question) -> El {
    let (this, options) = (question.clone(), question.clone());
    question
        .tie(
            el_class("select", "select")
                .attr("id", question.id())
                .attr("name", question.slug()),
        )
        .flag("disabled", question.session.is_read_only())
        .on("change", move |event| {
            let code = event_value(&event);
            this.session
                .set(&this.path, (!code.is_empty()).then_some(Answer::Text(code)));
            this.session.judge(&this.path);
        })
        .child(el("option").attr("value", "").text(t(Key::FIELD_CHOOSE)))
        .live(move || {
            let chosen = options
                .session
                .with(|instance| instance.value(&options.path));
            pieces(
                options
                    .session
                    .choices(&options.path)
                    .into_iter()
                    .map(|(code, label)| {
                        let selected = chosen == Some(Answer::Text(code.clone()));
                        el("option")
                            .attr("value", code)
                            .flag("selected", selected)
                            .text(label)
                    }),
            )
        })
}

/// Whether a question is shown as one box with a label, although it has choices.
pub(super) fn is_list(question: &Question) -> bool {
    question.field.kind == Kind::Enum
        && question
            .session
            .with(|instance| instance.choices(&question.path).len())
            > CARDS
}

/// A felt strength, 1 to 5, or the points that the question's own list names.
pub(super) fn likert(question: &Question) -> Vec<El> {
    let this = question.clone();
    vec![cards(question).live(move || {
        let mut points = this.session.choices(&this.path);
        if points.is_empty() {
            points = (1..=5)
                .map(|point| (point.to_string(), words::likert(point).to_owned()))
                .collect();
        }
        pieces(points.into_iter().filter_map(|(code, label)| {
            let point = code.parse().ok()?;
            Some(radio(&this, code, label, Answer::Int(point)))
        }))
    })]
}

fn radio(question: &Question, code: String, label: String, answer: Answer) -> El {
    let (shown, this) = (question.clone(), question.clone());
    let expected = answer.clone();
    el_class("label", "choice")
        .child(
            el("input")
                .attr("type", "radio")
                .attr("id", format!("{}-{code}", question.id()))
                .attr("name", question.slug())
                .attr("value", code)
                .flag("disabled", question.session.is_read_only())
                .prop_live("checked", move || {
                    (shown.session.value(&shown.path).as_ref() == Some(&expected)).into()
                })
                .on("change", move |_| {
                    this.session.set(&this.path, Some(answer.clone()));
                    this.session.judge(&this.path);
                }),
        )
        .child(el_class("span", "choice__text").text(label))
}

/// Several of several.
pub(super) fn checkboxes(question: &Question) -> Vec<El> {
    let this = question.clone();
    vec![cards(question).live(move || {
        pieces(
            this.session
                .choices(&this.path)
                .into_iter()
                .map(|(code, label)| checkbox(&this, code, label)),
        )
    })]
}

/// One box of several.
pub(super) fn checkbox(question: &Question, code: String, label: String) -> El {
    let (shown, this) = (question.clone(), question.clone());
    let (shown_code, this_code) = (code.clone(), code.clone());
    el_class("label", "choice")
        .attr("data-code", code.clone())
        .child(
            el("input")
                .attr("type", "checkbox")
                .attr("id", format!("{}-{code}", question.id()))
                .attr("name", question.slug())
                .attr("value", code)
                .flag("disabled", question.session.is_read_only())
                .prop_live("checked", move || {
                    chosen(shown.session.value(&shown.path))
                        .contains(&shown_code)
                        .into()
                })
                .on("change", move |event| {
                    toggle(&this, &this_code, event_checked(&event))
                }),
        )
        .child(el_class("span", "choice__text").text(label))
}

/// The codes of an answer.
pub(super) fn chosen(answer: Option<Answer>) -> Vec<String> {
    match answer {
        Some(Answer::Many(codes)) => codes,
        _ => Vec::new(),
    }
}

/// Adds or removes a code. A multiple choice keeps the order of its list, a ranking the order of choosing.
fn toggle(question: &Question, code: &str, on: bool) {
    let mut codes = chosen(
        question
            .session
            .with(|instance| instance.value(&question.path)),
    );
    codes.retain(|known| known != code);
    if on {
        codes.push(code.to_owned());
    }
    if question.field.kind == Kind::Multi {
        let order = question
            .session
            .with(|instance| order_of(instance, &question.path));
        codes.sort_by_key(|code| order.iter().position(|known| known == code));
    }
    question.session.set(
        &question.path,
        (!codes.is_empty()).then_some(Answer::Many(codes)),
    );
    question.session.judge(&question.path);
}

fn order_of(instance: &domain::form::Instance, path: &Path) -> Vec<String> {
    instance
        .choices(path)
        .iter()
        .map(|choice| choice.code.clone())
        .collect()
}

/// Whether a yes/no question has an answer for "no", too.
pub(super) fn is_yes_or_no(question: &Question) -> bool {
    question.field.kind == Kind::Bool && question.field.appearance == Some(Appearance::Chips)
}

/// "Yes" and "no".
pub(super) fn yes_or_no(question: &Question) -> Vec<El> {
    let answers = [
        ("true", Key::FIELD_YES, true),
        ("false", Key::FIELD_NO, false),
    ];
    let radios = answers.map(|(code, words, yes)| {
        radio(
            question,
            code.to_owned(),
            t(words).to_owned(),
            Answer::Bool(yes),
        )
    });
    vec![cards(question).children(radios)]
}

/// "Yes" as one box. Unchecked is "not answered", so that a required confirmation is asked for again.
pub(super) fn yes(question: &Question) -> Vec<El> {
    let (shown, this) = (question.clone(), question.clone());
    let invalid = question.clone();
    vec![
        el_class("label", "choice")
            .child(
                el("input")
                    .attr("type", "checkbox")
                    .attr("id", question.id())
                    .attr("name", question.slug())
                    .attr("value", "true")
                    .attr("aria-describedby", question.described_by())
                    .attr_live("aria-invalid", move || {
                        invalid.is_invalid().then(|| "true".to_owned())
                    })
                    .flag("disabled", question.session.is_read_only())
                    .prop_live("checked", move || {
                        (shown.session.value(&shown.path) == Some(Answer::Bool(true))).into()
                    })
                    .on("change", move |event| {
                        let answer = event_checked(&event).then_some(Answer::Bool(true));
                        this.session.set(&this.path, answer);
                        this.session.judge(&this.path);
                    }),
            )
            .child(el_class("span", "choice__text").children(field::label_words(question))),
    ]
}
