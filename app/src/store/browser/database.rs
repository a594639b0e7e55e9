//! IndexedDB: a plain map from names to texts, and one from hashes to files. Opened again whenever the browser has
//! closed it.

mod files;

use std::{cell::RefCell, rc::Rc};

use futures::channel::oneshot;
use idb::{DatabaseEvent as _, Factory, ObjectStoreParams, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};

use crate::store::{Base, OpenError, StoreError, reconcile::Copy};

const NAME: &str = "ieum";
const RECORDS: &str = "records";
const FILES: &str = "files";
/// 2 brought the files.
const VERSION: u32 = 2;

/// The connection, as long as there is one.
type Connection = Rc<RefCell<Option<idb::Database>>>;

/// The database.
#[derive(Debug)]
pub(crate) struct Database {
    connection: Connection,
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
        Ok(Self { connection })
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
    /// One transaction in one of the maps; resolves when it is complete.
    async fn change(
        &self,
        map: &str,
        puts: &[(&str, JsValue)],
        removals: &[String],
    ) -> Result<(), StoreError> {
        self.attempt(async |database| {
            let mut transaction = database
                .transaction(&[map], TransactionMode::ReadWrite)
                .map_err(closed)?;
            let records = transaction.object_store(map).map_err(closed)?;
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
    async fn all(&self) -> Result<Copy, StoreError> {
        let rows = self.rows(RECORDS).await?.into_iter();
        Ok(rows
            .filter_map(|(name, text)| Some((name, text.as_string()?)))
            .collect())
    }

    async fn write(
        &self,
        puts: &[(String, String)],
        removals: &[String],
    ) -> Result<(), StoreError> {
        let puts: Vec<_> = puts
            .iter()
            .map(|(name, text)| (name.as_str(), JsValue::from_str(text)))
            .collect();
        self.change(RECORDS, &puts, removals).await
    }
}

async fn connect(connection: &Connection) -> Result<(), idb::Error> {
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        // Should this fail, so does opening, with the reason.
        if let Ok(database) = event.database() {
            let known = database.store_names();
            for map in [RECORDS, FILES] {
                if !known.iter().any(|name| name == map) {
                    let _ = database.create_object_store(map, ObjectStoreParams::new());
                }
            }
        }
    });
    let mut database = request.await?;
    let forget = {
        let connection = Rc::downgrade(connection);
        move || {
            // Not at once: the callback that is running belongs to what would be dropped.
            let connection = connection.clone();
            leptos::task::spawn_local(async move {
                if let Some(connection) = connection.upgrade()
                    && let Some(database) = connection.borrow_mut().take()
                {
                    database.close();
                }
            });
        }
    };
    database.on_close({
        let forget = forget.clone();
        move |_| forget()
    });
    // A newer build in another tab, or "clear site data": give way, and open again at the next write.
    database.on_version_change(move |_| forget());
    connection.replace(Some(database));
    Ok(())
}

fn reason(event: &web_sys::Event) -> StoreError {
    let transaction = event
        .target()
        .and_then(|it| it.dyn_into::<web_sys::IdbTransaction>().ok());
    match transaction.and_then(|transaction| transaction.error()) {
        Some(error) if error.name() == "QuotaExceededError" => StoreError::Full,
        // Without an error the connection was closed under it.
        Some(error) if error.name() != "AbortError" => StoreError::Other,
        _ => StoreError::Closed,
    }
}

fn closed(_: idb::Error) -> StoreError {
    StoreError::Closed
}

fn other(_: idb::Error) -> StoreError {
    StoreError::Other
}
