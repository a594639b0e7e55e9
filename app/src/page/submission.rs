//! Where a submission stands: receipt, officer, what is asked for, what was decided, what happened, what was sent.

use domain::{
    api::{Change, Content, DecisionView, Officer, Refusal, SubmissionView},
    case::{State, SupplementRequest},
    form::{Form, Path as FormPath},
    id::SubmissionId,
    sync::{OutboxItem, SubmissionRecord, Where},
};
use leptos::prelude::*;
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button, link},
        dialog::{self, Question},
    },
    dom::{El, el, el_class, live, nothing},
    form,
    form::words,
    i18n::{Key, t, tr},
    route, when,
};

use super::{card, page, place, unknown::unknown};
use crate::{path::Path, state::AppState};

/// The page; it follows what the server says.
pub(crate) fn submission(state: AppState, id: SubmissionId) -> AnyView {
    // Whoever opens this page wants to know how it stands now.
    if state.enrolment.with_untracked(Option::is_some) {
        state.sync_now();
    }
    let title = Memo::new(move |_| title(state, id));
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

/// Why something is still on this phone, and what can be done about it.
fn unsent(state: AppState, item: &OutboxItem, place: Where) -> El {
    let change = item.id();
    let withdrawal = matches!(item.change, Change::Withdraw(_));
    if let Some(parked) = &item.parked {
        let found = item
            .draft
            .as_ref()
            .and_then(|draft| form::form(&draft.form, &draft.version))
            .map(|form| {
                el("ul").children(
                    parked
                        .findings
                        .iter()
                        .map(|found| el("li").text(words::sentence(&form, found))),
                )
            });
        return banner(Tone::Warning, t(refusal(parked.reason)))
            .child(found)
            .child(item.draft.as_ref().map(|_| {
                button(Look::Primary, t(Key::PARKED_REOPEN), move || {
                    if let Some(draft) = state.reopen_parked(change) {
                        route::go(&Path::Draft(draft, String::new()).to_string());
                    }
                })
            }))
            .child(withdrawal.then(|| {
                button(Look::Quiet, t(Key::WITHDRAW_DROP), move || {
                    state.cancel_send(change)
                })
            }));
    }
    let said = match (place, withdrawal) {
        (Where::Sending, _) => Key::UNSENT_SENDING,
        (_, true) => Key::UNSENT_WITHDRAWAL,
        (_, false) => Key::UNSENT_WAITING,
    };
    let enrolled = state.enrolment.get().is_some();
    let main = if enrolled {
        button(Look::Secondary, t(Key::SYNC_NOW), move || state.sync_now())
    } else {
        link(Look::Primary, t(Key::ENROL_OPEN), "/enrol")
    };
    banner(Tone::Info, t(said))
        .child((!enrolled).then(|| el("p").text(t(Key::UNSENT_ENROL))))
        .child(main)
        .child((item.attempts == 0).then(|| {
            button(Look::Quiet, t(Key::SEND_CANCEL), move || {
                state.cancel_send(change);
                route::go("/");
            })
        }))
}

fn refusal(reason: Refusal) -> Key {
    match reason {
        Refusal::Invalid => Key::REFUSED_INVALID,
        Refusal::UnknownForm => Key::REFUSED_FORM,
        Refusal::StaleParent => Key::REFUSED_STALE,
        Refusal::WrongState => Key::REFUSED_STATE,
        Refusal::TooLarge => Key::REFUSED_LARGE,
        Refusal::NoConsent => Key::REFUSED_CONSENT,
        Refusal::NotFound => Key::REFUSED_NOT_FOUND,
        Refusal::HashMismatch
        | Refusal::MalformedContent
        | Refusal::IdReused
        | Refusal::Unknown => Key::REFUSED_OTHER,
    }
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
        .child(view.and_then(|view| supplement(state, view)))
        .child(view.and_then(|view| decision(view.decision.as_ref()?, view, &code)))
        .child(receipt(record))
        .child(view.and_then(|view| view.officer.as_ref()).map(officer))
        .child(view.map(|view| history(view, &code)))
        .view()
}

fn receipt(record: &SubmissionRecord) -> Option<El> {
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
            .child(due.map(|due| el("p").text(tr(Key::RECEIPT_DUE, &[("day", &when::day(due))])))),
    )
}

