//! Where something is kept, always in words.

use domain::{
    case::State,
    sync::{OutboxItem, SyncPhase, Where},
};
use leptos::prelude::Get as _;
use ui::{
    dom::{El, el_class},
    i18n::{Key, t, tr},
};

use crate::state::AppState;

/// The words for where something is. A damage case is not approved but linked to support.
pub(crate) fn words(place: Where, form: &str) -> &'static str {
    t(match place {
        Where::OnPhone => Key::WHERE_ON_PHONE,
        Where::Waiting => Key::WHERE_WAITING,
        Where::Sending => Key::WHERE_SENDING,
        Where::Parked => Key::WHERE_PARKED,
        Where::Server(state) => state_key(state, form),
    })
}

/// The words for a state.
pub(crate) fn state(state: State, form: &str) -> &'static str {
    t(state_key(state, form))
}

fn state_key(state: State, form: &str) -> Key {
    match state {
        State::Received => Key::STATE_RECEIVED,
        State::InReview => Key::STATE_IN_REVIEW,
        State::Supplement => Key::STATE_SUPPLEMENT,
        State::Approved if form == "DMG" => Key::STATE_LINKED,
        State::Approved => Key::STATE_APPROVED,
        State::Rejected => Key::STATE_REJECTED,
        State::Withdrawn => Key::STATE_WITHDRAWN,
        State::Closed => Key::STATE_CLOSED,
        State::Unknown => Key::STATE_UNKNOWN,
    }
}

/// How many files of an item the server has, as long as it lacks some. Follows the sending.
pub(crate) fn files(state: AppState, item: &OutboxItem) -> Option<El> {
    if !item.awaits_files() {
        return None;
    }
    let sent = item.files_sent().to_string();
    let total = item.files.len().to_string();
    let words = match state.sync.get() {
        SyncPhase::Uploading { .. } => Key::FILES_SENDING,
        _ => Key::FILES_WAITING,
    };
    Some(
        el_class("span", "card__meta")
            .attr("data-testid", "files")
            .text(tr(words, &[("sent", &sent), ("total", &total)])),
    )
}

/// The badge.
pub(crate) fn badge(place: Where, form: &str) -> El {
    let class = match place {
        Where::OnPhone => "badge badge--draft",
        Where::Waiting => "badge badge--queued",
        Where::Sending => "badge badge--sending",
        Where::Parked | Where::Server(State::Supplement) => "badge badge--supplement",
        Where::Server(State::Received) => "badge badge--received",
        Where::Server(State::InReview) => "badge badge--review",
        Where::Server(State::Approved) => "badge badge--approved",
        Where::Server(State::Rejected) => "badge badge--rejected",
        Where::Server(State::Withdrawn | State::Closed | State::Unknown) => "badge",
    };
    el_class("span", class)
        .attr("data-testid", "where")
        .attr("data-where", place.code())
        .text(words(place, form))
}
