//! The key behind the PIN: seals what goes into the database and opens what comes out of it.

use js_sys::{ArrayBuffer, Object, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::CryptoKey;

use crate::{
    crypto::{self, array, random},
    store::pin::{LOCK, Lock, ROUNDS},
};

/// Bytes of a nonce, in front of what it sealed.
const NONCE: u32 = 12;

/// The key, as long as the tab is open.
#[derive(Debug)]
pub(crate) struct Vault {
    key: CryptoKey,
    /// Its bytes, which a new PIN seals.
    raw: Uint8Array,
}

impl Vault {
    /// A new key.
    pub(super) async fn create() -> Result<Self, JsValue> {
        let mut raw = [0; 32];
        random(&mut raw);
        Self::of(array(&raw)).await
    }

    async fn of(raw: Uint8Array) -> Result<Self, JsValue> {
        let key = crypto::import(&raw).await?;
        Ok(Self { key, raw })
    }

    /// The key as `pin` opens it.
    pub(super) async fn lock(&self, pin: &str) -> Result<Lock, JsValue> {
        let mut salt = [0; 16];
        random(&mut salt);
        let outer = crypto::derive(pin, ROUNDS, &salt).await?;
        let key = seal(&outer, LOCK, &self.raw).await?;
        Ok(Lock::new(&salt, key.to_vec()))
    }

    /// The key that `lock` holds; none when the PIN is another.
    pub(super) async fn unlock(lock: &Lock, pin: &str) -> Result<Option<Self>, JsValue> {
        let outer = crypto::derive(pin, lock.rounds, &lock.salt).await?;
        match open(&outer, LOCK, &array(&lock.key)).await {
            Ok(raw) => Ok(Some(Self::of(Uint8Array::new(&raw)).await?)),
            Err(_) => Ok(None),
        }
    }

    /// Seals `bytes` for the place `name`; what is sealed for one place opens at no other.
    pub(super) async fn seal(&self, name: &str, bytes: &Object) -> Result<Uint8Array, JsValue> {
        seal(&self.key, name, bytes).await
    }

    pub(super) async fn open(
        &self,
        name: &str,
        whole: &Uint8Array,
    ) -> Result<ArrayBuffer, JsValue> {
        open(&self.key, name, whole).await
    }

    pub(super) async fn seal_text(&self, name: &str, text: &str) -> Result<JsValue, JsValue> {
        Ok(self.seal(name, &array(text.as_bytes())).await?.into())
    }

    pub(super) async fn open_text(&self, name: &str, whole: &Uint8Array) -> Option<String> {
        let opened = self.open(name, whole).await.ok()?;
        String::from_utf8(Uint8Array::new(&opened).to_vec()).ok()
    }
}

async fn seal(key: &CryptoKey, name: &str, bytes: &Object) -> Result<Uint8Array, JsValue> {
    let mut nonce = [0; NONCE as usize];
    random(&mut nonce);
    let sealed = crypto::seal(key, &nonce, bound(name).as_bytes(), bytes).await?;
    let whole = Uint8Array::new_with_length(NONCE + sealed.byte_length());
    whole.set(&array(&nonce), 0);
    whole.set(&Uint8Array::new(&sealed), NONCE);
    Ok(whole)
}

async fn open(key: &CryptoKey, name: &str, whole: &Uint8Array) -> Result<ArrayBuffer, JsValue> {
    let nonce = whole.subarray(0, NONCE).to_vec();
    let sealed = whole.slice(NONCE, whole.length());
    crypto::open(key, &nonce, bound(name).as_bytes(), &sealed).await
}

fn bound(name: &str) -> String {
    ["ieum pin 1 ", name].concat()
}
