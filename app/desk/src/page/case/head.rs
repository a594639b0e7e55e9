//! What a case is and what stands out about it.

use domain::{
    api::CaseFile,
    case::{ProposalKind, State},
};
use leptos::prelude::*;
use ui::{
    component::banner::Tone,
    dom::{El, el, el_class},
    i18n::{Key, t, tr},
};

use super::{Case, action};
use crate::{address::Page, component::page::titled, desk::Desk, label, when, word::Word};

/// The link back to the queue as it was left, and, where the answers stand above it, one to what can be done.
pub(super) fn way_back(desk: Desk) -> El {
    let filters = desk.filters.get();
    let address = if filters.is_empty() {
        Page::Queue.to_string()
    } else {
        format!("{}?{filters}", Page::Queue)
    };
    el_class("p", "case-ways")
        .child(el("a").attr("href", address).text(t(Word::CASE_BACK)))
        .child(
            el_class("a", "case-ways__act")
                .attr("href", format!("#{}", action::TITLE))
                .text(t(Word::CASE_TO_ACTIONS)),
        )
}

/// The facts in a row.
pub(super) fn head(_: Case, file: &CaseFile) -> AnyView {
    let view = &file.view;
    let fact = |name: Key, value: String| {
        el("div")
            .child(el("dt").text(t(name)))
            .child(el("dd").text(value))
    };
    let assignee = file.assignee.as_ref().map_or_else(
        || t(Word::NOBODY).to_owned(),
        |officer| officer.name.clone(),
    );
    let late = view.state.is_open() && view.due_at.is_some_and(|due| due < ui::clock::now_ms());
    el_class("dl", "facts")
        .child(
            el("div")
                .child(el("dt").text(t(Word::COLUMN_STATE)))
                .child(el("dd").child(label::badge(view.state))),
        )
        .child(fact(Word::COLUMN_NUMBER, view.number.clone()))
        .child(fact(Word::COLUMN_FORM, label::form(&view.form)))
        .child(fact(Word::COLUMN_RECEIVED, when::moment(view.received_at)))
        .child(fact(Word::COLUMN_ASSIGNEE, assignee))
        .child(view.due_at.map(|due| {
            fact(Word::COLUMN_DUE, when::day(due))
                .child(late.then(|| el_class("dd", "flag flag--danger").text(t(Word::OVERDUE))))
        }))
        .view()
}

/// What stands out: flags with their explanations, an open request, a proposal, a decision.
pub(super) fn notices(case: Case, file: &CaseFile) -> AnyView {
    let flags = label::flags(file.flags, file.enterprise.verified)
        .into_iter()
        .map(|(name, hint)| notice(Tone::Warning, t(name), t(hint).to_owned()));
    let notices = proposal(case, file)
        .into_iter()
        .chain(supplement(file))
        .chain(decision(file))
        .chain(other_name(case, file))
        .chain(flags);
    ui::dom::pieces(notices)
}

/// A standing fact, not news: it is read in its place and not announced.
pub(super) fn notice(tone: Tone, title: &'static str, words: String) -> El {
    titled(tone, title, words)
        .attr("role", "note")
        .attr("aria-label", title)
}

fn proposal(case: Case, file: &CaseFile) -> Option<El> {
    let proposal = file.proposal.as_ref()?;
    let (words, code) = match proposal.kind {
        ProposalKind::Approve(result) => (Word::PROPOSAL_APPROVE, label::approval(result)),
        ProposalKind::Reject(reason) => (Word::PROPOSAL_REJECT, label::rejection(reason)),
    };
    let by = proposer(case, file).unwrap_or_default();
    let at = when::moment(proposal.at);
    let words = tr(words, &[("by", &by), ("at", &at), ("what", t(code))]);
    Some(
        notice(Tone::Info, t(Word::FLAG_PROPOSED), words)
            .child(el("p").text(proposal.note.clone())),
    )
}

/// Who proposed, by the trail.
fn proposer(case: Case, file: &CaseFile) -> Option<String> {
    let proposed = file
        .trail
        .iter()
        .rev()
        .find(|item| matches!(item.event, domain::case::Event::Proposed { .. }));
    proposed
        .map(|item| item.actor.clone())
        .filter(|name| !name.is_empty())
        .or_else(|| case.account(file.proposal.as_ref()?.by))
}

fn supplement(file: &CaseFile) -> Option<El> {
    let request = file
        .view
        .supplement
        .as_ref()
        .filter(|_| file.view.state == State::Supplement)?;
    let count = request.items.len().to_string();
    let words = tr(
        Word::SUPPLEMENT_OPEN,
        &[
            ("count", &count),
            ("deadline", &when::iso_day(&request.deadline)),
        ],
    );
    let items = request
        .items
        .iter()
        .map(|item| el("li").text(item.what.clone()));
    Some(
        notice(Tone::Info, t(label::state(State::Supplement)), words)
            .child(el("ul").children(items)),
    )
}

fn decision(file: &CaseFile) -> Option<El> {
    let decision = file.view.decision.as_ref()?;
    let tone = if file.view.state == State::Rejected {
        Tone::Danger
    } else {
        Tone::Success
    };
    let what = label::decision(&decision.code);
    let words = tr(
        Word::DECISION,
        &[("what", &what), ("at", &when::moment(decision.at))],
    );
    Some(
        notice(tone, t(label::state(file.view.state)), words)
            .child(el("p").text(decision.note.clone())),
    )
}

/// The form names another enterprise than the phone belongs to.
fn other_name(case: Case, file: &CaseFile) -> Option<El> {
    let written = case.name(file);
    let same = domain::korea::search_key::search_key(&written)
        == domain::korea::search_key::search_key(&file.enterprise.name);
    (!same).then(|| {
        let words = tr(
            Word::OTHER_NAME_HINT,
            &[("written", &written), ("known", &file.enterprise.name)],
        );
        notice(Tone::Warning, t(Word::OTHER_NAME), words)
    })
}
