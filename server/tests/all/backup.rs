//! Backing up beside a server that goes on, and restoring: whole, or with a sentence.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use server::{
    attachment::{DiskStore, Shape, collect},
    backup::{self, Manifest, restore},
    receipt::Receipts,
    storage::{SqliteStorage, Storage as _},
    verify::{Damage, Stores, verify},
};

use crate::{
    attachment::submitted,
    files,
    support::{DAY, TestApp},
    upload::hash,
};

fn place(app: &TestApp, name: &str) -> PathBuf {
    app.database().with_file_name(name)
}

async fn taken(app: &TestApp, to: &Path) -> Manifest {
    let now = app.state.clock.now();
    let begun = backup::begin(app.storage(), to, now).await.unwrap();
    begun
        .copy(app.storage(), &DiskStore::at(&app.attachments()))
        .await
        .unwrap()
}

/// What is damaged in a folder that a backup was restored to.
async fn damage(app: &TestApp, folder: &Path) -> Vec<Damage> {
    let storage = SqliteStorage::read(&folder.join("ieum.db")).await.unwrap();
    let now = app.state.clock.now();
    let receipts = Receipts::read_from(&storage, now).await.unwrap();
    let attachments = DiskStore::at(&folder.join("attachments"));
    let found = verify(Stores {
        storage: &storage,
        live: &storage,
        attachments: &attachments,
        receipts: &receipts,
        now,
    });
    let found = found.await.unwrap().damage;
    storage.close().await;
    found
}

/// Every file below a folder.
fn everything(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(everything(&entry.path()));
        }
        found.push(entry.path());
    }
    found
}

#[tokio::test]
async fn a_backup_is_restored_with_every_shape_of_every_file() {
    let app = TestApp::start().await;
    let (_, revision) = submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    let (backup, to) = (place(&app, "backup"), place(&app, "restored"));
    let made = taken(&app, &backup).await;
    assert_eq!((made.submissions, made.attachments), (1, 2));
    // The photo in three shapes, the paper in one, the database.
    assert_eq!((made.files.len(), made.gone, made.damaged.len()), (5, 0, 0));
    for path in everything(&backup) {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let most = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode, most, "{}", path.display());
    }
    fs::create_dir(&to).unwrap();
    assert_eq!(restore(&backup, &to).unwrap(), made);
    assert_eq!(damage(&app, &to).await, []);
    let (there, copied) = (app.storage(), DiskStore::at(&to.join("attachments")));
    for file in there.attachments(revision.submission).await.unwrap() {
        for shape in [Shape::Original, Shape::View, Shape::Thumbnail] {
            use server::attachment::AttachmentStore as _;
            let before = app.state.attachments.read(&file.blob, shape).await.unwrap();
            assert_eq!(copied.read(&file.blob, shape).await.unwrap(), before);
        }
    }
    let again = backup::begin(app.storage(), &backup, 0).await.unwrap_err();
    assert!(
        again.to_string().contains("must be a new folder"),
        "{again}"
    );
}

#[tokio::test]
async fn what_is_dropped_or_moved_between_the_rows_and_the_bytes_is_no_loss() {
    let app = TestApp::start().await;
    let (phone, revision) = submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    phone.upload(&files::hwp()).await;
    let paper = hash(&files::pdf());
    let kept = app
        .storage()
        .attachments(revision.submission)
        .await
        .unwrap();
    let lost = kept.iter().find(|file| file.blob.hash == paper).unwrap();
    app.state.attachments.remove(&lost.blob).await.unwrap();
    let (backup, to) = (place(&app, "backup"), place(&app, "restored"));
    let begun = backup::begin(app.storage(), &backup, 0).await.unwrap();
    // The phone sends the lost paper again; the collector drops what nobody named.
    phone.upload(&files::pdf()).await;
    app.clock.advance(31 * DAY);
    assert_eq!(collect(&app.state).await.unwrap().files, 1);
    let store = DiskStore::at(&app.attachments());
    let made = begun.copy(app.storage(), &store).await.unwrap();
    assert_eq!(
        (made.attachments, made.gone, &*made.damaged),
        (2, 1, &[][..])
    );
    restore(&backup, &to).unwrap();
    assert_eq!(damage(&app, &to).await, []);
}

#[tokio::test]
async fn a_file_that_was_lost_before_is_named_and_the_rest_is_backed_up() {
    let app = TestApp::start().await;
    let (_, revision) = submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    let kept = app
        .storage()
        .attachments(revision.submission)
        .await
        .unwrap();
    app.state.attachments.remove(&kept[0].blob).await.unwrap();
    let lost = kept[0].blob.hash.clone();
    let (backup, to) = (place(&app, "backup"), place(&app, "restored"));
    let made = taken(&app, &backup).await;
    assert_eq!((made.attachments, &*made.damaged), (1, &[lost.clone()][..]));
    assert!(made.summary().contains("DAMAGED"));
    restore(&backup, &to).unwrap();
    let found = damage(&app, &to).await;
    assert_eq!(found, [Damage::Lost(revision.submission, lost)]);
}

#[tokio::test]
async fn nothing_is_restored_from_what_is_not_whole_or_over_what_is_there() {
    let app = TestApp::start().await;
    submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    let (backup, to) = (place(&app, "backup"), place(&app, "restored"));
    let made = taken(&app, &backup).await;
    let refused = |said: &str| {
        let refused = restore(&backup, &to).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
        let left = fs::read_dir(to.parent().unwrap()).unwrap();
        let left = left.map(|entry| entry.unwrap().file_name());
        assert!(
            left.into_iter()
                .all(|name| !name.to_string_lossy().contains(".part"))
        );
    };
    for file in &made.files {
        let place = backup.join(&file.path);
        let bytes = fs::read(&place).unwrap();
        let mut other = bytes.clone();
        other[bytes.len() / 2] ^= 1;
        fs::write(&place, other).unwrap();
        refused("was altered");
        fs::remove_file(&place).unwrap();
        refused("is not whole");
        fs::write(&place, bytes).unwrap();
    }
    let manifest = backup.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(
        &manifest,
        text.replace("attachments/files", "../attachments"),
    )
    .unwrap();
    refused("manifest was altered");
    fs::write(&manifest, text.replace("\"format\": 1", "\"format\": 2")).unwrap();
    refused("newer one");
    fs::write(&manifest, text.replace("\"schema\": ", "\"schema\": 9")).unwrap();
    refused("schema is newer");
    fs::remove_file(&manifest).unwrap();
    refused("no whole backup");
    fs::write(&manifest, text).unwrap();
    assert!(!to.exists(), "nothing of it is there");
    fs::create_dir(&to).unwrap();
    fs::write(to.join("mine"), "x").unwrap();
    refused("not an empty folder");
    fs::remove_file(to.join("mine")).unwrap();
    restore(&backup, &to).unwrap();
}
