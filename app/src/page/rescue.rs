//! Everything on this phone as one file, and a file of another phone onto this one.

mod give;
mod take;

use leptos::prelude::*;
use ui::{
    component::banner::{Tone, banner},
    dom::{El, el_class, event_value, live, nothing},
    focus,
    i18n::{Key, t},
};

use super::{lead, page};
use crate::{rescue::RescueError, state::AppState, store::StoreError};
use domain::rescue::FileError;

/// The page.
pub(crate) fn rescue(state: AppState) -> AnyView {
    page(t(Key::RESCUE_TITLE))
        .child(lead(t(Key::RESCUE_WHY)))
        .child(give::section(state))
        .child(take::section(state))
        .view()
}

/// What is typed into a box, and what is said about it.
#[derive(Clone, Copy)]
struct Desk {
    state: AppState,
    busy: RwSignal<bool>,
    said: RwSignal<Option<Key>>,
    /// Where it is said.
    place: &'static str,
}

impl Desk {
    fn new(state: AppState, place: &'static str) -> Self {
        Self {
            state,
            busy: RwSignal::new(false),
            said: RwSignal::new(None),
            place,
        }
    }

    fn say(self, said: Key) {
        self.busy.set(false);
        self.said.set(Some(said));
        focus::on(self.place);
    }

    /// Says that it is at work; true unless it already was.
    fn begin(self) -> bool {
        self.said.set(None);
        !self
            .busy
            .try_update(|busy| std::mem::replace(busy, true))
            .unwrap_or(true)
    }

    fn line(self) -> AnyView {
        live(move || match (self.said.get(), self.busy.get()) {
            (Some(said), _) => banner(Tone::Danger, t(said))
                .attr("id", self.place)
                .attr("tabindex", "-1")
                .attr("role", "alert")
                .view(),
            (None, true) => el_class("p", "save-state")
                .attr("role", "status")
                .text(t(Key::RESCUE_BUSY))
                .view(),
            (None, false) => nothing(),
        })
    }
}

fn words(error: RescueError) -> Key {
    match error {
        RescueError::File(FileError::NotOurs) => Key::RESCUE_NOT_OURS,
        RescueError::File(FileError::Newer) => Key::RESCUE_NEWER,
        RescueError::File(FileError::Damaged) => Key::RESCUE_DAMAGED,
        RescueError::Passphrase => Key::RESCUE_WRONG,
        RescueError::Store(StoreError::Full) => Key::RESCUE_FULL,
        RescueError::Store(_) => Key::RESCUE_STORE,
        RescueError::Browser => Key::RESCUE_BROWSER,
    }
}

/// A box for a passphrase.
fn secret(id: &'static str, label: Key, kind: &'static str, value: RwSignal<String>) -> El {
    el_class("div", "field")
        .child(
            el_class("label", "field__label")
                .attr("for", id)
                .text(t(label)),
        )
        .child(
            el_class("input", "input")
                .attr("id", id)
                .attr("type", "password")
                .attr("autocomplete", kind)
                .prop_live("value", move || value.get().into())
                .on("input", move |event| value.set(event_value(&event))),
        )
}
