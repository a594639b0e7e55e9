//! What the views see of this phone, and what they may ask for.
//!
//! Signals only ever show what is on disk, drafts being typed excepted, whose [`SaveState`] says so. Views touch
//! neither storage nor network; they call [`AppState`].

mod drafts;
mod editing;
mod enrol;
mod pin;
mod profile;
mod rescue;
mod room;
mod save;
mod sending;
mod signals;

use std::{ops::Deref, rc::Rc};

use domain::sync::Event;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

pub(crate) use enrol::EnrolError;
pub(crate) use pin::wipe;
pub(crate) use save::SaveState;
pub(crate) use signals::{Link, Signals};

use crate::{
    files::{self, Keeper},
    pwa,
    store::{OpenError, browser::Found},
    sync::{driver::Driver, leader, trigger},
    tabs::{Message, Tabs},
};
use editing::Editing;
use leptos::prelude::{GetValue as _, StoredValue};
use save::Saves;

/// The phone. One a tab, for as long as the tab lives; copied freely.
#[derive(Clone, Copy)]
pub(crate) struct AppState {
    signals: Signals,
    inner: StoredValue<SendWrapper<Rc<Inner>>>,
}

struct Inner {
    driver: Rc<Driver>,
    saves: Rc<Saves>,
    editing: Editing,
}

impl Deref for AppState {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        &self.signals
    }
}

impl AppState {
    /// Reads what is kept and starts to sync.
    ///
    /// # Errors
    /// When the browser denies storage or it doesn't work: then nothing may be typed.
    pub(crate) async fn open(found: Found) -> Result<Self, OpenError> {
        let (store, loaded) = found.open().await?;
        let signals = Signals::new(&loaded);
        let driver = Driver::new(loaded.snapshot, Rc::new(store), signals, Tabs::open());
        let saves = Saves::new(Rc::clone(&driver));
        let inner = Inner {
            driver,
            saves,
            editing: Editing::default(),
        };
        let state = Self {
            signals,
            inner: StoredValue::new(SendWrapper::new(Rc::new(inner))),
        };
        state.start();
        Ok(state)
    }

    fn start(self) {
        let inner = self.inner();
        inner.driver.dispatch(Event::Started);
        inner.saves.listen();
        let driver = Rc::clone(&inner.driver);
        inner.driver.tabs().listen(move |message| match message {
            Message::Wrote(writes) => {
                driver.signals().take(&writes);
                driver.dispatch(Event::Changed(writes));
            }
            Message::Relay(relayed) => driver.relayed(relayed),
            Message::Reload => pwa::reload(),
        });
        trigger::listen(&inner.driver);
        spawn_local(leader::run(Rc::clone(&inner.driver)));
        self.watch_pin();
        let driver = Rc::clone(&inner.driver);
        spawn_local(async move { driver.refresh_about().await });
        spawn_local(files::sweep(Rc::clone(&inner.driver)));
    }

    fn inner(self) -> Rc<Inner> {
        Rc::clone(&self.inner.get_value())
    }

    /// Who keeps the files of what is being written.
    pub(crate) fn files(&self) -> Rc<Keeper> {
        Rc::new(Keeper::new(Rc::clone(&self.inner().driver)))
    }

    /// Tries to send and to hear what is new, now.
    pub(crate) fn sync_now(&self) {
        self.inner().driver.connection_changed();
    }
}
