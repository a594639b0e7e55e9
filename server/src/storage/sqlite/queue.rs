//! The queue: pages by keyset, counts from a table that triggers keep.
//!
//! Each filter has an index that ends in the queue's order, so a page reads as many rows as it shows. Without a
//! search the counts come from `queue_count`, whatever the number of submissions. A search has to look at every
//! submission that the other filters leave.

use domain::{
    api::{QueueItem, StateCount},
    case::{Case, State},
    id::SubmissionId,
};
use sqlx::{QueryBuilder, Sqlite, SqlitePool};
use uuid::Uuid;

use super::{
    Position, QueueFilter, Result, account, failure,
    row::{NOBODY, integer, json, natural, state},
};
use crate::storage::{Assignee, Search};

#[derive(sqlx::FromRow)]
struct ItemRow {
    id: Uuid,
    number: String,
    form: String,
    state: String,
    enterprise_name: String,
    verified: bool,
    industry: String,
    assignee_name: Option<String>,
    received_at: i64,
    updated_at: i64,
    due_at: Option<i64>,
    proposed: bool,
    casework: String,
}

impl ItemRow {
    fn item(self) -> Result<QueueItem> {
        Ok(QueueItem {
            id: SubmissionId(self.id),
            number: self.number,
            form: self.form,
            state: state(&self.state)?,
            enterprise_name: self.enterprise_name,
            verified: self.verified,
            industry: Some(self.industry).filter(|code| !code.is_empty()),
            assignee_name: self.assignee_name,
            received_at: self.received_at,
            updated_at: self.updated_at,
            due_at: self.due_at,
            flags: json::<Case>(&self.casework)?.flags,
            proposed: self.proposed,
        })
    }
}

pub(super) async fn page(
    db: &SqlitePool,
    filter: &QueueFilter,
    after: Option<Position>,
    limit: usize,
) -> Result<Vec<QueueItem>> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "select submission.id, submission.number, submission.form, submission.state, submission.enterprise_name,
           enterprise.verified, submission.industry, account.name as assignee_name, submission.received_at,
           submission.updated_at, submission.due_at, submission.proposed, submission.casework
         from submission join enterprise on enterprise.id = submission.enterprise_id
           left join account on account.id = submission.assignee_id
         where ",
    );
    let branches = branches(filter);
    if branches.is_empty() {
        query.push("true");
        wanted(&mut query, filter, filter.state, after);
    } else {
        query.push("submission.id in (");
        for (index, state) in branches.into_iter().enumerate() {
            if index > 0 {
                query.push(" union all ");
            }
            query.push("select id from (select submission.id from submission where true");
            wanted(&mut query, filter, Some(state), after);
            first(&mut query, limit);
            query.push(") as found");
        }
        query.push(")");
    }
    first(&mut query, limit);
    let rows: Vec<ItemRow> = query
        .build_query_as()
        .fetch_all(db)
        .await
        .map_err(failure)?;
    rows.into_iter().map(ItemRow::item).collect()
}

/// The states to look into one by one. The indexes of the filters have the state before the order, so a filter over
/// all states finds the first of each state at once, and would have to sort everything that it leaves otherwise.
fn branches(filter: &QueueFilter) -> Vec<State> {
    let narrow = filter.form.is_some() || filter.industry.is_some() || filter.assignee.is_some();
    if filter.state.is_none() && narrow {
        State::ALL.to_vec()
    } else {
        Vec::new()
    }
}

fn wanted(
    query: &mut QueryBuilder<Sqlite>,
    filter: &QueueFilter,
    state: Option<State>,
    after: Option<Position>,
) {
    if let Some(state) = state {
        query
            .push(" and submission.state = ")
            .push_bind(state.code());
    }
    narrow(query, filter);
    if let Some(search) = &filter.search {
        find(query, search);
    }
    if let Some(after) = after {
        query
            .push(" and (submission.received_at, submission.id) < (")
            .push_bind(after.received_at)
            .push(", ")
            .push_bind(after.id.0)
            .push(")");
    }
}

fn first(query: &mut QueryBuilder<Sqlite>, limit: usize) {
    query
        .push(" order by submission.received_at desc, submission.id desc limit ")
        .push_bind(integer(limit as u64));
}

pub(super) async fn counts(db: &SqlitePool, filter: &QueueFilter) -> Result<Vec<StateCount>> {
    let mut query = match &filter.search {
        None => QueryBuilder::<Sqlite>::new(
            "select state, cast(sum(count) as bigint) from queue_count as submission where true",
        ),
        Some(_) => QueryBuilder::new("select state, count(*) from submission where true"),
    };
    narrow(&mut query, filter);
    if let Some(search) = &filter.search {
        find(&mut query, search);
    }
    query.push(" group by state");
    let rows: Vec<(String, i64)> = query
        .build_query_as()
        .fetch_all(db)
        .await
        .map_err(failure)?;
    Ok(State::ALL
        .into_iter()
        .map(|state| {
            let found = rows.iter().find(|(code, _)| code == state.code());
            StateCount {
                state,
                count: found.map_or(0, |(_, count)| natural(*count)),
            }
        })
        .collect())
}

/// Every filter but the state and the search.
fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &QueueFilter) {
    if let Some(form) = &filter.form {
        query
            .push(" and submission.form = ")
            .push_bind(form.clone());
    }
    if let Some(industry) = &filter.industry {
        query
            .push(" and submission.industry = ")
            .push_bind(industry.clone());
    }
    match filter.assignee {
        Some(Assignee::Nobody) => {
            query
                .push(" and submission.assignee_id = ")
                .push_bind(NOBODY);
        }
        Some(Assignee::Account(id)) => {
            query
                .push(" and submission.assignee_id = ")
                .push_bind(account::assignee(Some(id)));
        }
        None => {}
    }
    if filter.proposed {
        query.push(" and submission.proposed");
    }
}

fn find(query: &mut QueryBuilder<Sqlite>, search: &Search) {
    let mut contains = |before: &'static str, text: &str| {
        query
            .push(before)
            .push_bind(format!("%{}%", escaped(text)))
            .push(" escape '\\'");
    };
    match search {
        Search::Name { text, key } => {
            contains(" and (submission.enterprise_name like ", text);
            // Nothing but marks was typed: an empty key would be a part of every name.
            if !key.is_empty() {
                contains(" or submission.name_key like ", key);
            }
            query.push(")");
        }
        Search::Initials(key) => contains(" and submission.name_initials like ", key),
        Search::Number(number) => contains(" and submission.number like ", number),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
