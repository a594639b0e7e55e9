//! The second part of the program: pages that nobody needs to begin.
//!
//! What only the functions marked here reach is no part of the first download. The part comes when one of its pages is
//! opened, or quietly when somebody reads what a form is for and from the second start on, and stays with the first (`public/sw.js`); a
//! release has a part of its own.

use std::cell::Cell;

use domain::id::SubmissionId;
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
    dom::{El, el, live},
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
    Submission(SubmissionId),
}

impl Part {
    /// The heading until the page is there.
    fn title(self) -> &'static str {
        t(match self {
            Self::Rescue => Key::RESCUE_TITLE,
            Self::Settings(_) => Key::SETTINGS_TITLE,
            Self::Storage => Key::STORAGE_TITLE,
            Self::Submission(_) => Key::HISTORY_TITLE,
        })
    }
}

// One function for all of them: each that is marked has a loader of its own.
#[wasm_split(later, fallible, preload(load), wasm_split_path = leptos::wasm_split)]
fn build(part: Part, state: AppState) -> Result<AnyView, SplitLoaderError> {
    Ok(match part {
        Part::Rescue => page::rescue::rescue(state),
        Part::Settings(settings) => page::settings::settings(state, settings),
        Part::Storage => page::storage::storage(state),
        Part::Submission(id) => page::submission::submission(state, id),
    })
}

thread_local! {
    /// Whether this page has the part.
    static CAME: Cell<bool> = const { Cell::new(false) };
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
    let stand = RwSignal::new(Stand::Here);
    if !CAME.get() {
        fetch(stand);
    }
    live(move || {
        let built = match stand.get() {
            // It is there, so the page is built at once, by whoever owns what it is shown in.
            Stand::Here => untrack(|| build(part, state).now_or_never()).and_then(Result::ok),
            Stand::Coming => {
                let said = el("p").attr("role", "status").text(t(Key::LATER_COMES));
                Some(page::page(part.title()).child(said).view())
            }
            Stand::Missing => None,
        };
        built.unwrap_or_else(|| page::page(part.title()).child(missing(stand)).view())
    })
}

fn fetch(stand: RwSignal<Stand>) {
    stand.set(Stand::Coming);
    spawn_local(async move {
        let came = load().await.is_ok();
        CAME.set(came);
        stand.set(if came { Stand::Here } else { Stand::Missing });
    });
}

fn missing(stand: RwSignal<Stand>) -> El {
    let again = button(Look::Primary, t(Key::LATER_AGAIN), move || fetch(stand));
    banner(Tone::Warning, t(Key::LATER_FAILED)).child(again)
}
