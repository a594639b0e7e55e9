//! A database whose disk is full: health is told by a write, and what can't be stored may come again.

use server::storage::{Storage as _, StorageError};
use sqlx::{Connection as _, PgConnection};

use crate::cluster::Database;

#[tokio::test]
async fn a_database_whose_disk_is_full_is_unavailable_until_it_has_room() {
    let database = Database::create().await;
    let storage = database.open().await;
    storage.secret("health", [0; 32]).await.unwrap();
    let mut disk = PgConnection::connect(&database.url).await.unwrap();
    sqlx::raw_sql(
        "create function full_disk() returns trigger language plpgsql as
           $$ begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
         create trigger full_disk before update on meta for each row execute function full_disk()",
    )
    .execute(&mut disk)
    .await
    .unwrap();
    let refused = storage.secret("health", [0; 32]).await;
    assert!(
        matches!(refused, Err(StorageError::Unavailable(_))),
        "{refused:?}"
    );
    storage.ping().await.unwrap();
    sqlx::raw_sql("drop trigger full_disk on meta")
        .execute(&mut disk)
        .await
        .unwrap();
    storage.secret("health", [0; 32]).await.unwrap();
}
