//! Attached files by the hash of their bytes. They are in IndexedDB only: localStorage has no room for them.

use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Blob;

use super::{Database, FILES, TransactionMode, closed, other};
use crate::store::StoreError;

/// The bytes.
const BYTES: &str = "bytes";
/// When they were put there, Unix milliseconds.
const AT: &str = "at";

/// A file that is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// SHA-256 of its bytes, lower-case hex.
    pub(crate) hash: String,
    /// When it was put there, Unix milliseconds.
    pub(crate) at: i64,
}

impl Database {
    /// Keeps `bytes`; resolves when they are on disk.
    pub(crate) async fn put_file(
        &self,
        hash: &str,
        bytes: &Blob,
        at: i64,
    ) -> Result<(), StoreError> {
        let file = Object::new();
        #[expect(
            clippy::cast_precision_loss,
            reason = "JavaScript's own times are doubles"
        )]
        let fields = [(BYTES, bytes.into()), (AT, JsValue::from_f64(at as f64))];
        for (name, value) in &fields {
            // Setting a field of a new object cannot fail.
            let _ = Reflect::set(&file, &JsValue::from_str(name), value);
        }
        self.change(FILES, &[(hash, file.into())], &[]).await
    }

    /// The bytes of a file; none when they are not here.
    pub(crate) async fn file(&self, hash: &str) -> Result<Option<Blob>, StoreError> {
        let file = self
            .attempt(async |database| {
                let transaction = database
                    .transaction(&[FILES], TransactionMode::ReadOnly)
                    .map_err(closed)?;
                let files = transaction.object_store(FILES).map_err(closed)?;
                let found = files.get(JsValue::from_str(hash)).map_err(other)?;
                found.await.map_err(other)
            })
            .await?;
        Ok(file.and_then(|file| {
            let bytes = Reflect::get(&file, &JsValue::from_str(BYTES)).ok()?;
            bytes.dyn_into().ok()
        }))
    }

    /// Which files are here.
    pub(crate) async fn files(&self) -> Result<Vec<Kept>, StoreError> {
        let rows = self.rows(FILES).await?.into_iter();
        Ok(rows
            .map(|(hash, file)| {
                let at = Reflect::get(&file, &JsValue::from_str(AT)).ok();
                #[expect(clippy::cast_possible_truncation, reason = "a time in milliseconds")]
                let at = at.and_then(|at| at.as_f64()).unwrap_or(0.0) as i64;
                Kept { hash, at }
            })
            .collect())
    }

    /// Drops files.
    pub(crate) async fn remove_files(&self, hashes: &[String]) -> Result<(), StoreError> {
        self.change(FILES, &[], hashes).await
    }
}
