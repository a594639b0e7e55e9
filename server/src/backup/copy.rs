//! Writing files that only their owner may read, and hashing what is written.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Read, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

use sha2::{Digest as _, Sha256};

use crate::random;

/// Bytes that are in memory at a time.
const STEP: usize = 64 * 1024;

/// Makes a folder and those above it.
pub(super) fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Writes a new file, on disk when this answers; says its size and hash.
pub(super) fn file(mut from: impl Read, to: &Path) -> io::Result<(u64, String)> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)?;
    let told = each(&mut from, |bytes| file.write_all(bytes))?;
    file.sync_all()?;
    Ok(told)
}

/// The size and hash of what is there.
pub(super) fn hash(mut from: impl Read) -> io::Result<(u64, String)> {
    each(&mut from, |_| Ok(()))
}

fn each(
    from: &mut impl Read,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<(u64, String)> {
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0, vec![0; STEP]);
    loop {
        let count = from.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else {
            return Ok((size, random::hex(&hash.finalize())));
        };
        hash.update(bytes);
        take(bytes)?;
        size += count as u64;
    }
}

/// Puts the names in a folder, and in the folders below it, on the disk.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync(&entry.path())?;
        }
    }
    File::open(path)?.sync_all()
}
