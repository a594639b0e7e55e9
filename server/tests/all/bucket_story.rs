//! Whole stories of a server whose files are in a bucket.

use std::{fs, process::Command};

use axum::{body::Body, http::Method};
use domain::{
    api::{ErrorCode, Outcome, path},
    case::Role,
};
use server::{
    attachment::{self, AttachmentStore as _, Blob, DiskStore, PartKey, Shape, collect},
    backup,
    demo::{Dice, Firm, Kind},
    random,
    storage::{SqliteStorage, Storage as _},
};

use crate::{
    attachment::{named, naming, submitted},
    bucket::{Bucket, NAME, config},
    crash::{Program, enrol, in_file},
    files,
    support::{DAY, Phone, START, TestApp, write_site},
    upload::hash,
    upload_crash,
};

fn key(blob: &Blob) -> String {
    format!(
        "files/{}/{}.{}",
        &blob.hash[..2],
        blob.hash,
        blob.id.simple()
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_and_papers_are_kept_shown_and_dropped_as_in_a_folder() {
    let bucket = Bucket::open();
    let app = TestApp::in_bucket(&bucket).await;
    let (photo, paper) = (files::jpeg(30, 20), files::pdf());
    let (phone, revision) = submitted(&app, &photo, &paper).await;
    phone.upload(&files::hwp()).await;
    let staff = app.staff(Role::Coordinator).await;
    let file = staff.file(revision.submission).await;
    assert!(file.attachments.iter().all(|file| file.intact));
    let looked = staff.look(revision.submission, &hash(&paper), "").await;
    assert_eq!((looked.status.as_u16(), looked.body), (200, paper.clone()));
    let small = staff
        .look(revision.submission, &hash(&photo), "?thumbnail=true")
        .await;
    assert_eq!(small.status, 200);
    assert_eq!(
        fs::read_dir(app.attachments().join("files"))
            .unwrap()
            .count(),
        0,
        "nothing stays on the disk"
    );
    app.clock.advance(31 * DAY);
    let collected = collect(&app.state).await.unwrap();
    assert_eq!((collected.files, collected.strays), (1, 0));
    let left = app.state.attachments.blobs(i64::MAX).await.unwrap();
    assert_eq!(left.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_the_bucket_altered_are_never_shown() {
    let bucket = Bucket::open();
    let app = TestApp::in_bucket(&bucket).await;
    let (photo, paper) = (files::jpeg(30, 20), files::pdf());
    let (_, revision) = submitted(&app, &photo, &paper).await;
    let kept = app
        .storage()
        .attachments(revision.submission)
        .await
        .unwrap();
    for file in &kept {
        let end = if file.pixels.is_some() { ".view" } else { "" };
        let place = bucket.place(&format!("{}{end}", key(&file.blob)));
        let mut bytes = fs::read(&place).unwrap();
        bytes[10] ^= 1;
        fs::write(place, bytes).unwrap();
    }
    let staff = app.staff(Role::Coordinator).await;
    let looked = staff.look(revision.submission, &hash(&paper), "").await;
    looked.refused(500, ErrorCode::Internal);
    let looked = staff.look(revision.submission, &hash(&photo), "").await;
    looked.refused(404, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_bucket_is_away_only_files_wait() {
    let bucket = Bucket::open();
    let app = TestApp::in_bucket(&bucket).await;
    let (photo, paper) = (files::jpeg(30, 20), files::pdf());
    let (phone, revision) = submitted(&app, &photo, &paper).await;
    let health = async || -> String {
        app.clock.advance(60_000);
        let health: serde_json::Value = app.get("/healthz").await.ok();
        health["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(health().await, "ok");
    bucket.set_away(true);
    assert_eq!(health().await, "degraded");

    let more = files::hwp();
    phone.begin(&hash(&more), more.len()).await;
    let brought = phone.bring(&hash(&more), 0, &more).await;
    brought.refused(503, ErrorCode::Unavailable);
    assert_eq!(brought.header("retry-after"), "5");
    // A report without files, a receipt that was given before, the queue and the case.
    let plain = phone.filled_in(Kind::Damage);
    Phone::accepted(phone.push(plain).await);
    Phone::accepted(phone.push(revision.clone()).await);
    let waiting = naming(
        &phone.filled_in(Kind::Damage),
        vec![named(&paper, "a.pdf")],
        None,
    );
    let outcome = phone.push(waiting.clone()).await;
    assert!(
        matches!(&outcome, Outcome::Deferred { missing, retry_after: 5 } if missing.is_empty()),
        "{outcome:?}"
    );
    let staff = app.staff(Role::Coordinator).await;
    assert_eq!(staff.queue("").await.items.len(), 2);
    let file = staff.file(revision.submission).await;
    assert!(
        file.attachments.iter().all(|file| file.intact),
        "nothing is said to be lost"
    );
    let looked = staff.look(revision.submission, &hash(&paper), "").await;
    looked.refused(503, ErrorCode::Unavailable);

    bucket.set_away(false);
    assert_eq!(health().await, "ok");
    let all = more.len().to_string();
    // Every byte is here already: to be asked how far it is finishes it.
    assert_eq!(
        phone.standing(&hash(&more)).await.header("upload-offset"),
        all
    );
    let own = path::ATTACHMENT.replace("{id}", &hash(&more));
    let answer = phone.tus(Method::GET, &own, &[], Body::empty()).await;
    assert_eq!(answer.body, more);
    Phone::accepted(phone.push(waiting).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_hears_and_says_nothing_holds_nobody_up() {
    let bucket = Bucket::open();
    let app = TestApp::in_bucket(&bucket).await;
    let (photo, paper) = (files::jpeg(30, 20), files::pdf());
    let (phone, revision) = submitted(&app, &photo, &paper).await;
    let staff = app.staff(Role::Coordinator).await;
    bucket.silence();
    let waiting = naming(
        &phone.filled_in(Kind::Damage),
        vec![named(&paper, "a.pdf")],
        None,
    );
    let (file, outcome, health) = tokio::join!(
        staff.file(revision.submission),
        phone.push(waiting),
        app.get("/healthz")
    );
    assert!(file.attachments.iter().all(|file| file.intact));
    let missing = |missing: &Vec<String>| missing.is_empty();
    assert!(matches!(&outcome, Outcome::Deferred { missing: none, .. } if missing(none)));
    assert!(health.text().contains("degraded"), "{}", health.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_was_killed_goes_on_from_its_own_disk() {
    let (bucket, folder) = (Bucket::open(), tempfile::tempdir().unwrap());
    write_site(&folder.path().join("site"));
    let launch = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_server"));
        command.envs(bucket.settings());
        Program::of(Program::by(command, folder.path(), &in_file(folder.path())))
    };
    let mut program = launch();
    let token = enrol(&program, &Firm::made_up(&mut Dice::seeded(8)));
    let mut phone = upload_crash::Phone {
        address: program.address,
        token,
    };
    let paper = upload_crash::paper(500_000);
    phone.begin(&hash(&paper), paper.len()).unwrap();
    phone.bring(&hash(&paper), &paper, 0, 300_000);
    program.signal("-KILL");
    drop(program);
    program = launch();
    phone.address = program.address;
    let (status, offset) = phone.standing(&hash(&paper)).unwrap();
    assert_eq!(status, 200);
    assert!((1..=300_000).contains(&offset), "{offset}");
    // The last byte comes while nothing can go up, and the server is killed again.
    bucket.set_away(true);
    let brought = phone.bring(&hash(&paper), &paper, offset, paper.len());
    assert_eq!(brought.unwrap().0, 503);
    program.signal("-KILL");
    drop(program);
    bucket.set_away(false);
    let program = launch();
    phone.address = program.address;
    let all = paper.len() as u64;
    assert_eq!(phone.standing(&hash(&paper)), Some((200, all)));
    drop(program);
    let store = bucket.store(DiskStore::at(folder.path()));
    let kept = store.blobs(i64::MAX).await.unwrap();
    assert_eq!(kept.len(), 1);
    let bytes = store.read(&kept[0], Shape::Original).await.unwrap();
    assert_eq!(bytes, Some(paper));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_bucket_is_restored_into_another() {
    let (bucket, other) = (Bucket::open(), Bucket::open());
    let app = TestApp::in_bucket(&bucket).await;
    let (photo, paper) = (files::jpeg(30, 20), files::pdf());
    submitted(&app, &photo, &paper).await;
    let beside = |name: &str| app.database().with_file_name(name);
    let begun = backup::begin(app.storage(), &beside("backup"), START)
        .await
        .unwrap();
    let made = begun
        .copy(app.storage(), &*app.state.attachments)
        .await
        .unwrap();
    assert_eq!((made.attachments, made.files.len()), (2, 5));
    backup::restore(&beside("backup"), &beside("restored")).unwrap();

    let mut settings = other.settings();
    let database = beside("restored").join("ieum.db");
    settings.push(("IEUM_DATABASE", format!("sqlite://{}", database.display())));
    let config = config(&settings);
    let before = server::verify::command(&config).await.unwrap();
    assert_eq!(before.damage.len(), 2, "the other bucket is empty");
    let files = beside("restored").join("attachments");
    let filled = attachment::fill(&config, &files).await.unwrap();
    assert_eq!((filled.put, filled.known), (2, 0));
    let filled = attachment::fill(&config, &files).await.unwrap();
    assert_eq!((filled.put, filled.known), (0, 2));
    fs::remove_dir_all(&files).unwrap();
    let after = server::verify::command(&config).await.unwrap();
    assert_eq!((after.damage, after.files), (vec![], 2));
    let storage = SqliteStorage::read(&database).await.unwrap();
    let store = other.store(DiskStore::at(&files));
    for stored in storage.stored_files(None, 10).await.unwrap() {
        let (blob, shapes) = (&stored.file.blob, [Shape::View, Shape::Thumbnail]);
        for shape in shapes {
            let before = app.state.attachments.read(blob, shape).await.unwrap();
            assert_eq!(before.is_some(), stored.file.pixels.is_some());
            assert_eq!(store.read(blob, shape).await.unwrap(), before);
        }
    }
    storage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_blobs_than_one_page_are_all_listed() {
    let (bucket, folder) = (Bucket::open(), tempfile::tempdir().unwrap());
    let store = bucket.store(DiskStore::open(folder.path()).unwrap());
    let mut made = Vec::new();
    for number in 0..1_100 {
        let blob = Blob {
            hash: hash(format!("{number}").as_bytes()),
            id: random::id(START),
        };
        let place = bucket.place(&key(&blob));
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, "x").unwrap();
        made.push(blob);
    }
    // What is not ours is left alone.
    fs::write(bucket.place("files/readme"), "x").unwrap();
    let mut listed = store.blobs(START + 1).await.unwrap();
    listed.sort_by(|a, b| a.hash.cmp(&b.hash));
    made.sort_by(|a, b| a.hash.cmp(&b.hash));
    assert_eq!(listed, made);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_compared_with_its_hash_before_it_goes_up() {
    let bucket = Bucket::open();
    let app = TestApp::in_bucket(&bucket).await;
    let phone = app.phone().await;
    let paper = files::pdf();
    phone.begin(&hash(&paper), paper.len()).await;
    phone.bring(&hash(&paper), 0, &paper[..20]).await;
    // The disk alters what it has before the rest comes.
    let key = PartKey {
        enterprise: phone.enterprise().await,
        hash: hash(&paper),
    };
    let place = app
        .attachments()
        .join("parts")
        .join(key.enterprise.0.simple().to_string())
        .join(format!("{}.{}", key.hash, paper.len()));
    let mut bytes = fs::read(&place).unwrap();
    bytes[3] ^= 1;
    fs::write(&place, bytes).unwrap();
    let brought = phone.bring(&key.hash, 20, &paper[20..]).await;
    assert_eq!(brought.status.as_u16(), 460);
    assert_eq!(app.state.attachments.blobs(i64::MAX).await.unwrap(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_do_not_reach_the_bucket_stop_the_start_with_a_sentence() {
    let (bucket, folder) = (Bucket::open(), tempfile::tempdir().unwrap());
    write_site(&folder.path().join("site"));
    let told = |changed: &[(&str, &str)]| -> String {
        let database = format!("sqlite://{}", folder.path().join("ieum.db").display());
        let output = Command::new("timeout")
            .args(["60", env!("CARGO_BIN_EXE_server")])
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .envs(bucket.settings())
            .env("IEUM_SITE", folder.path().join("site"))
            .env("IEUM_DATABASE", database)
            .env("IEUM_LISTEN", "127.0.0.1:0")
            .env("IEUM_LOG", "trace")
            .envs(changed.iter().copied())
            .output()
            .unwrap();
        assert!(!output.status.success(), "{changed:?}");
        let all = [output.stdout, output.stderr].concat();
        String::from_utf8(all).unwrap()
    };
    for changed in [
        ("IEUM_S3_BUCKET", "another"),
        ("IEUM_S3_KEY_ID", "somebody"),
        ("IEUM_S3_SECRET", "wrong-and-not-for-any-log"),
        ("IEUM_S3_ENDPOINT", "http://127.0.0.1:9"),
        ("IEUM_S3_ENDPOINT", "https://127.0.0.1:9"),
    ] {
        let told = told(&[changed]);
        assert!(
            told.contains("IEUM_S3_BUCKET: nothing can be kept"),
            "{told}"
        );
        assert!(!told.contains("not-for-any-log"), "{told}");
    }
    assert!(told(&[("IEUM_S3_SECRET", "")]).contains("s3_bucket is set"));
    let lone = told(&[("IEUM_S3_BUCKET", "")]);
    assert!(lone.contains("IEUM_S3_ENDPOINT = "), "{lone}");
    let shown = format!("{:?}", bucket.config());
    assert!(
        shown.contains(NAME) && !shown.contains("not-for-any-log"),
        "{shown}"
    );
}
