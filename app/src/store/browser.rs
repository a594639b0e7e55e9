//! localStorage and IndexedDB of a real browser. No other file names localStorage.

mod database;
mod vault;

use std::cell::RefCell;

use domain::{id::DraftId, json::Json};
use gloo_storage::{LocalStorage, Storage as _};
use ui::{clock::now_ms, setting::Settings};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::DomException;

use super::{
    Loaded, Local, OpenError, Store, StoreError,
    envelope::Envelope,
    forget,
    key::{Key, Kind},
    reconcile::Copy,
};
use database::Database;

/// The storage of this browser.
pub(crate) type BrowserStore = Store<BrowserLocal, Database>;

/// localStorage, once it was found to work; with a PIN a copy in memory, that nothing is readable on disk.
#[derive(Debug)]
pub(crate) struct BrowserLocal(Option<RefCell<Copy>>);

/// This browser's storage before it is read: the PIN may be asked for first.
pub(crate) struct Found {
    base: Database,
}

/// Looks for this browser's storage.
pub(crate) async fn find() -> Result<Found, OpenError> {
    BrowserLocal::probe()?;
    Ok(Found {
        base: Database::open().await?,
    })
}

impl Found {
    /// Whether it is locked with a PIN.
    pub(crate) fn is_locked(&self) -> bool {
        self.base.is_locked()
    }

    /// Whether that PIN opens it; fails when this browser or build cannot tell.
    pub(crate) async fn unlock(&self, pin: &str) -> Result<bool, JsValue> {
        self.base.unlock(pin).await
    }

    /// The same storage with the key that the PIN gave; this one has it no more.
    pub(crate) fn again(&self) -> Self {
        Self {
            base: self.base.moved(),
        }
    }

    /// Reads everything.
    pub(crate) async fn open(self) -> Result<(BrowserStore, Loaded), OpenError> {
        let plain = BrowserLocal(None);
        let fresh = ui::ids::new_id().to_string();
        if !self.is_locked() {
            return Store::open(plain, self.base, &fresh).await;
        }
        // A tab that died while it set the PIN, or heard of it late, has left what only it knew.
        let left = plain.all();
        let local = BrowserLocal(Some(RefCell::new(left.clone())));
        let opened = Store::open(local, self.base, &fresh).await?;
        forget(&plain, &left);
        Ok(opened)
    }
}

/// Deletes everything of this phone; settings of the screen stay.
pub(crate) async fn wipe() {
    let plain = BrowserLocal(None);
    for name in plain.all().keys().filter(|name| *name != SETTINGS) {
        plain.remove(name);
    }
    database::delete().await;
}

/// Wrong PINs in a row, and when the last of them was tried, Unix milliseconds.
pub(crate) fn tries() -> (u32, i64) {
    LocalStorage::get(TRIES).unwrap_or_default()
}

/// Remembers wrong PINs; with none, forgets them.
pub(crate) fn keep_tries(wrong: u32, at: i64) {
    let _ = LocalStorage::set(TRIES, (wrong, at));
}

impl BrowserStore {
    /// Whether a PIN is set.
    pub(crate) fn is_locked(&self) -> bool {
        self.base.is_locked()
    }

    /// Locks everything with `pin`, or changes the PIN. The next start seals the files that are not when this ends.
    pub(crate) async fn lock(&self, pin: &str) -> Result<(), StoreError> {
        let key = self.base.key_for(pin).await;
        self.rekey(Some(key.map_err(|_| StoreError::Other)?))
            .await?;
        let _ = self.base.convert_files(true).await;
        Ok(())
    }

    /// Takes the PIN away.
    pub(crate) async fn unlock_for_good(&self) -> Result<(), StoreError> {
        self.base.convert_files(false).await?;
        self.rekey(None).await
    }

    /// Where attached files are.
    pub(crate) fn files(&self) -> &Database {
        &self.base
    }
}

