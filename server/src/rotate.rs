//! `server rotate-key`: a new key for receipts, beside a server that goes on running.

use anyhow::Context as _;
use domain::korea::kst;

use crate::{
    clock::{Clock as _, SystemClock},
    config::Config,
    receipt, serve,
    storage::Storage as _,
};

/// Makes the key, and says in a sentence from when on it signs.
///
/// # Errors
/// A sentence for the operator.
pub async fn rotate_key(config: &Config) -> anyhow::Result<String> {
    let storage = serve::open(&config.database).await?;
    let key = receipt::rotate(&storage, SystemClock.now()).await;
    storage.close().await;
    let key = key.context("the key was not made")?;
    let from = kst::from_unix_ms(key.from).map(kst::official);
    Ok(format!(
        "Receipts are signed with key {} from {} (Korean time) on. Older keys stay, so that older receipts can be checked.",
        key.id,
        from.unwrap_or_default()
    ))
}
