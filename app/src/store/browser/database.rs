//! IndexedDB: a plain map from names to texts, and one from hashes to files; sealed, once there is a PIN. Opened again
//! whenever the browser has closed it.

mod connection;
mod files;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures::channel::oneshot;
use idb::TransactionMode;
use js_sys::{Object, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};

pub(super) use connection::delete;

use super::vault::Vault;
use crate::store::{
    Base, OpenError, StoreError,
    pin::{LOCK, Lock},
    reconcile::Copy,
};
use connection::{Connection, connect, reason};

const RECORDS: &str = "records";
const FILES: &str = "files";

/// The database.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
    /// The lock as this tab knows it. Nothing is written while there is another.
    lock: RefCell<Option<String>>,
    vault: RefCell<Option<Rc<Vault>>>,
    /// Whether the lock has turned out to be another; the page asks for the PIN then.
    stale: Cell<bool>,
}

/// The records as whoever locks or unlocks has read them.
struct Was {
    rows: Vec<(String, JsValue)>,
    /// Whether every file must be open as well, because the key goes.
    open: bool,
}

impl Database {
    pub(super) async fn open() -> Result<Self, OpenError> {
        let connection = Connection::default();
        connect(&connection).await.map_err(|error| match error {
            idb::Error::IndexedDbNotFound(_) | idb::Error::IndexedDbOpenFailed(_) => {
                OpenError::Denied
            }
            // Firefox's private windows said no in this way for years.
            idb::Error::DomException(error) if error.name() == "InvalidStateError" => {
                OpenError::Denied
            }
            error => OpenError::Broken(error.to_string()),
        })?;
        let database = Self {
            connection,
            lock: RefCell::default(),
            vault: RefCell::default(),
            stale: Cell::default(),
        };
        let rows = database.rows(RECORDS).await;
        let rows = rows.map_err(|error| OpenError::Broken(error.to_string()))?;
        database.lock.replace(lock_of(&rows));
        Ok(database)
    }

    /// Whether a PIN is asked for.
    pub(super) fn is_locked(&self) -> bool {
        self.lock.borrow().is_some()
    }

    /// Whether that PIN opens it. A lock that cannot be read is one of a newer build, or damaged.
    pub(super) async fn unlock(&self, pin: &str) -> Result<bool, JsValue> {
        let lock = self.lock.borrow().as_deref().and_then(Lock::parse);
        let vault = Vault::unlock(&lock.ok_or(JsValue::NULL)?, pin).await?;
        let fits = vault.is_some();
        self.vault.replace(vault.map(Rc::new));
        Ok(fits)
    }

    /// Another name for the same database; the connection goes along.
    pub(super) fn moved(&self) -> Self {
        Self {
            connection: Rc::clone(&self.connection),
            lock: self.lock.clone(),
            vault: RefCell::new(self.vault.take()),
            stale: Cell::default(),
        }
    }

    /// What seals from now on, behind `pin`: the key that is there, or a new one.
    pub(super) async fn key_for(&self, pin: &str) -> Result<(Rc<Vault>, Lock), JsValue> {
        let vault = match self.vault() {
            Some(vault) => vault,
            None => Rc::new(Vault::create().await?),
        };
        let lock = vault.lock(pin).await?;
        Ok((vault, lock))
    }

    fn vault(&self) -> Option<Rc<Vault>> {
        self.vault.borrow().clone()
    }

    /// Fails when another tab has locked the phone, where the page begins anew with the PIN, or has opened it for good.
    fn agree(&self, lock: Option<&str>) -> Result<(), StoreError> {
        if self.lock.borrow().as_deref() == lock {
            return Ok(());
        }
        if lock.is_none() {
            // What is in this tab can be written in the open from now on.
            self.lock.replace(None);
            self.vault.replace(None);
            return Err(StoreError::Locked);
        }
        if !self.stale.replace(true) {
            crate::pwa::reload();
        }
        Err(StoreError::Locked)
    }

    /// Runs one transaction; once more over a new connection when the old one turns out to be closed.
    async fn attempt<T>(
        &self,
        run: impl AsyncFn(&idb::Database) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let open = self.connection.borrow_mut().take();
        if let Some(database) = open {
            let done = run(&database).await;
            if done.as_ref().err() != Some(&StoreError::Closed) {
                // Unless another call has opened a newer one in between.
                self.connection.borrow_mut().get_or_insert(database);
                return done;
            }
        }
        connect(&self.connection)
            .await
            .map_err(|_| StoreError::Closed)?;
        let Some(database) = self.connection.borrow_mut().take() else {
            return Err(StoreError::Closed);
        };
        let done = run(&database).await;
        self.connection.borrow_mut().get_or_insert(database);
        done
    }
}

