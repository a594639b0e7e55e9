//! `server import`: an SQLite file, for instance that of a restored backup, moved into PostgreSQL.

use std::path::Path;

use anyhow::Context as _;

use crate::{
    config::{Config, Database},
    storage::{PostgresStorage, Storage as _},
};

/// Copies every row of `file` into the configured PostgreSQL database, which must hold nothing yet: all of them, or
/// none. Says in a sentence how many there were.
///
/// # Errors
/// A sentence for the operator.
pub async fn import(config: &Config, file: &Path) -> anyhow::Result<String> {
    let Database::Postgres(url) = &config.database else {
        anyhow::bail!(
            "IEUM_DATABASE: only a postgres:// database is imported into; to use an SQLite file, name it there"
        );
    };
    anyhow::ensure!(file.is_file(), "there is no `{}`", file.display());
    let storage = PostgresStorage::open(url)
        .await
        .context("IEUM_DATABASE: cannot use the PostgreSQL database")?;
    let rows = storage.import(file).await;
    storage.close().await;
    let rows = rows.with_context(|| format!("nothing was imported from `{}`", file.display()))?;
    let files = match &config.bucket {
        Some(_) => "put those of a backup into the bucket with `server fill-bucket <folder>`.",
        None => "name their folder in IEUM_ATTACHMENTS.",
    };
    Ok(format!(
        "{rows} rows are in PostgreSQL now. The attached files stay where they are: {files}"
    ))
}
