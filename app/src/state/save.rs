//! Autosave: every keystroke is at most 300 ms from disk, and a page that is hidden or left is saved at once.

use domain::map::Set;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use domain::{
    id::DraftId,
    sync::{Draft, Write},
};
use leptos::{
    leptos_dom::helpers::TimeoutHandle,
    prelude::{
        RwSignal, Signal, Update as _, With as _, WithUntracked as _, set_timeout,
        set_timeout_with_handle, window_event_listener_untyped,
    },
    task::spawn_local,
};
use ui::clock::now_ms;

use super::{AppState, signals::put};
use crate::{store::StoreError, sync::driver::Driver, tabs::Message};

/// How long changes are gathered, from the first of them.
const GATHER: Duration = Duration::from_millis(300);
/// How often what could not be saved is tried again: room may have been made meanwhile, here or elsewhere.
const RETRY: Duration = Duration::from_secs(5);

/// How far a draft is on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SaveState {
    /// Changed, and not written yet.
    Unsaved,
    /// Being written.
    Saving,
    /// On disk since this time, Unix milliseconds.
    Saved {
        /// When.
        at: i64,
    },
    /// Not on disk. It is in memory, and tried again with the next change and every few seconds.
    Failed(StoreError),
}

/// The drafts that are ahead of the disk.
pub(super) struct Saves {
    driver: Rc<Driver>,
    dirty: RefCell<Set<DraftId>>,
    timer: RefCell<Option<TimeoutHandle>>,
    /// Whether another try is on its way.
    retries: Cell<bool>,
    states: RwSignal<Vec<(DraftId, SaveState)>>,
}

impl Saves {
    pub(super) fn new(driver: Rc<Driver>) -> Rc<Self> {
        Rc::new(Self {
            driver,
            dirty: RefCell::default(),
            timer: RefCell::default(),
            retries: Cell::default(),
            states: RwSignal::default(),
        })
    }

    /// Saves when the page goes out of sight, for as long as the tab lives.
    pub(super) fn listen(self: &Rc<Self>) {
        for name in ["visibilitychange", "pagehide", "blur", "freeze"] {
            let saves = Rc::clone(self);
            let _ = window_event_listener_untyped(name, move |_| saves.flush());
        }
        let saves = Rc::clone(self);
        let _ = window_event_listener_untyped("beforeunload", move |event| {
            let failed = |(_, state): &(DraftId, SaveState)| match state {
                // The next start finds it in the other copy.
                SaveState::Failed(error) => *error != StoreError::Locked,
                _ => false,
            };
            // It is in this window only: the browser asks before it closes.
            if saves
                .states
                .with_untracked(|states| states.iter().any(failed))
            {
                event.prevent_default();
            }
        });
    }

    /// Writes the draft within [`GATHER`].
    pub(super) fn change(self: &Rc<Self>, id: DraftId) {
        self.dirty.borrow_mut().insert(id);
        self.begin(id, SaveState::Unsaved);
        if self.timer.borrow().is_some() {
            return;
        }
        let saves = Rc::clone(self);
        let timer = set_timeout_with_handle(move || saves.flush(), GATHER);
        self.timer.replace(timer.ok());
    }

    fn try_again(self: &Rc<Self>) {
        if self.retries.replace(true) {
            return;
        }
        let saves = Rc::clone(self);
        let again = move || {
            saves.retries.set(false);
            saves.flush();
        };
        set_timeout(again, RETRY);
    }

    /// Writes everything that is not on disk: to the first copy before this returns.
    pub(super) fn flush(self: &Rc<Self>) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let drafts = self.driver.signals().drafts;
        for id in self.dirty.take() {
            let draft = drafts.with_untracked(|all| all.iter().find(|it| it.id == id).cloned());
            if let Some(draft) = draft {
                self.write(draft);
            }
        }
    }

    fn write(self: &Rc<Self>, draft: Draft) {
        let id = draft.id;
        let writes = vec![Write::PutDraft(Box::new(draft))];
        self.begin(id, SaveState::Saving);
        let staged = self.driver.store().stage(&writes);
        let saves = Rc::clone(self);
        spawn_local(async move {
            let done = match staged {
                Ok(staged) => saves.driver.store().finish(staged).await,
                Err(error) => Err(error),
            };
            match done {
                Ok(()) => saves.driver.tabs().post(&Message::Wrote(writes)),
                // Unless it was sent or deleted meanwhile.
                Err(_) if saves.state(id).is_some() => {
                    saves.dirty.borrow_mut().insert(id);
                }
                Err(_) => {}
            }
            // A later change has a state of its own.
            let later = saves.dirty.borrow().contains(&id);
            match (done, saves.state(id)) {
                (Err(error), Some(_)) => {
                    saves.mark(id, SaveState::Failed(error));
                    saves.try_again();
                }
                (Ok(()), Some(SaveState::Saving | SaveState::Failed(_))) if !later => {
                    saves.mark(id, SaveState::Saved { at: now_ms() });
                }
                _ => {}
            }
        });
    }

    /// Nothing of this draft is to be written any more: it was sent or deleted, or another tab has it.
    pub(super) fn forget(&self, id: DraftId) {
        self.dirty.borrow_mut().remove(&id);
        self.states
            .update(|states| states.retain(|(own, _)| *own != id));
    }

    /// Nothing is to be written any more.
    pub(super) fn forget_all(&self) {
        self.dirty.take();
        self.states.update(Vec::clear);
    }

    pub(super) fn state(&self, id: DraftId) -> Option<SaveState> {
        self.states.with_untracked(|states| find(states, id))
    }

    /// A failure stays on the screen until something is saved: the words must not come and go with each key.
    fn begin(&self, id: DraftId, state: SaveState) {
        if !matches!(self.state(id), Some(SaveState::Failed(_))) {
            self.mark(id, state);
        }
    }

    fn mark(&self, id: DraftId, state: SaveState) {
        if self.state(id) == Some(state) {
            return;
        }
        self.states.update(
            |states| match states.iter_mut().find(|(own, _)| *own == id) {
                Some((_, own)) => *own = state,
                None => states.push((id, state)),
            },
        );
    }
}

fn find(states: &[(DraftId, SaveState)], id: DraftId) -> Option<SaveState> {
    states
        .iter()
        .find(|(own, _)| *own == id)
        .map(|(_, state)| *state)
}

impl AppState {
    /// Takes what was typed; it is on disk when [`Self::save_state`] says so.
    pub(crate) fn save_draft(&self, mut draft: Draft) {
        let id = draft.id;
        draft.updated_at = now_ms();
        self.drafts.update(|drafts| put(drafts, draft));
        self.inner().saves.change(id);
    }

    /// How far a draft is on disk. One that was not touched since the start is saved since its last change.
    pub(crate) fn save_state(&self, id: DraftId) -> Signal<SaveState> {
        let states = self.inner().saves.states;
        let drafts = self.drafts;
        Signal::derive(move || {
            states.with(|states| find(states, id)).unwrap_or_else(|| {
                let draft =
                    |all: &Vec<Draft>| all.iter().find(|it| it.id == id).map(|it| it.updated_at);
                SaveState::Saved {
                    at: drafts.with_untracked(draft).unwrap_or(0),
                }
            })
        })
    }

    /// Saves at once, whatever is not on disk yet.
    pub(crate) fn flush(&self) {
        self.inner().saves.flush();
    }
}
