//! localStorage and IndexedDB of a real browser. No other file names localStorage.

mod database;

use domain::{id::DraftId, json::Json};
use gloo_storage::{LocalStorage, Storage as _};
use ui::setting::Settings;
use wasm_bindgen::JsCast as _;
use web_sys::DomException;

use super::{
    Loaded, Local, OpenError, Store, StoreError,
    envelope::Envelope,
    key::{Key, Kind},
    reconcile::Copy,
};
use database::Database;

/// The storage of this browser.
pub(crate) type BrowserStore = Store<BrowserLocal, Database>;

/// localStorage, once it was found to work.
#[derive(Debug)]
pub(crate) struct BrowserLocal(());

/// Opens this browser's storage.
pub(crate) async fn open() -> Result<(BrowserStore, Loaded), OpenError> {
    let local = BrowserLocal::probe()?;
    let base = Database::open().await?;
    Store::open(local, base, &ui::ids::new_id().to_string()).await
}

impl BrowserStore {
    /// Where attached files are.
    pub(crate) fn files(&self) -> &Database {
        &self.base
    }
}

/// Keys that no record has.
const PROBE: &str = "ieum/probe";
const LEASE: &str = "ieum/lease";
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
    fn probe() -> Result<Self, OpenError> {
        let storage = raw().ok_or(OpenError::Denied)?;
        // A full storage refuses the probe and works all the same; an empty one that does is none.
        let empty = storage.length().map_err(|_| OpenError::Denied)? == 0;
        if storage.set_item(PROBE, "1").is_err() && empty {
            return Err(OpenError::Denied);
        }
        storage.remove_item(PROBE).map_err(|_| OpenError::Denied)?;
        Ok(Self(()))
    }
}

impl Local for BrowserLocal {
    fn all(&self) -> Copy {
        let storage = LocalStorage::raw();
        let length = LocalStorage::length();
        let names = (0..length).filter_map(|index| storage.key(index).ok().flatten());
        names
            .filter_map(|name| self.get(&name).map(|text| (name, text)))
            .collect()
    }

    fn get(&self, key: &str) -> Option<String> {
        LocalStorage::raw().get_item(key).ok().flatten()
    }

    fn set(&self, key: &str, text: &str) -> Result<(), StoreError> {
        LocalStorage::raw().set_item(key, text).map_err(|error| {
            match error.dyn_ref::<DomException>() {
                Some(error) if error.name() == "QuotaExceededError" => StoreError::Full,
                _ => StoreError::Other,
            }
        })
    }

    fn remove(&self, key: &str) {
        LocalStorage::delete(key);
    }
}
