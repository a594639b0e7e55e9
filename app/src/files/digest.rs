//! SHA-256 of a file, by the browser.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Lower-case hex; none when the bytes cannot be read.
pub(crate) async fn sha256(bytes: &Blob) -> Option<String> {
    digest(bytes).await.ok()
}

async fn digest(bytes: &Blob) -> Result<String, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let content: ArrayBuffer = JsFuture::from(bytes.array_buffer()).await?.dyn_into()?;
    let subtle = window.crypto()?.subtle();
    let digest = subtle.digest_with_str_and_buffer_source("SHA-256", &content)?;
    let digest = Uint8Array::new(&JsFuture::from(digest).await?).to_vec();
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    Ok(digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect())
}
