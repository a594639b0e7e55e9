//! The way to the database is encrypted, and with `sslmode=verify-full` it leads to nobody else.

use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use server::storage::{PostgresStorage, Storage as _};
use sqlx::{Connection as _, PgConnection};

use crate::cluster::Database;

fn identity() -> CertifiedKey<KeyPair> {
    generate_simple_self_signed(["localhost".to_owned()]).unwrap()
}

/// Whether each connection of the server is encrypted, once it has asked for something.
async fn is_encrypted(database: &Database, storage: &PostgresStorage) -> bool {
    storage.audit(0, 1).await.unwrap();
    let mut db = PgConnection::connect(&database.url).await.unwrap();
    let all: Option<bool> = sqlx::query_scalar(
        "select bool_and(ssl) from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'ieum'",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    all.expect("a server is connected")
}

#[tokio::test]
async fn a_connection_is_encrypted_and_leads_to_the_database_that_is_meant() {
    let (own, other) = (identity(), identity());
    let database = Database::encrypted(&own).await;
    let folder = tempfile::tempdir().unwrap();
    let trusting = |name: &str, identity: &CertifiedKey<KeyPair>| {
        let path = folder.path().join(name);
        std::fs::write(&path, identity.cert.pem()).unwrap();
        let path = path.display();
        database.network_url(&format!("sslmode=verify-full&sslrootcert={path}"))
    };

    let storage = PostgresStorage::open(&trusting("own", &own)).await.unwrap();
    assert!(is_encrypted(&database, &storage).await);

    let error = PostgresStorage::open(&trusting("other", &other)).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("certificate"), "{error}");
    let unknown = PostgresStorage::open(&database.network_url("sslmode=verify-full")).await;
    assert!(unknown.is_err(), "the system knows no such authority");
}

#[tokio::test]
async fn without_a_word_about_it_the_database_is_asked_to_encrypt() {
    let database = Database::encrypted(&identity()).await;
    let storage = PostgresStorage::open(&database.network_url(""))
        .await
        .unwrap();
    assert!(is_encrypted(&database, &storage).await);
    // Over the socket of one machine there is nothing to encrypt, and one who insists is told so.
    let insisting = format!("{}&sslmode=require", database.url);
    let refused = PostgresStorage::open(&insisting).await;
    assert!(refused.is_err());
}
