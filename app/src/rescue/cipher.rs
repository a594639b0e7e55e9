//! AES-256-GCM with a key from a passphrase, part by part.

use domain::rescue::Head;
use js_sys::{ArrayBuffer, Object};
use wasm_bindgen::JsValue;
use web_sys::CryptoKey;

use crate::crypto;

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
        Ok(Self {
            key: crypto::derive(passphrase, rounds, &salt).await?,
            bound: Head::bound(rounds, salt, nonce, parts),
            nonce,
        })
    }

    pub(super) async fn seal(&self, part: usize, bytes: &Object) -> Result<ArrayBuffer, JsValue> {
        let nonce = Head::nonce_of(self.nonce, part);
        crypto::seal(&self.key, &nonce, &self.bound, bytes).await
    }

    pub(super) async fn open(&self, part: usize, bytes: &Object) -> Result<ArrayBuffer, JsValue> {
        let nonce = Head::nonce_of(self.nonce, part);
        crypto::open(&self.key, &nonce, &self.bound, bytes).await
    }
}
