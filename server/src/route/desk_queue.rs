//! The queue.

use axum::{Json, extract::State};
use domain::{
    api::{AssigneeFilter, ErrorBody, QueuePage, QueueQuery},
    case::{self, Permission},
    id::SubmissionId,
    korea::{choseong, search_key},
};

use super::Params;
use crate::{
    auth::session::Staff,
    error::ApiError,
    state::AppState,
    storage::{Assignee, Position, QueueFilter, Search},
};

/// Items on a page.
const PAGE: usize = 50;

/// A page of the queue, newest first, with the counts of every state.
#[utoipa::path(
    get,
    path = "/api/v1/desk/submissions",
    tag = "desk",
    security(("session" = [])),
    params(QueueQuery),
    responses(
        (status = OK, body = QueuePage),
        (status = BAD_REQUEST, body = ErrorBody),
        (status = FORBIDDEN, body = ErrorBody),
    ),
)]
pub async fn queue(
    State(state): State<AppState>,
    staff: Staff,
    Params(query): Params<QueueQuery>,
) -> Result<Json<QueuePage>, ApiError> {
    staff.require(Permission::ReadQueue)?;
    let after = query.after.as_deref().map(position).transpose()?;
    let filter = filter(&staff, query)?;
    let (items, counts) = tokio::try_join!(
        state.storage.queue(&filter, after, PAGE + 1),
        state.storage.counts(&filter),
    )?;
    let mut items = items;
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    let next = items
        .last()
        .filter(|_| more)
        .map(|last| format!("{}.{}", last.received_at, last.id));
    Ok(Json(QueuePage {
        items,
        next,
        counts,
    }))
}

fn position(after: &str) -> Result<Position, ApiError> {
    let malformed = || ApiError::Malformed("`after` is not the `next` of a page".to_owned());
    let (received_at, id) = after.split_once('.').ok_or_else(malformed)?;
    Ok(Position {
        received_at: received_at.parse().map_err(|_| malformed())?,
        id: id.parse::<SubmissionId>().map_err(|_| malformed())?,
    })
}

fn filter(staff: &Staff, query: QueueQuery) -> Result<QueueFilter, ApiError> {
    if query.state == Some(case::State::Unknown) {
        return Err(ApiError::Malformed("`state` is not a state".to_owned()));
    }
    Ok(QueueFilter {
        state: query.state,
        form: query.form.filter(|form| !form.is_empty()),
        industry: query.industry.filter(|industry| !industry.is_empty()),
        assignee: query.assignee.map(|assignee| match assignee {
            AssigneeFilter::Mine => Assignee::Account(staff.account.id),
            AssigneeFilter::None => Assignee::Nobody,
        }),
        proposed: query.proposed.unwrap_or_default(),
        search: query.q.as_deref().and_then(search),
    })
}

/// What somebody typed: digits look for a receipt number, bare consonants for initials, the rest for a name.
fn search(typed: &str) -> Option<Search> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let is_number = typed.chars().filter(char::is_ascii_digit).count() >= 3
        && typed.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '-' | '판' | '로' | '피' | '해' | '기' | '여' | '간' | '담'
                )
        });
    if is_number {
        return Some(Search::Number(typed.to_owned()));
    }
    let letters: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if letters.chars().any(|c| matches!(c, 'ㄱ'..='ㅎ')) {
        // Half-typed syllables mix with whole ones: both are looked for by their initials.
        return Some(Search::Initials(choseong::initials(
            &letters.to_lowercase(),
        )));
    }
    Some(Search::Name {
        text: typed.to_owned(),
        key: search_key::search_key(typed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_tells_what_is_looked_for() {
        assert_eq!(search("  "), None);
        assert_eq!(
            search("2020-피해-000123"),
            Some(Search::Number("2020-피해-000123".to_owned()))
        );
        assert_eq!(search("000123"), Some(Search::Number("000123".to_owned())));
        assert_eq!(search("ㄷㅇ"), Some(Search::Initials("ㄷㅇ".to_owned())));
        assert_eq!(search("다ㅇ"), Some(Search::Initials("ㄷㅇ".to_owned())));
        let name = |text: &str, key: &str| {
            Some(Search::Name {
                text: text.to_owned(),
                key: key.to_owned(),
            })
        };
        assert_eq!(search("㈜ 다울"), name("㈜ 다울", "다울"));
        assert_eq!(search("21세기"), name("21세기", "21세기"));
    }
}
