//! The answers of a version, by step, each beside what it was in the version before.

use domain::{
    answer::{Answer, Answers, Consent},
    api::Content,
    case::ActionKind,
    form::{
        Field, Form, Kind,
        readback::{Difference, Line, Section, read_back},
    },
    text::Locale,
};
use leptos::prelude::*;
use ui::{
    component::banner::{Tone, banner},
    dom::{El, el, el_class},
    form::words,
    i18n::{t, text, tr},
};

use super::{Case, files, versions};
use crate::{
    component::page::{empty, progress},
    when,
    word::Word,
};

/// All of them.
pub(super) fn answers(case: Case) -> AnyView {
    let Some((version, older)) = versions::shown(case) else {
        return empty(t(Word::NO_CONTENT)).view();
    };
    let Some(content) = &version.content else {
        return banner(Tone::Danger, t(Word::UNREADABLE_CONTENT)).view();
    };
    let Some(form) = case.forms.get(&content.form, &content.version) else {
        return progress().view();
    };
    let before = older
        .as_ref()
        .and_then(|older| older.content.as_ref())
        .map(|content| &content.answers);
    let sections = read_back(&form, &content.answers, before);
    let only_changes = before.is_some() && case.only_changes.get();
    let asks = case.file.value.with(|file| {
        file.as_ref()
            .is_some_and(|file| file.allowed.contains(&ActionKind::RequestSupplement))
    });
    let view = Reader {
        case,
        form: &form,
        only_changes,
        asks,
    };
    let changed = sections
        .iter()
        .flat_map(|section| &section.lines)
        .filter(|line| line.difference != Difference::Same)
        .count();
    let summary = before.map(|_| {
        let words = match changed {
            0 => t(Word::NO_CHANGES).to_owned(),
            changed => tr(Word::CHANGES, &[("count", &changed.to_string())]),
        };
        el("p").child(el("strong").text(words))
    });
    ui::dom::pieces(
        summary
            .into_iter()
            .chain(sections.iter().filter_map(|section| view.section(section)))
            .chain(files::panel(case, &form, &content.answers, before))
            .chain([written(content, &version.hash)]),
    )
}

/// The answers in which `after` differs from `before`, each beside what it was.
pub(super) fn changes(case: Case, form: &Form, after: &Answers, before: &Answers) -> Vec<El> {
    let view = Reader {
        case,
        form,
        only_changes: true,
        asks: false,
    };
    let sections = read_back(form, after, Some(before));
    let lines = sections.iter().flat_map(|section| &section.lines);
    lines
        .filter(|line| line.difference != Difference::Same)
        .map(|line| view.line(line))
        .collect()
}

struct Reader<'a> {
    case: Case,
    form: &'a Form,
    only_changes: bool,
    asks: bool,
}

impl Reader<'_> {
    fn section(&self, section: &Section<'_>) -> Option<El> {
        let lines: Vec<El> = section
            .lines
            .iter()
            .filter(|line| !self.only_changes || line.difference != Difference::Same)
            .map(|line| self.line(line))
            .collect();
        let id = format!("step-{}", section.step.id);
        (!lines.is_empty()).then(|| {
            el_class("section", "panel")
                .attr("aria-labelledby", id.clone())
                .child(
                    el_class("h2", "panel__title")
                        .attr("id", id)
                        .text(text(&section.step.label)),
                )
                .child(el_class("dl", "review-list").children(lines))
        })
    }

    fn line(&self, line: &Line<'_>) -> El {
        let name = match line.row {
            Some((repeat, number)) => {
                let row = text(repeat.row_label.as_ref().unwrap_or(&repeat.label));
                format!("{row} {number} · {}", text(&line.field.label))
            }
            None => text(&line.field.label),
        };
        let ask = (self.asks && line.field.kind != Kind::Consent).then(|| self.ask(line, &name));
        el("div")
            .attr("data-path", line.path.to_string())
            .child(el("dt").text(name))
            .child(el("dd").child(self.said(line)).child(ask))
    }

    /// The button that puts the answer on the list of what is asked for.
    fn ask(&self, line: &Line<'_>, name: &str) -> El {
        let (case, path, label) = (self.case, line.path.to_string(), name.to_owned());
        el_class("button", "button button--text button--small answer__ask")
            .attr("type", "button")
            .attr("aria-label", tr(Word::ASK_ABOUT, &[("label", name)]))
            .text(t(Word::ASK))
            .on("click", move |_| {
                case.begin(ActionKind::RequestSupplement);
                case.drafts.ask(&path, &label);
            })
    }

    fn said(&self, line: &Line<'_>) -> El {
        let now = line.answer.map(|answer| self.words(line.field, answer));
        let old = match line.difference {
            Difference::Same => {
                return match (line.answer, &line.field.consent) {
                    (Some(Answer::Consent(consent)), _) => self.consent(line.field, consent),
                    _ => el_class("span", "answer").text(now.unwrap_or_default()),
                };
            }
            Difference::Added => t(Word::WAS_BLANK).to_owned(),
            Difference::Was(old) => self.words(line.field, old),
        };
        el_class("div", "diff")
            .child(el_class("del", "diff__old").text(old))
            .child(
                el_class("ins", "diff__new")
                    .text(now.unwrap_or_else(|| t(Word::NOW_BLANK).to_owned())),
            )
    }

    fn words(&self, field: &Field, answer: &Answer) -> String {
        words::answer(self.form, field, Some(answer))
    }

    /// What was said to a notice, when, and whether it is the notice that the form has.
    fn consent(&self, field: &Field, consent: &Consent) -> El {
        let locale = if consent.locale == Locale::En.tag() {
            Locale::En
        } else {
            Locale::Ko
        };
        let proven = field
            .consent
            .as_ref()
            .is_some_and(|notice| notice.text_hash(locale) == consent.text_hash);
        let proof = if proven {
            Word::CONSENT_PROVEN
        } else {
            Word::CONSENT_UNPROVEN
        };
        let words = self.words(field, &Answer::Consent(consent.clone()));
        el("div")
            .child(el("span").text(words))
            .child(
                el_class("p", "card__meta")
                    .text(tr(Word::CONSENT_AT, &[("at", &when::moment(consent.at))]))
                    .text(" · ")
                    .text(t(proof)),
            )
            .child(field.consent.as_ref().map(|notice| {
                let lines = notice.paragraphs.iter().map(|paragraph| {
                    el("div")
                        .child(el("dt").text(paragraph.label.in_locale(locale).to_owned()))
                        .child(el("dd").text(paragraph.text.in_locale(locale).to_owned()))
                });
                el("details")
                    .child(el("summary").text(t(Word::CONSENT_TEXT)))
                    .child(el("dl").children(lines))
                    .child(el("p").text(notice.refusal.in_locale(locale).to_owned()))
            }))
    }
}

/// When it was written, and the fingerprint by which anybody can check it.
fn written(content: &Content, hash: &str) -> El {
    let begun = when::moment(content.captured_at);
    let sealed = when::moment(content.sealed_at);
    el_class("p", "card__meta answer__hash")
        .text(tr(
            Word::WRITTEN,
            &[
                ("begun", &begun),
                ("sealed", &sealed),
                ("version", &content.version),
            ],
        ))
        .child(el("br"))
        .text(tr(Word::HASH, &[("hash", hash)]))
}
