//! All rows of one engine into an empty schema of the other, as they are.
//!
//! The schemas have the same tables and columns. PostgreSQL tells a column's type more narrowly (an id and a digest are both
//! bytes in SQLite), so its catalogue says how each value travels.

use futures_util::TryStreamExt as _;
use sqlx::{
    AssertSqlSafe, Column as _, PgConnection, Postgres, Row as _, Sqlite, SqliteConnection,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};
use uuid::Uuid;

use super::{Result, StorageError, postgres, sqlite};

/// Every table, each behind those that it refers to.
const TABLES: [&str; 16] = [
    "meta",
    "account",
    "session",
    "enterprise",
    "device",
    "invitation",
    "receipt_counter",
    "submission",
    // Triggers count what is copied; the counts as they were replace theirs, so that a wrong one stays visible.
    "queue_count",
    "revision",
    "withdrawal",
    "audit",
    "attachment",
    "revision_attachment",
    "receipt_key",
    "recall",
];

/// How a column's values travel.
#[derive(Clone, Copy)]
enum Kind {
    Id,
    /// An id that is counted by: nobody is the nil UUID in PostgreSQL and no bytes in SQLite.
    Whom,
    Bytes,
    Text,
    Number,
    Small,
    Flag,
}

struct Table {
    select: String,
    insert: String,
    columns: Vec<Kind>,
}

fn broken(what: String) -> StorageError {
    StorageError::Broken(what)
}

async fn table(db: &mut PgConnection, name: &str) -> Result<Table> {
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select column_name::text, udt_name::text from information_schema.columns
         where table_schema = current_schema() and table_name = $1 order by ordinal_position",
    )
    .bind(name)
    .fetch_all(db)
    .await
    .map_err(postgres::failure)?;
    let kinds = columns.iter().map(|(column, kind)| {
        Ok(match (column.as_str(), kind.as_str()) {
            ("assignee_id", _) => Kind::Whom,
            (_, "uuid") => Kind::Id,
            (_, "bytea") => Kind::Bytes,
            (_, "text") => Kind::Text,
            (_, "int8") => Kind::Number,
            (_, "int4") => Kind::Small,
            (_, "bool") => Kind::Flag,
            _ => return Err(broken(format!("{name}.{column} is a {kind}"))),
        })
    });
    let names: Vec<_> = columns.iter().map(|(column, _)| column.as_str()).collect();
    let places: Vec<_> = (1..=names.len()).map(|place| format!("${place}")).collect();
    let (list, places) = (names.join(", "), places.join(", "));
    Ok(Table {
        // The audit trail in its order; for the others no order is needed.
        select: match name {
            "audit" => format!("select {list} from audit order by seq"),
            _ => format!("select {list} from {name}"),
        },
        insert: format!("insert into {name} ({list}) values ({places})"),
        columns: kinds.collect::<Result<_>>()?,
    })
}

/// Copies what `from` sees into a file that has the schema and no row; returns the number of rows.
pub(super) async fn to_sqlite(from: &mut PgConnection, to: &mut SqliteConnection) -> Result<u64> {
    let mut count = 0;
    for name in TABLES {
        let table = table(from, name).await?;
        if name == "queue_count" {
            sqlx::query("delete from queue_count")
                .execute(&mut *to)
                .await
                .map_err(sqlite::failure)?;
        }
        let mut rows = sqlx::query(AssertSqlSafe(table.select)).fetch(&mut *from);
        let insert: std::sync::Arc<str> = table.insert.into();
        while let Some(row) = rows.try_next().await.map_err(postgres::failure)? {
            let mut insert = sqlx::query(AssertSqlSafe(std::sync::Arc::clone(&insert)));
            for (place, kind) in table.columns.iter().enumerate() {
                insert = give_sqlite(insert, &row, place, *kind).map_err(postgres::failure)?;
            }
            insert.execute(&mut *to).await.map_err(sqlite::failure)?;
            count += 1;
        }
    }
    Ok(count)
}

