//! The contract that every storage fulfils. A new kind of database adds a factory, no test.

#[path = "storage/assist.rs"]
mod assist;
#[path = "storage/attachment.rs"]
mod attachment;
#[path = "storage/concurrency.rs"]
mod concurrency;

use std::sync::Arc;

use domain::{
    case::{Case, Event, Flags, Role, State},
    id::{AccountId, DeviceId, EnterpriseId, InvitationId, RevisionId, SubmissionId},
};
use server::{
    audit::{Act, Entry},
    random,
    storage::{
        Applied, CaseUpdate, DeviceRecord, Enrolment, Invitee, NewDevice, NewEnterprise,
        NewInvitation, NewRevision, NewSubmission, Proof, QueueFilter, ReceiptSeed, Receive,
        SqliteStorage, Storage, Summary,
    },
};

use self::{assist::*, attachment::*, concurrency::*};
use crate::recall::a_change_is_stored_or_taken_back_and_never_both;
use crate::{cluster::Database, support::START};

/// Opens an empty storage; what it returns beside is dropped after the test.
async fn sqlite() -> (Arc<dyn Storage>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let storage = SqliteStorage::open(&folder.path().join("ieum.db"))
        .await
        .unwrap();
    (Arc::new(storage), folder)
}

/// The same on PostgreSQL.
async fn postgres() -> (Arc<dyn Storage>, Database) {
    let database = Database::create().await;
    (Arc::new(database.open().await), database)
}

macro_rules! contract {
    ($($name:ident)*) => {
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let (storage, _database) = super::postgres().await;
                super::$name(storage).await;
            })*
        }

        mod on_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let (storage, _folder) = super::sqlite().await;
                super::$name(storage).await;
            })*
        }
    };
}

contract! {
    a_secret_is_made_once
    an_invitation_is_used_by_one_of_many_at_once
    a_revision_is_received_once_among_many_at_once
    receipt_numbers_count_within_kind_and_year
    cursors_have_no_gap_and_never_meet
    a_transition_needs_the_version_it_was_decided_on
    failed_work_leaves_nothing_behind_and_spoils_nothing_beside_it
    after_closing_nothing_is_taken
    what_no_phone_sent_is_kept_and_told_apart
    a_receipt_key_is_added_once_under_its_number
    a_change_is_stored_or_taken_back_and_never_both
    a_file_is_kept_once_among_many_at_once_and_within_the_quota
    what_is_kept_reads_back_and_is_another_place_after_a_loss
    a_content_is_stored_with_all_its_files_or_not_at_all
    only_old_files_that_nothing_names_are_forgotten
    naming_and_forgetting_at_once_leaves_no_name_without_its_file
    a_reader_by_cursor_never_skips_a_change_while_many_push
    every_file_is_listed_once_page_by_page_and_says_whether_it_is_named
}

pub(crate) fn entry(act: Act) -> Entry {
    Entry::new(START, None, Role::System, act, "")
}

fn new_device() -> NewDevice {
    NewDevice {
        id: DeviceId(random::id(START)),
        token: random::bytes(),
        name: "전화".to_owned(),
        enrolled_at: START,
        expires_at: START + 1,
    }
}

fn new_enterprise() -> NewEnterprise {
    NewEnterprise {
        id: EnterpriseId(random::id(START)),
        name: "두레샘".to_owned(),
        contact_name: "김서연".to_owned(),
        contact_mobile: "01012345678".to_owned(),
        verified: false,
    }
}

pub(crate) async fn device(storage: &dyn Storage) -> DeviceRecord {
    let proof = Proof::Registration(new_enterprise());
    match storage
        .enrol(new_device(), proof, entry(Act::Enrolled))
        .await
        .unwrap()
    {
        Enrolment::Enrolled(device) => device,
        other => panic!("{other:?}"),
    }
}

async fn a_receipt_key_is_added_once_under_its_number(storage: Arc<dyn Storage>) {
    assert_eq!(storage.receipt_keys().await.unwrap(), []);
    let tries = (0..20).map(|_| {
        let seed = ReceiptSeed {
            number: 1,
            seed: random::bytes(),
            from: 0,
        };
        let added = storage.add_receipt_key(seed.clone(), entry(Act::ReceiptKeyMade));
        async move { added.await.unwrap().then_some(seed) }
    });
    let added = futures_util::future::join_all(tries).await;
    let added: Vec<_> = added.into_iter().flatten().collect();
    assert_eq!(added.len(), 1);
    let next = ReceiptSeed {
        number: 2,
        seed: random::bytes(),
        from: START,
    };
    let second = storage.add_receipt_key(next.clone(), entry(Act::ReceiptKeyMade));
    assert!(second.await.unwrap());
    let known = storage.receipt_keys().await.unwrap();
    assert_eq!(known, [added[0].clone(), next]);
    assert_eq!(storage.audit(0, 100).await.unwrap().len(), 2);
}

