//! Two servers on one database: whoever is asked, the answer is the same.

use std::{collections::HashSet, path::Path, sync::Arc, thread::ScopedJoinHandle};

use domain::{
    api::{CaseFile, SyncRequest, SyncResponse},
    case::{Action, Approval, Role, State},
    id::SubmissionId,
};
use futures_util::future::join_all;
use server::demo::{Dice, Firm, Kind};

use crate::{
    attachment::submitted,
    cluster::Database,
    crash::{enrol, post, push, revisions},
    files,
    ground::Ground,
    support::{Phone, Staff, TestApp, continued},
    sync::supplement,
};

/// How many revisions go through each of two programs.
const EACH: usize = 30;

async fn server(database: &Database, attachments: &Path) -> TestApp {
    let storage = Arc::new(database.open().await);
    let folder = tempfile::tempdir().unwrap();
    TestApp::on(storage, attachments, folder, &[]).await
}

async fn two_servers(database: &Database, attachments: &Path) -> (TestApp, TestApp) {
    tokio::join!(server(database, attachments), server(database, attachments))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_goes_through_two_servers_from_enrolment_to_decision() {
    let (database, folder) = (Database::create().await, tempfile::tempdir().unwrap());
    let (here, there) = two_servers(&database, folder.path()).await;
    let (phone, first) = submitted(&here, &files::jpeg(30, 20), &files::pdf()).await;
    let roaming = Phone {
        app: &there,
        token: phone.token.clone(),
        device: phone.device,
        firm: phone.firm.clone(),
    };
    let receipt = Phone::accepted(phone.push(first.clone()).await);
    let again = Phone::accepted(roaming.push(first.clone()).await);
    assert_eq!(again, receipt, "signed alike by both");

    let coordinator = there.staff(Role::Coordinator).await;
    let other = Staff {
        app: &here,
        token: coordinator.token.clone(),
        account: coordinator.account.clone(),
    };
    let id = first.submission;
    let _: CaseFile = coordinator.act(id, Action::Take).await.ok();
    let _: CaseFile = other.act(id, supplement()).await.ok();
    let pulled = phone.sync(0, Vec::new()).await;
    assert_eq!(pulled.changes[0].state, State::Supplement);
    let second = continued(&here, &first, "두 번째");
    Phone::accepted(roaming.push(second).await);
    let approval = Action::Approve {
        result: Approval::Referral,
        note: "상담으로 연계했습니다.".to_owned(),
    };
    let file: CaseFile = other.act(id, approval).await.ok();
    assert_eq!(file.revisions.len(), 2);
    let (one, two) = tokio::join!(
        phone.sync(pulled.cursor, Vec::new()),
        roaming.sync(pulled.cursor, Vec::new())
    );
    assert_eq!(one.changes[0].state, file.view.state);
    assert_eq!(one.changes, two.changes);
    let found = coordinator.queue("q=").await;
    assert_eq!(found.items.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_pushes_of_one_revision_through_two_servers_are_one() {
    let (database, folder) = (Database::create().await, tempfile::tempdir().unwrap());
    let (here, there) = two_servers(&database, folder.path()).await;
    let phone = here.phone().await;
    let revision = phone.filled_in(Kind::Damage);
    let pushes = (0..100).map(|index| {
        let phone = Phone {
            app: if index % 2 == 0 { &here } else { &there },
            token: phone.token.clone(),
            device: phone.device,
            firm: phone.firm.clone(),
        };
        let revision = revision.clone();
        async move { Phone::accepted(phone.push(revision).await) }
    });
    let receipts = join_all(pushes).await;
    assert!(
        receipts.iter().all(|receipt| *receipt == receipts[0]),
        "one number"
    );
    let storage = there.storage();
    let rows = storage.revisions(revision.submission).await.unwrap();
    assert_eq!(rows.len(), 1, "one row");
    let told = phone.sync(0, Vec::new()).await;
    assert_eq!((told.changes.len(), told.cursor), (1, 1), "told once");
    let file = here.staff(Role::Lead).await.file(revision.submission).await;
    assert_eq!(file.trail.len(), 1, "noted once");
}

/// The real program, twice, with phones at both, and one that pulls from either all the while.
#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_pulls_from_two_programs_misses_nothing() {
    let ground = Ground::postgres().await;
    let programs = [ground.start(), ground.start()];
    let firm = Firm::made_up(&mut Dice::seeded(8));
    let revisions = revisions(2 * EACH, &firm).await;
    let token = enrol(&programs[0], &firm);
    let pull = |program: usize, cursor: u64| -> SyncResponse {
        let request = SyncRequest {
            cursor,
            changes: Vec::new(),
            device_time: 0,
            recalls: Vec::new(),
        };
        post(programs[program].address, "/api/v1/sync", &token, &request).unwrap()
    };
    let seen = std::thread::scope(|scope| {
        let pushing: Vec<_> = [0, 1, 0, 1]
            .into_iter()
            .enumerate()
            .map(|(lane, program)| {
                let (revisions, token) = (&revisions, &token);
                let address = programs[program].address;
                scope.spawn(move || {
                    for revision in revisions.iter().skip(lane).step_by(4) {
                        push(address, token, revision).unwrap();
                    }
                })
            })
            .collect();
        let (mut cursor, mut seen) = (0, HashSet::<SubmissionId>::new());
        for program in [0, 1].into_iter().cycle() {
            let is_over = pushing.iter().all(ScopedJoinHandle::is_finished);
            let told = pull(program, cursor);
            assert_eq!(
                told.cursor - cursor,
                told.changes.len() as u64,
                "a change was passed"
            );
            if is_over && told.changes.is_empty() {
                break;
            }
            cursor = told.cursor;
            seen.extend(told.changes.iter().map(|view| view.id));
        }
        seen
    });
    let pushed = revisions.iter().map(|revision| revision.submission);
    assert_eq!(seen, pushed.collect());
}
