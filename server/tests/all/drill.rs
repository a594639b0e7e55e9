//! The drill with the real program: backed up while phones push, lost, restored elsewhere, verified, and served.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
    time::Duration,
};

use domain::api::{Receipt, Revision};
use server::{
    attachment::{AttachmentStore as _, DiskStore, Shape},
    demo::{Dice, Firm},
    storage::{SqliteStorage, Storage as _},
};

use crate::{
    attachment::{named, naming},
    crash::{Program, enrol, push, revisions},
    files,
    support::write_site,
    upload::hash,
    upload_crash::Phone,
};

/// How many sendings there are, each with a file of its own.
const COUNT: usize = 120;
/// How many are acknowledged before the backup begins.
const BEFORE: usize = 30;

fn run(folder: &Path, words: &[&str]) -> Output {
    let database = format!("sqlite://{}", folder.join("data/ieum.db").display());
    Command::new(env!("CARGO_BIN_EXE_server"))
        .args(words)
        .env_clear()
        .env("IEUM_DATABASE", database)
        .output()
        .unwrap()
}

#[track_caller]
fn good(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{error}");
    said
}

fn paper(index: usize) -> Vec<u8> {
    let mut bytes = files::pdf();
    bytes.extend(format!("% {index}").bytes());
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_before_a_backup_began_is_there_after_it_is_restored() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_site(&folder.path().join("site"));
    write_site(&elsewhere.path().join("site"));
    let firm = Firm::made_up(&mut Dice::seeded(6));
    let sendings: Vec<Revision> = revisions(COUNT, &firm).await;
    let sendings: Vec<_> = sendings
        .iter()
        .enumerate()
        .map(|(index, revision)| naming(revision, vec![named(&paper(index), "a.pdf")], None))
        .collect();
    let program = Program::start(folder.path());
    let (token, address) = (enrol(&program, &firm), program.address);
    let phone = Phone {
        address,
        token: token.clone(),
    };
    let (acknowledged, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let send = |index: usize| -> Receipt {
        let paper = paper(index);
        phone.begin(&hash(&paper), paper.len()).unwrap();
        let brought = phone.bring(&hash(&paper), &paper, 0, paper.len());
        assert_eq!(brought, Some((204, paper.len() as u64)));
        push(address, &token, &sendings[index]).unwrap()
    };
    let backup = elsewhere.path().join("backup");
    let (before, receipts) = std::thread::scope(|scope| {
        let pushing = scope.spawn(|| {
            let mut receipts = Vec::new();
            for index in 0..COUNT {
                receipts.push(send(index));
                acknowledged.fetch_add(1, Ordering::SeqCst);
                if is_over.load(Ordering::SeqCst) {
                    break;
                }
            }
            receipts
        });
        while acknowledged.load(Ordering::SeqCst) < BEFORE && !pushing.is_finished() {
            std::thread::sleep(Duration::from_millis(1));
        }
        let before = acknowledged.load(Ordering::SeqCst);
        good(&run(
            folder.path(),
            &["backup", "--to", &backup.display().to_string()],
        ));
        // Beside a server that goes on, a look finds nothing.
        good(&run(folder.path(), &["verify"]));
        is_over.store(true, Ordering::SeqCst);
        (before, pushing.join().unwrap())
    });
    assert!(before >= BEFORE, "{before}");
    // The machine is lost.
    program.signal("-KILL");
    drop(program);
    fs::remove_dir_all(folder.path().join("data")).unwrap();

    let data = elsewhere.path().join("data");
    let words = [
        "restore",
        &backup.display().to_string(),
        "--to",
        &data.display().to_string(),
    ];
    good(&run(elsewhere.path(), &words));
    let said = good(&run(elsewhere.path(), &["verify"]));
    assert!(said.contains("Everything is as it was stored."), "{said}");

    let program = Program::start(elsewhere.path());
    let storage = SqliteStorage::read(&data.join("ieum.db")).await.unwrap();
    let store = DiskStore::at(&data.join("attachments"));
    for (index, receipt) in receipts.iter().take(before).enumerate() {
        let sent = &sendings[index];
        let kept = storage.revisions(sent.submission).await.unwrap();
        assert_eq!(kept[0].content, sent.content, "byte for byte");
        let file = storage
            .attachments(sent.submission)
            .await
            .unwrap()
            .remove(0);
        let bytes = store.read(&file.blob, Shape::Original).await.unwrap();
        assert_eq!(bytes, Some(paper(index)));
        let again = push(program.address, &token, sent);
        assert_eq!(
            again.as_ref(),
            Some(receipt),
            "the same receipt, signed alike"
        );
    }
    storage.close().await;
}
