//! The second part of the program: pages that hardly anybody opens at a first visit.
//!
//! What only the functions marked here reach is no part of the first download. The part comes when one of its pages is
//! opened, or quietly from the second start on, and stays with the first (`public/sw.js`); a release has a part of its own.

use std::future::Future;

use futures::FutureExt as _;
use leptos::{
    prelude::*,
    task::spawn_local,
    wasm_split::{SplitLoaderError, wasm_split},
};
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button},
    },
    dom::{El, el, el_class, live},
    i18n::{Key, t},
    setting::SettingStore,
};

use crate::{page, state::AppState};

/// A page of the second part, or that it didn't come.
type Page = Result<AnyView, SplitLoaderError>;

#[wasm_split(later, fallible, preload(load), wasm_split_path = leptos::wasm_split)]
pub(crate) fn rescue(state: AppState) -> Page {
    Ok(page::rescue::rescue(state))
}

#[wasm_split(later, fallible, wasm_split_path = leptos::wasm_split)]
pub(crate) fn settings(state: AppState, settings: SettingStore) -> Page {
    Ok(page::settings::settings(state, settings))
}

#[wasm_split(later, fallible, wasm_split_path = leptos::wasm_split)]
pub(crate) fn storage(state: AppState) -> Page {
    Ok(page::storage::storage(state))
}

/// Where the part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Coming,
    Here,
    Missing,
}

/// The page as soon as the part is there; until then what a person may do.
pub(crate) fn shown<F: Future<Output = Page>>(page: impl Fn() -> F + Send + 'static) -> AnyView {
    let stand = RwSignal::new(Stand::Coming);
    fetch(stand);
    live(move || {
        let built = match stand.get() {
            // It is there, so the page is built at once, by whoever owns what it is shown in.
            Stand::Here => untrack(|| page().now_or_never()).and_then(Result::ok),
            Stand::Coming => {
                let said = el("p").attr("role", "status").text(t(Key::LATER_COMES));
                Some(framed(said))
            }
            Stand::Missing => None,
        };
        built.unwrap_or_else(|| framed(missing(stand)))
    })
}

fn framed(said: El) -> AnyView {
    el_class("main", "page")
        .attr("id", "main")
        .child(said)
        .view()
}

fn fetch(stand: RwSignal<Stand>) {
    stand.set(Stand::Coming);
    spawn_local(async move {
        let came = load().await.is_ok();
        stand.set(if came { Stand::Here } else { Stand::Missing });
    });
}

fn missing(stand: RwSignal<Stand>) -> El {
    let again = button(Look::Primary, t(Key::LATER_AGAIN), move || fetch(stand));
    banner(Tone::Warning, t(Key::LATER_FAILED)).child(again)
}
