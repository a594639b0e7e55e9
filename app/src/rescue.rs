//! Rescue files at the browser's edge: encrypted with its cryptography, read and put together as Blobs.
//!
//! One part is in memory at a time, so that a phone with many photos gets through. What goes in and what is taken
//! out again, `domain::rescue` decides.

mod cipher;
mod pack;
mod unpack;

pub(crate) use pack::pack;
pub(crate) use unpack::{Opened, Sealed};

use domain::rescue::FileError;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use crate::{crypto::subtle, store::StoreError};

/// Why there is no file, or why nothing was taken out of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RescueError {
    /// The file is not whole, or not one.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file is whole; this passphrase does not open it.
    #[error("the passphrase does not fit")]
    Passphrase,
    /// This phone's storage does not give or take it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The browser does not encrypt here: it does so on pages with TLS only.
    #[error("this browser does not encrypt here")]
    Browser,
}

impl From<JsValue> for RescueError {
    fn from(_: JsValue) -> Self {
        Self::Browser
    }
}

/// The bytes of a Blob, or of a piece of it, still outside of our memory.
pub(crate) async fn bytes_of(blob: &Blob) -> Result<ArrayBuffer, JsValue> {
    JsFuture::from(blob.array_buffer()).await?.dyn_into()
}

async fn digest(bytes: &ArrayBuffer) -> Result<Vec<u8>, JsValue> {
    let subtle = subtle()?;
    let digest = subtle.digest_with_str_and_buffer_source("SHA-256", bytes)?;
    Ok(Uint8Array::new(&JsFuture::from(digest).await?).to_vec())
}

pub(crate) fn blob(part: &JsValue) -> Result<Blob, JsValue> {
    Blob::new_with_buffer_source_sequence(&js_sys::Array::of1(part))
}
