//! The comparison can fail: each way in which something could be lost, doubled or altered is brought about once.

use std::path::Path;

use server::demo::Dice;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{ledger::Ledger, work_until_killed};
use crate::{crash::Program, support::write_site};

/// What is done to the database, and what must be said about it.
const HARMS: [(&str, &str); 8] = [
    (
        "delete from revision where id = (select min(id) from revision)",
        "it is gone",
    ),
    (
        "update revision set content = replace(content, '번째', '번쩨') where id = (select min(id) from revision)",
        "its content is another",
    ),
    (
        "insert into revision select randomblob(16), submission_id, 2, parent_id, device_id, content, hash,
         received_at from revision where id = (select min(id) from revision)",
        "it is there 2 times",
    ),
    (
        "update submission set number = 'x' where id = (select min(id) from submission)",
        "it is not what its receipt says",
    ),
    (
        "update revision set received_at = received_at + 1 where id = (select min(id) from revision)",
        "it is not what its receipt says",
    ),
    (
        "delete from audit where seq = (select max(seq) from audit)",
        "was received 0 times by the trail",
    ),
    (
        "update audit set at = at + 1 where seq = 3",
        "the trail breaks at link 3",
    ),
    ("delete from attachment", "its file is not known"),
];

async fn harm(data: &Path, sql: &'static str) {
    let mut db: SqliteConnection = SqliteConnectOptions::new()
        .filename(data.join("ieum.db"))
        .foreign_keys(false)
        .connect()
        .await
        .unwrap();
    for trigger in ["audit_is_never_changed", "audit_is_never_deleted"] {
        let drop = format!("drop trigger if exists {trigger}");
        sqlx::query(sqlx::AssertSqlSafe(drop))
            .execute(&mut db)
            .await
            .unwrap();
    }
    let done = sqlx::query(sql).execute(&mut db).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql}");
    db.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_lost_doubled_or_altered_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    write_site(&folder.path().join("site"));
    let (data, before) = (folder.path().join("data"), folder.path().join("before"));
    let program = Program::start(folder.path());
    let mut lanes = super::lanes(&program, &mut Dice::seeded(9)).await;
    work_until_killed(&program, &mut lanes, 20, std::time::Duration::ZERO);
    drop(program);
    // What the kill cut off is sent again: whatever is harmed below then belongs to somebody.
    let program = Program::start(folder.path());
    let mut ledger = Ledger::default();
    for lane in &mut lanes {
        lane.send_again(program.address);
        ledger.note(lane);
    }
    drop(program);
    let faults = ledger.all_faults(&data).await;
    assert!(faults.is_empty(), "{faults:#?}");
    std::fs::create_dir(&before).unwrap();
    std::fs::copy(data.join("ieum.db"), before.join("ieum.db")).unwrap();
    for (sql, told) in HARMS {
        harm(&data, sql).await;
        let faults = ledger.all_faults(&data).await;
        assert!(
            faults.iter().any(|fault| fault.contains(told)),
            "{sql}: {faults:#?}"
        );
        std::fs::copy(before.join("ieum.db"), data.join("ieum.db")).unwrap();
    }
    std::fs::remove_dir_all(data.join("attachments")).unwrap();
    let faults = ledger.all_faults(&data).await;
    let told = "its file is another or gone";
    assert!(faults.iter().any(|fault| fault.contains(told)));
}