pub(crate) fn new_submission(device: &DeviceRecord) -> NewSubmission {
    NewSubmission {
        id: SubmissionId(random::id(START)),
        enterprise: device.enterprise,
        form_version: "2020.1".to_owned(),
        receipt_kind: "피해".to_owned(),
        receipt_year: 2026,
        case: Case::received("DMG", Flags::default()),
        revision: NewRevision {
            id: RevisionId(random::id(START)),
            device: Some(device.id),
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
    }
}

pub(crate) async fn receive(storage: &dyn Storage, new: NewSubmission) -> Receive {
    let entry = entry(Act::Case)
        .about(new.enterprise, new.id)
        .with_event(&Event::Received, State::Received);
    storage.receive(new, entry).await.unwrap()
}

async fn a_secret_is_made_once(storage: Arc<dyn Storage>) {
    assert_eq!(storage.secret("a", [1; 32]).await.unwrap(), [1; 32]);
    assert_eq!(storage.secret("a", [2; 32]).await.unwrap(), [1; 32]);
    assert_eq!(storage.secret("b", [2; 32]).await.unwrap(), [2; 32]);
}

async fn an_invitation_is_used_by_one_of_many_at_once(storage: Arc<dyn Storage>) {
    let account = domain::api::Account {
        id: AccountId(random::id(START)),
        login: "lead".to_owned(),
        name: "한도경".to_owned(),
        unit: String::new(),
        phone: String::new(),
        role: Role::Lead,
    };
    assert!(
        storage
            .create_account(account.clone(), String::new(), entry(Act::AccountCreated))
            .await
            .unwrap()
    );
    let invitation = NewInvitation {
        id: InvitationId(random::id(START)),
        invitee: Invitee::New(new_enterprise()),
        secret: [1; 32],
        code: [2; 32],
        created_by: account.id,
        created_at: START,
        expires_at: START + 1,
    };
    assert!(
        storage
            .invite(invitation, entry(Act::Invited))
            .await
            .unwrap()
            .is_some()
    );
    let tries = (0..30).map(|index| {
        let proof = if index % 2 == 0 {
            Proof::Link([1; 32])
        } else {
            Proof::Code([2; 32])
        };
        storage.enrol(new_device(), proof, entry(Act::Enrolled))
    });
    let outcomes = futures_util::future::join_all(tries).await;
    let enrolled = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Ok(Enrolment::Enrolled(_))))
        .count();
    let void = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Ok(Enrolment::Void)))
        .count();
    assert_eq!((enrolled, void), (1, 29));
}

async fn a_revision_is_received_once_among_many_at_once(storage: Arc<dyn Storage>) {
    let device = device(&*storage).await;
    let new = new_submission(&device);
    let outcomes =
        futures_util::future::join_all((0..50).map(|_| receive(&*storage, new.clone()))).await;
    let stored: Vec<_> = outcomes
        .into_iter()
        .filter(|outcome| *outcome != Receive::Known)
        .collect();
    assert_eq!(stored, [Receive::Stored("2026-피해-000001".to_owned())]);
    let mut other_revision = new.clone();
    other_revision.revision.id = RevisionId(random::id(START));
    assert_eq!(receive(&*storage, other_revision).await, Receive::Known);
    assert_eq!(storage.revisions(new.id).await.unwrap().len(), 1);
    // What has only been received has a history that is not looked up. It is the trail's all the same.
    let told = storage.changes(device.enterprise, 0, 10).await.unwrap();
    let trail = storage.history(new.id).await.unwrap();
    assert_eq!((trail.len(), &told.submissions[0].1), (1, &trail));
}

async fn receipt_numbers_count_within_kind_and_year(storage: Arc<dyn Storage>) {
    let device = device(&*storage).await;
    let mut numbers = Vec::new();
    for (kind, year) in [
        ("피해", 2026),
        ("피해", 2026),
        ("판로", 2026),
        ("피해", 2027),
    ] {
        let mut new = new_submission(&device);
        (new.receipt_kind, new.receipt_year) = (kind.to_owned(), year);
        match receive(&*storage, new).await {
            Receive::Stored(number) => numbers.push(number),
            Receive::Missing(missing) => panic!("{missing:?}"),
            Receive::Known => panic!("known"),
        }
    }
    assert_eq!(
        numbers,
        [
            "2026-피해-000001",
            "2026-피해-000002",
            "2026-판로-000001",
            "2027-피해-000001"
        ]
    );
}

