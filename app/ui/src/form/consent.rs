//! A consent notice with its two answers. Neither is chosen beforehand, and each consent is asked on its own.

use domain::{
    answer::{Answer, Consent},
    form::{ConsentKind, ConsentNotice},
};
use leptos::prelude::*;

use super::field::{Question, findings};
use crate::{
    clock,
    dom::{El, el, el_class, nothing},
    i18n::{Key, locale, t, text},
};

/// The notice and the two answers.
pub(super) fn consent(question: &Question) -> AnyView {
    let Some(notice) = &question.field.consent else {
        return nothing();
    };
    let kind = match notice.kind {
        ConsentKind::Required => t(Key::CONSENT_REQUIRED),
        ConsentKind::Optional => t(Key::CONSENT_OPTIONAL),
    };
    let title = format!("l-{}", question.slug());
    let (session, required) = (question.session, notice.kind == ConsentKind::Required);
    question
        .tie(el_class("div", "consent").attr("id", question.id()))
        .attr("role", "radiogroup")
        .attr("aria-labelledby", title.clone())
        .child(
            el("h2")
                .attr("id", title)
                .text(format!("{kind} {}", text(&question.field.label))),
        )
        .child(body(notice))
        .child(el("p").text(text(&notice.refusal)))
        .child(el_class("div", "choice-list").children([
            answer(question, true, "yes", t(Key::CONSENT_YES)),
            answer(question, false, "no", t(Key::CONSENT_NO)),
        ]))
        .child(findings(question))
        .live(move || {
            if required && session.is_refused() {
                session.refused()
            } else {
                nothing()
            }
        })
        .view()
}

fn body(notice: &ConsentNotice) -> El {
    el_class("dl", "consent__body").children(notice.paragraphs.iter().flat_map(|paragraph| {
        let said = el("dd").attr(
            "class",
            if paragraph.important {
                "consent__key"
            } else {
                ""
            },
        );
        [
            el("dt").text(text(&paragraph.label)),
            said.text(text(&paragraph.text)),
        ]
    }))
}

fn answer(question: &Question, given: bool, code: &'static str, label: &'static str) -> El {
    let (shown, this) = (question.clone(), question.clone());
    el_class("label", "choice")
        .child(
            el("input")
                .attr("type", "radio")
                .attr("id", format!("{}-{code}", question.id()))
                .attr("name", question.slug())
                .attr("value", code)
                .flag("disabled", question.session.is_read_only())
                .prop_live("checked", move || {
                    matches!(
                        shown.session.value(&shown.path),
                        Some(Answer::Consent(consent)) if consent.given == given
                    )
                    .into()
                })
                .on("change", move |_| {
                    let Some(notice) = &this.field.consent else {
                        return;
                    };
                    let locale = locale();
                    this.session.set(
                        &this.path,
                        Some(Answer::Consent(Consent {
                            given,
                            text_hash: notice.text_hash(locale),
                            locale: locale.tag().to_owned(),
                            at: clock::now_ms(),
                        })),
                    );
                }),
        )
        .child(el_class("span", "choice__text").text(label))
}
