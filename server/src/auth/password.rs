//! Slow hashes, and a limit on how many run at once.
//!
//! argon2id with 19 MiB, two passes, one lane (OWASP's first recommendation): about 30 ms of one core. Without a
//! limit a few dozen logins at once would take the whole machine, so at most two run and the rest wait.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordHash, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::SaltString,
};
use tokio::sync::Semaphore;

use crate::{error::ApiError, random, storage::Digest};

/// How many hashes run at once.
const AT_ONCE: usize = 2;
/// How many more may wait; beyond that the answer is "later".
const WAITING: usize = 64;

/// Runs argon2id.
#[derive(Clone, Debug)]
pub struct Hasher {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    /// What is verified when there is no such account, so that the answer takes as long.
    dummy: Arc<str>,
}

impl Hasher {
    /// Makes one; costs one hash.
    ///
    /// # Errors
    /// When argon2 refuses its parameters.
    pub fn new() -> Result<Self, ApiError> {
        Ok(Self {
            running: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            dummy: hash(&random::hex(&random::bytes::<16>()))?.into(),
        })
    }

    /// The hash of a new password, as a PHC string.
    ///
    /// # Errors
    /// When the server is too busy.
    pub async fn hash(&self, password: String) -> Result<String, ApiError> {
        self.run(move || hash(&password)).await
    }

    /// Whether `password` fits `stored`. With nothing stored the answer is no, after the same time.
    ///
    /// # Errors
    /// When the server is too busy.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool, ApiError> {
        let dummy = Arc::clone(&self.dummy);
        self.run(move || {
            let known = stored.is_some();
            let hash = stored.as_deref().unwrap_or(&dummy);
            let parsed = PasswordHash::new(hash).map_err(|error| ApiError::internal(&error))?;
            let fits = argon2()?
                .verify_password(password.as_bytes(), &parsed)
                .is_ok();
            Ok(known && fits)
        })
        .await
    }

    /// The digest under which an invitation code is stored and found.
    ///
    /// A code has 34 bits: too few for a fast hash (OWASP ASVS 5.0, 6.5.2). The salt is the server's, not the
    /// code's, because the code is all there is to look it up by; codes are random, so equal ones don't meet. To
    /// try all of them against a stolen database takes some fifteen years of a core, and they last days.
    ///
    /// # Errors
    /// When the server is too busy.
    pub async fn code(&self, code: String, salt: Digest) -> Result<Digest, ApiError> {
        self.run(move || {
            let mut digest = [0; 32];
            argon2()?
                .hash_password_into(code.as_bytes(), &salt, &mut digest)
                .map_err(|error| ApiError::internal(&error))?;
            Ok(digest)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let _waiting = self
            .waiting
            .try_acquire()
            .map_err(|_| ApiError::unavailable("logging in"))?;
        let _running = self
            .running
            .acquire()
            .await
            .map_err(|error| ApiError::internal(&error))?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|error| ApiError::internal(&error))?
    }
}

fn argon2() -> Result<Argon2<'static>, ApiError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| ApiError::internal(&error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &str) -> Result<String, ApiError> {
    let salt = SaltString::encode_b64(&random::bytes::<16>())
        .map_err(|error| ApiError::internal(&error))?;
    let hash = argon2()?
        .hash_password(password.as_bytes(), &salt)
        .map_err(|error| ApiError::internal(&error))?;
    Ok(hash.to_string())
}
