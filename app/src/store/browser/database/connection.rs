//! Opens the database, and lets go of it when the browser or another tab wants that.

use std::{cell::RefCell, rc::Rc};

use idb::{DatabaseEvent as _, Factory, ObjectStoreParams};
use wasm_bindgen::JsCast as _;

use super::{FILES, RECORDS};
use crate::store::StoreError;

const NAME: &str = "ieum";
/// 2 brought the files.
const VERSION: u32 = 2;

/// The connection, as long as there is one.
pub(super) type Connection = Rc<RefCell<Option<idb::Database>>>;

pub(super) async fn connect(connection: &Connection) -> Result<(), idb::Error> {
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

/// Why a transaction was aborted.
pub(super) fn reason(event: &web_sys::Event) -> StoreError {
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

/// Deletes the database; other tabs give their connections up.
pub(in crate::store::browser) async fn delete() {
    let request = Factory::new().and_then(|factory| factory.delete(NAME));
    if let Ok(request) = request {
        // One that is still in use is deleted as soon as it isn't.
        let _ = request.await;
    }
}
