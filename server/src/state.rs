//! What every handler shares.

use std::{
    ops::Deref,
    sync::{Arc, Mutex, PoisonError},
};

use domain::korea::holiday::{BUNDLED, HolidayTable};
use tokio::sync::Semaphore;

use crate::{
    asset::Assets,
    attachment::AttachmentStore,
    auth::{password::Hasher, secret, throttle::Throttle},
    clock::Clock,
    config::Config,
    form::Forms,
    random,
    receipt::Receipts,
    storage::{Digest, Storage},
};

/// Files that are looked into at once.
const LOOKS: usize = 2;

/// A handle to [`Shared`]; cheap to clone.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Shared>);

/// All components.
#[derive(Debug)]
pub struct Shared {
    /// Configuration.
    pub config: Config,
    /// What is kept.
    pub storage: Arc<dyn Storage>,
    /// The bytes of files.
    pub attachments: Arc<dyn AttachmentStore>,
    /// How many files may be looked into at once: a picture is large when it is unpacked.
    pub looks: Semaphore,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The released forms, loaded.
    pub forms: Forms,
    /// Public holidays, for deadlines.
    pub holidays: HolidayTable,
    /// Slow hashes.
    pub hasher: Hasher,
    /// Who guesses too much.
    pub throttle: Throttle,
    /// The built site.
    pub assets: Assets,
    /// Salt of invitation codes.
    pub code_salt: Digest,
    /// What receipts are signed with.
    pub receipts: Receipts,
    /// Key of the fingerprints of addresses.
    pub source_key: Digest,
    /// Digest of the secret that makes the first administrator, while there is none.
    setup: Mutex<Option<Digest>>,
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl AppState {
    /// Puts the components together.
    ///
    /// # Errors
    /// When a part of them cannot be had; says which.
    pub async fn new(
        config: Config,
        storage: Arc<dyn Storage>,
        attachments: Arc<dyn AttachmentStore>,
        clock: Arc<dyn Clock>,
        assets: Assets,
    ) -> anyhow::Result<Self> {
        let code_salt = storage.secret("code_salt", random::bytes()).await?;
        let source_key = storage.secret("source_key", random::bytes()).await?;
        let receipts = Receipts::open(&*storage, clock.now()).await?;
        let hasher =
            Hasher::new().map_err(|_| anyhow::anyhow!("argon2id does not work on this machine"))?;
        Ok(Self(Arc::new(Shared {
            config,
            storage,
            attachments,
            looks: Semaphore::new(LOOKS),
            clock,
            forms: Forms::load()?,
            holidays: HolidayTable::from_json(BUNDLED)?,
            hasher,
            throttle: Throttle::default(),
            assets,
            code_salt,
            source_key,
            receipts,
            setup: Mutex::new(None),
        })))
    }

    /// Makes the one-time secret for the first administrator, when there is no account yet.
    ///
    /// # Errors
    /// When storage cannot be read.
    pub async fn offer_setup(&self) -> crate::storage::Result<Option<String>> {
        if self.storage.account_count().await? > 0 {
            return Ok(None);
        }
        let secret = secret::link();
        *self.setup.lock().unwrap_or_else(PoisonError::into_inner) = Some(secret::digest(&secret));
        Ok(Some(secret))
    }

    /// Whether `secret` is the one that was printed.
    pub fn is_setup_secret(&self, secret: &str) -> bool {
        let offered = *self.setup.lock().unwrap_or_else(PoisonError::into_inner);
        offered == Some(secret::digest(secret))
    }

    /// Nobody is made administrator by the printed secret any more.
    pub fn end_setup(&self) {
        *self.setup.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
