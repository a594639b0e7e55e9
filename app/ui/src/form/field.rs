//! The frame around every question: label, help, what was found. What is inside the frame is the widgets' business.

use std::sync::Arc;

use domain::{
    answer::Answer,
    form::{Appearance, Field, Kind, Path},
};
use leptos::prelude::*;

use super::{address, choice, consent, files, rank, session::Session, typed, words};
use crate::{
    dom::{El, el, el_class, event_checked, live, nothing, pieces},
    i18n::{Key, t, text, tr},
};

/// One question of one filling-in.
#[derive(Clone)]
pub(super) struct Question {
    /// The filling-in.
    pub(super) session: Session,
    /// The field asked.
    pub(super) field: Arc<Field>,
    /// Where its answer sits.
    pub(super) path: Path,
}

impl Question {
    /// The path as it stands in ids: `products-r1-name`.
    pub(super) fn slug(&self) -> String {
        slug(&self.path)
    }

    /// The id of the box, or of the group of boxes.
    pub(super) fn id(&self) -> String {
        format!("f-{}", self.slug())
    }

    /// The ids of what describes the box: help and findings.
    pub(super) fn described_by(&self) -> String {
        let slug = self.slug();
        match self.field.hint {
            Some(_) => format!("h-{slug} e-{slug}"),
            None => format!("e-{slug}"),
        }
    }

    /// Whether something was found that keeps the form from being sent; follows it.
    pub(super) fn is_invalid(&self) -> bool {
        self.session
            .findings(&self.path)
            .iter()
            .any(domain::form::Finding::is_error)
    }

    /// The attributes that tie a box to its frame.
    pub(super) fn tie(&self, element: El) -> El {
        let this = self.clone();
        element
            .attr("aria-describedby", self.described_by())
            .attr_live("aria-invalid", move || {
                this.is_invalid().then(|| "true".to_owned())
            })
    }
}

/// A path as it stands in ids.
pub fn slug(path: &Path) -> String {
    path.to_string().replace('/', "-")
}

/// The question, while it is relevant.
pub(super) fn field(session: Session, field: &Arc<Field>, path: Path) -> AnyView {
    if field.appearance == Some(Appearance::Hidden)
        || (field.kind == Kind::Calc && field.label.ko.is_empty())
    {
        return nothing();
    }
    let question = Question {
        session,
        field: Arc::clone(field),
        path,
    };
    live(move || {
        if question.session.is_relevant(&question.path) {
            framed(&question)
        } else {
            nothing()
        }
    })
}

fn framed(question: &Question) -> AnyView {
    match question.field.kind {
        Kind::Consent => return consent::consent(question),
        Kind::Calc => return calculated(question),
        _ if question.field.appearance == Some(Appearance::Readonly) => {
            return calculated(question);
        }
        _ => {}
    }
    let boxes = match question.field.kind {
        Kind::Enum => choice::radios(question),
        Kind::Likert5 => choice::likert(question),
        Kind::Multi => choice::checkboxes(question),
        Kind::Bool if choice::is_yes_or_no(question) => choice::yes_or_no(question),
        Kind::Bool => choice::yes(question),
        Kind::Rank3 => rank::rank(question),
        Kind::Address => address::address(question),
        Kind::File => files::files(question),
        _ => typed::typed(question),
    };
    let grouped = matches!(
        question.field.kind,
        Kind::Enum | Kind::Likert5 | Kind::Multi | Kind::Rank3 | Kind::Address | Kind::File
    ) && !choice::is_list(question)
        || choice::is_yes_or_no(question);
    let frame = if grouped {
        question
            .tie(el_class("fieldset", "fieldset").attr("id", question.id()))
            .child(el_class("legend", "fieldset__legend").child(label_words(question)))
    } else if question.field.kind == Kind::Bool {
        el_class("div", "field")
    } else {
        el_class("div", "field").child(
            el_class("label", "field__label")
                .attr("for", question.id())
                .child(label_words(question)),
        )
    };
    frame
        .child(hint(question))
        .child(copy(question))
        .child(boxes)
        .child(unknown(question))
        .child(findings(question))
        .view()
}

