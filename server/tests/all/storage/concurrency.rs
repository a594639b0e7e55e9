//! The part of the contract that is about many at once, and about several processes on one database.

use std::{collections::HashSet, sync::Arc};

use domain::id::SubmissionId;
use futures_util::future::{join, join_all};
use server::{
    audit,
    storage::{Receive, Storage},
};

use super::{device, new_submission, receive};
use crate::cluster::Database;

const PUSHES: usize = 60;

/// Pushes through each storage in turn, with a reader beside it that pulls by cursor all the time.
async fn push_and_pull(storages: &[Arc<dyn Storage>]) {
    let device = device(&*storages[0]).await;
    let pushes = join_all((0..PUSHES).map(|index| {
        let new = new_submission(&device);
        async move {
            let id = new.id;
            let stored = receive(&*storages[index % storages.len()], new).await;
            assert!(matches!(stored, Receive::Stored(_)), "{stored:?}");
            id
        }
    }));
    let pulls = async {
        let (mut cursor, mut seen) = (0, HashSet::new());
        while seen.len() < PUSHES {
            let reader = &storages[seen.len() % storages.len()];
            let changes = reader.changes(device.enterprise, cursor, 7).await.unwrap();
            assert!(changes.cursor >= cursor);
            assert_eq!(
                changes.cursor - cursor,
                changes.submissions.len() as u64,
                "a change was passed"
            );
            cursor = changes.cursor;
            seen.extend(changes.submissions.iter().map(|(found, _)| found.id));
            tokio::task::yield_now().await;
        }
        seen
    };
    let (pushed, seen): (Vec<SubmissionId>, _) = join(pushes, pulls).await;
    assert_eq!(seen, pushed.into_iter().collect());
    let links = storages[0].audit(0, 1000).await.unwrap();
    assert_eq!(links.len(), PUSHES + 1);
    assert!(audit::verify(audit::GENESIS, &links).is_ok());
}

pub(super) async fn a_reader_by_cursor_never_skips_a_change_while_many_push(
    storage: Arc<dyn Storage>,
) {
    push_and_pull(&[storage]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_share_a_postgres_database_from_its_first_start_on() {
    let database = Database::create().await;
    let (one, other) = tokio::join!(database.open(), database.open());
    push_and_pull(&[Arc::new(one), Arc::new(other)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_that_a_hundred_push_through_two_servers_is_one() {
    let database = Database::create().await;
    let storages = [database.open().await, database.open().await];
    let device = device(&storages[0]).await;
    let new = new_submission(&device);
    let outcomes = join_all((0..100).map(|at| receive(&storages[at % 2], new.clone()))).await;
    let stored: Vec<_> = outcomes
        .into_iter()
        .filter(|outcome| *outcome != Receive::Known)
        .collect();
    assert_eq!(stored, [Receive::Stored("2026-피해-000001".to_owned())]);
    let found = storages[1]
        .device(device.id)
        .await
        .unwrap()
        .map(|found| found.change);
    assert_eq!(found, Some(1), "one change");
    assert_eq!(
        storages[1].trail(new.id).await.unwrap().len(),
        1,
        "one event"
    );
}
