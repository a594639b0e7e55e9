//! Where a submission stands: receipt, officer, what is asked for, what was decided, what happened, what was sent.

mod answer;
mod assisted;
mod paper;
mod unsent;

use domain::{
    api::{Content, Officer, SubmissionView},
    case::State,
    form::Instance,
    id::SubmissionId,
    sync::{OutboxItem, SubmissionRecord, Where},
};
use leptos::prelude::*;
use ui::{
    clock,
    component::{
        button::{Look, button, link},
        dialog::{self, Question},
    },
    dom::{El, el, el_class, live, nothing},
    form,
    i18n::{Key, t, tr},
    route, when,
};

use super::{card, page, place, unknown::unknown};
use crate::{path::Path, state::AppState};
pub(crate) use answer::items;
use answer::{decision, supplement};
use paper::paper;
use unsent::unsent;

/// The page; it follows what the server says.
pub(crate) fn submission(state: AppState, id: SubmissionId) -> AnyView {
    // Whoever opens this page wants to know how it stands now.
    if state.enrolment.with_untracked(Option::is_some) {
        state.sync_now();
    }
    let title = Memo::new(move |_| title(state, id));
    // What was given back is a draft now, and stands on the first page with the words that say so.
    Effect::new(move |shown: Option<bool>| {
        let shows = title.with(Option::is_some);
        if shown == Some(true) && !shows && route::path() == Path::Submission(id).to_string() {
            route::replace("/");
        }
        shows
    });
    let content = Memo::new(move |_| content(state, id));
    live(move || {
        let Some(title) = title.get() else {
            return unknown();
        };
        page(&title)
            .child(live(move || standing(state, id)))
            .child(live(move || {
                content.get().as_ref().map_or_else(nothing, sent)
            }))
            .child(live(move || withdraw(state, id)))
            .view()
    })
}

fn find(state: AppState, id: SubmissionId) -> (Option<SubmissionRecord>, Vec<OutboxItem>) {
    let record = state
        .submissions
        .get()
        .into_iter()
        .find(|record| record.id == id);
    let mut items = state.outbox.get();
    items.retain(|item| item.submission() == id);
    (record, items)
}

fn title(state: AppState, id: SubmissionId) -> Option<String> {
    let (record, items) = find(state, id);
    record
        .map(|record| card::record_title(&record))
        .or_else(|| items.last().map(card::item_title))
}

/// The newest content that this phone has: what waits here before what the server holds.
fn content(state: AppState, id: SubmissionId) -> Option<Content> {
    let (record, items) = find(state, id);
    items
        .iter()
        .rev()
        .find_map(card::content)
        .or_else(|| card::record_content(&record?))
}

/// Everything that changes while one looks at it.
fn standing(state: AppState, id: SubmissionId) -> AnyView {
    let (record, items) = find(state, id);
    let in_flight = state.in_flight.get();
    let item = items.last();
    match (record, item) {
        (Some(record), _) => {
            let place = Where::of_submission(&record, &items, &in_flight);
            if record.is_news() {
                state.mark_seen(id);
            }
            known(state, &record, item, place)
        }
        (None, Some(item)) => waiting(state, item, Where::of_item(item, &in_flight)),
        (None, None) => nothing(),
    }
}

/// Sealed here, and never received yet.
fn waiting(state: AppState, item: &OutboxItem, place: Where) -> AnyView {
    el("div")
        .child(el("p").child(place::badge(place, &item.form)))
        .child(unsent(state, item, place))
        .child(el_class("p", "card__meta").text(tr(
            Key::CARD_TEMPORARY,
            &[("number", &item.submission().short())],
        )))
        .view()
}

fn known(
    state: AppState,
    record: &SubmissionRecord,
    item: Option<&OutboxItem>,
    place: Where,
) -> AnyView {
    let code = card::record_form(record);
    let view = record.view.as_ref();
    el("div")
        .child(el("p").child(place::badge(place, &code)))
        .child(item.map(|item| unsent(state, item, place)))
        .child(view.and_then(|view| assisted::told(record, view)))
        .child(view.and_then(|view| supplement(state, view)))
        .child(view.and_then(|view| decision(view.decision.as_ref()?, view, &code)))
        .child(receipt(state, record))
        .child(view.and_then(|view| view.officer.as_ref()).map(officer))
        .child(view.map(|view| history(view, &code)))
        .view()
}

