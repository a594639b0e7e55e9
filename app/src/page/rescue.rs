//! Everything on this phone as one file, and a file of another phone onto this one.

mod give;
mod take;

use leptos::prelude::*;
use ui::{
    focus,
    i18n::{Key, t},
};

use super::{lead, page, secret::outcome};
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
        let said = move || self.said.get().map(|said| t(said).to_owned());
        outcome(self.place, said, self.busy)
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
