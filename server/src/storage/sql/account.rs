//! Accounts, their sessions, and the server's own secrets.

use domain::{api::Account, id::AccountId};

use super::{
    Connection, Digest, Pool, Result, Session, audit, failure,
    row::{AccountRow, digest, natural},
};
use crate::audit::Entry;

pub(super) async fn secret(db: &mut Connection, key: String, value: Digest) -> Result<Digest> {
    let stored: Vec<u8> = sqlx::query_scalar(
        "insert into meta (key, value) values ($1, $2)
         on conflict (key) do update set value = meta.value returning value",
    )
    .bind(key)
    .bind(value.as_slice())
    .fetch_one(db)
    .await
    .map_err(failure)?;
    digest(&stored)
}

pub(super) async fn count(db: &Pool) -> Result<u64> {
    let count: i64 = sqlx::query_scalar("select count(*) from account")
        .fetch_one(db)
        .await
        .map_err(failure)?;
    Ok(natural(count))
}

pub(super) async fn all(db: &Pool) -> Result<Vec<Account>> {
    let rows: Vec<AccountRow> = sqlx::query_as(
        "select id, login, name, unit, phone, role from account order by name, login",
    )
    .fetch_all(db)
    .await
    .map_err(failure)?;
    rows.into_iter().map(AccountRow::account).collect()
}

pub(super) async fn one(db: &Pool, id: AccountId) -> Result<Option<Account>> {
    let row: Option<AccountRow> =
        sqlx::query_as("select id, login, name, unit, phone, role from account where id = $1")
            .bind(id.0)
            .fetch_optional(db)
            .await
            .map_err(failure)?;
    row.map(AccountRow::account).transpose()
}

#[derive(sqlx::FromRow)]
struct CredentialRow {
    #[sqlx(flatten)]
    account: AccountRow,
    password_hash: String,
}

pub(super) async fn credentials(db: &Pool, login: &str) -> Result<Option<(Account, String)>> {
    let row: Option<CredentialRow> = sqlx::query_as(
        "select id, login, name, unit, phone, role, password_hash from account where login = $1",
    )
    .bind(login)
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    row.map(|row| Ok((row.account.account()?, row.password_hash)))
        .transpose()
}

pub(super) async fn create(
    db: &mut Connection,
    account: Account,
    password_hash: String,
    entry: Entry,
) -> Result<bool> {
    let made = sqlx::query(
        "insert into account (id, login, password_hash, name, unit, phone, role, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (login) do nothing",
    )
    .bind(account.id.0)
    .bind(account.login)
    .bind(password_hash)
    .bind(account.name)
    .bind(account.unit)
    .bind(account.phone)
    .bind(account.role.code())
    .bind(entry.at)
    .execute(&mut *db)
    .await
    .map_err(failure)?
    .rows_affected()
        == 1;
    if made {
        audit::append(db, &entry).await?;
    }
    Ok(made)
}

pub(super) async fn create_first(
    db: &mut Connection,
    account: Account,
    password_hash: String,
    session: Session,
    entry: Entry,
) -> Result<bool> {
    let exists: bool = sqlx::query_scalar("select exists (select 1 from account)")
        .fetch_one(&mut *db)
        .await
        .map_err(failure)?;
    if exists || !create(db, account, password_hash, entry).await? {
        return Ok(false);
    }
    insert_session(db, session).await?;
    Ok(true)
}

pub(super) async fn open_session(
    db: &mut Connection,
    session: Session,
    entry: Entry,
) -> Result<()> {
    sqlx::query("delete from session where expires_at <= $1")
        .bind(entry.at)
        .execute(&mut *db)
        .await
        .map_err(failure)?;
    insert_session(db, session).await?;
    audit::append(db, &entry).await
}

async fn insert_session(db: &mut Connection, session: Session) -> Result<()> {
    sqlx::query(
        "insert into session (token_hash, account_id, created_at, seen_at, expires_at)
         values ($1, $2, $3, $4, $5)",
    )
    .bind(session.token.as_slice())
    .bind(session.account.0)
    .bind(session.created_at)
    .bind(session.seen_at)
    .bind(session.expires_at)
    .execute(db)
    .await
    .map(drop)
    .map_err(failure)
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    created_at: i64,
    seen_at: i64,
    expires_at: i64,
    #[sqlx(flatten)]
    account: AccountRow,
}

pub(super) async fn session(db: &Pool, token: Digest) -> Result<Option<(Session, Account)>> {
    let row: Option<SessionRow> = sqlx::query_as(
        "select session.created_at, session.seen_at, session.expires_at, account.id, account.login, account.name,
           account.unit, account.phone, account.role
         from session join account on account.id = session.account_id where session.token_hash = $1",
    )
    .bind(token.as_slice())
    .fetch_optional(db)
    .await
    .map_err(failure)?;
    let Some(row) = row else { return Ok(None) };
    let account: Account = row.account.account()?;
    let session = Session {
        token,
        account: account.id,
        created_at: row.created_at,
        seen_at: row.seen_at,
        expires_at: row.expires_at,
    };
    Ok(Some((session, account)))
}

pub(super) async fn touch_session(db: &mut Connection, token: Digest, at: i64) -> Result<()> {
    sqlx::query("update session set seen_at = $2 where token_hash = $1 and seen_at < $2")
        .bind(token.as_slice())
        .bind(at)
        .execute(db)
        .await
        .map(drop)
        .map_err(failure)
}

pub(super) async fn close_session(db: &mut Connection, token: Digest, entry: Entry) -> Result<()> {
    sqlx::query("delete from session where token_hash = $1")
        .bind(token.as_slice())
        .execute(&mut *db)
        .await
        .map_err(failure)?;
    audit::append(db, &entry).await
}
