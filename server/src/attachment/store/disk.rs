//! Files in a folder: `parts/<enterprise>/<hash>.<length>` and `files/<two digits>/<hash>.<id>[.view|.thumb]`.
//!
//! A part's length is part of its name, so that a part needs nothing beside it. What must survive is synced before it
//! is told, the folder included.

use std::{
    collections::HashSet,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use async_trait::async_trait;
use axum::body::Bytes;
use domain::{attachment::is_hash, id::EnterpriseId};
use uuid::Uuid;

use super::{Appended, AttachmentStore, Blob, Part, PartKey, Shape};
use crate::storage::{Result, StorageError};

/// Parts that are appended to at the same time share this many locks.
const LOCKS: usize = 64;

/// Everything below one folder.
#[derive(Clone, Debug)]
pub struct DiskStore(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    parts: PathBuf,
    files: PathBuf,
    /// Between looking where a part ends and adding to it, nobody else adds.
    locks: Vec<Mutex<()>>,
}

impl DiskStore {
    /// Makes the folder when it is missing.
    ///
    /// # Errors
    /// When it cannot be written to.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let store = Self::at(folder);
        fs::create_dir_all(&store.0.parts)?;
        fs::create_dir_all(&store.0.files)?;
        Ok(store)
    }

    /// The same for reading alone: nothing is made, and in a folder that is not there nothing is found.
    pub fn at(folder: &Path) -> Self {
        Self(Arc::new(Inner {
            parts: folder.join("parts"),
            files: folder.join("files"),
            locks: (0..LOCKS).map(|_| Mutex::new(())).collect(),
        }))
    }

    /// Where a blob is in one shape.
    pub(crate) fn place(&self, blob: &Blob, shape: Shape) -> PathBuf {
        self.0.blob(blob, shape)
    }

    /// Does `work` where it may block.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> io::Result<T> + Send + 'static,
    ) -> Result<T> {
        let inner = Arc::clone(&self.0);
        tokio::task::spawn_blocking(move || work(&inner))
            .await
            .map_err(|error| StorageError::Unavailable(error.to_string()))?
            .map_err(|error| StorageError::Unavailable(error.to_string()))
    }
}

impl Inner {
    fn folder(&self, enterprise: EnterpriseId) -> PathBuf {
        self.parts.join(enterprise.0.simple().to_string())
    }

    fn alone<T>(&self, key: &PartKey, work: impl FnOnce() -> T) -> T {
        let bytes = key.hash.bytes().chain(*key.enterprise.0.as_bytes());
        let sum = bytes.fold(0_usize, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(usize::from(byte))
        });
        let lock = self.locks[sum % LOCKS].lock();
        let _alone = lock.unwrap_or_else(PoisonError::into_inner);
        work()
    }

    /// The file of a part and its length.
    fn find(&self, key: &PartKey) -> io::Result<Option<(PathBuf, u64)>> {
        Ok(list(&self.folder(key.enterprise))?
            .into_iter()
            .find_map(|path| {
                let (hash, length) = part_name(&path)?;
                (hash == key.hash).then_some((path, length))
            }))
    }

    fn blob(&self, blob: &Blob, shape: Shape) -> PathBuf {
        let end = match shape {
            Shape::Original => "",
            Shape::View => ".view",
            Shape::Thumbnail => ".thumb",
        };
        let folder = blob.hash.get(..2).unwrap_or_default();
        self.files
            .join(folder)
            .join(format!("{}.{}{end}", blob.hash, blob.id.simple()))
    }

    fn keep(
        &self,
        path: &Path,
        blob: &Blob,
        shapes: &[(Shape, Vec<u8>)],
        now: i64,
    ) -> io::Result<()> {
        let original = self.blob(blob, Shape::Original);
        let folder = original.parent().unwrap_or(&self.files);
        fs::create_dir_all(folder)?;
        sync_folder(&self.files)?;
        for (shape, bytes) in shapes {
            let mut file = File::create(self.blob(blob, *shape))?;
            file.write_all(bytes)?;
            file.set_modified(time(now))?;
            file.sync_all()?;
        }
        let part = OpenOptions::new().append(true).open(path)?;
        part.set_modified(time(now))?;
        part.sync_all()?;
        // A second name, not another one: until the row is written the part can be asked for.
        fs::hard_link(path, &original)?;
        sync_folder(folder)
    }
}

#[async_trait]
impl AttachmentStore for DiskStore {
    async fn begin(&self, key: &PartKey, length: u64, now: i64) -> Result<Part> {
        let key = key.clone();
        self.run(move |own| {
            own.alone(&key, || {
                let folder = own.folder(key.enterprise);
                fs::create_dir_all(&folder)?;
                if let Some((path, there)) = own.find(&key)? {
                    if there == length {
                        return part(&path, length);
                    }
                    remove(&path)?;
                }
                let path = folder.join(format!("{}.{length}", key.hash));
                File::create_new(&path)?.set_modified(time(now))?;
                sync_folder(&folder)?;
                sync_folder(&own.parts)?;
                part(&path, length)
            })
        })
        .await
    }

    async fn part(&self, key: &PartKey) -> Result<Option<Part>> {
        let key = key.clone();
        self.run(move |own| match own.find(&key)? {
            Some((path, length)) => gone_is_none(part(&path, length)),
            None => Ok(None),
        })
        .await
    }

