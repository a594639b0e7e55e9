//! What phones send is stored once, acknowledged for ever, and comes back changed.

use domain::{
    api::{Change, Outcome, Refusal, SyncRequest, Withdrawal},
    case::{Action, Role, State},
    id::RevisionId,
};
use server::{demo::Kind, random};

use crate::support::{DAY, MINUTE, Phone, START, TestApp, continued};

#[tokio::test]
async fn a_first_revision_gets_a_receipt_and_comes_back_as_a_view() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = phone.filled_in(Kind::Damage);
    let receipt = Phone::accepted(phone.push(revision.clone()).await);
    assert_eq!(receipt.number, "2026-피해-000001");
    assert_eq!(
        (receipt.submission, receipt.change),
        (revision.submission, revision.id.0)
    );
    assert_eq!(
        (receipt.hash.as_str(), receipt.received_at),
        (revision.hash.as_str(), START)
    );

    let pulled = phone.sync(0, Vec::new()).await;
    assert_eq!(pulled.protocol, "ieum.sync.1");
    assert_eq!(pulled.device, Some(phone.device));
    let [view] = pulled.changes.as_slice() else {
        panic!("{pulled:?}")
    };
    assert_eq!(
        (view.state, view.version, view.number.as_str()),
        (State::Received, 1, "2026-피해-000001")
    );
    assert_eq!(view.content, revision.content);
    // 14 working days, the first included: 5 May is a holiday.
    assert_eq!(
        view.due_at,
        Some(1_778_165_999_000),
        "2026-05-07 23:59:59 in Korea"
    );
    assert!(!pulled.more);
    assert!(
        phone
            .sync(pulled.cursor, Vec::new())
            .await
            .changes
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_pushes_at_once_store_one_submission_under_one_number() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = phone.filled_in(Kind::Damage);
    let pushes = (0..100).map(|_| phone.push(revision.clone()));
    let receipts: Vec<String> = futures_util::future::join_all(pushes)
        .await
        .into_iter()
        .map(|outcome| serde_json::to_string(&Phone::accepted(outcome)).unwrap())
        .collect();
    assert!(
        receipts.iter().all(|receipt| *receipt == receipts[0]),
        "{receipts:?}"
    );
    let pulled = phone.sync(0, Vec::new()).await;
    assert_eq!((pulled.changes.len(), pulled.changes[0].version), (1, 1));
    let next = Phone::accepted(phone.push(phone.filled_in(Kind::Damage)).await);
    assert_eq!(
        next.number, "2026-피해-000002",
        "no number was used twice or lost"
    );
}

#[tokio::test]
async fn a_receipt_stays_the_same_for_ever() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = phone.filled_in(Kind::Onboarding);
    let first = Phone::accepted(phone.push(revision.clone()).await);
    let coordinator = app.staff(Role::Coordinator).await;
    assert!(
        coordinator
            .act(revision.submission, Action::Take)
            .await
            .status
            .is_success()
    );
    app.clock.advance(40 * DAY);
    assert_eq!(Phone::accepted(phone.push(revision).await), first);
}

#[tokio::test]
async fn the_same_id_with_another_content_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = phone.submitted(Kind::Damage).await;
    let mut other = phone.filled_in(Kind::Damage);
    other.id = revision.id;
    other.submission = revision.submission;
    assert_refused(&phone.push(other.clone()).await, Refusal::IdReused);
    other.submission = phone.filled_in(Kind::Damage).submission;
    assert_refused(&phone.push(other).await, Refusal::IdReused);
    let pulled = phone.sync(0, Vec::new()).await;
    assert_eq!(
        (pulled.changes.len(), pulled.changes[0].hash.as_str()),
        (1, revision.hash.as_str())
    );
}

#[tokio::test]
async fn another_enterprise_never_learns_that_a_submission_exists() {
    let app = TestApp::start().await;
    let (owner, stranger) = (app.phone().await, app.phone().await);
    let revision = owner.submitted(Kind::Damage).await;

    assert_refused(&stranger.push(revision.clone()).await, Refusal::NotFound);
    assert_refused(
        &stranger.push(continued(&app, &revision, "x")).await,
        Refusal::NotFound,
    );
    let mut first = stranger.filled_in(Kind::Damage);
    first.submission = revision.submission;
    assert_refused(&stranger.push(first).await, Refusal::NotFound);
    let withdrawal = Withdrawal {
        id: random::id(START),
        submission: revision.submission,
        reason: String::new(),
        at: START,
    };
    assert_refused(&stranger.push(withdrawal).await, Refusal::NotFound);

    assert!(stranger.sync(0, Vec::new()).await.changes.is_empty());
    assert_eq!(owner.sync(0, Vec::new()).await.changes[0].version, 1);
}

