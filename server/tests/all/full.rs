//! Disks that are full or take no writes: refused, nothing harmed, and taken again by the same process.

#[path = "full/disk.rs"]
mod disk;

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    process::{Command, Output},
    time::Duration,
};

use domain::{
    api::{Change, Receipt, Revision, SyncRequest},
    case::Role,
};
use serde_json::Value;
use server::demo::{Dice, Firm, Kind};
use sqlx::{Connection as _, SqliteConnection};
use uuid::Uuid;

use self::disk::Disk;
use crate::{
    crash::{Program, enrol, push, revisions},
    support::{MINUTE, TestApp},
    upload::hash,
    upload_crash::{Phone, paper},
};

/// The status, the headers in lower case, and the body.
fn ask(address: SocketAddr, head: &str, token: &str, body: &str) -> (u16, String, Value) {
    let mut stream = TcpStream::connect(address).unwrap();
    let limit = Some(Duration::from_secs(20));
    stream.set_read_timeout(limit).unwrap();
    let length = body.len();
    write!(
        stream,
        "{head} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (headers, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = headers[9..12].parse().unwrap();
    let body = serde_json::from_str(body).unwrap_or(Value::Null);
    (status, headers.to_lowercase(), body)
}

fn sync(address: SocketAddr, token: &str, revisions: &[Revision]) -> (u16, String, Value) {
    let changes = revisions.iter().cloned().map(Change::Revision).collect();
    exchange(address, token, changes, Vec::new())
}

fn exchange(
    address: SocketAddr,
    token: &str,
    changes: Vec<Change>,
    recalls: Vec<Uuid>,
) -> (u16, String, Value) {
    let request = SyncRequest {
        cursor: 0,
        changes,
        recalls,
        device_time: 0,
    };
    let body = serde_json::to_string(&request).unwrap();
    ask(address, "POST /api/v1/sync", token, &body)
}

fn health(address: SocketAddr) -> (u16, Value) {
    let (status, _, body) = ask(address, "GET /healthz", "", "");
    (status, body["status"].clone())
}

/// Asks until the server is well; what it found last holds for a moment.
fn until_well(address: SocketAddr) {
    let well = (0..1_000).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        health(address) == (200, "ok".into())
    });
    assert!(well, "{:?}", health(address));
}

#[track_caller]
fn refused(said: &(u16, String, Value)) {
    assert_eq!(said.0, 503, "{}", said.2["acks"]);
    assert!(said.1.contains("\r\nretry-after: 5\r\n"), "{said:?}");
    assert_eq!(said.2["code"], "unavailable", "{said:?}");
}

#[track_caller]
fn is_clean(output: &Output) {
    let said = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{error}");
    assert!(said.contains("Everything is as it was stored."), "{said}");
}

