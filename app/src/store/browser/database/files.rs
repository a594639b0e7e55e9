//! Attached files by the hash of their bytes. They are in IndexedDB only: localStorage has no room for them.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Blob;

use super::{Database, FILES, TransactionMode, closed, other};
use crate::{
    rescue::{blob, bytes_of},
    store::StoreError,
};

/// The bytes.
const BYTES: &str = "bytes";
/// When they were put there, Unix milliseconds.
const AT: &str = "at";

/// The media type of one that is sealed; no other has it here.
const KIND: &str = "kind";

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
        let file = self.row(hash, bytes, at, true).await;
        let file = file.map_err(|_| StoreError::Other)?;
        self.change(FILES, &[(hash, file)], &[], None).await
    }

    /// Seals the files that are not, or opens those that are. Ends where it was stopped when it is called again.
    pub(crate) async fn convert_files(&self, sealed: bool) -> Result<(), StoreError> {
        if self.vault().is_none() {
            return Ok(());
        }
        for Kept { hash, at } in self.files().await? {
            let Some(row) = self.file_row(&hash).await? else {
                continue;
            };
            if kind(&row).is_some() != sealed
                && let Some(bytes) = self.file(&hash).await?
            {
                let row = self.row(&hash, &bytes, at, sealed).await;
                let row = row.map_err(|_| StoreError::Other)?;
                self.change(FILES, &[(&hash, row)], &[], None).await?;
            }
        }
        Ok(())
    }

    async fn row(&self, hash: &str, bytes: &Blob, at: i64, seal: bool) -> Result<JsValue, JsValue> {
        let file = Object::new();
        #[expect(
            clippy::cast_precision_loss,
            reason = "JavaScript's own times are doubles"
        )]
        let at = at as f64;
        let bytes: JsValue = match self.vault().filter(|_| seal) {
            Some(vault) => {
                let whole = bytes_of(bytes).await?;
                let sealed = vault.seal(hash, &whole).await?;
                Reflect::set(&file, &KIND.into(), &bytes.type_().into())?;
                // As a Blob it is on disk, not in memory, while files are listed.
                blob(&sealed)?.into()
            }
            None => bytes.into(),
        };
        Reflect::set(&file, &BYTES.into(), &bytes)?;
        Reflect::set(&file, &AT.into(), &at.into())?;
        Ok(file.into())
    }

    /// The bytes of a file; none when they are not here.
    pub(crate) async fn file(&self, hash: &str) -> Result<Option<Blob>, StoreError> {
        let Some(file) = self.file_row(hash).await? else {
            return Ok(None);
        };
        let bytes = Reflect::get(&file, &JsValue::from_str(BYTES)).ok();
        let bytes: Option<Blob> = bytes.and_then(|bytes| bytes.dyn_into().ok());
        let (Some(sealed), Some(kind)) = (&bytes, kind(&file)) else {
            return Ok(bytes);
        };
        let Some(vault) = self.vault() else {
            return Err(StoreError::Locked);
        };
        let open = async {
            let sealed = bytes_of(sealed).await?;
            let opened = vault.open(hash, &Uint8Array::new(&sealed)).await?;
            let whole = blob(&opened)?;
            whole.slice_with_f64_and_f64_and_content_type(0.0, whole.size(), &kind)
        };
        // What does not open any more is as good as lost.
        Ok(open.await.ok())
    }

    async fn file_row(&self, hash: &str) -> Result<Option<JsValue>, StoreError> {
        self.attempt(async |database| {
            let transaction = database
                .transaction(&[FILES], TransactionMode::ReadOnly)
                .map_err(closed)?;
            let files = transaction.object_store(FILES).map_err(closed)?;
            let found = files.get(JsValue::from_str(hash)).map_err(other)?;
            found.await.map_err(other)
        })
        .await
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
        self.change(FILES, &[], hashes, None).await
    }
}

/// Of a sealed file, its media type.
fn kind(file: &JsValue) -> Option<String> {
    Reflect::get(file, &KIND.into()).ok()?.as_string()
}

pub(super) fn is_sealed(file: &JsValue) -> bool {
    kind(file).is_some()
}
