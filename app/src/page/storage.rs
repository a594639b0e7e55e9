//! What this phone keeps, how much room there is, and what may go.

use domain::{korea::won::group_thousands, sync::SubmissionRecord};
use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::{
        button::{Look, button, link},
        dialog::{self, Question},
    },
    dom::{El, el, el_class, live, nothing},
    i18n::{Key, t, tr},
    when,
};

use super::{card, page, pin};
use crate::{space, state::AppState};

/// The page.
pub(crate) fn storage(state: AppState) -> AnyView {
    page(t(Key::STORAGE_TITLE))
        .child(
            el("section")
                .child(el("h2").text(t(Key::STORAGE_WHAT)))
                .child(live(move || counts(state))),
        )
        .child(room(state))
        .child(
            el("section")
                .child(el("h2").text(t(Key::RESCUE_TITLE)))
                .child(el("p").text(t(Key::RESCUE_WHY)))
                .child(link(Look::Secondary, t(Key::RESCUE_OPEN), "/rescue")),
        )
        .child(pin::section(state))
        .child(live(move || copies(state)))
        .child(pin::wiping(state))
        .view()
}

fn counts(state: AppState) -> AnyView {
    let lines = [
        (Key::STORAGE_DRAFTS, state.drafts.with(Vec::len)),
        (Key::STORAGE_WAITING, state.outbox.with(Vec::len)),
        (Key::STORAGE_RECEIVED, state.submissions.with(Vec::len)),
    ];
    el("ul")
        .attr("data-testid", "kept")
        .children(
            lines.map(|(words, count)| el("li").text(tr(words, &[("n", &count.to_string())]))),
        )
        .view()
}

fn room(state: AppState) -> El {
    let kept = space::kept();
    let used = RwSignal::new(None);
    let asked = RwSignal::new(false);
    // Asked again when something has come or gone.
    Effect::new(move |_| {
        state.submissions.track();
        state.drafts.track();
        spawn_local(async move { used.set(space::usage().await) });
    });
    el("section")
        .child(el("h2").text(t(Key::SETTINGS_STORAGE)))
        .child(live(move || match used.get() {
            Some((used, quota)) => el("p")
                .text(tr(
                    Key::STORAGE_USED,
                    &[
                        ("used", &megabytes(used)),
                        ("free", &megabytes((quota - used).max(0.0))),
                    ],
                ))
                .view(),
            None => nothing(),
        }))
        .child(live(move || {
            let kept = kept.get();
            let words = match kept {
                Some(true) => Key::STORAGE_KEPT,
                Some(false) if asked.get() => Key::STORAGE_REFUSED,
                Some(false) => Key::STORAGE_MAY_GO,
                None => Key::STORAGE_UNKNOWN,
            };
            let ask = || {
                button(Look::Secondary, t(Key::STORAGE_ASK), move || {
                    spawn_local(async move {
                        space::ask().await;
                        asked.set(true);
                    });
                })
            };
            el("div")
                .attr("role", "status")
                .child(el("p").text(t(words)))
                .child((kept != Some(true)).then(ask))
                .view()
        }))
}

/// Whole ones: to write a number with a fraction would bring 8 kB of code.
fn megabytes(bytes: f64) -> String {
    group_thousands((bytes / 1_000_000.0).ceil() as i64)
}

/// Copies of what the server has, oldest first; each goes only when a person says so.
fn copies(state: AppState) -> AnyView {
    let records = state.droppable();
    if records.is_empty() {
        return nothing();
    }
    el("section")
        .child(el("h2").text(t(Key::STORAGE_COPIES)))
        .child(el("p").text(t(Key::STORAGE_COPIES_LEAD)))
        .child(
            el_class("ul", "list-plain").children(
                records
                    .iter()
                    .map(|record| el("li").child(copy(state, record))),
            ),
        )
        .view()
}

fn copy(state: AppState, record: &SubmissionRecord) -> El {
    let id = record.id;
    let title = card::record_title(record);
    let number = record.number().unwrap_or_default().to_owned();
    let changed = record
        .view
        .as_ref()
        .map(|view| el_class("p", "card__meta").text(when::day(view.updated_at)));
    let asked = number.clone();
    el_class("article", "card")
        .child(el_class("h3", "card__title").text(title))
        .child(el_class("p", "card__meta").text(number))
        .child(changed)
        .child(button(Look::Quiet, t(Key::STORAGE_DROP), move || {
            dialog::ask(Question {
                title: tr(Key::STORAGE_DROP_ASK, &[("number", &asked)]),
                body: t(Key::STORAGE_DROP_BODY).to_owned(),
                yes: t(Key::STORAGE_DROP).to_owned(),
                act: Box::new(move || state.drop_copy(id)),
            });
        }))
}
