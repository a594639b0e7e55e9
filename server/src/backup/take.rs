//! Taking a backup: the rows at one moment, then the bytes that those rows have.
//!
//! The bytes come after the rows, so a file that a content names is still there: named files are never dropped. A file
//! that nothing names may be dropped in between, and is left out. A file whose bytes were lost may come again in
//! between, in another place; then the row of today says where.

use std::{
    fs::{self, DirBuilder, File},
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use anyhow::Context as _;
use sha2::{Digest as _, Sha256};

use super::{ATTACHMENTS, DATABASE, Entry, FORMAT, MANIFEST, Manifest, copy};
use crate::{
    attachment::{AttachmentStore as _, Blob, DiskStore, Shape},
    random,
    storage::{QueueFilter, SqliteStorage, Storage, StoredFile},
};

/// Rows that are read at a time.
const STEP: usize = 500;

type Shapes = Vec<(Shape, Vec<u8>)>;

/// A backup that has the rows.
#[derive(Debug)]
pub struct Begun {
    folder: PathBuf,
    manifest: Manifest,
}

/// Makes the folder and puts the database into it, as it is now.
///
/// # Errors
/// A sentence for the operator: the folder is there already, or the disk is full.
pub async fn begin(live: &dyn Storage, to: &Path, now: i64) -> anyhow::Result<Begun> {
    DirBuilder::new()
        .mode(0o700)
        .create(to)
        .with_context(|| format!("`{}` must be a new folder", to.display()))?;
    live.snapshot(&to.join(DATABASE))
        .await
        .context("the database could not be copied")?;
    Ok(Begun {
        folder: to.to_owned(),
        manifest: Manifest {
            format: FORMAT,
            server: env!("CARGO_PKG_VERSION").to_owned(),
            schema: SqliteStorage::schema(),
            begun_at: now,
            submissions: 0,
            attachments: 0,
            gone: 0,
            damaged: Vec::new(),
            files: Vec::new(),
        },
    })
}

impl Begun {
    /// Copies the bytes, and writes the manifest when all is there. Where a file was damaged before, what is left of
    /// it is copied and the manifest says so.
    ///
    /// # Errors
    /// A sentence for the operator; the folder is then no backup.
    pub async fn copy(
        mut self,
        live: &dyn Storage,
        attachments: &DiskStore,
    ) -> anyhow::Result<Manifest> {
        let database = self.folder.join(DATABASE);
        let snapshot = SqliteStorage::read(&database).await?;
        let counts = snapshot.counts(&QueueFilter::default()).await?;
        self.manifest.submissions = counts.iter().map(|count| count.count).sum();
        let copied = self.files(&snapshot, live, attachments).await;
        snapshot.close().await;
        copied?;
        let (size, sha256) = copy::hash(File::open(&database)?)?;
        self.manifest.files.push(Entry {
            path: DATABASE.into(),
            size,
            sha256,
        });
        self.seal()
    }

    async fn files(
        &mut self,
        snapshot: &dyn Storage,
        live: &dyn Storage,
        attachments: &DiskStore,
    ) -> anyhow::Result<()> {
        let mut after = None;
        loop {
            let page = snapshot.stored_files(after, STEP).await?;
            for stored in &page {
                let (shapes, is_whole) = found(live, attachments, stored).await?;
                match (is_whole, stored.named) {
                    (true, _) => self.manifest.attachments += 1,
                    (false, true) => self.manifest.damaged.push(stored.file.blob.hash.clone()),
                    (false, false) => {
                        self.manifest.gone += 1;
                        continue;
                    }
                }
                self.write(&stored.file.blob, &shapes)?;
            }
            match page.last() {
                Some(last) if page.len() == STEP => after = Some(last.file.blob.id),
                _ => return Ok(()),
            }
        }
    }

    fn write(&mut self, blob: &Blob, shapes: &Shapes) -> anyhow::Result<()> {
        let store = DiskStore::at(Path::new(ATTACHMENTS));
        for (shape, bytes) in shapes {
            let path = store.place(blob, *shape);
            let place = self.folder.join(&path);
            if let Some(folder) = place.parent() {
                copy::folder(folder)?;
            }
            let (size, sha256) = copy::file(bytes.as_slice(), &place)
                .with_context(|| format!("cannot write `{}`", place.display()))?;
            self.manifest.files.push(Entry { path, size, sha256 });
        }
        Ok(())
    }

    fn seal(self) -> anyhow::Result<Manifest> {
        copy::sync(&self.folder)?;
        let text = serde_json::to_string_pretty(&self.manifest)?;
        let passing = self.folder.join(format!("{MANIFEST}.part"));
        copy::file(text.as_bytes(), &passing)?;
        fs::rename(passing, self.folder.join(MANIFEST))?;
        File::open(&self.folder)?.sync_all()?;
        Ok(self.manifest)
    }
}

/// The bytes of a file in its shapes, and whether they are all there and what they were.
async fn found(
    live: &dyn Storage,
    attachments: &DiskStore,
    stored: &StoredFile,
) -> anyhow::Result<(Shapes, bool)> {
    let shapes: &[Shape] = match stored.file.pixels {
        Some(_) => &[Shape::Original, Shape::View, Shape::Thumbnail],
        None => &[Shape::Original],
    };
    let blob = &stored.file.blob;
    let there = read(attachments, blob, shapes).await?;
    if is_whole(&there, blob, shapes) {
        return Ok((there, true));
    }
    let now = live.attachment(stored.enterprise, &blob.hash).await?;
    if let Some(now) = now.filter(|now| now.blob.id != blob.id) {
        let moved = read(attachments, &now.blob, shapes).await?;
        if is_whole(&moved, blob, shapes) {
            return Ok((moved, true));
        }
    }
    Ok((there, false))
}

async fn read(attachments: &DiskStore, blob: &Blob, shapes: &[Shape]) -> anyhow::Result<Shapes> {
    let mut found = Vec::new();
    for shape in shapes {
        let bytes = attachments.read(blob, *shape).await?;
        found.extend(bytes.map(|bytes| (*shape, bytes)));
    }
    Ok(found)
}

fn is_whole(found: &Shapes, blob: &Blob, shapes: &[Shape]) -> bool {
    let original = found.iter().find(|(shape, _)| *shape == Shape::Original);
    found.len() == shapes.len()
        && original.is_some_and(|(_, bytes)| random::hex(&Sha256::digest(bytes)) == blob.hash)
}
