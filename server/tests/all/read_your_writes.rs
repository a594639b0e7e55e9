//! What was acknowledged is what everybody reads from then on, whichever connection answers.
//!
//! It holds because the writer answers after its commit, and no reader holds a transaction: each read is one statement
//! that is reset before its last row is handed out, even when nobody waits for it any more. A reader that kept a
//! transaction open, or a writer that answered first, fails here within a few rounds.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::case::{Event, State};
use server::{
    audit::Act,
    storage::{Applied, CaseUpdate, QueueFilter, SqliteStorage, Storage},
};

use crate::storage::{device, entry, new_submission, receive};

const WRITERS: usize = 8;
const ROUNDS: u64 = 40;

/// One writer: writes, and reads what it wrote in every way there is.
async fn write_and_read(storage: Arc<dyn Storage>) {
    let device = device(&*storage).await;
    assert!(storage.device(device.id).await.unwrap().is_some());
    let new = new_submission(&device);
    let id = new.id;
    receive(&*storage, new).await;
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
