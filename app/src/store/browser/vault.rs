//! The key behind the PIN: seals what goes into the database and opens what comes out of it.

use js_sys::{ArrayBuffer, Object, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::CryptoKey;

use crate::{
    crypto::{self, array, random},
    store::pin::{LOCK, Lock},
};

/// Bytes of a nonce, in front of what it sealed.
const NONCE: u32 = 12;

/// The key, as long as the tab is open.
#[derive(Debug)]
pub(crate) struct Vault(CryptoKey);

impl Vault {
    /// A new key, and the lock that holds it.
    pub(super) async fn create(pin: &str) -> Result<(Self, Lock), JsValue> {
        let (mut salt, mut key) = ([0; 16], [0; 32]);
        random(&mut salt);
        random(&mut key);
        let key = array(&key);
        let mut lock = Lock::new(&salt, Vec::new());
        let outer = Self(crypto::derive(pin, lock.rounds, &salt).await?);
        lock.key = outer.seal(LOCK, &key).await?.to_vec();
        Ok((Self(crypto::import(&key).await?), lock))
    }

    /// The key that `lock` holds; none when the PIN is another.
    pub(super) async fn unlock(lock: &Lock, pin: &str) -> Result<Option<Self>, JsValue> {
        let outer = Self(crypto::derive(pin, lock.rounds, &lock.salt).await?);
        match outer.open(LOCK, &array(&lock.key)).await {
            Ok(key) => Ok(Some(Self(crypto::import(&key).await?))),
            Err(_) => Ok(None),
        }
    }

    /// Seals `bytes` for the place `name`; what is sealed for one place opens at no other.
    pub(super) async fn seal(&self, name: &str, bytes: &Object) -> Result<Uint8Array, JsValue> {
        let mut nonce = [0; NONCE as usize];
        random(&mut nonce);
        let sealed = crypto::seal(&self.0, &nonce, bound(name).as_bytes(), bytes).await?;
        let whole = Uint8Array::new_with_length(NONCE + sealed.byte_length());
        whole.set(&array(&nonce), 0);
        whole.set(&Uint8Array::new(&sealed), NONCE);
        Ok(whole)
    }

    pub(super) async fn open(
        &self,
        name: &str,
        whole: &Uint8Array,
    ) -> Result<ArrayBuffer, JsValue> {
        let nonce = whole.subarray(0, NONCE).to_vec();
        let sealed = whole.slice(NONCE, whole.length());
        crypto::open(&self.0, &nonce, bound(name).as_bytes(), &sealed).await
    }

    pub(super) async fn seal_text(&self, name: &str, text: &str) -> Result<JsValue, JsValue> {
        Ok(self.seal(name, &array(text.as_bytes())).await?.into())
    }

    pub(super) async fn open_text(&self, name: &str, whole: &Uint8Array) -> Option<String> {
        let opened = self.open(name, whole).await.ok()?;
        String::from_utf8(Uint8Array::new(&opened).to_vec()).ok()
    }
}

fn bound(name: &str) -> String {
    ["ieum pin 1 ", name].concat()
}
