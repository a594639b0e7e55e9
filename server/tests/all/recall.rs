//! A writer wants back what may be here: it is here, or it never will be.

use std::sync::Arc;

use domain::{
    api::{Change, Outcome, Refusal, SyncRequest, Withdrawal},
    case::{Action, Role},
};
use futures_util::future::{join, join_all};
use server::{
    audit::Act,
    demo::Kind,
    random,
    storage::{Receive, Storage},
};
use uuid::Uuid;

use crate::{
    storage::{device, entry, new_submission, receive},
    support::{Phone, START, TestApp, continued},
    sync::{assert_refused, supplement},
};

async fn recall(phone: &Phone<'_>, change: Uuid) -> Outcome {
    let request = SyncRequest {
        recalls: vec![change],
        ..SyncRequest::default()
    };
    let mut response: domain::api::SyncResponse = phone.request(&request).await.ok();
    let ack = response.acks.remove(0);
    assert_eq!((ack.id, response.acks.len()), (change, 0));
    ack.outcome
}

#[track_caller]
fn assert_recalled(outcome: &Outcome) {
    assert_refused(outcome, Refusal::Recalled);
}

#[tokio::test]
async fn what_was_taken_back_before_it_came_is_never_accepted() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let late = phone.filled_in(Kind::Damage);
    assert_recalled(&recall(&phone, late.id.0).await);
    assert_recalled(&recall(&phone, late.id.0).await);
    assert_recalled(&phone.push(late.clone()).await);
    assert!(phone.sync(0, Vec::new()).await.changes.is_empty());
    let links = app.state.storage.audit(0, 100).await.unwrap();
    let noted = links.iter().filter(|link| link.entry.action == "recalled");
    assert_eq!(noted.count(), 1, "said twice, noted once");
    // Somebody else who made up the same id is not kept from anything.
    let other = app.phone().await;
    let mut same = other.filled_in(Kind::Damage);
    same.id = late.id;
    Phone::accepted(other.push(same).await);
}

#[tokio::test]
async fn what_is_here_is_acknowledged_with_its_receipt() {
    let app = TestApp::start().await;
    let (phone, stranger) = (app.phone().await, app.phone().await);
    let revision = phone.filled_in(Kind::Damage);
    let receipt = Phone::accepted(phone.push(revision.clone()).await);
    assert_eq!(
        Phone::accepted(recall(&phone, revision.id.0).await),
        receipt
    );
    // Nobody learns of another enterprise's change, and its owner keeps it.
    assert_recalled(&recall(&stranger, revision.id.0).await);
    assert_eq!(Phone::accepted(phone.push(revision.clone()).await), receipt);

    let withdrawal = Withdrawal {
        id: random::id(START),
        submission: revision.submission,
        reason: String::new(),
        at: START,
    };
    assert_recalled(&recall(&phone, withdrawal.id).await);
    assert_recalled(&phone.push(withdrawal.clone()).await);
    let again = Withdrawal {
        id: random::id(START),
        ..withdrawal
    };
    let receipt = Phone::accepted(phone.push(again.clone()).await);
    assert_eq!(Phone::accepted(recall(&phone, again.id).await), receipt);
}

#[tokio::test]
async fn an_answer_to_a_supplement_that_was_taken_back_is_refused() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let first = phone.submitted(Kind::Damage).await;
    let coordinator = app.staff(Role::Coordinator).await;
    coordinator.act(first.submission, Action::Take).await;
    coordinator.act(first.submission, supplement()).await;
    let (taken_back, sent) = (
        continued(&app, &first, "하나"),
        continued(&app, &first, "둘"),
    );
    assert_recalled(&recall(&phone, taken_back.id.0).await);
    assert_recalled(&phone.push(taken_back).await);
    Phone::accepted(phone.push(sent).await);
}

#[tokio::test]
async fn changes_and_recalls_together_are_bounded() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let request = SyncRequest {
        changes: vec![Change::Revision(phone.filled_in(Kind::Damage))],
        recalls: (0..100).map(|_| random::id(START)).collect(),
        ..SyncRequest::default()
    };
    let answer = phone.request(&request).await;
    assert_eq!(answer.status.as_u16(), 422);
}

/// Part of the storage's contract: sent and taken back at the same moment, each is one or the other.
pub(crate) async fn a_change_is_stored_or_taken_back_and_never_both(storage: Arc<dyn Storage>) {
    let device = device(&*storage).await;
    let storage = &*storage;
    let races = (0..40).map(|round| {
        let new = new_submission(&device);
        let change = new.revision.id.0;
        let entry = entry(Act::Recalled).of(device.enterprise);
        async move {
            let recall = storage.recall(device.enterprise, change, entry);
            let (stored, here) = if round % 2 == 0 {
                join(receive(storage, new), recall).await
            } else {
                let (here, stored) = join(recall, receive(storage, new)).await;
                (stored, here)
            };
            let stored = matches!(stored, Receive::Stored(_));
            assert_eq!(here.unwrap(), stored);
            let recalled = storage.is_recalled(device.enterprise, change).await;
            assert_eq!(recalled.unwrap(), !stored);
            stored
        }
    });
    let stored = join_all(races).await;
    assert!(
        stored.contains(&true) && stored.contains(&false),
        "both happened"
    );
}
