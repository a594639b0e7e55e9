//! What was acknowledged is what everybody reads from then on, whichever connection answers.
//!
//! It holds because the writer answers after its commit, and no reader holds a transaction: each read is one statement
//! that is reset before its last row is handed out, even when nobody waits for it any more. A reader that kept a
//! transaction open, or a writer that answered first, fails here within a few rounds.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::{
    case::{Case, Event, Flags, Role, State},
    id::{DeviceId, EnterpriseId, RevisionId, SubmissionId},
};
use server::{
    audit::{Act, Entry},
    random,
    storage::{
        Applied, CaseUpdate, DeviceRecord, Enrolment, NewDevice, NewEnterprise, NewRevision,
        NewSubmission, Proof, QueueFilter, SqliteStorage, Storage, Summary,
    },
};

use crate::support::START;

const WRITERS: usize = 8;
const ROUNDS: u64 = 40;

fn entry(act: Act) -> Entry {
    Entry::new(START, None, Role::System, act, "")
}

async fn enrolled(storage: &dyn Storage) -> DeviceRecord {
    let device = NewDevice {
        id: DeviceId(random::id(START)),
        token: random::bytes(),
        name: "전화".to_owned(),
        enrolled_at: START,
        expires_at: START + 1,
    };
    let proof = Proof::Registration(NewEnterprise {
        id: EnterpriseId(random::id(START)),
        name: "두레샘".to_owned(),
        contact_name: "김서연".to_owned(),
        contact_mobile: "01012345678".to_owned(),
        verified: false,
    });
    match storage.enrol(device, proof, entry(Act::Enrolled)).await {
        Ok(Enrolment::Enrolled(device)) => device,
        other => panic!("{other:?}"),
    }
}

async fn received(storage: &dyn Storage, device: &DeviceRecord) -> SubmissionId {
    let id = SubmissionId(random::id(START));
    let new = NewSubmission {
        id,
        enterprise: device.enterprise,
        form_version: "2020.1".to_owned(),
        receipt_kind: "피해".to_owned(),
        receipt_year: 2026,
        case: Case::received("DMG", Flags::default()),
        revision: NewRevision {
            id: RevisionId(random::id(START)),
            device: device.id,
            content: "{}".to_owned(),
            hash: "00".to_owned(),
            files: Vec::new(),
        },
        summary: Summary {
            enterprise_name: "두레샘".to_owned(),
            ..Summary::default()
        },
        received_at: START,
        due_at: None,
    };
    let entry = entry(Act::Case)
        .about(new.enterprise, id)
        .with_event(&Event::Received, State::Received);
    storage.receive(new, entry).await.unwrap();
    id
}

/// One writer: writes, and reads what it wrote in every way there is.
async fn write_and_read(storage: Arc<dyn Storage>) {
    let device = enrolled(&*storage).await;
    assert!(storage.device(device.id).await.unwrap().is_some());
    let id = received(&*storage, &device).await;
    for round in 1..=ROUNDS {
        let before = storage.submission(id).await.unwrap().unwrap();
        assert_eq!(before.version, round, "the next request reads");
        let mut case = before.case.clone();
        case.state = State::ALL[usize::try_from(round).unwrap() % State::ALL.len()];
        let update = CaseUpdate {
            submission: id,
            expected: before.version,
            event: Event::Commented {
                text: String::new(),
            },
            case: case.clone(),
            decision: None,
            due_at: None,
            revision: None,
            withdrawal: None,
        };
        let entry = entry(Act::Case).about(device.enterprise, id);
        assert_eq!(storage.apply(update, entry).await.unwrap(), Applied::Done);
        let (after, changes, trail, device) = tokio::join!(
            storage.submission(id),
            storage.changes(device.enterprise, round, 10),
            storage.trail(id),
            storage.device(device.id),
        );
        let after = after.unwrap().unwrap();
        assert_eq!((after.version, after.case.state), (round + 1, case.state));
        assert_eq!(changes.unwrap().cursor, round + 1);
        assert_eq!(trail.unwrap().len() as u64, round + 1);
        assert_eq!(device.unwrap().unwrap().change, round + 1);
    }
}

/// Reads that somebody walks away from, as a browser does that is closed.
async fn abandon_reads(storage: Arc<dyn Storage>, over: Arc<AtomicBool>) {
    let filter = QueueFilter::default();
    while !over.load(Ordering::SeqCst) {
        let read = async {
            let _ = tokio::join!(
                storage.queue(&filter, None, 50),
                storage.audit(0, 500),
                storage.counts(&filter)
            );
        };
        let mut yields = 0;
        let patience = std::future::poll_fn(|context| {
            yields += 1;
            if yields > 3 {
                return std::task::Poll::Ready(());
            }
            context.waker().wake_by_ref();
            std::task::Poll::Pending
        });
        tokio::select! { () = read => {}, () = patience => {} }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_acknowledged_is_read_by_whoever_asks_next() {
    let folder = tempfile::tempdir().unwrap();
    let storage: Arc<dyn Storage> = Arc::new(
        SqliteStorage::open(&folder.path().join("ieum.db"))
            .await
            .unwrap(),
    );
    let over = Arc::new(AtomicBool::new(false));
    let impatient = tokio::spawn(abandon_reads(storage.clone(), over.clone()));
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| tokio::spawn(write_and_read(storage.clone())))
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    over.store(true, Ordering::SeqCst);
    impatient.await.unwrap();
}
