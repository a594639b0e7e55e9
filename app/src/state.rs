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

use domain::{
    id::DraftId,
    sync::{Event, SyncPhase},
};
use futures::future::{OptionFuture, join};
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

pub(crate) use enrol::EnrolError;
pub(crate) use pin::wipe;
pub(crate) use save::SaveState;
pub(crate) use signals::{Link, Signals};

use crate::{
    files::{self, Keeper},
    lock::Ask,
    pwa,
    store::{OpenError, browser::Found},
    sync::{driver::Driver, leader, trigger},
    tabs::{Message, Tabs},
};
use editing::Editing;
use leptos::prelude::{Get as _, GetValue as _, StoredValue, With as _};
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
    /// Reads what is kept and starts to sync. `shown` is the draft that will be opened first: the browser is asked for it
    /// while the database opens.
    ///
    /// # Errors
    /// When the browser denies storage or it doesn't work: then nothing may be typed.
    pub(crate) async fn open(found: Found, shown: Option<DraftId>) -> Result<Self, OpenError> {
        let asked = OptionFuture::from(shown.map(|id| editing::ask(id, Ask::IfFree)));
        let (opened, granted) = join(found.open(), asked).await;
        let (store, loaded) = opened?;
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
        if let (Some(id), Some(granted)) = (shown, granted) {
            state.hold(id, granted);
        }
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

    /// Whether this phone has an enrolment that the server has not refused since.
    pub(crate) fn is_enrolled(&self) -> bool {
        self.enrolment.with(Option::is_some) && self.sync.get() != SyncPhase::PausedAuth
    }

    /// Tries to send and to hear what is new, now.
    pub(crate) fn sync_now(&self) {
        self.inner().driver.connection_changed();
    }
}
