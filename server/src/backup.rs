//! `server backup` and `server restore`: everything that is stored, at one moment, in a folder of its own.
//!
//! A backup is `ieum.db`, a snapshot of the database; below `attachments`, the files that it has rows for, laid out as
//! the store lays them out; and `manifest.json`, which names every other file with its hash and is written last. What
//! has no manifest is no backup.

mod copy;
mod restore;
mod take;

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

pub use restore::restore;
pub use take::{Begun, begin};

use crate::{
    attachment::DiskStore,
    clock::{Clock as _, SystemClock},
    config::Config,
    serve,
    storage::Storage as _,
};

/// The database in a backup.
pub const DATABASE: &str = "ieum.db";
/// The folder of files in a backup.
pub const ATTACHMENTS: &str = "attachments";
const MANIFEST: &str = "manifest.json";
/// How manifests are written now. A newer one is refused.
const FORMAT: u32 = 1;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// How this is written.
    pub format: u32,
    /// Version of the server that made it.
    pub server: String,
    /// Version of the database's schema.
    pub schema: i64,
    /// When it was begun, Unix milliseconds: what was acknowledged before is in it.
    pub begun_at: i64,
    /// Submissions.
    pub submissions: u64,
    /// Files of phones, each once, whatever shapes it has.
    pub attachments: u64,
    /// Files that no content named and that were dropped meanwhile.
    pub gone: u64,
    /// The hashes of files that contents name and whose bytes were lost or altered before.
    pub damaged: Vec<String>,
    /// Every file of the backup but this one.
    pub files: Vec<Entry>,
}

/// A file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it is, below the backup's folder.
    pub path: PathBuf,
    /// Its bytes.
    pub size: u64,
    /// SHA-256, lower-case hex.
    pub sha256: String,
}

impl Manifest {
    /// Reads the manifest of a whole backup.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn read(backup: &Path) -> anyhow::Result<Self> {
        let place = backup.join(MANIFEST);
        anyhow::ensure!(
            place.is_file(),
            "`{}` is no whole backup: it has no {MANIFEST}, which is written last",
            backup.display()
        );
        let text = std::fs::read_to_string(&place)
            .with_context(|| format!("cannot read `{}`", place.display()))?;
        let manifest: Self = serde_json::from_str(&text)
            .with_context(|| format!("`{}` was altered", place.display()))?;
        anyhow::ensure!(
            manifest.format == FORMAT,
            "`{}` was made by server {}: use that one or a newer one",
            backup.display(),
            manifest.server
        );
        Ok(manifest)
    }

    /// What the operator reads of it.
    pub fn summary(&self) -> String {
        let bytes: u64 = self.files.iter().map(|file| file.size).sum();
        let mut lines = vec![
            format!("Submissions:   {}", self.submissions),
            format!("Files:         {}", self.attachments),
            format!("Bytes:         {bytes}"),
        ];
        if self.gone > 0 {
            lines.push(format!(
                "Left out:      {} that nothing named and that were dropped meanwhile",
                self.gone
            ));
        }
        let damaged = self.damaged.iter();
        lines
            .extend(damaged.map(|hash| format!("DAMAGED  file {hash} was not whole in the store")));
        lines.join("\n")
    }
}

/// Backs up from a configuration, for the command line. A server may run meanwhile.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(config: &Config, to: &Path) -> anyhow::Result<Manifest> {
    let live = serve::read(&config.database).await?;
    let begun = begin(&live, to, SystemClock.now()).await?;
    let manifest = begun
        .copy(&live, &DiskStore::at(&config.attachments))
        .await?;
    live.close().await;
    Ok(manifest)
}
