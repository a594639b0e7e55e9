//! The real program: what it acknowledged is there after a power cut, and asked to end it ends in order.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread::ScopedJoinHandle,
    time::Duration,
};

use domain::{
    api::{Change, EnrolResponse, Outcome, Receipt, Revision, SyncRequest, SyncResponse},
    form::Form,
};
use serde::{Serialize, de::DeserializeOwned};
use server::demo::{self, Dice, Firm, Kind};

use crate::support::{TestApp, enrolment, write_site};

pub(crate) struct Program {
    child: Child,
    /// Held open, as a terminal would.
    _output: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
}

impl Program {
    /// The program on its way: it may not listen yet.
    pub(crate) fn launch(folder: &Path) -> Child {
        Command::new(env!("CARGO_BIN_EXE_server"))
            .env_clear()
            .env("IEUM_LISTEN", "127.0.0.1:0")
            .env(
                "IEUM_DATABASE",
                format!("sqlite://{}", folder.join("data/ieum.db").display()),
            )
            .env("IEUM_SITE", folder.join("site"))
            .env("IEUM_SELF_REGISTRATION", "on")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    pub(crate) fn start(folder: &Path) -> Self {
        let mut child = Self::launch(folder);
        let mut first = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut first).unwrap();
        let address = first
            .split_once("http://")
            .unwrap()
            .1
            .trim()
            .trim_end_matches('/')
            .parse()
            .unwrap();
        Self {
            child,
            _output: output,
            address,
        }
    }

    pub(crate) fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &pid])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request over a connection of its own; nothing when the server died under it.
pub(crate) fn post<T: DeserializeOwned>(
    address: SocketAddr,
    path: &str,
    token: &str,
    body: &impl Serialize,
) -> Option<T> {
    let body = serde_json::to_string(body).unwrap();
    let mut stream = TcpStream::connect(address).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    serde_json::from_str(answer.split_once("\r\n\r\n")?.1).ok()
}

pub(crate) fn enrol(program: &Program, firm: &Firm) -> String {
    let request = enrolment(firm.registration());
    let _: EnrolResponse =
        post(program.address, "/api/v1/enrolments", "", &request).expect("enrolled");
    request.token
}

pub(crate) async fn revisions(count: usize, firm: &Firm) -> Vec<Revision> {
    let app = TestApp::start().await;
    let mut dice = Dice::seeded(7);
    let now = app.state.clock.now();
    assert!(
        app.state
            .forms
            .all()
            .all(|form: &std::sync::Arc<Form>| !form.id().is_empty())
    );
    (0..count)
        .map(|_| {
            let content = demo::content(&app.state, &mut dice, firm, Kind::Damage, now).unwrap();
            demo::revision(&content, None, now).unwrap()
        })
        .collect()
}

pub(crate) fn push(address: SocketAddr, token: &str, revision: &Revision) -> Option<Receipt> {
    let request = SyncRequest {
        cursor: u64::from(u32::MAX),
        changes: vec![Change::Revision(revision.clone())],
        device_time: 0,
    };
    let response: SyncResponse = post(address, "/api/v1/sync", token, &request)?;
    match &response.acks.first()?.outcome {
        Outcome::Accepted { receipt } => Some(receipt.clone()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_revision_that_was_acknowledged_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    write_site(&folder.path().join("site"));
    let firm = Firm::made_up(&mut Dice::seeded(3));
    let revisions = revisions(300, &firm).await;
    let program = Program::start(folder.path());
    let token = enrol(&program, &firm);
    let (address, acknowledged) = (program.address, AtomicUsize::new(0));

    let receipts: Vec<(usize, Receipt)> = std::thread::scope(|scope| {
        let pushers: Vec<_> = (0..6)
            .map(|lane| {
                let (revisions, token, acknowledged) = (&revisions, &token, &acknowledged);
                scope.spawn(move || {
                    let mut receipts = Vec::new();
                    for index in (lane..revisions.len()).step_by(6) {
                        let Some(receipt) = push(address, token, &revisions[index]) else {
                            break;
                        };
                        receipts.push((index, receipt));
                        acknowledged.fetch_add(1, Ordering::SeqCst);
                    }
                    receipts
                })
            })
            .collect();
        while acknowledged.load(Ordering::SeqCst) < 60
            && !pushers.iter().all(ScopedJoinHandle::is_finished)
        {
            std::thread::sleep(Duration::from_millis(1));
        }
        program.signal("-KILL");
        pushers
            .into_iter()
            .flat_map(|pusher| pusher.join().unwrap())
            .collect()
    });
    assert!(
        (60..300).contains(&receipts.len()),
        "killed in the middle: {}",
        receipts.len()
    );
    drop(program);

    let program = Program::start(folder.path());
    for (index, receipt) in &receipts {
        let again = push(program.address, &token, &revisions[*index]);
        assert_eq!(
            again.as_ref(),
            Some(receipt),
            "the receipt that was given is given again"
        );
    }
    let all: Vec<Receipt> = revisions
        .iter()
        .filter_map(|revision| push(program.address, &token, revision))
        .collect();
    let mut numbers: Vec<_> = all.iter().map(|receipt| receipt.number.clone()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 300, "no number twice");
}

#[tokio::test]
async fn asked_to_end_it_finishes_and_leaves_one_file() {
    let folder = tempfile::tempdir().unwrap();
    write_site(&folder.path().join("site"));
    let firm = Firm::made_up(&mut Dice::seeded(4));
    let revision = revisions(1, &firm).await.remove(0);
    let mut program = Program::start(folder.path());
    let token = enrol(&program, &firm);
    push(program.address, &token, &revision).unwrap();
    program.signal("-TERM");
    assert!(program.child.wait().unwrap().success());
    let files: Vec<_> = std::fs::read_dir(folder.path().join("data"))
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .filter(|name| name != "attachments")
        .collect();
    assert_eq!(files, ["ieum.db"], "the write-ahead log is in the database");
}

#[test]
fn a_wrong_setting_stops_the_start_with_one_sentence() {
    let output = Command::new(env!("CARGO_BIN_EXE_server"))
        .env_clear()
        .env("IEUM_LISTEN", "nowhere")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        told,
        "IEUM_LISTEN = `nowhere`: expected an address and port, such as 127.0.0.1:3000\n"
    );
}
