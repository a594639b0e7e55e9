//! Receipts that anybody can check: the server's keys, signing, and checking.
//!
//! A key signs what is received while it is in force. So what was signed can be signed again, with the same outcome
//! (Ed25519 has no randomness), and a receipt needs no column of its own: the second answer to a push is the first
//! one, bit for bit, however often keys changed meanwhile.

mod find;
mod token;

use std::sync::{Arc, PoisonError, RwLock};

use domain::{
    api::{Receipt, ReceiptKey, Seal},
    case::Role,
    receipt::{self, Claim, Listed},
};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

pub use find::{Found, find};
pub use token::Token;

use crate::{
    audit::{Act, Entry},
    random,
    storage::{ReceiptSeed, Result, Storage, StorageError},
};

/// How long before it signs a new key is made, milliseconds: every process and every list of keys has it by then.
pub const LEAD: i64 = 15 * 60_000;
/// How old what a process knows of the keys may be. Half of [`LEAD`], so that clocks may differ by the other half.
const FRESH: i64 = LEAD / 2;
/// How often a key is made anew because another process made one at the same moment.
const TRIES: usize = 5;

#[derive(Clone)]
struct Key {
    signing: SigningKey,
    public: ReceiptKey,
}

impl Key {
    fn of(seed: &ReceiptSeed) -> Self {
        let signing = SigningKey::from_bytes(&seed.seed);
        let public = signing.verifying_key().to_bytes();
        Self {
            public: ReceiptKey {
                id: random::hex(&Sha256::digest(public)[..8]),
                public: random::hex(&public),
                from: seed.from,
            },
            signing,
        }
    }
}

struct Known {
    keys: Vec<Key>,
    at: i64,
}

/// The keys as they were read last.
pub struct Receipts(RwLock<Arc<Known>>);

impl std::fmt::Debug for Receipts {
    // Seeds stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receipts").finish_non_exhaustive()
    }
}

impl Receipts {
    /// Reads the keys, and makes the first one when there is none.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn open(storage: &dyn Storage, now: i64) -> Result<Self> {
        if storage.receipt_keys().await?.is_empty() {
            // 0: what was received before there were keys is signed by the first. When another process was quicker,
            // its key counts.
            add(storage, 1, 0, now).await?;
        }
        Self::read_from(storage, now).await
    }

    /// Reads the keys that there are.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn read_from(storage: &dyn Storage, now: i64) -> Result<Self> {
        let receipts = Self(RwLock::new(Arc::new(Known {
            keys: Vec::new(),
            at: 0,
        })));
        receipts.read(storage, now).await?;
        Ok(receipts)
    }

    async fn read(&self, storage: &dyn Storage, now: i64) -> Result<Arc<Known>> {
        let keys = storage.receipt_keys().await?;
        let known = Arc::new(Known {
            keys: keys.iter().map(Key::of).collect(),
            at: now,
        });
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&known);
        Ok(known)
    }

    /// The keys, read again when somebody may have added one that is in force by now.
    async fn known(&self, storage: &dyn Storage, now: i64) -> Result<Arc<Known>> {
        let known = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        if (known.at..known.at.saturating_add(FRESH)).contains(&now) {
            return Ok(known);
        }
        self.read(storage, now).await
    }

    /// Every public key, oldest first.
    ///
    /// # Errors
    /// When storage fails.
    pub async fn keys(&self, storage: &dyn Storage, now: i64) -> Result<Vec<ReceiptKey>> {
        let known = self.known(storage, now).await?;
        Ok(known.keys.iter().map(|key| key.public.clone()).collect())
    }

    /// The receipt with its seal.
    ///
    /// # Errors
    /// When storage fails, or the receipt is none that can be signed.
    pub async fn sign(
        &self,
        storage: &dyn Storage,
        now: i64,
        receipt: Receipt,
        files: &[String],
    ) -> Result<Receipt> {
        let known = self.known(storage, now).await?;
        let key = known
            .keys
            .iter()
            .rfind(|key| key.public.from <= receipt.received_at)
            .ok_or_else(|| StorageError::Broken("there is no receipt key".to_owned()))?;
        let signed = receipt::listed(files)
            .and_then(|files| receipt::statement(&receipt, &key.public.id, &files))
            .ok_or_else(|| StorageError::Broken("a receipt cannot be written down".to_owned()))?;
        let mut files = files.to_vec();
        files.sort_unstable();
        files.dedup();
        let seal = Some(Seal {
            key: key.public.id.clone(),
            files,
            signature: random::hex(&key.signing.sign(signed.as_bytes()).to_bytes()),
        });
        Ok(Receipt { seal, ..receipt })
    }
}

/// Makes a key that signs from [`LEAD`] after now on.
///
/// # Errors
/// When storage fails, or a key is waiting already.
pub async fn rotate(storage: &dyn Storage, now: i64) -> Result<ReceiptKey> {
    for _ in 0..TRIES {
        let known = storage.receipt_keys().await?;
        if known.last().is_some_and(|newest| newest.from > now) {
            return Err(StorageError::Unavailable(
                "a new key is waiting already; it signs within 15 minutes".to_owned(),
            ));
        }
        let number = known.last().map_or(1, |newest| newest.number + 1);
        let from = if number == 1 { 0 } else { now + LEAD };
        if let Some(key) = add(storage, number, from, now).await? {
            return Ok(key);
        }
    }
    Err(StorageError::Unavailable(
        "others are making keys at the same time".to_owned(),
    ))
}

/// Makes a key; none when there is one of that number.
async fn add(
    storage: &dyn Storage,
    number: i64,
    from: i64,
    now: i64,
) -> Result<Option<ReceiptKey>> {
    let seed = ReceiptSeed {
        number,
        seed: random::bytes(),
        from,
    };
    let public = Key::of(&seed).public;
    let entry =
        Entry::new(now, None, Role::System, Act::ReceiptKeyMade, "").with("key", &public.id);
    let added = storage.add_receipt_key(seed, entry).await?;
    Ok(added.then_some(public))
}

/// Whether a signature is right. Strictly: no second signature of the same text passes.
pub fn holds(claim: &Claim) -> bool {
    let public = <[u8; 32]>::try_from(claim.public.as_slice());
    let public = public
        .ok()
        .and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = Signature::from_slice(&claim.signature);
    match (public, signature) {
        (Some(public), Ok(signature)) => public
            .verify_strict(claim.statement.as_bytes(), &signature)
            .is_ok(),
        _ => false,
    }
}

/// Whether what a QR code says was signed by one of `keys` in its time.
pub fn is_signed(token: &Token, keys: &[ReceiptKey]) -> bool {
    let due = receipt::in_force(keys, token.receipt.received_at);
    let Some(key) = due.filter(|key| key.id == token.key) else {
        return false;
    };
    let statement = receipt::statement(&token.receipt, &token.key, &token.files);
    match (receipt::bytes(&key.public), statement) {
        (Some(public), Some(statement)) => holds(&Claim {
            public,
            signature: token.signature.to_vec(),
            statement,
        }),
        _ => false,
    }
}

/// What a QR code says of a signed receipt.
pub fn token(receipt: &Receipt) -> Option<Token> {
    let seal = receipt.seal.as_ref()?;
    let files: Listed = receipt::listed(&seal.files)?;
    Some(Token {
        key: seal.key.clone(),
        files,
        signature: receipt::bytes(&seal.signature)?.try_into().ok()?,
        receipt: Receipt {
            seal: None,
            ..receipt.clone()
        },
    })
}