async fn cursors_have_no_gap_and_never_meet(storage: Arc<dyn Storage>) {
    let (one, other) = (device(&*storage).await, device(&*storage).await);
    let pushes = (0..60).map(|index| {
        receive(
            &*storage,
            new_submission(if index % 3 == 0 { &other } else { &one }),
        )
    });
    futures_util::future::join_all(pushes).await;
    let changes = storage.changes(one.enterprise, 0, 100).await.unwrap();
    assert_eq!(
        (changes.submissions.len(), changes.cursor, changes.more),
        (40, 40, false)
    );
    let changes = storage.changes(other.enterprise, 5, 10).await.unwrap();
    assert_eq!(
        (changes.submissions.len(), changes.cursor, changes.more),
        (10, 15, true)
    );
    assert_eq!(storage.device(one.id).await.unwrap().unwrap().change, 40);
}

async fn a_transition_needs_the_version_it_was_decided_on(storage: Arc<dyn Storage>) {
    let device = device(&*storage).await;
    let new = new_submission(&device);
    receive(&*storage, new.clone()).await;
    let before = storage.submission(new.id).await.unwrap().unwrap();
    let mut case = before.case.clone();
    case.state = State::Withdrawn;
    let update = CaseUpdate {
        submission: new.id,
        expected: before.version,
        case,
        event: Event::Withdrawn {
            reason: String::new(),
        },
        decision: None,
        due_at: None,
        revision: None,
        withdrawal: Some((random::id(START), "00".to_owned())),
    };
    let apply = || {
        let mut update = update.clone();
        update.withdrawal = Some((random::id(START), "00".to_owned()));
        storage.apply(update, entry(Act::Case).about(device.enterprise, new.id))
    };
    let outcomes = futures_util::future::join_all((0..20).map(|_| apply())).await;
    let done = outcomes
        .iter()
        .filter(|outcome| matches!(outcome, Ok(Applied::Done)))
        .count();
    assert_eq!(done, 1);
    let after = storage.submission(new.id).await.unwrap().unwrap();
    assert_eq!((after.version, after.case.state), (2, State::Withdrawn));
    assert_eq!(storage.trail(new.id).await.unwrap().len(), 2);
    let counts = storage.counts(&QueueFilter::default()).await.unwrap();
    let nonzero: Vec<_> = counts
        .into_iter()
        .filter(|count| count.count > 0)
        .map(|count| (count.state, count.count))
        .collect();
    assert_eq!(
        nonzero,
        [(State::Withdrawn, 1)],
        "the counts follow the states"
    );
}

async fn failed_work_leaves_nothing_behind_and_spoils_nothing_beside_it(storage: Arc<dyn Storage>) {
    let device = device(&*storage).await;
    let mut orphan = new_submission(&device);
    // The revision names a phone that does not exist: refused at its last insert.
    orphan.revision.device = Some(DeviceId(random::id(START)));
    // So many that most of them wait together while the first is written.
    let good: Vec<_> = (0..20).map(|_| new_submission(&device)).collect();
    let (before, after) = good.split_at(10);
    let all = |good: &[NewSubmission]| {
        let storage = Arc::clone(&storage);
        futures_util::future::join_all(good.iter().cloned().map(move |good| {
            let storage = Arc::clone(&storage);
            async move { receive(&*storage, good).await }
        }))
    };
    let bad = storage.receive(orphan.clone(), entry(Act::Case));
    let (before, bad, after) = tokio::join!(all(before), bad, all(after));
    assert!(bad.is_err());
    let numbers: std::collections::BTreeSet<_> = before
        .into_iter()
        .chain(after)
        .map(|outcome| match outcome {
            Receive::Stored(number) => number,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(numbers.len(), 20);
    assert_eq!(numbers.last().unwrap(), "2026-피해-000020");
    assert!(storage.submission(orphan.id).await.unwrap().is_none());
    for good in &good {
        assert!(storage.submission(good.id).await.unwrap().is_some());
    }
    let counts = storage.counts(&QueueFilter::default()).await.unwrap();
    assert_eq!(counts.iter().map(|count| count.count).sum::<u64>(), 20);
    assert_eq!(storage.device(device.id).await.unwrap().unwrap().change, 20);
    let links = storage.audit(0, 100).await.unwrap();
    assert!(server::audit::verify(server::audit::GENESIS, &links).is_ok());
}

async fn after_closing_nothing_is_taken(storage: Arc<dyn Storage>) {
    let device = device(&*storage).await;
    storage.close().await;
    let late = storage
        .receive(new_submission(&device), entry(Act::Case))
        .await;
    assert!(
        matches!(late, Err(server::storage::StorageError::Unavailable(_))),
        "{late:?}"
    );
    assert!(storage.ping().await.is_err());
}