impl Database {
    /// One transaction in one of the maps; resolves when it is complete. With `was` it happens only where the records
    /// are still these.
    async fn change(
        &self,
        map: &str,
        puts: &[(&str, JsValue)],
        removals: &[String],
        was: Option<&Was>,
    ) -> Result<(), StoreError> {
        self.attempt(async |database| {
            let mut transaction = database
                .transaction(&[RECORDS, FILES], TransactionMode::ReadWrite)
                .map_err(closed)?;
            let records = transaction.object_store(map).map_err(closed)?;
            let lock = transaction.object_store(RECORDS).map_err(closed)?;
            let lock = lock.get(JsValue::from_str(LOCK)).map_err(other)?;
            let lock = lock
                .await
                .map_err(closed)?
                .and_then(|lock| lock.as_string());
            self.agree(lock.as_deref())?;
            if let Some(was) = was {
                let values = records.get_all(None, None).map_err(other)?;
                let mut same = values
                    .await
                    .map_err(other)?
                    .iter()
                    .map(text)
                    .eq(was.rows.iter().map(|(_, row)| text(row)));
                if was.open {
                    let files = transaction.object_store(FILES).map_err(closed)?;
                    let files = files.get_all(None, None).map_err(other)?;
                    same &= !files.await.map_err(other)?.iter().any(files::is_sealed);
                }
                if !same {
                    return Err(StoreError::Other);
                }
            }
            for (name, value) in puts {
                let name = JsValue::from_str(name);
                records.put(value, Some(&name)).map_err(other)?;
            }
            for name in removals {
                records.delete(JsValue::from_str(name)).map_err(other)?;
            }
            // Only `complete` says that it is on disk; only `abort` says why it isn't.
            let (sender, outcome) = oneshot::channel();
            let sender = Rc::new(RefCell::new(Some(sender)));
            let answer = move |result: Result<(), StoreError>| {
                if let Some(sender) = sender.borrow_mut().take() {
                    // The receiver only goes away with the tab.
                    let _ = sender.send(result);
                }
            };
            transaction.on_complete({
                let answer = answer.clone();
                move |_| answer(Ok(()))
            });
            transaction.on_abort(move |event| answer(Err(reason(&event))));
            outcome.await.unwrap_or(Err(StoreError::Closed))
        })
        .await
    }

    /// Records as they were written.
    async fn opened(&self, rows: &[(String, JsValue)]) -> Result<Copy, StoreError> {
        self.agree(lock_of(rows).as_deref())?;
        let vault = self.vault();
        let mut copy = Copy::new();
        for (name, value) in rows {
            let text = match (&vault, value.dyn_ref::<Uint8Array>()) {
                // What does not open is no text of ours: it is reported, and left as it is.
                (Some(vault), Some(sealed)) => {
                    Some(vault.open_text(name, sealed).await.unwrap_or_default())
                }
                _ => value.as_string().filter(|_| name != LOCK),
            };
            copy.extend(text.map(|text| (name.clone(), text)));
        }
        Ok(copy)
    }

    /// Every name and value of one of the maps.
    async fn rows(&self, map: &str) -> Result<Vec<(String, JsValue)>, StoreError> {
        self.attempt(async |database| {
            let transaction = database
                .transaction(&[map], TransactionMode::ReadOnly)
                .map_err(closed)?;
            let records = transaction.object_store(map).map_err(closed)?;
            let names = records.get_all_keys(None, None).map_err(other)?;
            let values = records.get_all(None, None).map_err(other)?;
            let names = names.await.map_err(other)?;
            let values = values.await.map_err(other)?;
            let rows = names.into_iter().zip(values);
            Ok(rows
                .filter_map(|(name, value)| Some((name.as_string()?, value)))
                .collect())
        })
        .await
    }
}

impl Base for Database {
    type Key = (Rc<Vault>, Lock);

    async fn all(&self) -> Result<Copy, StoreError> {
        let rows = self.rows(RECORDS).await?;
        self.opened(&rows).await
    }

    async fn rekey(
        &self,
        change: &dyn Fn(&mut Copy),
        key: Option<Self::Key>,
    ) -> Result<(), StoreError> {
        let was = Was {
            rows: self.rows(RECORDS).await?,
            open: key.is_none(),
        };
        let mut rows = self.opened(&was.rows).await?;
        change(&mut rows);
        let vault = key.as_ref().map(|(vault, _)| &**vault);
        let mut puts = Vec::new();
        for (name, text) in &rows {
            // What could not be opened stays as it is.
            if !text.is_empty() {
                puts.push((name.as_str(), sealed(vault, name, text).await?));
            }
        }
        let mut removals = Vec::new();
        match &key {
            Some((_, lock)) => puts.push((LOCK, JsValue::from_str(&lock.text()))),
            None => removals.push(LOCK.to_owned()),
        }
        self.change(RECORDS, &puts, &removals, Some(&was)).await?;
        // This tab goes on with the new lock.
        self.lock.replace(key.as_ref().map(|(_, lock)| lock.text()));
        self.vault.replace(key.map(|(vault, _)| vault));
        Ok(())
    }

    async fn write(
        &self,
        puts: &[(String, String)],
        removals: &[String],
    ) -> Result<(), StoreError> {
        loop {
            let vault = self.vault();
            let mut rows = Vec::new();
            for (name, text) in puts {
                rows.push((name.as_str(), sealed(vault.as_deref(), name, text).await?));
            }
            let done = self.change(RECORDS, &rows, removals, None).await;
            if done != Err(StoreError::Locked) || vault.is_none() || self.vault().is_some() {
                return done;
            }
        }
    }
}

async fn sealed(vault: Option<&Vault>, name: &str, text: &str) -> Result<JsValue, StoreError> {
    match vault {
        Some(vault) => vault
            .seal_text(name, text)
            .await
            .map_err(|_| StoreError::Other),
        None => Ok(JsValue::from_str(text)),
    }
}

/// A value as text, sealed or not: enough to tell it from another.
fn text(value: &JsValue) -> JsValue {
    value.unchecked_ref::<Object>().to_string().into()
}

fn lock_of(rows: &[(String, JsValue)]) -> Option<String> {
    let lock = rows.iter().find(|(name, _)| name == LOCK);
    lock.and_then(|(_, text)| text.as_string())
}

fn closed(_: idb::Error) -> StoreError {
    StoreError::Closed
}

fn other(_: idb::Error) -> StoreError {
    StoreError::Other
}
