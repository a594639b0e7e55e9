//! The program's tasks beside the server: what they refuse, and what a killed one leaves.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    time::Duration,
};

use server::{
    backup,
    storage::{SqliteStorage, Storage as _},
};

use crate::{
    attachment::submitted,
    files,
    support::{START, TestApp},
};

fn task(database: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
    let url = format!("sqlite://{}", database.display());
    command.env_clear().env("IEUM_DATABASE", url);
    command
}

fn said(output: &Output) -> String {
    let all = [&*output.stdout, &*output.stderr].concat();
    String::from_utf8(all).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn no_task_makes_a_database_where_a_name_was_mistyped() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("data/iuem.db");
    let backup = folder.path().join("backup").display().to_string();
    for words in [
        &["rotate-key"][..],
        &["verify"],
        &["backup", "--to", &backup],
    ] {
        let output = task(&database).args(words).output().unwrap();
        assert!(!output.status.success(), "{words:?}");
        let expected = format!("IEUM_DATABASE: there is no `{}`\n", database.display());
        assert_eq!(said(&output), expected, "{words:?}");
    }
    assert_eq!(names(folder.path()), [""; 0], "nothing was made");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_made_in_the_database_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("ieum.db");
    SqliteStorage::open(&database).await.unwrap().close().await;
    let output = task(&database).arg("rotate-key").output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let storage = SqliteStorage::open(&database).await.unwrap();
    assert!(!storage.receipt_keys().await.unwrap().is_empty());
    storage.close().await;
}

/// A look that is killed while it holds its copy leaves it; the next one drops it, but not that of one that runs.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_killed_look_left_is_gone_after_the_next() {
    let app = TestApp::start().await;
    submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    let (database, folder) = (app.database(), app.database());
    let folder = folder.parent().unwrap();
    let left = |folder: &Path| -> Vec<String> {
        let names = names(folder).into_iter();
        names.filter(|name| name.contains(".verify-")).collect()
    };
    let mut was_left = false;
    for _ in 0..200 {
        let mut looking = task(&database)
            .arg("verify")
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        while left(folder).is_empty() && looking.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(100));
        }
        looking.kill().unwrap();
        looking.wait().unwrap();
        was_left = !left(folder).is_empty();
        if was_left {
            break;
        }
    }
    assert!(was_left, "one was killed in the middle");
    // Somebody is working in this one.
    let running = folder.join("ieum.db.verify-0");
    fs::create_dir(&running).unwrap();
    let lock = fs::File::open(&running).unwrap();
    lock.lock().unwrap();
    let output = task(&database).arg("verify").output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(left(folder), ["ieum.db.verify-0"]);
    drop(lock);
    assert!(
        task(&database)
            .arg("verify")
            .output()
            .unwrap()
            .status
            .success()
    );
    assert_eq!(left(folder), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_verified_where_it_lies_and_every_damage_is_named() {
    let app = TestApp::start().await;
    submitted(&app, &files::jpeg(30, 20), &files::pdf()).await;
    let folder = app.database().with_file_name("backup");
    let begun = backup::begin(app.storage(), &folder, START).await.unwrap();
    let made = begun
        .copy(app.storage(), &*app.state.attachments)
        .await
        .unwrap();
    let before = names(&folder);
    let verify = || {
        let mut command = task(Path::new("/nowhere/ieum.db"));
        command.arg("verify").arg(&folder).output().unwrap()
    };
    let good = verify();
    assert!(good.status.success(), "{}", said(&good));
    assert!(said(&good).contains("Everything is as it was stored."));
    assert_eq!(names(&folder), before, "nothing was changed");
    for file in &made.files {
        let place = folder.join(&file.path);
        let bytes = fs::read(&place).unwrap();
        let mut other = bytes.clone();
        let last = other.len() - 1;
        other[last] ^= 1;
        fs::write(&place, &other).unwrap();
        let found = verify();
        let named = format!("`{}` is not what the manifest names", file.path.display());
        let told = said(&found);
        assert!(!found.status.success() && told.contains(&named), "{told}");
        fs::write(&place, &bytes).unwrap();
    }
    fs::remove_file(folder.join("manifest.json")).unwrap();
    assert!(said(&verify()).contains("no whole backup"));
}
