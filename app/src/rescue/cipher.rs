//! AES-256-GCM with a key from a passphrase.

use domain::rescue::Head;
use js_sys::{Array, ArrayBuffer, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

/// The key of one file.
pub(super) struct Cipher {
    key: CryptoKey,
    bound: Vec<u8>,
    nonce: [u8; 8],
}

impl Cipher {
    /// Derives the key; takes a second on a slow phone.
    pub(super) async fn new(
        passphrase: &str,
        rounds: u32,
        salt: [u8; 16],
        nonce: [u8; 8],
        parts: usize,
    ) -> Result<Self, JsValue> {
        let subtle = subtle()?;
        let bytes = array(composed(passphrase).as_bytes());
        let uses = Array::of1(&"deriveKey".into());
        let given = subtle.import_key_with_str("raw", &bytes, "PBKDF2", false, &uses)?;
        let given: CryptoKey = JsFuture::from(given).await?.dyn_into()?;
        let by = object(&[
            ("name", "PBKDF2".into()),
            ("hash", "SHA-256".into()),
            ("salt", array(&salt).into()),
            ("iterations", rounds.into()),
        ]);
        let to = object(&[("name", "AES-GCM".into()), ("length", 256.into())]);
        let uses = Array::of2(&"encrypt".into(), &"decrypt".into());
        let key = subtle.derive_key_with_object_and_object(&by, &given, &to, false, &uses)?;
        Ok(Self {
            key: JsFuture::from(key).await?.dyn_into()?,
            bound: Head::bound(rounds, salt, nonce, parts),
            nonce,
        })
    }

    pub(super) async fn seal(&self, part: usize, bytes: &Object) -> Result<ArrayBuffer, JsValue> {
        let how = self.how(part);
        let sealed = subtle()?.encrypt_with_object_and_buffer_source(&how, &self.key, bytes)?;
        JsFuture::from(sealed).await?.dyn_into()
    }

    pub(super) async fn open(&self, part: usize, bytes: &Object) -> Result<ArrayBuffer, JsValue> {
        let how = self.how(part);
        let opened = subtle()?.decrypt_with_object_and_buffer_source(&how, &self.key, bytes)?;
        JsFuture::from(opened).await?.dyn_into()
    }

    fn how(&self, part: usize) -> Object {
        object(&[
            ("name", "AES-GCM".into()),
            ("iv", array(&Head::nonce_of(self.nonce, part)).into()),
            ("additionalData", array(&self.bound).into()),
        ])
    }
}

/// A passphrase in NFC: keyboards differ in how they put Hangul together.
pub(crate) fn composed(passphrase: &str) -> String {
    JsString::from(passphrase).normalize("NFC").into()
}

/// The browser's cryptography. Without TLS there is none; then its first call fails.
pub(super) fn subtle() -> Result<SubtleCrypto, JsValue> {
    Ok(web_sys::window().ok_or(JsValue::NULL)?.crypto()?.subtle())
}

/// A copy outside of our memory, which may move while the browser works.
pub(super) fn array(bytes: &[u8]) -> Uint8Array {
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
