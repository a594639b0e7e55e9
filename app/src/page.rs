//! The applicant's pages, one file each, and what they share.

pub(crate) mod card;
pub(crate) mod draft;
pub(crate) mod enrol;
pub(crate) mod full;
pub(crate) mod home;
pub(crate) mod notice;
pub(crate) mod pin;
pub(crate) mod place;
pub(crate) mod rescue;
pub(crate) mod review;
pub(crate) mod secret;
pub(crate) mod settings;
pub(crate) mod start;
pub(crate) mod storage;
pub(crate) mod submission;
pub(crate) mod unknown;
pub(crate) mod unlock;

use leptos::prelude::*;
use ui::{
    dom::{El, el_class, window},
    focus, window_title,
};

use crate::state::AppState;

/// The frame of a page. Its heading is the document's title and takes the focus.
pub(crate) fn page(title: &str) -> El {
    framed(title, None)
}

/// The frame with something above the heading.
pub(crate) fn framed(title: &str, above: Option<El>) -> El {
    window_title(title);
    focus::on_heading();
    el_class("main", "page")
        .attr("id", "main")
        .child(above)
        .child(heading(title))
}

fn heading(title: &str) -> El {
    el_class("h1", "page__title")
        .attr("tabindex", "-1")
        .text(title)
}

/// A lead below the heading.
pub(crate) fn lead(text: impl Into<String>) -> El {
    el_class("p", "page__lead").text(text)
}

/// Untracked, because a page is built once; what follows a signal says so by `live`.
pub(crate) fn now<T: Clone + Send + Sync + 'static>(signal: RwSignal<T>) -> T {
    signal.get_untracked()
}

/// The help desk's number: as the server told it last, or as it stands in the page that it sent.
pub(crate) fn help_phone(state: AppState) -> String {
    state
        .about
        .get()
        .map_or_else(shell_phone, |about| about.help_phone)
}

/// The help desk's number in the page that the server sent. The service worker keeps that page, so the number is
/// there at a cold start without a network, before anything was heard, and on the pages that keep no state.
pub(crate) fn shell_phone() -> String {
    window()
        .document()
        .and_then(|page| page.query_selector("meta[name=help-phone]").ok()?)
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default()
}