/// The label and "(필수)".
pub(super) fn label_words(question: &Question) -> Vec<AnyView> {
    let this = question.clone();
    vec![
        text(&question.field.label).into_any(),
        live(move || {
            if this.session.is_required(&this.path) {
                el_class("span", "field__required")
                    .text(format!(" {}", t(Key::FIELD_REQUIRED)))
                    .view()
            } else {
                nothing()
            }
        }),
    ]
}

/// The help below the label.
pub(super) fn hint(question: &Question) -> Option<El> {
    let hint = question.field.hint.as_ref()?;
    Some(
        el_class("p", "field__hint")
            .attr("id", format!("h-{}", question.slug()))
            .text(text(hint)),
    )
}

/// What was found, in sentences.
pub(super) fn findings(question: &Question) -> El {
    let this = question.clone();
    el("div")
        .attr("id", format!("e-{}", question.slug()))
        .live(move || {
            let form = this.session.form();
            pieces(this.session.findings(&this.path).into_iter().map(|found| {
                let class = if found.is_error() {
                    "field__error"
                } else {
                    "field__warning"
                };
                el_class("p", class).child(el("span").text(words::sentence(&form, &found)))
            }))
        })
}

fn calculated(question: &Question) -> AnyView {
    let (this, coded) = (question.clone(), question.clone());
    el_class("div", "field")
        .child(el_class("p", "field__label").text(text(&question.field.label)))
        .child(hint(question))
        .child(
            el_class("p", "field__aid").child(
                el("output")
                    .attr("id", question.id())
                    .attr_live("data-code", move || {
                        match coded.session.value(&coded.path) {
                            Some(Answer::Text(code)) if coded.field.choices.is_some() => Some(code),
                            _ => None,
                        }
                    })
                    .text_live(move || {
                        let value = this.session.value(&this.path);
                        let words =
                            words::answer(&this.session.form(), &this.field, value.as_ref());
                        if words.is_empty() {
                            t(Key::FIELD_NOT_YET).to_owned()
                        } else {
                            words
                        }
                    }),
            ),
        )
        .child(findings(question))
        .view()
}

/// "모름", where the question allows it.
fn unknown(question: &Question) -> Option<El> {
    if !question.field.allow_unknown {
        return None;
    }
    let shown = question.clone();
    let this = question.clone();
    Some(check_card(
        format!("{}-unknown", question.id()),
        t(Key::FIELD_UNKNOWN).to_owned(),
        move || shown.session.value(&shown.path) == Some(Answer::Unknown),
        move |checked| {
            this.session
                .set(&this.path, checked.then_some(Answer::Unknown))
        },
    ))
}

/// "…와 같음", which copies another answer.
fn copy(question: &Question) -> Option<El> {
    let source = question.field.copy_from.as_deref()?;
    let label = words::label_of(&question.session.form(), source);
    let (shown, this) = (question.clone(), question.clone());
    Some(check_card(
        format!("{}-copy", question.id()),
        tr(Key::FIELD_SAME_AS, &[("label", &label)]),
        move || {
            let value = shown.session.value(&shown.path);
            let source = shown.session.copied(&shown.path);
            value.as_ref().is_some_and(|value| !value.is_blank()) && value == source
        },
        move |checked| {
            let copied = checked.then(|| this.session.copied(&this.path)).flatten();
            this.session.set(&this.path, copied);
            this.session.judge(&this.path);
        },
    ))
}

/// A checkbox as a large card.
pub(super) fn check_card(
    id: String,
    label: impl Into<String>,
    checked: impl Fn() -> bool + Send + 'static,
    change: impl Fn(bool) + 'static,
) -> El {
    el_class("label", "choice")
        .child(
            el("input")
                .attr("type", "checkbox")
                .attr("id", id)
                .prop_live("checked", move || checked().into())
                .on("change", move |event| change(event_checked(&event))),
        )
        .child(el_class("span", "choice__text").text(label))
}
