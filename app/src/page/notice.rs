//! What stands below the header on every page: the connection, what came, what does not work, a new release.

use domain::{
    id::SubmissionId,
    sync::{Notice, SyncPhase},
};
use leptos::prelude::*;
use ui::{
    clock::now_ms,
    component::{
        banner::{Tone, banner},
        button::{Look, button, link},
    },
    dom::{El, live, nothing, pieces, window},
    i18n::{Key, t, tr},
    route,
};

use super::full;
use crate::{
    eviction,
    path::Path,
    pwa,
    state::{AppState, Link},
};

/// All of them.
pub(crate) fn notices(state: AppState) -> Vec<AnyView> {
    vec![
        live(move || connection(state)),
        live(move || pause(state)),
        forgetting(state),
        full::incident(state),
        live(update),
        live(move || {
            pieces(
                state
                    .notices
                    .get()
                    .iter()
                    .enumerate()
                    .map(|(at, notice)| came(state, at, notice)),
            )
        }),
    ]
}

fn connection(state: AppState) -> AnyView {
    let offline = match state.link.get() {
        Link::Offline => true,
        Link::Online => false,
        // The browser's word is a hint, good enough until a request has shown.
        Link::Unknown => !window().navigator().on_line(),
    };
    if offline {
        banner(Tone::Offline, t(Key::OFFLINE)).view()
    } else {
        nothing()
    }
}

fn pause(state: AppState) -> AnyView {
    if state.sync.get() != SyncPhase::PausedAuth {
        return nothing();
    }
    banner(Tone::Warning, t(Key::NOTICE_SIGN_IN))
        .child(link(Look::Primary, t(Key::ENROL_AGAIN), "/enrol"))
        .view()
}

/// Safari removes what a page stored after seven days without a visit.
fn forgetting(state: AppState) -> AnyView {
    let agent = window().navigator().user_agent().unwrap_or_default();
    if !eviction::forgets(&agent, pwa::is_installed()) {
        return nothing();
    }
    let due = Memo::new(move |_| {
        state.drafts.with(|drafts| {
            let outbox = state.outbox.get();
            eviction::is_due(drafts, &outbox, now_ms())
        })
    });
    live(move || {
        if !due.get() {
            return nothing();
        }
        banner(Tone::Warning, t(Key::NOTICE_SEVEN_DAYS))
            .child(link(Look::Secondary, t(Key::RESCUE_OPEN), "/rescue"))
            .view()
    })
}

/// A new release is offered where nothing is being typed.
fn update() -> AnyView {
    let writing = matches!(Path::parse(&route::path()), Path::Draft(..) | Path::Enrol);
    if writing || !pwa::update().get() {
        return nothing();
    }
    banner(Tone::Info, t(Key::UPDATE_WAITS))
        .child(button(Look::Secondary, t(Key::UPDATE_DO), pwa::swap))
        .view()
}

fn came(state: AppState, at: usize, notice: &Notice) -> Option<El> {
    // The page of a submission says it itself.
    let shown = match Path::parse(&route::path()) {
        Path::Submission(id) => Some(id),
        _ => None,
    };
    if shown.is_some() && shown == about(notice) {
        return None;
    }
    let (tone, words, onward) = said(notice)?;
    let close = button(Look::Text, t(Key::NOTICE_CLOSE), move || {
        state.notices.update(|notices| {
            if at < notices.len() {
                notices.remove(at);
            }
        });
    });
    Some(
        banner(tone, words)
            .child(onward.map(|(words, to)| link(Look::Secondary, t(words), to.to_string())))
            .child(close),
    )
}

/// The submission whose page says the same as the notice.
pub(crate) const fn about(notice: &Notice) -> Option<SubmissionId> {
    match notice {
        Notice::Received { submission, .. }
        | Notice::Withdrawn(submission)
        | Notice::News(submission) => Some(*submission),
        _ => None,
    }
}

type Said = (Tone, String, Option<(Key, Path)>);

/// The words for a notice; none for what the pages show by themselves.
fn said(notice: &Notice) -> Option<Said> {
    Some(match notice {
        Notice::Received { submission, number } => (
            Tone::Success,
            tr(Key::NOTICE_RECEIVED, &[("number", number)]),
            Some((Key::NOTICE_LOOK, Path::Submission(*submission))),
        ),
        Notice::Withdrawn(submission) => (
            Tone::Success,
            t(Key::NOTICE_WITHDRAWN).to_owned(),
            Some((Key::NOTICE_LOOK, Path::Submission(*submission))),
        ),
        Notice::News(submission) => (
            Tone::Info,
            t(Key::NOTICE_NEWS).to_owned(),
            Some((Key::NOTICE_LOOK, Path::Submission(*submission))),
        ),
        Notice::Refused { .. } => (
            Tone::Warning,
            t(Key::NOTICE_REFUSED).to_owned(),
            Some((Key::GO_HOME, Path::Home)),
        ),
        Notice::GivenBack(draft) => (
            Tone::Info,
            t(Key::NOTICE_GIVEN_BACK).to_owned(),
            Some((Key::HOME_CONTINUE, Path::Draft(*draft, String::new()))),
        ),
        Notice::BadReceipt(_) => (Tone::Warning, t(Key::NOTICE_BAD_RECEIPT).to_owned(), None),
        Notice::NotSealed(_) => (
            Tone::Danger,
            t(Key::NOTICE_NOT_SEALED).to_owned(),
            Some((Key::STORAGE_OPEN, Path::Storage)),
        ),
        Notice::StorageFull => (
            Tone::Warning,
            t(Key::NOTICE_FULL).to_owned(),
            Some((Key::STORAGE_OPEN, Path::Storage)),
        ),
        Notice::ClockOff(_) => (Tone::Warning, t(Key::NOTICE_CLOCK).to_owned(), None),
        Notice::HeldForOther(count) => (
            Tone::Warning,
            tr(Key::NOTICE_HELD, &[("n", &count.to_string())]),
            None,
        ),
        // The page says it as long as it lasts.
        Notice::SignInNeeded | Notice::Revoked | Notice::Recalling(_) => return None,
    })
}
