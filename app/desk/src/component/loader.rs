//! Something that is loaded from the server, and loaded again.

use domain::json::FromJson;
use leptos::{prelude::*, task::spawn_local};
use ui::dom::nothing;

use super::page::{problem, progress};
use crate::{
    desk::Desk,
    server::{self, Failure},
};

/// What `GET` of an address brought. Keeps what it has while it asks again.
pub(crate) struct Loader<T: Send + Sync + 'static> {
    /// What it brought last.
    pub(crate) value: RwSignal<Option<T>>,
    /// Whether an answer is awaited.
    pub(crate) busy: RwSignal<bool>,
    /// What went wrong last, in words.
    pub(crate) problem: RwSignal<Option<String>>,
    turn: RwSignal<u32>,
    /// How many values came another way. An answer that was asked for before such a value is older than it.
    overtaken: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Clone for Loader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Loader<T> {}

impl<T: FromJson + PartialEq + Clone + Send + Sync + 'static> Loader<T> {
    /// Loads `path`, again whenever a signal changes that `path` reads, or when the person logs in again.
    pub(crate) fn new(desk: Desk, path: impl Fn() -> Option<String> + 'static) -> Self {
        let this = Self {
            value: RwSignal::new(None),
            busy: RwSignal::new(true),
            problem: RwSignal::new(None),
            turn: RwSignal::new(0),
            overtaken: RwSignal::new(0),
        };
        Effect::new(move || {
            let turn = this.turn.get();
            let renewed = desk.renewed.get();
            let Some(path) = path() else { return };
            this.busy.set(true);
            let overtaken = this.overtaken.get_untracked();
            spawn_local(async move {
                let answer = server::get::<T>(desk, &path).await;
                // A page that was left, or a question that has been put anew, wants no old answer.
                let current = this.turn.try_get_untracked() == Some(turn)
                    && desk.renewed.get_untracked() == renewed;
                if !current {
                    return;
                }
                this.busy.set(false);
                if this.overtaken.get_untracked() != overtaken {
                    return;
                }
                match answer {
                    Ok(value) => this.show(value),
                    Err(Failure::Expired) => {}
                    Err(failure) => this.problem.set(Some(failure.words())),
                }
            });
        });
        this
    }

    /// Asks again.
    pub(crate) fn reload(self) {
        self.turn.update(|turn| *turn += 1);
    }

    /// Takes a newer value that came another way, such as the answer to an action.
    pub(crate) fn take(self, value: T) {
        self.overtaken.update(|count| *count += 1);
        self.show(value);
    }

    /// Nothing is drawn anew when it is the same.
    fn show(self, value: T) {
        self.problem.set(None);
        if self.value.read_untracked().as_ref() != Some(&value) {
            self.value.set(Some(value));
        }
    }

    /// Shows `view` of the value; until there is one, that it is being loaded or why it could not be.
    pub(crate) fn shown(self, view: impl Fn(T) -> AnyView + Send + 'static) -> AnyView {
        ui::dom::live(
            move || match (self.value.get(), self.problem.get(), self.busy.get()) {
                (Some(value), None, _) => view(value),
                (Some(value), Some(words), _) => {
                    ui::dom::pieces([problem(words, move || self.reload()).view(), view(value)])
                }
                (None, Some(words), false) => problem(words, move || self.reload()).view(),
                (None, _, true) => progress().view(),
                (None, None, false) => nothing(),
            },
        )
    }
}