#[tokio::test]
async fn an_answer_must_continue_the_newest_revision_and_be_asked_for() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let first = phone.submitted(Kind::Damage).await;
    assert_refused(
        &phone.push(continued(&app, &first, "a")).await,
        Refusal::WrongState,
    );

    let coordinator = app.staff(Role::Coordinator).await;
    coordinator.act(first.submission, Action::Take).await;
    coordinator.act(first.submission, supplement()).await;
    let answer = continued(&app, &first, "a");
    let other = continued(&app, &first, "b");
    let receipt = Phone::accepted(phone.push(answer.clone()).await);
    assert_eq!(Phone::accepted(phone.push(answer.clone()).await), receipt);
    assert_refused(&phone.push(other).await, Refusal::StaleParent);
    let mut orphan = continued(&app, &answer, "c");
    orphan.parent = Some(RevisionId(random::id(START)));
    assert_refused(&phone.push(orphan).await, Refusal::StaleParent);

    let file = coordinator.file(first.submission).await;
    assert_eq!(file.view.state, State::InReview);
    let numbers: Vec<_> = file
        .revisions
        .iter()
        .map(|revision| (revision.number, revision.id))
        .collect();
    assert_eq!(numbers, [(1, first.id), (2, answer.id)]);
}

#[tokio::test]
async fn an_answer_sealed_in_time_and_received_late_is_flagged_not_refused() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let coordinator = app.staff(Role::Coordinator).await;
    let first = phone.submitted(Kind::Damage).await;
    coordinator.act(first.submission, Action::Take).await;
    coordinator.act(first.submission, supplement()).await;
    let answer = continued(&app, &first, "in time");
    app.clock.advance(30 * DAY);
    Phone::accepted(phone.push(answer).await);
    // A new token is not asked for: the phone's is good for a year, the coordinator's session is not.
    let coordinator = app.staff(Role::Coordinator).await;
    let file = coordinator.file(first.submission).await;
    assert!(file.flags.late_sync);
    // Asked for on the day of receipt, answered on 17 May: all 14 days are left. 25 May and 3 June are holidays.
    assert_eq!(
        file.view.due_at,
        Some(1_780_930_799_000),
        "2026-06-08 23:59:59 in Korea"
    );
}

#[tokio::test]
async fn the_applicant_takes_it_back_once_however_often_it_is_said() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = phone.submitted(Kind::Damage).await;
    let withdrawal = Withdrawal {
        id: random::id(START),
        submission: revision.submission,
        reason: "다시 쓰겠습니다".to_owned(),
        at: START,
    };
    let receipt = Phone::accepted(phone.push(withdrawal.clone()).await);
    assert_eq!((receipt.change, receipt.hash.as_str()), (withdrawal.id, ""));
    app.clock.advance(MINUTE);
    assert_eq!(
        Phone::accepted(phone.push(withdrawal.clone()).await),
        receipt
    );
    let other = Withdrawal {
        reason: "다른 까닭".to_owned(),
        ..withdrawal.clone()
    };
    assert_refused(&phone.push(other).await, Refusal::IdReused);
    let again = Withdrawal {
        id: random::id(START),
        ..withdrawal
    };
    assert_refused(&phone.push(again).await, Refusal::WrongState);
    let view = &phone.sync(0, Vec::new()).await.changes[0];
    assert_eq!((view.state, view.due_at), (State::Withdrawn, None));
}

#[tokio::test]
async fn the_answer_to_a_push_shows_what_came_of_it() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let mut cursor = 0;
    for _ in 0..20 {
        let revision = phone.filled_in(Kind::Damage);
        let submission = revision.submission;
        let withdrawal = Withdrawal {
            id: random::id(START),
            submission,
            reason: String::new(),
            at: START,
        };
        for (change, state) in [
            (Change::Revision(revision), State::Received),
            (Change::Withdraw(withdrawal), State::Withdrawn),
        ] {
            let answer = phone.sync(cursor, vec![change]).await;
            let shown: Vec<_> = answer
                .changes
                .iter()
                .map(|view| (view.id, view.state))
                .collect();
            assert_eq!(shown, [(submission, state)]);
            assert_eq!(answer.cursor, cursor + 1);
            cursor = answer.cursor;
        }
    }
    assert!(phone.sync(cursor, Vec::new()).await.changes.is_empty());
}

