//! Verifying from the command line: what a server keeps, or a backup where it lies.

use std::path::Path;

use anyhow::Context as _;

use super::{Damage, Report, Stores, verify};
use crate::{
    attachment::{self, AttachmentStore, DiskStore},
    backup::{ATTACHMENTS, DATABASE, Manifest},
    clock::{Clock as _, SystemClock},
    config::{Config, Database},
    passing::Passing,
    receipt::Receipts,
    serve,
    storage::{Flaw, Storage},
};

/// Verifies what the configuration names: a snapshot that is dropped afterwards, so that a server may run meanwhile and
/// nothing of its own is changed.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(config: &Config) -> anyhow::Result<Report> {
    let attachments = attachment::read(config)?;
    let live = serve::read(&config.database).await?;
    let place = match &config.database {
        Database::Sqlite(file) => file,
        // The disk that has room for the files has room for the rows.
        Database::Postgres(_) => &config.attachments,
    };
    let folder = Passing::make(place, "verify")?;
    let file = folder.path().join(DATABASE);
    live.snapshot(&file)
        .await
        .context("a copy of the database could not be made on this disk")?;
    let report = copied(&file, &*live, &*attachments, config).await;
    live.close().await;
    report
}

/// Verifies the copy of a database: nobody writes to it.
async fn copied(
    file: &Path,
    live: &dyn Storage,
    attachments: &dyn AttachmentStore,
    config: &Config,
) -> anyhow::Result<Report> {
    let storage = serve::read_file(file).await?;
    let mut report = look(&storage, live, attachments).await?;
    if matches!(config.database, Database::Postgres(_)) {
        // The database looks at references when they are made; a copy shows whether they still hold.
        let flaws = storage.flaws().await?;
        let dangling = flaws
            .into_iter()
            .filter(|flaw| matches!(flaw, Flaw::Reference(_)));
        report.damage.extend(dangling.map(Damage::Flaw));
    }
    storage.close().await;
    Ok(report)
}

/// Verifies a backup where it lies. Nothing is written: it may be on a disk that takes nothing.
///
/// # Errors
/// A sentence for the operator.
pub async fn backup(folder: &Path) -> anyhow::Result<Report> {
    let manifest = Manifest::read(folder)?;
    let altered = manifest.altered(folder)?;
    // What another database would say of itself says nothing of what was backed up.
    let is_readable = altered.iter().all(|path| path != Path::new(DATABASE));
    let mut report = if is_readable {
        rows(folder).await?
    } else {
        Report::default()
    };
    report.damage.extend(altered.into_iter().map(Damage::Copy));
    Ok(report)
}

async fn rows(folder: &Path) -> anyhow::Result<Report> {
    let storage = serve::read_file(&folder.join(DATABASE)).await?;
    let attachments = DiskStore::at(&folder.join(ATTACHMENTS));
    let report = look(&storage, &storage, &attachments).await;
    storage.close().await;
    report
}

async fn look(
    storage: &dyn Storage,
    live: &dyn Storage,
    attachments: &dyn AttachmentStore,
) -> anyhow::Result<Report> {
    let now = SystemClock.now();
    let receipts = Receipts::read_from(storage, now).await?;
    let report = verify(Stores {
        storage,
        live,
        attachments,
        receipts: &receipts,
        now,
    });
    Ok(report.await?)
}
