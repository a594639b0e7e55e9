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

/// The table.
pub(super) fn table(items: &[QueueItem]) -> AnyView {
    let industries = label::industries();
    let chosen = RwSignal::new(None::<usize>);
    let rows = items
        .iter()
        .enumerate()
        .map(|(at, item)| row(item, &industries, at, chosen));
    el_class("div", "table-wrap")
        .child(
            el_class("table", "table")
                .child(el_class("caption", "visually-hidden").text(t(Word::QUEUE_LIST)))
                .child(el("thead").child(
                    el("tr").children(
                        COLUMNS.map(|words| el("th").attr("scope", "col").text(t(words))),
                    ),
                ))
                .child(el("tbody").children(rows)),
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
    el("tr")
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
                .child(el("a").attr("href", case).text(item.number.clone())),
        )
        .child(el_class("td", "table__name").text(item.enterprise_name.clone()))
        .child(el("td").text(label::form(&item.form)))
        .child(el("td").text(industry.unwrap_or_default()))
        .child(el("td").child(label::badge(item.state)))
        .child(
            el("td").text(
                item.assignee_name
                    .clone()
                    .unwrap_or_else(|| t(Word::NOBODY).to_owned()),
            ),
        )
        .child(el_class("td", "table__day").text(when::day(item.received_at)))
        .child(due(item))
        .child(el("td").child(flags(item)))
}

fn is_link(event: &web_sys::Event) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|element| element.closest("a").ok().flatten().is_some())
}

fn due(item: &QueueItem) -> El {
    let late = item.state.is_open() && item.due_at.is_some_and(|due| due < ui::clock::now_ms());
    el_class("td", "table__day")
        .text(item.due_at.map(when::day).unwrap_or_default())
        .child(late.then(|| el_class("span", "flag flag--danger").text(t(Word::OVERDUE))))
}

fn flags(item: &QueueItem) -> El {
    let named = label::flags(item.flags, item.verified)
        .into_iter()
        .map(|(name, hint)| (name, Some(hint)));
    let proposed = item.proposed.then_some((Word::FLAG_PROPOSED, None));
    let flags = proposed.into_iter().chain(named).map(|(name, hint)| {
        let flag = el_class("span", "flag").text(t(name));
        match hint {
            Some(hint) => flag.attr("title", t(hint)),
            None => flag,
        }
    });
    el_class("div", "flags").children(flags)
}

/// Why the list is empty, and what can be done.
pub(super) fn nothing_here(query: &QueueQuery) -> El {
    if *query == QueueQuery::default() {
        return empty(t(Word::QUEUE_EMPTY));
    }
    let all = address(&QueueQuery::default());
    empty(t(Word::QUEUE_NO_MATCH)).child(link(Look::Secondary, t(Word::FILTER_CLEAR), all))
}