fn receipt(state: AppState, record: &SubmissionRecord) -> Option<El> {
    let number = record.number()?.to_owned();
    let view = record.view.as_ref();
    let received = view
        .map(|view| view.received_at)
        .or_else(|| record.receipts.first().map(|receipt| receipt.received_at))?;
    let due = view
        .filter(|view| view.state.is_open())
        .and_then(|view| view.due_at);
    Some(
        el_class("section", "receipt")
            .child(el("h2").text(t(Key::RECEIPT_TITLE)))
            .child(el("p").text(t(Key::RECEIPT_NUMBER)))
            .child(
                el_class("p", "receipt__number")
                    .attr("data-testid", "receipt-number")
                    .text(number),
            )
            .child(el("p").text(tr(Key::RECEIPT_AT, &[("time", &when::moment(received))])))
            .children(record.receipts.iter().filter_map(|it| paper(state, it)))
            .child(due.map(|due| el("p").text(tr(Key::RECEIPT_DUE, &[("day", &when::day(due))])))),
    )
}

fn officer(officer: &Officer) -> El {
    let name = format!("{} {}", officer.unit, officer.name);
    el_class("section", "card")
        .child(el("h2").text(t(Key::OFFICER_TITLE)))
        .child(el("p").text(name.clone()))
        .child(link(
            Look::Secondary,
            tr(
                Key::OFFICER_CALL,
                &[("name", &officer.name), ("phone", &officer.phone)],
            ),
            format!("tel:{}", officer.phone),
        ))
}

fn history(view: &SubmissionView, code: &str) -> El {
    let steps = view.history.iter().rev().enumerate().map(|(at, step)| {
        let item = el("li")
            .child(el("strong").text(place::state(step.state, code)))
            .child(el("time").text(when::moment(step.at)));
        if at == 0 {
            item.attr("aria-current", "true")
        } else {
            item
        }
    });
    el("section")
        .child(el("h2").text(t(Key::HISTORY_TITLE)))
        .child(el_class("ol", "timeline").children(steps))
}

/// What was sent, read back from the copy on this phone.
fn sent(content: &Content) -> AnyView {
    let Some(form) = form::form(&content.form, &content.version) else {
        return nothing();
    };

    let answers = form::review(&form, &content.answers, None, &|_| Some(el("div")));
    el("details")
        .child(el("summary").text(t(Key::SENT_SHOW)))
        .child(el("section").child(answers))
        .view()
}

/// Changing or taking back what is still open.
fn withdraw(state: AppState, id: SubmissionId) -> AnyView {
    let (record, items) = find(state, id);
    let stands = record.and_then(|record| record.view).map(|view| view.state);
    let Some(stands) = stands.filter(|stands| stands.is_open() && items.is_empty()) else {
        return nothing();
    };
    // A request has its own way to the draft.
    let edit = (stands != State::Supplement).then(|| change(state, id));
    let ask = button(Look::Text, t(Key::WITHDRAW_OPEN), move || {
        dialog::ask(Question {
            title: t(Key::WITHDRAW_ASK).to_owned(),
            body: t(Key::WITHDRAW_BODY).to_owned(),
            yes: t(Key::WITHDRAW_YES).to_owned(),
            act: Box::new(move || state.withdraw(id, String::new())),
        });
    });
    el("div").child(edit).child(ask).view()
}

/// Changing what was sent. A quick report may be completed as well, from its first step, which asks how to report.
fn change(state: AppState, id: SubmissionId) -> El {
    let quick = content(state, id).and_then(|content| {
        let form = form::form(&content.form, &content.version)?;
        let first = form.steps().first()?.id.clone();
        let sent = Instance::new(form, content.answers, clock::env());
        sent.is_quick().then_some(first)
    });
    let why = quick.as_ref().map(|_| el("p").text(t(Key::SENT_FULL_WHY)));
    let whole = quick.map(|first| {
        button(Look::Secondary, t(Key::SENT_FULL), move || {
            edit(state, id, &first);
        })
    });
    let some = button(Look::Secondary, t(Key::SENT_EDIT), move || {
        edit(state, id, "");
    });
    el("div")
        .child(why)
        .child(el_class("div", "actions").child(whole).child(some))
}

/// Opens the draft that continues a submission, at `step` or where it was left.
fn edit(state: AppState, id: SubmissionId, step: &str) {
    if let Some(draft) = state.continue_sent(id) {
        route::go(&Path::Draft(draft, step.to_owned()).to_string());
    }
}
