//! The second part of the program: pages that hardly anybody opens at a first visit.
//!
//! What only the functions marked here reach is no part of the first download. The part comes when one of its pages is
//! opened, or quietly when a draft is begun and from the second start on, and stays with the first (`public/sw.js`); a
//! release has a part of its own.

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

/// The pages of the second part.
#[derive(Clone, Copy)]
pub(crate) enum Part {
    Rescue,
    Settings(SettingStore),
    Storage,
}

// One function for all of them: each that is marked has a loader of its own.
#[wasm_split(later, fallible, preload(load), wasm_split_path = leptos::wasm_split)]
fn build(part: Part, state: AppState) -> Result<AnyView, SplitLoaderError> {
    Ok(match part {
        Part::Rescue => page::rescue::rescue(state),
        Part::Settings(settings) => page::settings::settings(state, settings),
        Part::Storage => page::storage::storage(state),
    })
}

/// Where the part is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Coming,
    Here,
    Missing,
}

/// The page as soon as the part is there; until then what a person may do.
pub(crate) fn shown(part: Part, state: AppState) -> AnyView {
    let stand = RwSignal::new(Stand::Coming);
    fetch(stand);
    live(move || {
        let built = match stand.get() {
            // It is there, so the page is built at once, by whoever owns what it is shown in.
            Stand::Here => untrack(|| build(part, state).now_or_never()).and_then(Result::ok),
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