/// Keys that no record has.
const PROBE: &str = "ieum/probe";
const LEASE: &str = "ieum/lease";
const TRIES: &str = "ieum/tries";
const SETTINGS: &str = "ieum/settings";

/// The settings of this browser, where they were kept. May be called before [`open`], and where it is denied.
pub(crate) fn settings() -> Option<Settings> {
    raw().and_then(|_| LocalStorage::get(SETTINGS).ok())
}

/// Keeps the settings, if there is room: they are a comfort.
pub(crate) fn keep_settings(settings: &Settings) {
    if raw().is_some() {
        let _ = LocalStorage::set(SETTINGS, settings);
    }
}

/// The form of a draft and its version, as localStorage has them: what will be shown, unless IndexedDB knows better.
pub(crate) fn form_of(draft: DraftId) -> Option<(String, String)> {
    let text = raw()?.get_item(&Key::new(Kind::Draft, draft).to_string());
    let body = Envelope::parse(&text.ok()??)?.body?;
    let said = |name| match body.get(name) {
        Some(Json::Text(text)) => Some(text.clone()),
        _ => None,
    };
    Some((said("form")?, said("version")?))
}

/// gloo panics where a browser denies storage, so this is asked first.
fn raw() -> Option<web_sys::Storage> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten())
}

/// Where there are no Web Locks, tabs agree on who sends by a lease: the holder's name and the end of it. True when
/// `holder` has it now. Two tabs may both think so for a moment; then both send, which the server can stand.
pub(crate) fn lease(holder: &str, now: i64, duration: i64) -> bool {
    // As a tree: to read a tuple would bring all of the words for what JSON can be instead, and some kilobytes.
    let held = match LocalStorage::get(LEASE) {
        Ok(Json::List(held)) => held,
        _ => Vec::new(),
    };
    let taken = match held.as_slice() {
        [Json::Text(name), Json::Int(until)] => {
            name != holder && (now..now.saturating_add(2 * duration)).contains(until)
        }
        _ => false,
    };
    !taken && LocalStorage::set(LEASE, (holder, now.saturating_add(duration))).is_ok()
}

impl BrowserLocal {
    fn probe() -> Result<(), OpenError> {
        let storage = raw().ok_or(OpenError::Denied)?;
        // A full storage refuses the probe and works all the same; an empty one that does is none.
        let empty = storage.length().map_err(|_| OpenError::Denied)? == 0;
        if storage.set_item(PROBE, "1").is_err() && empty {
            return Err(OpenError::Denied);
        }
        storage.remove_item(PROBE).map_err(|_| OpenError::Denied)
    }
}

impl Local for BrowserLocal {
    fn all(&self) -> Copy {
        if let Some(memory) = &self.0 {
            return memory.borrow().clone();
        }
        let storage = LocalStorage::raw();
        let length = LocalStorage::length();
        let names = (0..length).filter_map(|index| storage.key(index).ok().flatten());
        names
            .filter_map(|name| self.get(&name).map(|text| (name, text)))
            .collect()
    }

    fn get(&self, key: &str) -> Option<String> {
        if let Some(memory) = &self.0 {
            return memory.borrow().get(key).cloned();
        }
        LocalStorage::raw().get_item(key).ok().flatten()
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StoreError> {
        if let Some(memory) = &self.0 {
            memory.borrow_mut().insert(key.to_owned(), text.to_owned());
            return Ok(());
        }
        LocalStorage::raw().set_item(key, text).map_err(|error| {
            match error.dyn_ref::<DomException>() {
                Some(error) if error.name() == "QuotaExceededError" => StoreError::Full,
                _ => StoreError::Other,
            }
        })
    }

    fn remove(&self, key: &str) {
        match &self.0 {
            Some(memory) => drop(memory.borrow_mut().remove(key)),
            None => LocalStorage::delete(key),
        }
    }

    fn floor(&self) -> u64 {
        u64::try_from(now_ms()).unwrap_or(0)
    }
}