#[tokio::test]
async fn each_change_of_a_batch_is_judged_alone_and_acknowledged_in_order() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let mut changes = Vec::new();
    for index in 0..20 {
        let mut revision = phone.filled_in(Kind::Damage);
        if index % 3 == 0 {
            revision.hash = "0".repeat(64);
        }
        changes.push(Change::Revision(revision));
    }
    let response = phone.sync(0, changes.clone()).await;
    for (index, (change, ack)) in changes.iter().zip(&response.acks).enumerate() {
        assert_eq!(change.id(), ack.id);
        assert_eq!(
            matches!(ack.outcome, Outcome::Accepted { .. }),
            index % 3 != 0,
            "{index}"
        );
    }
    assert_eq!(
        response.changes.len(),
        13,
        "what was accepted comes back in the same answer"
    );
}

#[tokio::test]
async fn many_views_come_in_pages_without_a_gap() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let mut sent = Vec::new();
    for _ in 0..5 {
        let changes: Vec<_> = (0..50)
            .map(|_| domain::api::Change::Revision(phone.filled_in(Kind::Damage)))
            .collect();
        sent.extend(changes.iter().map(domain::api::Change::id));
        phone.sync(u64::from(u32::MAX), changes).await;
    }
    let (mut cursor, mut seen) = (0, Vec::new());
    loop {
        let page = phone.sync(cursor, Vec::new()).await;
        assert!(page.changes.len() <= 100);
        seen.extend(page.changes.iter().map(|view| view.revision.0));
        cursor = page.cursor;
        if !page.more {
            break;
        }
    }
    seen.sort_unstable();
    sent.sort_unstable();
    assert_eq!(seen, sent);
}

#[tokio::test]
async fn a_cursor_from_before_a_restored_backup_begins_anew() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    phone.submitted(Kind::Damage).await;
    let pulled = phone.sync(1_000_000, Vec::new()).await;
    assert_eq!((pulled.changes.len(), pulled.cursor), (1, 1));
}

#[tokio::test]
async fn a_sync_with_nothing_new_costs_at_most_600_bytes() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let cursor = phone
        .sync(
            0,
            vec![domain::api::Change::Revision(phone.filled_in(Kind::Damage))],
        )
        .await
        .cursor;
    let answer = phone
        .request(&SyncRequest {
            cursor,
            changes: Vec::new(),
            device_time: START,
            recalls: Vec::new(),
        })
        .await;
    let headers: usize = answer
        .headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    // The status line, and the two headers that the connection adds.
    let bytes = "HTTP/1.1 200 OK\r\n".len()
        + headers
        + "content-length: 000\r\ndate: Fri, 17 Apr 2026 05:00:00 GMT\r\n\r\n".len()
        + answer.body.len();
    assert!(
        bytes <= 600,
        "{bytes}: {:?} {}",
        answer.headers,
        answer.text()
    );
}

#[tokio::test]
async fn a_wrong_clock_and_a_doubled_business_number_are_shown() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let (first, second) = (phone.filled_in(Kind::Damage), phone.filled_in(Kind::Damage));
    let request = SyncRequest {
        cursor: 0,
        changes: vec![domain::api::Change::Revision(first.clone())],
        device_time: START - 11 * MINUTE,
        recalls: Vec::new(),
    };
    assert!(phone.request(&request).await.status.is_success());
    Phone::accepted(phone.push(second.clone()).await);
    let coordinator = app.staff(Role::Coordinator).await;
    let flags = coordinator.file(first.submission).await.flags;
    assert!(flags.clock_off && !flags.duplicate, "{flags:?}");
    let flags = coordinator.file(second.submission).await.flags;
    assert!(!flags.clock_off && flags.duplicate, "{flags:?}");
}

pub(crate) fn supplement() -> Action {
    Action::RequestSupplement {
        items: vec![domain::case::SupplementItem {
            field: "story".to_owned(),
            what: "피해 시기를 적어 주세요.".to_owned(),
            why: String::new(),
            example: String::new(),
        }],
        deadline: "2026-04-27".to_owned(),
        note: String::new(),
    }
}

#[track_caller]
pub(crate) fn assert_refused(outcome: &Outcome, expected: Refusal) {
    match outcome {
        Outcome::Refused { reason, .. } => assert_eq!(*reason, expected),
        other => panic!("expected {expected:?}, got {other:?}"),
    }
}
