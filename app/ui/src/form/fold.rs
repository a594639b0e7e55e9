//! A row of a long repeat: open with its questions, or closed to a line that says what it holds and what is missing.
//!
//! One row of a repeat is open at a time, and only its questions are in the page: a keystroke costs what one row
//! costs, however many there are. What is to be focused in a closed row opens it.

use std::sync::Arc;

use domain::{
    answer::Answer,
    form::{Appearance, Field, Finding, Item, Kind, Path, Repeat},
};
use leptos::prelude::*;

use super::{session::Session, step::items, words};
use crate::{
    dom::{El, el_class, live, pieces, window},
    focus,
    i18n::{Key, t, tr},
};

/// How many answers a closed row shows.
const SHOWN: usize = 4;

/// Whether rows of `repeat` are folded: one question is as short as the line that would stand for it.
pub(super) fn folds(repeat: &Repeat) -> bool {
    fields(&repeat.items).len() > 1
}

/// Opens the row that holds what is to be focused.
pub(super) fn follow_focus(session: Session, repeat: &Arc<Repeat>) {
    let open = session.open_row(&repeat.id);
    let repeat = repeat.id.clone();
    Effect::new(move |_| {
        let sought = focus::sought();
        let Some(sought) = sought.strip_prefix(&format!("f-{repeat}-")) else {
            return;
        };
        let rows = untrack(|| session.rows(&repeat));
        let holds = |row: &&String| {
            let rest = sought.strip_prefix(row.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        if let Some(row) = rows.iter().find(holds) {
            open.set(row.clone());
        }
    });
}

/// The button that opens and closes the row with this title, and what stands below the row's head.
pub(super) fn fold(
    session: Session,
    repeat: &Arc<Repeat>,
    row: &str,
    title: &str,
) -> (El, AnyView) {
    let open = session.open_row(&repeat.id);
    let (follows, own) = (open.clone(), row.to_owned());
    let is_open = Memo::new(move |_| follows.get() == own);
    let button = toggle(session, open, is_open, &repeat.id, row, title);
    let (repeat, place) = (Arc::clone(repeat), (repeat.id.clone(), row.to_owned()));
    let below = live(move || {
        if is_open.get() {
            pieces(items(session, &repeat.items, Some(&place)))
        } else {
            closed(session, &repeat, &place.1)
        }
    });
    (button, below)
}

fn toggle(
    session: Session,
    open: ArcRwSignal<String>,
    is_open: Memo<bool>,
    repeat: &str,
    row: &str,
    title: &str,
) -> El {
    let words = move || {
        t(match (is_open.get(), session.is_read_only()) {
            (true, _) => Key::REPEAT_FOLD,
            (false, true) => Key::REPEAT_UNFOLD,
            (false, false) => Key::REVIEW_EDIT,
        })
    };
    let (title, row, frame) = (
        title.to_owned(),
        row.to_owned(),
        format!("f-{repeat}-{row}"),
    );
    el_class("button", "button button--small")
        .attr("type", "button")
        .attr_live("aria-expanded", move || Some(is_open.get().to_string()))
        .attr_live("aria-label", move || Some(format!("{title} {}", words())))
        .text_live(move || words().to_owned())
        .on("click", move |_| {
            if is_open.get_untracked() {
                open.set(String::new());
                return;
            }
            open.set(row.clone());
            let frame = frame.clone();
            // The row that closes may be above this one, and leaves with all its height.
            focus::after_paint(move || {
                let page = window().document();
                if let Some(frame) = page.and_then(|page| page.get_element_by_id(&frame)) {
                    frame.scroll_into_view();
                }
            });
        })
}

/// What a closed row shows.
fn closed(session: Session, repeat: &Repeat, row: &str) -> AnyView {
    session.follow_row(&repeat.id, row);
    let form = session.form();
    let mut said = Vec::new();
    let mut left = 0;
    for field in fields(&repeat.items) {
        let path = Path::in_row(&*repeat.id, row, &*field.id);
        let (value, found) = session.with(|instance| match instance.is_relevant(&path) {
            true => (instance.value(&path), instance.check(&path)),
            false => (None, Vec::new()),
        });
        left += found
            .iter()
            .filter(|found| Finding::is_error(found))
            .count();
        if said.len() < SHOWN && tells(field, value.as_ref()) {
            said.push(words::answer(&form, field, value.as_ref()));
        }
    }
    if said.is_empty() {
        said.push(t(Key::FIELD_BLANK).to_owned());
    }
    let (class, state) = match left {
        0 => ("badge badge--approved", t(Key::REPEAT_DONE).to_owned()),
        _ => (
            "badge badge--queued",
            tr(Key::REPEAT_LEFT, &[("n", &left.to_string())]),
        ),
    };
    pieces([
        el_class("p", "repeat__said").text(said.join("\u{a0}· ")),
        el_class("p", class).text(state),
    ])
}

/// Whether an answer says something without its question beside it.
fn tells(field: &Field, answer: Option<&Answer>) -> bool {
    let shown = field.appearance != Some(Appearance::Hidden) && !field.label.ko.is_empty();
    shown
        && !matches!(field.kind, Kind::Bool | Kind::File | Kind::Textarea)
        && answer.is_some_and(|answer| !answer.is_blank() && *answer != Answer::Unknown)
}

/// The fields below `items`, in their order.
fn fields(items: &[Item]) -> Vec<&Arc<Field>> {
    let mut found = Vec::new();
    for item in items {
        match item {
            Item::Field(field) => found.push(field),
            Item::Group(group) => found.extend(fields(&group.items)),
            Item::Repeat(repeat) => found.extend(fields(&repeat.items)),
        }
    }
    found
}
