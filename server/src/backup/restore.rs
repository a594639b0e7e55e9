//! Putting a backup where a server finds it: whole, or not at all.

use std::{
    fs::{self, File},
    path::{Component, Path},
};

use anyhow::Context as _;

use super::{DATABASE, Entry, Manifest, copy};
use crate::{
    clock::Clock as _, clock::SystemClock, passing::Passing, random, storage::SqliteStorage,
};

/// Copies a backup into the folder `to`, which is new or empty. Every file is compared with the manifest on its way;
/// the folder has its name only once all of it is there.
///
/// # Errors
/// A sentence for the operator. Nothing is in the folder then.
pub fn restore(backup: &Path, to: &Path) -> anyhow::Result<Manifest> {
    let manifest = Manifest::read(backup)?;
    anyhow::ensure!(
        manifest.schema <= SqliteStorage::schema(),
        "`{}` was made by server {}, whose schema is newer: use that one",
        backup.display(),
        manifest.server
    );
    anyhow::ensure!(
        manifest
            .files
            .iter()
            .any(|file| file.path == Path::new(DATABASE)),
        "`{}` was altered: its manifest names no database",
        backup.display()
    );
    let to = std::path::absolute(to)?;
    if to.exists() {
        let is_empty = fs::read_dir(&to).is_ok_and(|mut entries| entries.next().is_none());
        anyhow::ensure!(
            is_empty,
            "`{}` is not an empty folder: nothing is restored over what is there",
            to.display()
        );
    }
    let mut name = to.clone().into_os_string();
    name.push(format!(".part-{}", random::id(SystemClock.now()).simple()));
    let part = Passing::make(name.into())?;
    for file in &manifest.files {
        one(backup, part.path(), file)?;
    }
    copy::sync(part.path())?;
    fs::rename(part.path(), &to)
        .with_context(|| format!("cannot make the folder `{}`", to.display()))?;
    if let Some(above) = to.parent() {
        File::open(above)?.sync_all()?;
    }
    Ok(manifest)
}

fn one(backup: &Path, part: &Path, file: &Entry) -> anyhow::Result<()> {
    let is_below = |component| matches!(component, Component::Normal(_));
    anyhow::ensure!(
        file.path.components().all(is_below),
        "the manifest was altered: it names `{}`",
        file.path.display()
    );
    let (from, to) = (backup.join(&file.path), part.join(&file.path));
    if let Some(folder) = to.parent() {
        copy::folder(folder)?;
    }
    let opened = File::open(&from)
        .with_context(|| format!("the backup is not whole: cannot read `{}`", from.display()))?;
    let found =
        copy::file(opened, &to).with_context(|| format!("cannot copy to `{}`", to.display()))?;
    anyhow::ensure!(
        found == (file.size, file.sha256.clone()),
        "`{}` was altered since the backup was made",
        from.display()
    );
    Ok(())
}
