//! One tab writes a draft at a time; another shows it, and may take it over.

use domain::map::{Map, Set};
use std::{cell::RefCell, rc::Rc};

use domain::{id::DraftId, sync::Draft};
use leptos::{
    prelude::{RwSignal, Signal, Update as _, With as _, WithUntracked as _},
    task::spawn_local,
};

use super::{AppState, signals::put};
use crate::lock::{self, Ask, Granted};

/// The drafts that this tab may write.
#[derive(Default)]
pub(super) struct Editing {
    held: RwSignal<Set<DraftId>>,
    releases: Rc<RefCell<Map<DraftId, js_sys::Function>>>,
}

/// Asks the browser for the draft.
pub(super) async fn ask(id: DraftId, wish: Ask) -> Granted {
    lock::ask(&format!("draft/{id}"), wish).await
}

impl AppState {
    /// Asks for the draft; false while another tab writes it. Without Web Locks every tab may.
    pub(crate) async fn draft_lock(&self, id: DraftId) -> bool {
        self.lock(id, Ask::IfFree).await
    }

    /// Takes the draft from the other tab, as that one last saved it.
    pub(crate) async fn take_draft(&self, id: DraftId) -> Option<Draft> {
        self.lock(id, Ask::Steal).await;
        let inner = self.inner();
        // With a PIN this tab's copy does not show what other tabs write.
        let _ = inner.driver.store().reload().await;
        let newest = inner.driver.store().draft(id)?;
        self.drafts.update(|drafts| put(drafts, newest.clone()));
        Some(newest)
    }

    /// Lets other tabs write the draft; call it when its page is left.
    pub(crate) fn release_draft(&self, id: DraftId) {
        let inner = self.inner();
        inner.saves.flush();
        inner.editing.held.update(|held| {
            held.remove(&id);
        });
        if let Some(release) = inner.editing.releases.borrow_mut().remove(&id) {
            // Resolving a promise cannot fail.
            let _ = release.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }
    }

    /// Whether this tab may write the draft; turns false when another tab takes it over.
    pub(crate) fn holds_draft(&self, id: DraftId) -> Signal<bool> {
        let held = self.inner().editing.held;
        Signal::derive(move || held.with(|held| held.contains(&id)))
    }

    async fn lock(&self, id: DraftId, wish: Ask) -> bool {
        let held = self.inner().editing.held;
        held.with_untracked(|held| held.contains(&id)) || self.hold(id, ask(id, wish).await)
    }

    /// Takes note of what came of asking for a draft; true when this tab may write it.
    pub(super) fn hold(&self, id: DraftId, granted: Granted) -> bool {
        let inner = self.inner();
        let held = inner.editing.held;
        match granted {
            Granted::No => return false,
            Granted::Unsupported => {}
            Granted::Yes(lock) => {
                inner.editing.releases.borrow_mut().insert(id, lock.release);
                let inner = self.inner();
                spawn_local(async move {
                    let _ = lock.ended.await;
                    // Only what was stolen is still marked as held.
                    if inner.editing.releases.borrow_mut().remove(&id).is_some() {
                        inner.saves.forget(id);
                        inner.editing.held.update(|held| {
                            held.remove(&id);
                        });
                    }
                });
            }
        }
        held.update(|held| {
            held.insert(id);
        });
        true
    }
}