/// What is true of a server that can't write and then can again, without having been restarted.
fn refuses_and_recovers(
    program: &Program,
    (before, after): (&[Revision], &[Revision]),
    firm: &Firm,
    stop: impl FnOnce(),
    go: impl FnOnce(),
) -> (String, Vec<Receipt>) {
    let address = program.address;
    let token = enrol(program, firm);
    let mut receipts: Vec<_> = before
        .iter()
        .map(|revision| push(address, &token, revision).unwrap())
        .collect();
    stop();
    for revision in after {
        refused(&sync(address, &token, std::slice::from_ref(revision)));
    }
    refused(&sync(address, &token, after));
    // That nothing will ever be accepted has to be noted as well.
    let unknown = Uuid::from_u128(1);
    refused(&exchange(address, &token, Vec::new(), vec![unknown]));
    assert_eq!(health(address).0, 503);
    // Reading goes on, and so does hearing again what was acknowledged.
    let (status, _, told) = sync(address, &token, &[]);
    assert_eq!(status, 200);
    assert_eq!(told["changes"].as_array().unwrap().len(), before.len());
    for (revision, receipt) in before.iter().zip(&receipts) {
        assert_eq!(push(address, &token, revision).as_ref(), Some(receipt));
    }
    go();
    until_well(address);
    receipts.extend(
        after
            .iter()
            .map(|revision| push(address, &token, revision).unwrap()),
    );
    let numbers: Vec<_> = receipts
        .iter()
        .map(|receipt| receipt.number.rsplit('-').next().unwrap())
        .collect();
    let expected: Vec<_> = (1..=receipts.len())
        .map(|count| format!("{count:06}"))
        .collect();
    assert_eq!(numbers, expected, "what was refused took no number");
    (token, receipts)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_reports_and_takes_them_again_when_there_is_room() {
    let firm = Firm::made_up(&mut Dice::seeded(21));
    let revisions = revisions(9, &firm).await;
    let (last, revisions) = revisions.split_last().unwrap();
    for disk in Disk::every() {
        let program = disk.start();
        let (stop, go) = (|| disk.fill(&program, 0), || disk.free(&program));
        let parts = revisions.split_at(4);
        let (token, receipts) = refuses_and_recovers(&program, parts, &firm, stop, go);
        is_clean(&disk.run(&["verify"]));
        // Killed while it is full, it has everything that it acknowledged.
        disk.fill(&program, 0);
        refused(&sync(program.address, &token, std::slice::from_ref(last)));
        program.signal("-KILL");
        disk.free(&program);
        drop(program);
        let program = disk.start();
        for (revision, receipt) in revisions.iter().zip(&receipts) {
            let again = push(program.address, &token, revision);
            assert_eq!(again.as_ref(), Some(receipt));
        }
        is_clean(&disk.run(&["verify"]));
    }
}

/// Files that can be made immutable. A test that fails must not leave any that nobody can remove.
struct Files([PathBuf; 2]);

impl Files {
    fn change(&self, how: &str) -> bool {
        let changed = Command::new("chattr").arg(how).args(&self.0).output();
        changed.is_ok_and(|output| output.status.success())
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        self.change("-i");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_may_only_be_read_refuses_reports_until_it_may_be_written() {
    let firm = Firm::made_up(&mut Dice::seeded(22));
    let revisions = revisions(6, &firm).await;
    // Nobody may write to the files, not even who has them open.
    let folder = tempfile::tempdir().unwrap();
    crate::support::write_site(&folder.path().join("site"));
    let program = Program::start(folder.path());
    let files = ["ieum.db", "ieum.db-wal"].map(|name| folder.path().join("data").join(name));
    let files = Files(files);
    let change = |how: &str| files.change(how);
    if change("+i") {
        change("-i");
        let (stop, go) = (|| assert!(change("+i")), || assert!(change("-i")));
        refuses_and_recovers(&program, revisions.split_at(3), &firm, stop, go);
        let database = format!("sqlite://{}", files.0[0].display());
        let mut verify = Command::new(env!("CARGO_BIN_EXE_server"));
        is_clean(
            &verify
                .arg("verify")
                .env("IEUM_DATABASE", database)
                .output()
                .unwrap(),
        );
    } else {
        println!(
            "files can't be made immutable here: only the limit on files is tried, with full disks"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_disk_for_reading_alone_a_server_does_not_start_and_a_backup_is_verified() {
    let Some(disk) = Disk::small() else {
        println!("no file system may be mounted here: not tried");
        return;
    };
    let firm = Firm::made_up(&mut Dice::seeded(23));
    let revision = revisions(1, &firm).await.remove(0);
    let program = disk.start();
    let token = enrol(&program, &firm);
    push(program.address, &token, &revision).unwrap();
    let backup = disk.data().join("backup").display().to_string();
    assert!(disk.run(&["backup", "--to", &backup]).status.success());
    // Killed before its end it would leave a log that can't be read on such a disk.
    program.finish();
    disk.remount("ro");
    is_clean(&disk.run(&["verify", &backup]));
    let refused = disk.run(&[]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success());
    // The log may say more before.
    let last = said.lines().last().unwrap();
    assert!(last.starts_with("IEUM_DATABASE: cannot open"), "{said}");
    disk.remount("rw");
    let program = disk.start();
    assert!(push(program.address, &token, &revision).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_onto_a_full_disk_goes_on_from_the_byte_that_is_there() {
    for disk in Disk::every() {
        let program = disk.start();
        let token = enrol(&program, &Firm::made_up(&mut Dice::seeded(24)));
        let phone = Phone {
            address: program.address,
            token,
        };
        let paper = paper(1_000_000);
        let (hash, all) = (hash(&paper), paper.len() as u64);
        phone.begin(&hash, paper.len()).unwrap();
        // What is left ends in the middle of a piece.
        let first = phone.bring(&hash, &paper, 0, 250_000);
        assert!(
            first.is_none_or(|(status, _)| status == 400),
            "the line broke"
        );
        // The server may still be reading what the broken connection brought.
        let there = (0..1_000)
            .find_map(|_| {
                std::thread::sleep(Duration::from_millis(5));
                let offset = phone.standing(&hash)?.1;
                (offset == 250_000).then_some(offset)
            })
            .expect("every byte that arrived");
        disk.fill(&program, there + 50_001);
        let (status, _) = phone.piece(&hash, &paper, there, 100_000).unwrap();
        assert_eq!(status, 503);
        let (status, offset) = phone.standing(&hash).unwrap();
        assert_eq!(status, 200);
        assert!(
            (there..there + 100_000).contains(&offset),
            "{there} {offset}"
        );
        assert_eq!(
            disk.size_of_parts(),
            offset,
            "what is said to be there is there"
        );
        disk.free(&program);
        let brought = phone.bring(&hash, &paper, offset, paper.len());
        assert_eq!(brought, Some((204, all)), "its hash was compared");
        is_clean(&disk.run(&["verify"]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_does_not_fit_is_refused_and_nothing_of_it_is_left() {
    let firm = Firm::made_up(&mut Dice::seeded(25));
    let revisions = revisions(3, &firm).await;
    for disk in Disk::every() {
        let program = disk.start();
        let token = enrol(&program, &firm);
        let phone = Phone {
            address: program.address,
            token: token.clone(),
        };
        let paper = paper(400_000);
        phone.begin(&hash(&paper), paper.len()).unwrap();
        phone.bring(&hash(&paper), &paper, 0, paper.len()).unwrap();
        for revision in &revisions {
            push(program.address, &token, revision).unwrap();
        }
        let to = disk.data().join("backup").display().to_string();
        // Too little for the database; enough for it and not for the file.
        for room in [20_000, 350_000] {
            let refused = disk.short_of_room(&program, room, &["backup", "--to", &to]);
            let said = String::from_utf8(refused.stderr).unwrap();
            assert!(!refused.status.success());
            let is_sentence = said.starts_with("the database could not be copied")
                || said.starts_with("cannot write");
            assert!(is_sentence && said.lines().count() == 1, "{said}");
            assert!(!disk.is_there("backup"), "{said}");
        }
        assert!(disk.run(&["backup", "--to", &to]).status.success());
        is_clean(&disk.run(&["verify", &to]));
    }
}

#[tokio::test]
async fn a_time_of_contact_that_can_not_be_stored_keeps_nobody_from_reading() {
    let app = TestApp::start().await;
    let (phone, staff) = (app.phone().await, app.staff(Role::Coordinator).await);
    phone.submitted(Kind::Damage).await;
    let url = format!("sqlite://{}", app.database().display());
    let mut db = SqliteConnection::connect(&url).await.unwrap();
    for sql in [
        "create trigger full1 before update on device begin select raise(abort, 'full'); end",
        "create trigger full2 before update on session begin select raise(abort, 'full'); end",
    ] {
        sqlx::query(sql).execute(&mut db).await.unwrap();
    }
    app.clock.advance(20 * MINUTE);
    let now = app.state.clock.now();
    let device = phone.device;
    let touched = app.storage().touch_device(device, now).await;
    assert!(touched.is_err(), "it can't be stored");
    assert_eq!(phone.sync(0, Vec::new()).await.changes.len(), 1);
    assert_eq!(staff.queue("").await.items.len(), 1);
}
