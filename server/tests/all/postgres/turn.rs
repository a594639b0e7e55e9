//! Changes take turns: no reader passes one that commits late, and one that the database gives back is tried again.

use std::{sync::Arc, time::Duration};

use server::storage::{Receive, Storage, StorageError};
use sqlx::{Connection as _, PgConnection, Row as _};

use crate::{
    cluster::Database,
    storage::{device, new_submission, receive},
};

async fn execute(db: &mut PgConnection, sql: &'static str) {
    sqlx::raw_sql(sql).execute(db).await.unwrap();
}

/// Waits until so many sessions wait for a lock.
async fn waiting(db: &mut PgConnection, count: i64) {
    for _ in 0..1_000 {
        let found: i64 = sqlx::query_scalar(
            "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        )
        .fetch_one(&mut *db)
        .await
        .unwrap();
        if found == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not {count} wait for a lock");
}

/// The control: numbers from a sequence, given out in one order and committed in another.
#[tokio::test]
async fn a_cursor_over_numbers_without_turns_passes_a_late_commit() {
    let database = Database::create().await;
    let mut early = PgConnection::connect(&database.url).await.unwrap();
    let mut late = PgConnection::connect(&database.url).await.unwrap();
    execute(&mut early, "create table told (change bigserial)").await;
    execute(&mut late, "begin; insert into told default values").await;
    execute(&mut early, "insert into told default values").await;
    let since = async |db: &mut PgConnection, cursor: i64| -> Vec<i64> {
        let rows = sqlx::query("select change from told where change > $1 order by change")
            .bind(cursor)
            .fetch_all(db)
            .await
            .unwrap();
        rows.iter().map(|row| row.get(0)).collect()
    };
    assert_eq!(since(&mut early, 0).await, [2]);
    execute(&mut late, "commit").await;
    assert_eq!(since(&mut early, 2).await, [0; 0], "1 is never heard of");
}

/// Somebody who has the turn holds every later change back, so none can be seen before theirs.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_waits_for_the_one_that_began_before_it() {
    let database = Database::create().await;
    let storage: Arc<dyn Storage> = Arc::new(database.open().await);
    let phones = [device(&*storage).await, device(&*storage).await];
    let mut slow = PgConnection::connect(&database.url).await.unwrap();
    let mut watch = PgConnection::connect(&database.url).await.unwrap();
    execute(&mut slow, "begin; select one from turn for update").await;
    let pushes: Vec<_> = phones
        .iter()
        .map(|phone| {
            let (storage, new) = (storage.clone(), new_submission(phone));
            tokio::spawn(async move { receive(&*storage, new).await })
        })
        .collect();
    waiting(&mut watch, 2).await;
    for phone in &phones {
        let changes = storage.changes(phone.enterprise, 0, 10).await.unwrap();
        assert_eq!(changes.cursor, 0, "readers wait for nobody");
    }
    execute(&mut slow, "commit").await;
    for push in pushes {
        assert!(matches!(push.await.unwrap(), Receive::Stored(_)));
    }
}

/// Makes the database give changes back with a code, at an insert or only at the commit. A sequence counts the tries: it
/// is not rolled back.
async fn refuse(database: &Database, code: &str, times: u32, at_commit: bool) -> PgConnection {
    let mut db = PgConnection::connect(&database.url).await.unwrap();
    let trigger = if at_commit {
        "create constraint trigger refusing after insert on submission deferrable initially deferred"
    } else {
        "create trigger refusing before insert on submission"
    };
    let sql = format!(
        "create sequence tries;
         create function refuse() returns trigger language plpgsql as $$
         begin
           if nextval('tries') <= {times} then raise exception 'not now' using errcode = '{code}'; end if;
           return new;
         end $$;
         {trigger} for each row execute function refuse()"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
        .execute(&mut db)
        .await
        .unwrap();
    db
}

async fn tries(db: &mut PgConnection) -> i64 {
    sqlx::query_scalar("select last_value from tries")
        .fetch_one(db)
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_given_back_is_tried_again_and_stored_once() {
    // Serialisation failure and deadlock.
    for (code, at_commit) in [("40001", false), ("40P01", false), ("40001", true)] {
        let database = Database::create().await;
        let storage = database.open().await;
        let device = device(&storage).await;
        let mut db = refuse(&database, code, 3, at_commit).await;
        let new = new_submission(&device);
        let stored = receive(&storage, new.clone()).await;
        assert_eq!(stored, Receive::Stored("2026-피해-000001".to_owned()));
        assert_eq!(tries(&mut db).await, 4, "{code}");
        assert_eq!(receive(&storage, new.clone()).await, Receive::Known);
        assert_eq!(storage.trail(new.id).await.unwrap().len(), 1);
        let changes = storage.changes(device.enterprise, 0, 10).await.unwrap();
        assert_eq!(changes.cursor, 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_given_back_for_ever_is_refused_for_now_and_leaves_nothing() {
    let database = Database::create().await;
    let storage = database.open().await;
    let device = device(&storage).await;
    refuse(&database, "40001", 1_000, false).await;
    let new = new_submission(&device);
    let entry = crate::storage::entry(server::audit::Act::Case);
    let refused = storage.receive(new.clone(), entry).await;
    assert!(
        matches!(refused, Err(StorageError::Unavailable(_))),
        "{refused:?}"
    );
    assert!(storage.submission(new.id).await.unwrap().is_none());
    assert_eq!(storage.audit(0, 10).await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_can_never_succeed_is_tried_once() {
    let database = Database::create().await;
    let storage = database.open().await;
    let device = device(&storage).await;
    let mut db = refuse(&database, "23514", 1_000, false).await;
    let entry = crate::storage::entry(server::audit::Act::Case);
    let refused = storage.receive(new_submission(&device), entry).await;
    assert!(
        matches!(refused, Err(StorageError::Broken(_))),
        "{refused:?}"
    );
    assert_eq!(tries(&mut db).await, 1);
}

/// Whoever ends our sessions is no reason to end with them.
#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_were_ended_are_replaced() {
    let database = Database::create().await;
    let storage = database.open().await;
    let device = device(&storage).await;
    let mut db = PgConnection::connect(&database.url).await.unwrap();
    for _ in 0..3 {
        execute(
            &mut db,
            "select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid()",
        )
        .await;
        let stored = receive(&storage, new_submission(&device)).await;
        assert!(matches!(stored, Receive::Stored(_)));
        storage.ping().await.unwrap();
    }
}
