//! The versions of a case's content: which one is shown, and beside which older one.

use std::sync::Arc;

use domain::{
    api::{CaseFile, Content},
    case::Event,
    id::RevisionId,
    json,
};
use leptos::prelude::*;
use ui::{
    component::banner::Tone,
    dom::{El, el, el_class, event_checked, nothing},
    i18n::{t, tr},
};

use super::{Case, head};
use crate::{when, word::Word};

/// One content, read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Version {
    /// 1 for the first.
    pub(super) number: u32,
    /// When it was received.
    pub(super) received_at: i64,
    /// SHA-256 of what was received.
    pub(super) hash: String,
    /// Who wrote it for the applicant, and how the applicant told them.
    pub(super) assisted: Option<(String, String)>,
    /// What it says; none when this program cannot read it.
    pub(super) content: Option<Content>,
}

/// Every version, oldest first.
pub(super) fn read(file: &CaseFile) -> Vec<Arc<Version>> {
    let read = |content: &str| json::read(content).ok();
    file.revisions
        .iter()
        .map(|revision| {
            Arc::new(Version {
                number: revision.number,
                received_at: revision.received_at,
                hash: revision.hash.clone(),
                assisted: assisted(file, revision.id),
                content: read(&revision.content),
            })
        })
        .collect()
}

fn assisted(file: &CaseFile, id: RevisionId) -> Option<(String, String)> {
    file.trail.iter().find_map(|item| match &item.event {
        Event::Assisted { revision, reason } if *revision == id => {
            Some((item.actor.clone(), reason.clone()))
        }
        _ => None,
    })
}

/// The version that is shown and the one before it.
pub(super) fn shown(case: Case) -> Option<(Arc<Version>, Option<Arc<Version>>)> {
    let wanted = case.shown.get();
    case.versions.with(|versions| {
        let at = match wanted {
            Some(number) => versions
                .iter()
                .position(|version| version.number == number)?,
            None => versions.len().checked_sub(1)?,
        };
        let older = at
            .checked_sub(1)
            .and_then(|before| versions.get(before))
            .cloned();
        Some((Arc::clone(versions.get(at)?), older))
    })
}

/// Which version, and whether all of it; nothing while there is only one.
pub(super) fn switch(case: Case) -> AnyView {
    let Some((shown, older)) = shown(case) else {
        return nothing();
    };
    let note = shown
        .content
        .as_ref()
        .map(|content| content.note.clone())
        .filter(|note| !note.is_empty());
    let note = note.map(|note| head::notice(Tone::Info, t(Word::APPLICANTS_NOTE), note));
    let assisted = shown.assisted.as_ref().map(|(name, reason)| {
        let words = tr(
            Word::VERSION_ASSISTED,
            &[("name", name), ("reason", reason)],
        );
        head::notice(Tone::Info, t(Word::EVENT_ASSISTED), words)
    });
    let several = case.versions.with(|versions| versions.len() > 1);
    let buttons: Vec<El> = case.versions.with(|versions| {
        versions
            .iter()
            .map(|version| button(case, version, version.number == shown.number))
            .collect()
    });
    let only = el_class("label", "choice").child(
        el("input")
            .attr("type", "checkbox")
            .attr("id", "only-changes")
            .prop_live("checked", move || case.only_changes.get().into())
            .on("change", move |event| {
                case.only_changes.set(event_checked(&event))
            }),
    );
    ui::dom::pieces([
        several.then(|| {
            el_class("div", "toolbar")
                .attr("role", "group")
                .attr("aria-label", t(Word::VERSIONS))
                .children(buttons)
                .child(older.map(|_| {
                    only.child(el_class("span", "choice__text").text(t(Word::ONLY_CHANGES)))
                }))
        }),
        note,
        assisted,
    ])
}

fn button(case: Case, version: &Version, pressed: bool) -> El {
    let number = version.number;
    let words = tr(
        Word::VERSION,
        &[
            ("number", &number.to_string()),
            ("at", &when::moment(version.received_at)),
        ],
    );
    el_class("button", "button button--small")
        .attr("type", "button")
        .attr("aria-pressed", pressed.to_string())
        .text(words)
        .on("click", move |_| case.shown.set(Some(number)))
}
