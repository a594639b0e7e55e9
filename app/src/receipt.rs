//! Whether a receipt is signed by the server, as the browser's cryptography says.

use domain::{
    api::{Receipt, ReceiptKey},
    receipt::{Claim, Doubt, claim},
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

/// What can be said of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The server signed it.
    Genuine,
    /// It is signed, and this browser cannot check Ed25519 (Chromium before 137, Safari before 17).
    Unchecked,
    /// It has no signature.
    Unsigned,
    /// Its key is not among those that are known.
    UnknownKey,
    /// The server did not sign this.
    Forged,
}

/// Looks at a receipt with the server's public keys.
pub(crate) async fn look(receipt: &Receipt, keys: &[ReceiptKey]) -> Verdict {
    match claim(receipt, keys) {
        Ok(claim) => match verify(&claim).await {
            Ok(true) => Verdict::Genuine,
            Ok(false) => Verdict::Forged,
            Err(_) => Verdict::Unchecked,
        },
        Err(Doubt::Unsigned) => Verdict::Unsigned,
        Err(Doubt::UnknownKey) => Verdict::UnknownKey,
        Err(Doubt::Wrong) => Verdict::Forged,
    }
}

/// Fails where the browser knows no Ed25519; a signature that is not right is an answer.
async fn verify(claim: &Claim) -> Result<bool, JsValue> {
    const ED25519: &str = "Ed25519";
    let array = |bytes: &[u8]| Uint8Array::from(bytes);
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let subtle = window.crypto()?.subtle();
    let uses = Array::of1(&"verify".into());
    let public = array(&claim.public);
    let key = subtle.import_key_with_str("raw", &public, ED25519, false, &uses)?;
    let key: CryptoKey = JsFuture::from(key).await?.dyn_into()?;
    let signature = array(&claim.signature);
    let statement = array(claim.statement.as_bytes());
    let holds = subtle.verify_with_str_and_buffer_source_and_buffer_source(
        ED25519, &key, &signature, &statement,
    )?;
    Ok(JsFuture::from(holds).await?.is_truthy())
}
