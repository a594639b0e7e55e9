//! The browser's cryptography, as rescue files and the PIN need it: keys from what a person typed, AES-256-GCM.

use js_sys::{Array, ArrayBuffer, JsString, Object, Reflect, Uint8Array};
use ui::ids::entropy;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// A key for AES-256-GCM out of a passphrase or PIN, by PBKDF2-SHA256; takes a second on a slow phone.
pub(crate) async fn derive(typed: &str, rounds: u32, salt: &[u8]) -> Result<CryptoKey, JsValue> {
    let subtle = subtle()?;
    let bytes = array(composed(typed).as_bytes());
    let uses = Array::of1(&"deriveKey".into());
    let given = subtle.import_key_with_str("raw", &bytes, "PBKDF2", false, &uses)?;
    let given: CryptoKey = JsFuture::from(given).await?.dyn_into()?;
    let by = object(&[
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", array(salt).into()),
        ("iterations", rounds.into()),
    ]);
    let to = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
    let key = subtle.derive_key_with_object_and_object(&by, &given, &to, false, &uses_of_key())?;
    JsFuture::from(key).await?.dyn_into()
}

/// A key of 32 bytes; it does not leave the browser again.
pub(crate) async fn import(bytes: &Object) -> Result<CryptoKey, JsValue> {
    let uses = uses_of_key();
    let key = subtle()?.import_key_with_str("raw", bytes, "AES-GCM", false, &uses)?;
    JsFuture::from(key).await?.dyn_into()
}

fn uses_of_key() -> Array {
    Array::of2(&"encrypt".into(), &"decrypt".into())
}

/// Seals `bytes`, bound to `bound`. A nonce must never be used twice with one key.
pub(crate) async fn seal(
    key: &CryptoKey,
    nonce: &[u8],
    bound: &[u8],
    bytes: &Object,
) -> Result<ArrayBuffer, JsValue> {
    let how = how(nonce, bound);
    let sealed = subtle()?.encrypt_with_object_and_buffer_source(&how, key, bytes)?;
    JsFuture::from(sealed).await?.dyn_into()
}

/// Opens what [`seal`] made; fails when anything about it is different.
pub(crate) async fn open(
    key: &CryptoKey,
    nonce: &[u8],
    bound: &[u8],
    bytes: &Object,
) -> Result<ArrayBuffer, JsValue> {
    let how = how(nonce, bound);
    let opened = subtle()?.decrypt_with_object_and_buffer_source(&how, key, bytes)?;
    JsFuture::from(opened).await?.dyn_into()
}

fn how(nonce: &[u8], bound: &[u8]) -> Object {
    object(&[
        ("name", "AES-GCM".into()),
        ("iv", array(nonce).into()),
        ("additionalData", array(bound).into()),
    ])
}

/// A passphrase in NFC: keyboards differ in how they put Hangul together.
pub(crate) fn composed(passphrase: &str) -> String {
    JsString::from(passphrase).normalize("NFC").into()
}

/// Random bytes.
pub(crate) fn random(bytes: &mut [u8]) {
    for piece in bytes.chunks_mut(8) {
        piece.copy_from_slice(&entropy().to_be_bytes()[..piece.len()]);
    }
}

/// The browser's cryptography. Without TLS there is none; then its first call fails.
pub(crate) fn subtle() -> Result<SubtleCrypto, JsValue> {
    Ok(web_sys::window().ok_or(JsValue::NULL)?.crypto()?.subtle())
}

/// A copy outside of our memory, which may move while the browser works.
pub(crate) fn array(bytes: &[u8]) -> Uint8Array {
    Uint8Array::from(bytes)
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a member of a new object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}
