//! What to begin, what was begun, what was sent.

use domain::{
    api::Change,
    forms,
    sync::{Draft, OutboxItem, SubmissionRecord, Where},
};
use leptos::prelude::*;
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button, link},
        dialog::{self, Question},
    },
    dom::{El, el, el_class, live, nothing, pieces},
    form,
    i18n::{Key, t, text, tr},
    route, when,
};

use super::{card, lead, page, place};
use crate::{path::Path, pwa, state::AppState};

/// The forms that can be begun, in the order they are offered.
const OFFERED: [(&str, Key); 2] = [("DMG", Key::HOME_DMG), ("ONB", Key::HOME_ONB)];

/// The page.
pub(crate) fn home(state: AppState) -> AnyView {
    page(t(Key::HOME_TITLE))
        .child(lead(t(Key::HOME_LEAD)))
        .child(live(move || left(state)))
        .child(live(move || unsent(state)))
        .child(live(move || install(state)))
        .child(live(move || sent_list(state)))
        .child(live(move || draft_list(state)))
        .child(
            el("section")
                .child(el("h2").text(t(Key::HOME_BEGIN)))
                .child(
                    el_class("ul", "list-plain").children(
                        OFFERED
                            .into_iter()
                            .filter_map(|(id, about)| start_card(id, about)),
                    ),
                ),
        )
        .child(
            el("p")
                .child(link(Look::Text, t(Key::SETTINGS_TITLE), "/settings"))
                .child(link(Look::Text, t(Key::STORAGE_TITLE), "/storage")),
        )
        .view()
}

fn start_card(id: &str, about: Key) -> Option<El> {
    let source = forms::latest(id)?;
    let form = form::form(source.id, source.version)?;
    Some(
        el("li").child(
            el_class("a", "card card--action")
                .attr("href", Path::Start(id.to_owned()).to_string())
                .child(el_class("span", "card__title").text(text(form.title())))
                .child(el_class("span", "card__meta").text(t(about))),
        ),
    )
}

/// Said once, to somebody who has just put a draft aside.
fn left(state: AppState) -> AnyView {
    if state.left_draft.get() {
        banner(Tone::Success, t(Key::HOME_LEFT)).view()
    } else {
        nothing()
    }
}

/// What waits to be sent, and what it waits for.
fn unsent(state: AppState) -> AnyView {
    let waiting = state
        .outbox
        .get()
        .iter()
        .filter(|item| item.parked.is_none())
        .count();
    if waiting == 0 {
        return nothing();
    }
    let count = waiting.to_string();
    if !state.is_enrolled() {
        return banner(Tone::Warning, tr(Key::HOME_ENROL, &[("n", &count)]))
            .child(link(Look::Primary, t(Key::ENROL_OPEN), "/enrol"))
            .view();
    }
    banner(Tone::Info, tr(Key::HOME_WAITING, &[("n", &count)]))
        .child(button(Look::Secondary, t(Key::SYNC_NOW), move || {
            state.sync_now()
        }))
        .view()
}

/// Installing is offered before the first draft: a home-screen app keeps its own storage on some phones.
pub(super) fn install(state: AppState) -> AnyView {
    let begun = !state.drafts.get().is_empty()
        || !state.outbox.get().is_empty()
        || !state.submissions.get().is_empty();
    match pwa::install().get() {
        pwa::Install::Offered if !begun => banner(Tone::Info, t(Key::INSTALL_OFFER))
            .child(button(
                Look::Secondary,
                t(Key::INSTALL_DO),
                pwa::prompt_install,
            ))
            .view(),
        pwa::Install::ByHand if !begun => banner(Tone::Info, t(Key::INSTALL_BY_HAND)).view(),
        _ => nothing(),
    }
}

fn section(title: Key, cards: Vec<El>) -> AnyView {
    if cards.is_empty() {
        return nothing();
    }
    el("section")
        .child(el("h2").text(t(title)))
        .child(
            el_class("ul", "list-plain")
                .children(cards.into_iter().map(|card| el("li").child(card))),
        )
        .view()
}

fn draft_list(state: AppState) -> AnyView {
    let mut drafts = state.drafts.get();
    drafts.sort_by_key(|draft| -draft.updated_at);
    section(
        Key::HOME_DRAFTS,
        drafts
            .iter()
            .map(|draft| draft_card(state, draft))
            .collect(),
    )
}

fn draft_card(state: AppState, draft: &Draft) -> El {
    let id = draft.id;
    let title = card::draft_title(draft);
    let asked = title.clone();
    let href = Path::Draft(draft.id, draft.step.clone()).to_string();
    el_class("article", "card")
        .child(place::badge(Where::OnPhone, &draft.form))
        .child(el_class("h3", "card__title").text(title))
        .child(el_class("p", "card__meta").text(tr(
            Key::HOME_SAVED_AT,
            &[("time", &when::moment(draft.updated_at))],
        )))
        .child(
            el_class("div", "card__actions")
                .child(link(Look::Primary, t(Key::HOME_CONTINUE), href))
                .child(button(Look::Quiet, t(Key::HOME_DELETE), move || {
                    dialog::ask(Question {
                        title: tr(Key::HOME_DELETE_ASK, &[("title", &asked)]),
                        body: t(Key::HOME_DELETE_BODY).to_owned(),
                        yes: t(Key::HOME_DELETE_YES).to_owned(),
                        act: Box::new(move || state.delete_draft(id)),
                    });
                })),
        )
}

fn sent_list(state: AppState) -> AnyView {
    let outbox = state.outbox.get();
    let in_flight = state.in_flight.get();
    let submissions = state.submissions.get();
    let new = outbox.iter().filter(|item| {
        matches!(item.change, Change::Revision(_))
            && !submissions
                .iter()
                .any(|record| record.id == item.submission())
    });
    let mut cards: Vec<El> = new
        .map(|item| waiting_card(state, item, Where::of_item(item, &in_flight)))
        .collect();
    let mut records: Vec<&SubmissionRecord> = submissions.iter().collect();
    records.sort_by_key(|record| {
        -record
            .view
            .as_ref()
            .map_or(i64::MAX, |view| view.updated_at)
    });
    cards.extend(
        records
            .into_iter()
            .map(|record| sent_card(record, Where::of_submission(record, &outbox, &in_flight))),
    );
    pieces([section(Key::HOME_SENT, cards)])
}

fn waiting_card(state: AppState, item: &OutboxItem, place: Where) -> El {
    el_class("a", "card card--action")
        .attr("href", Path::Submission(item.submission()).to_string())
        .child(place::badge(place, &item.form))
        .child(el_class("span", "card__title").text(card::item_title(item)))
        .child(el_class("span", "card__meta").text(tr(
            Key::CARD_TEMPORARY,
            &[("number", &item.submission().short())],
        )))
        .child(place::files(state, item))
}

fn sent_card(record: &SubmissionRecord, place: Where) -> El {
    let form = card::record_form(record);
    let href = Path::Submission(record.id).to_string();
    el_class("a", "card card--action")
        .attr("href", href)
        .child(place::badge(place, &form))
        .child(
            record
                .is_news()
                .then(|| el_class("span", "badge badge--sending").text(t(Key::HOME_NEWS))),
        )
        .child(el_class("span", "card__title").text(card::record_title(record)))
        .child(
            record
                .number()
                .map(|number| el_class("span", "card__meta").text(number)),
        )
}

/// Goes home, saying that what was written is kept.
pub(crate) fn leave(state: AppState) {
    state.left_draft.set(true);
    route::go("/");
}