    async fn parts(&self, enterprise: EnterpriseId) -> Result<Vec<Part>> {
        self.run(move |own| {
            let mut parts = Vec::new();
            for path in list(&own.folder(enterprise))? {
                if let Some((_, length)) = part_name(&path) {
                    parts.extend(gone_is_none(part(&path, length))?);
                }
            }
            Ok(parts)
        })
        .await
    }

    async fn append(&self, key: &PartKey, offset: u64, bytes: Bytes, now: i64) -> Result<Appended> {
        let key = key.clone();
        self.run(move |own| {
            own.alone(&key, || {
                let Some((path, length)) = own.find(&key)? else {
                    return Ok(Appended::Gone);
                };
                let mut file = OpenOptions::new().write(true).open(path)?;
                let end = file.seek(SeekFrom::End(0))?;
                let next = end.saturating_add(bytes.len() as u64);
                if end != offset || next > length {
                    return Ok(Appended::Elsewhere(end));
                }
                file.write_all(&bytes)?;
                file.set_modified(time(now))?;
                Ok(Appended::To(next))
            })
        })
        .await
    }

    async fn read_part(&self, key: &PartKey) -> Result<Option<Vec<u8>>> {
        let key = key.clone();
        self.run(move |own| match own.find(&key)? {
            Some((path, _)) => gone_is_none(fs::read(path)),
            None => Ok(None),
        })
        .await
    }

    async fn drop_part(&self, key: &PartKey) -> Result<bool> {
        let key = key.clone();
        self.run(move |own| {
            own.alone(&key, || match own.find(&key)? {
                Some((path, _)) => remove(&path),
                None => Ok(false),
            })
        })
        .await
    }

    async fn expire_parts(&self, before: i64) -> Result<usize> {
        self.run(move |own| {
            let mut dropped = 0;
            for folder in list(&own.parts)? {
                for path in list(&folder)? {
                    if made_before(&path, before)? && remove(&path)? {
                        dropped += 1;
                    }
                }
            }
            Ok(dropped)
        })
        .await
    }

    async fn keep(
        &self,
        key: &PartKey,
        blob: &Blob,
        shapes: Vec<(Shape, Vec<u8>)>,
        now: i64,
    ) -> Result<bool> {
        let (key, blob) = (key.clone(), blob.clone());
        self.run(move |own| {
            let Some((path, _)) = own.find(&key)? else {
                return Ok(false);
            };
            Ok(gone_is_none(own.keep(&path, &blob, &shapes, now))?.is_some())
        })
        .await
    }

    async fn read(&self, blob: &Blob, shape: Shape) -> Result<Option<Vec<u8>>> {
        let blob = blob.clone();
        self.run(move |own| {
            gone_is_none(File::open(own.blob(&blob, shape)).and_then(|mut file| {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                Ok(bytes)
            }))
        })
        .await
    }

    async fn size(&self, blob: &Blob) -> Result<Option<u64>> {
        let blob = blob.clone();
        self.run(move |own| {
            let about = fs::metadata(own.blob(&blob, Shape::Original));
            gone_is_none(about.map(|about| about.len()))
        })
        .await
    }

    async fn remove(&self, blob: &Blob) -> Result<()> {
        let blob = blob.clone();
        self.run(move |own| {
            for shape in [Shape::Thumbnail, Shape::View, Shape::Original] {
                remove(&own.blob(&blob, shape))?;
            }
            Ok(())
        })
        .await
    }

    async fn blobs(&self, before: i64) -> Result<Vec<Blob>> {
        self.run(move |own| {
            let mut blobs = HashSet::new();
            for folder in list(&own.files)? {
                for path in list(&folder)? {
                    if let Some(blob) = blob_name(&path)
                        && made_before(&path, before)?
                    {
                        blobs.insert(blob);
                    }
                }
            }
            Ok(blobs.into_iter().collect())
        })
        .await
    }
}

/// What is in a folder; nothing in one that is not there.
fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let Some(entries) = gone_is_none(fs::read_dir(folder))? else {
        return Ok(Vec::new());
    };
    entries.map(|entry| Ok(entry?.path())).collect()
}

fn part_name(path: &Path) -> Option<(&str, u64)> {
    let (hash, length) = path.file_name()?.to_str()?.split_once('.')?;
    Some((
        Some(hash).filter(|hash| is_hash(hash))?,
        length.parse().ok()?,
    ))
}

/// The blob that a file belongs to, whichever shape it is: a crash may leave a view without its original.
fn blob_name(path: &Path) -> Option<Blob> {
    let (hash, rest) = path.file_name()?.to_str()?.split_once('.')?;
    let id = rest.split('.').next()?;
    Some(Blob {
        hash: Some(hash).filter(|hash| is_hash(hash))?.to_owned(),
        id: Uuid::try_parse(id).ok()?,
    })
}

fn part(path: &Path, length: u64) -> io::Result<Part> {
    let file = OpenOptions::new().append(true).open(path)?;
    // What was written before a crash may be in the system's memory only: it counts after this.
    file.sync_all()?;
    let about = file.metadata()?;
    Ok(Part {
        offset: about.len(),
        length,
        touched_at: millis(about.modified()?),
    })
}

fn made_before(path: &Path, before: i64) -> io::Result<bool> {
    let about = gone_is_none(fs::metadata(path))?;
    Ok(match about {
        Some(about) => about.is_file() && millis(about.modified()?) < before,
        None => false,
    })
}

fn remove(path: &Path) -> io::Result<bool> {
    Ok(gone_is_none(fs::remove_file(path))?.is_some())
}

/// Somebody else may have been quicker.
fn gone_is_none<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn time(millis: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(millis).unwrap_or_default())
}

fn millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
