//! The lines of the queue.

use domain::api::{QueueItem, QueueQuery};
use leptos::{prelude::*, web_sys};
use ui::{
    component::button::{Look, link},
    dom::{El, el, el_class},
    i18n::{Key, t},
    route,
};
use wasm_bindgen::JsCast as _;

use super::filters::address;
use crate::{address::Page, component::page::empty, label, when, word::Word};

const COLUMNS: [Key; 9] = [
    Word::COLUMN_NUMBER,
    Word::COLUMN_ENTERPRISE,
    Word::COLUMN_FORM,
    Word::COLUMN_INDUSTRY,
    Word::COLUMN_STATE,
    Word::COLUMN_ASSIGNEE,
    Word::COLUMN_RECEIVED,
    Word::COLUMN_DUE,
    Word::COLUMN_FLAGS,
];

/// The table. A narrow screen shows each row as a card, which would take the roles of table, row and cell away: they
/// are named.
pub(super) fn table(items: &[QueueItem]) -> AnyView {
    let industries = label::industries();
    let chosen = RwSignal::new(None::<usize>);
    let rows = items
        .iter()
        .enumerate()
        .map(|(at, item)| row(item, &industries, at, chosen));
    let head = COLUMNS.map(|words| {
        el("th")
            .attr("scope", "col")
            .attr("role", "columnheader")
            .text(t(words))
    });
    el_class("div", "table-wrap")
        .child(
            el_class("table", "table table--cards")
                .attr("role", "table")
                .child(el_class("caption", "visually-hidden").text(t(Word::QUEUE_LIST)))
                .child(
                    el("thead")
                        .attr("role", "rowgroup")
                        .child(el("tr").attr("role", "row").children(head)),
                )
                .child(el("tbody").attr("role", "rowgroup").children(rows)),
        )
        .view()
}

fn row(
    item: &QueueItem,
    industries: &[(String, String)],
    at: usize,
    chosen: RwSignal<Option<usize>>,
) -> El {
    let case = Page::Case(item.id).to_string();
    let industry = item.industry.as_ref().map(|code| {
        let known = industries.iter().find(|(known, _)| known == code);
        known.map_or(code.clone(), |(_, words)| words.clone())
    });
    let opened = case.clone();
    let nobody = || t(Word::NOBODY).to_owned();
    el("tr")
        .attr("role", "row")
        .attr_live("aria-selected", move || {
            (chosen.get() == Some(at)).then(|| "true".to_owned())
        })
        .on("focusin", move |_| chosen.set(Some(at)))
        .on("click", move |event| {
            if !is_link(&event) {
                route::go(&opened);
            }
        })
        .child(
            el("th")
                .attr("scope", "row")
                .attr("role", "rowheader")
                .child(el("a").attr("href", case).text(item.number.clone())),
        )
        .child(cell("table__name", None).text(item.enterprise_name.clone()))
        .child(cell("table__form", None).text(label::form(&item.form)))
        .child(cell("", None).text(industry.unwrap_or_default()))
        .child(cell("table__state", None).child(label::badge(item.state)))
        .child(
            cell("", Some(Word::COLUMN_ASSIGNEE))
                .text(item.assignee_name.clone().unwrap_or_else(nobody)),
        )
        .child(cell("table__day", Some(Word::COLUMN_RECEIVED)).text(when::day(item.received_at)))
        .child(
            item.due_at
                .map_or_else(|| cell("", None), |at| due(item, at)),
        )
        .child(flags(item))
}

/// A cell; on a card, where no heading stands over it, `name` stands before it.
fn cell(class: &'static str, name: Option<Key>) -> El {
    let cell = el_class("td", class).attr("role", "cell");
    match name {
        Some(name) => cell.attr("data-name", t(name)),
        None => cell,
    }
}

fn is_link(event: &web_sys::Event) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| element.closest("a").ok().flatten().is_some())
}

fn due(item: &QueueItem, at: i64) -> El {
    let late = item.state.is_open() && at < ui::clock::now_ms();
    cell("table__day", Some(Word::COLUMN_DUE))
        .text(when::day(at))
        .child(late.then(|| el_class("span", "flag flag--danger").text(t(Word::OVERDUE))))
}

fn flags(item: &QueueItem) -> El {
    let named = label::flags(item.flags, item.verified)
        .into_iter()
        .map(|(name, hint)| (name, Some(hint)));
    let proposed = item.proposed.then_some((Word::FLAG_PROPOSED, None));
    let flags: Vec<El> = proposed
        .into_iter()
        .chain(named)
        .map(|(name, hint)| {
            let flag = el_class("span", "flag").text(t(name));
            match hint {
                Some(hint) => flag.attr("title", t(hint)),
                None => flag,
            }
        })
        .collect();
    let cell = cell("table__flags", None);
    if flags.is_empty() {
        cell
    } else {
        cell.child(el_class("div", "flags").children(flags))
    }
}

/// Why the list is empty, and what can be done.
pub(super) fn nothing_here(query: &QueueQuery) -> El {
    if *query == QueueQuery::default() {
        return empty(t(Word::QUEUE_EMPTY));
    }
    let all = address(&QueueQuery::default());
    empty(t(Word::QUEUE_NO_MATCH)).child(link(Look::Secondary, t(Word::FILTER_CLEAR), all))
}