/// Copies a file's rows into a database that has the schema and no row; returns the number of rows.
pub(super) async fn to_postgres(from: &mut SqliteConnection, to: &mut PgConnection) -> Result<u64> {
    let mut count = 0;
    for name in TABLES {
        let table = table(to, name).await?;
        if name == "queue_count" {
            sqlx::query("delete from queue_count")
                .execute(&mut *to)
                .await
                .map_err(postgres::failure)?;
        }
        let mut rows = sqlx::query(AssertSqlSafe(table.select)).fetch(&mut *from);
        let insert: std::sync::Arc<str> = table.insert.into();
        while let Some(row) = rows.try_next().await.map_err(sqlite::failure)? {
            let mut insert = sqlx::query(AssertSqlSafe(std::sync::Arc::clone(&insert)));
            for (place, kind) in table.columns.iter().enumerate() {
                insert = give_postgres(insert, &row, place, *kind).map_err(sqlite::failure)?;
            }
            insert.execute(&mut *to).await.map_err(postgres::failure)?;
            count += 1;
        }
    }
    Ok(count)
}

/// Whether no table of a database has a row.
pub(super) async fn is_empty(db: &mut PgConnection) -> Result<bool> {
    for name in TABLES {
        let has_rows = format!("select exists (select 1 from {name})");
        let has_rows: bool = sqlx::query_scalar(AssertSqlSafe(has_rows))
            .fetch_one(&mut *db)
            .await
            .map_err(postgres::failure)?;
        if has_rows {
            return Ok(false);
        }
    }
    Ok(true)
}

type IntoSqlite<'q> = sqlx::query::Query<'q, Sqlite, SqliteArguments>;
type IntoPostgres<'q> = sqlx::query::Query<'q, Postgres, PgArguments>;

fn give_sqlite<'q>(
    insert: IntoSqlite<'q>,
    row: &PgRow,
    place: usize,
    kind: Kind,
) -> sqlx::Result<IntoSqlite<'q>> {
    Ok(match kind {
        Kind::Id => insert.bind(row.try_get::<Option<Uuid>, _>(place)?),
        Kind::Whom => {
            let whom = row.try_get::<Uuid, _>(place)?;
            insert.bind(if whom.is_nil() {
                Vec::new()
            } else {
                whom.as_bytes().to_vec()
            })
        }
        Kind::Bytes => insert.bind(row.try_get::<Option<Vec<u8>>, _>(place)?),
        Kind::Text => insert.bind(row.try_get::<Option<String>, _>(place)?),
        Kind::Number => insert.bind(row.try_get::<Option<i64>, _>(place)?),
        Kind::Small => insert.bind(row.try_get::<Option<i32>, _>(place)?),
        Kind::Flag => insert.bind(row.try_get::<Option<bool>, _>(place)?),
    })
}

fn give_postgres<'q>(
    insert: IntoPostgres<'q>,
    row: &SqliteRow,
    place: usize,
    kind: Kind,
) -> sqlx::Result<IntoPostgres<'q>> {
    Ok(match kind {
        Kind::Id => insert.bind(row.try_get::<Option<Uuid>, _>(place)?),
        Kind::Whom => {
            let whom = row.try_get::<Vec<u8>, _>(place)?;
            let no_id = |error: uuid::Error| sqlx::Error::ColumnDecode {
                index: row.column(place).name().to_owned(),
                source: error.into(),
            };
            insert.bind(if whom.is_empty() {
                Uuid::nil()
            } else {
                Uuid::from_slice(&whom).map_err(no_id)?
            })
        }
        Kind::Bytes => insert.bind(row.try_get::<Option<Vec<u8>>, _>(place)?),
        Kind::Text => insert.bind(row.try_get::<Option<String>, _>(place)?),
        Kind::Number => insert.bind(row.try_get::<Option<i64>, _>(place)?),
        Kind::Small => insert.bind(row.try_get::<Option<i32>, _>(place)?),
        Kind::Flag => insert.bind(row.try_get::<Option<bool>, _>(place)?),
    })
}
