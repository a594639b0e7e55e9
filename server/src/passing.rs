//! A folder for the time of a task.

use std::{
    ffi::OsString,
    fs::{self, DirBuilder, File},
    io::ErrorKind,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::{
    clock::{Clock as _, SystemClock},
    random,
};

/// Only its owner may read it. Gone when this is, unless it was renamed; and when the task was killed, gone when the
/// next one of its name begins.
#[derive(Debug)]
pub(crate) struct Passing {
    folder: PathBuf,
    /// Locked while the task runs, however it ends.
    _lock: File,
}

impl Passing {
    /// Makes the folder `<beside>.<task>-<id>`, and drops those that killed tasks have left.
    pub(crate) fn make(beside: &Path, task: &str) -> anyhow::Result<Self> {
        let mut start = beside.file_name().map(OsString::from).unwrap_or_default();
        start.push(format!(".{task}-"));
        clear(beside, &start);
        let mut name = start;
        name.push(random::id(SystemClock.now()).simple().to_string());
        let folder = beside.with_file_name(name);
        let cannot = || format!("cannot make the folder `{}`", folder.display());
        DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .with_context(cannot)?;
        let lock = File::open(&folder).with_context(cannot)?;
        lock.lock().with_context(cannot)?;
        Ok(Self {
            folder,
            _lock: lock,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

/// Drops the folders beside `beside` that begin with `start` and that nobody works in.
fn clear(beside: &Path, start: &OsString) {
    let above = match beside.parent() {
        Some(above) if !above.as_os_str().is_empty() => above,
        _ => Path::new("."),
    };
    let entries = fs::read_dir(above).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let is_ours = name
            .as_encoded_bytes()
            .starts_with(start.as_encoded_bytes());
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_ours
            && is_folder
            && let Ok(lock) = File::open(entry.path())
            && lock.try_lock().is_ok()
        {
            tracing::info!(folder = %entry.path().display(), "what a killed task left is dropped");
            remove(&entry.path());
        }
    }
}

fn remove(folder: &Path) {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            tracing::warn!(%error, folder = %folder.display(), "a copy could not be dropped; it may be removed");
        }
        _ => {}
    }
}
