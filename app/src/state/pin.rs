//! Locking this phone with a PIN, and taking everything off it.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::{
    prelude::{Set as _, set_timeout, window_event_listener_untyped},
    task::spawn_local,
};
use ui::{clock::now_ms, route};

use super::AppState;
use crate::{
    pwa,
    store::{StoreError, browser},
    sync::trigger::is_visible,
    tabs::Message,
};

/// So long the app stays open while nobody sees it.
const UNSEEN: Duration = Duration::from_secs(10 * 60);

impl AppState {
    /// Whether a PIN is set.
    pub(crate) fn has_pin(&self) -> bool {
        self.inner().driver.store().is_locked()
    }

    /// Seals everything with a new PIN, or changes it. It is asked for at once: whoever mistyped it twice learns it now.
    ///
    /// # Errors
    /// When it is not sealed, or not with this PIN; then all is as before.
    pub(crate) async fn set_pin(&self, pin: &str) -> Result<(), StoreError> {
        self.settle().await?;
        self.inner().driver.store().lock(pin).await?;
        self.begin_anew();
        Ok(())
    }

    /// Opens everything and takes the PIN away.
    ///
    /// # Errors
    /// When it is still sealed; then the PIN stays.
    pub(crate) async fn remove_pin(&self) -> Result<(), StoreError> {
        self.settle().await?;
        self.inner().driver.store().unlock_for_good().await?;
        self.begin_anew();
        Ok(())
    }

    /// Asks for the PIN again, unless something typed is in this window only.
    pub(crate) fn lock_now(&self) {
        self.flush();
        let state = *self;
        spawn_local(async move {
            if state.settle().await.is_ok() {
                pwa::reload();
            }
        });
    }

    /// Takes everything off this phone, the enrolment included.
    pub(crate) fn wipe(&self) {
        let state = *self;
        state.inner().saves.forget_all();
        state.drafts.set(Vec::new());
        spawn_local(async move {
            state.inner().driver.settled().await;
            wipe().await;
        });
    }

    /// Everything that was typed is on disk; full or failing storage is an error.
    async fn settle(&self) -> Result<(), StoreError> {
        let inner = self.inner();
        inner.saves.flush();
        inner.driver.settled().await;
        // Behind the writes that are under way: they take turns.
        inner.driver.store().reload().await?;
        if self.typed().is_empty() {
            Ok(())
        } else {
            Err(StoreError::Other)
        }
    }

    fn begin_anew(&self) {
        self.inner().driver.tabs().post(&Message::Reload);
        pwa::reload();
    }

    /// Locks a page that nobody has seen for a while, and seals what is not yet.
    pub(super) fn watch_pin(self) {
        if !self.has_pin() {
            return;
        }
        let driver = Rc::clone(&self.inner().driver);
        // What was attached before there was a PIN. The next start goes on where this one fails.
        spawn_local(async move {
            let _ = driver.store().files().convert_files(true).await;
        });
        let hidden = Rc::new(Cell::new(None));
        let _ = window_event_listener_untyped("visibilitychange", move |_| {
            let since = if is_visible() { None } else { Some(now_ms()) };
            let before = hidden.replace(since);
            let long = i64::try_from(UNSEEN.as_millis()).unwrap_or(i64::MAX);
            if since.is_some() {
                let hidden = Rc::clone(&hidden);
                set_timeout(
                    move || {
                        if hidden.get() == since {
                            self.lock_now();
                        }
                    },
                    UNSEEN,
                );
            } else if before.is_some_and(|before: i64| now_ms().saturating_sub(before) > long) {
                // Timers of a page that sleeps are late.
                self.lock_now();
            }
        });
    }
}

/// Takes everything off this phone, whether it is locked or not, and begins anew.
pub(crate) async fn wipe() {
    browser::wipe().await;
    crate::tabs::Tabs::open().post(&Message::Reload);
    route::replace("/");
    pwa::reload();
}