fn supplement(state: AppState, view: &SubmissionView) -> Option<El> {
    let request = view
        .supplement
        .as_ref()
        .filter(|_| view.state == State::Supplement)?;
    let id = view.id;
    let form = form::form(&view.form, &view.form_version);
    Some(
        banner(Tone::Warning, "")
            .attr("data-testid", "supplement")
            .child(el("h2").text(t(Key::SUPPLEMENT_TITLE)))
            .child((!request.note.is_empty()).then(|| el("p").text(request.note.clone())))
            .child(form.map(|form| items(&form, request, &|_| String::new())))
            .child(el("p").text(tr(
                Key::SUPPLEMENT_UNTIL,
                &[("day", &when::iso_day(&request.deadline))],
            )))
            .child(button(
                Look::Primary,
                t(Key::SUPPLEMENT_ANSWER),
                move || {
                    if let Some(draft) = state.answer_supplement(id) {
                        route::go(&Path::Draft(draft, String::new()).to_string());
                    }
                },
            )),
    )
}

/// The items of a request. `href` makes the address of the question an item is about; blank for none.
pub(super) fn items(
    form: &Form,
    request: &SupplementRequest,
    href: &dyn Fn(&FormPath) -> String,
) -> El {
    el("ul").children(request.items.iter().map(|item| {
        let path: Option<FormPath> = item.field.parse().ok();
        let about = path.map(|path| {
            let label = words::label_of(form, &path.field);
            match href(&path) {
                link if link.is_empty() => el("strong").text(label),
                link => el("a").attr("href", link).text(label),
            }
        });
        let said = |key: Key, text: &str| {
            (!text.is_empty()).then(|| el_class("p", "card__meta").text(tr(key, &[("text", text)])))
        };
        el("li")
            .child(about)
            .child(el("p").text(item.what.clone()))
            .child(said(Key::SUPPLEMENT_WHY, &item.why))
            .child(said(Key::SUPPLEMENT_EXAMPLE, &item.example))
    }))
}

fn decision(decision: &DecisionView, view: &SubmissionView, code: &str) -> Option<El> {
    let title = match view.state {
        State::Rejected => t(Key::DECISION_REJECTED).to_owned(),
        State::Approved | State::Closed => tr(
            Key::DECISION_MADE,
            &[("state", place::state(view.state, code))],
        ),
        _ => return None,
    };
    let result = match decision.code.as_str() {
        "mall_listing" => Some(Key::RESULT_MALL_LISTING),
        "consulting" => Some(Key::RESULT_CONSULTING),
        "fund" => Some(Key::RESULT_FUND),
        "matching" => Some(Key::RESULT_MATCHING),
        "referral" => Some(Key::RESULT_REFERRAL),
        "case_record" => Some(Key::RESULT_CASE_RECORD),
        "not_eligible" => Some(Key::REASON_NOT_ELIGIBLE),
        "duplicate" => Some(Key::REASON_DUPLICATE),
        "unverifiable" => Some(Key::REASON_UNVERIFIABLE),
        "unmet" => Some(Key::REASON_UNMET),
        _ => None,
    };
    let tone = if view.state == State::Rejected {
        Tone::Danger
    } else {
        Tone::Success
    };
    Some(
        banner(tone, "")
            .attr("data-testid", "decision")
            .child(el("h2").text(title))
            .child(result.map(|result| el("p").child(el("strong").text(t(result)))))
            .child(el("p").text(decision.note.clone()))
            .child(el("p").text(when::moment(decision.at))),
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

/// Taking back what is still open.
fn withdraw(state: AppState, id: SubmissionId) -> AnyView {
    let (record, items) = find(state, id);
    let open = record
        .and_then(|record| record.view)
        .is_some_and(|view| view.state.is_open());
    if !open || !items.is_empty() {
        return nothing();
    }
    let ask = button(Look::Text, t(Key::WITHDRAW_OPEN), move || {
        dialog::ask(Question {
            title: t(Key::WITHDRAW_ASK).to_owned(),
            body: t(Key::WITHDRAW_BODY).to_owned(),
            yes: t(Key::WITHDRAW_YES).to_owned(),
            act: Box::new(move || state.withdraw(id, String::new())),
        });
    });
    el("p").child(ask).view()
}
