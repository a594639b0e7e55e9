//! Tabs that count, and the filters. Both only change the address; the queue follows it.

use std::{sync::Arc, time::Duration};

use domain::{
    api::{AssigneeFilter, QueuePage, QueueQuery},
    case::State,
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use ui::{
    component::button::{Look, button},
    dom::{El, el, el_class, event_checked},
    i18n::t,
    route,
};

use crate::{
    address::Page,
    component::{self, choice::select},
    label,
    word::Word,
};

/// A pause in typing after which the queue searches.
const PAUSE: Duration = Duration::from_millis(300);

/// The address of the queue under these filters.
pub(super) fn address(query: &QueueQuery) -> String {
    match query.to_query_string() {
        empty if empty.is_empty() => Page::Queue.to_string(),
        filters => format!("{}?{filters}", Page::Queue),
    }
}

/// One tab for each state, and one for all.
pub(super) fn tabs(page: Option<Arc<QueuePage>>, query: &QueueQuery) -> AnyView {
    let counts = page.map(|page| page.counts.clone()).unwrap_or_default();
    let count = |state: State| {
        counts
            .iter()
            .find(|one| one.state == state)
            .map_or(0, |one| one.count)
    };
    let tab = |state: Option<State>, words: &str, count: u64| {
        let link = el("a")
            .attr(
                "href",
                address(&QueueQuery {
                    state,
                    ..query.clone()
                }),
            )
            .text(words.to_owned())
            .child(el("span").text(count.to_string()));
        el("li").child(if query.state == state {
            link.attr("aria-current", "page")
        } else {
            link
        })
    };
    let all = State::ALL.into_iter().map(count).sum();
    el("nav")
        .attr("aria-label", t(Word::QUEUE_STATES))
        .child(
            el_class("ul", "count-tabs")
                .child(tab(None, t(Word::STATE_ALL), all))
                .children(
                    State::ALL
                        .into_iter()
                        .map(|state| tab(Some(state), t(label::state(state)), count(state))),
                ),
        )
        .view()
}

/// The search box: what is typed, and the pause that is being waited for.
#[derive(Clone, Copy)]
pub(super) struct Search {
    typed: RwSignal<String>,
    pause: StoredValue<Option<TimeoutHandle>>,
}

impl Search {
    pub(super) fn new() -> Self {
        let now = QueueQuery::from_query_string(&untrack(route::query));
        Self {
            typed: RwSignal::new(now.q.unwrap_or_default()),
            pause: StoredValue::new(None),
        }
    }

    fn type_in(self, text: String) {
        self.typed.set(text);
        self.wait(set_timeout_with_handle(move || self.search(), PAUSE).ok());
    }

    fn search(self) {
        self.wait(None);
        let Some(typed) = self.typed.try_get_untracked() else {
            return;
        };
        let q = Some(typed.trim().to_owned()).filter(|q| !q.is_empty());
        change(|query| query.q = q);
    }

    fn wait(self, next: Option<TimeoutHandle>) {
        let before = self
            .pause
            .try_update_value(|pause| std::mem::replace(pause, next))
            .flatten();
        if let Some(before) = before {
            before.clear();
        }
    }
}

/// Puts other filters into the address, in place of those that are there.
fn change(change: impl FnOnce(&mut QueueQuery)) {
    let mut query = QueueQuery::from_query_string(&untrack(route::query));
    change(&mut query);
    query.after = None;
    if Page::parse(&untrack(route::path)) == Page::Queue {
        route::replace(&address(&query));
    }
}

/// The filters. `query` is what the address says.
pub(super) fn filters(query: Memo<QueueQuery>, search: Search) -> AnyView {
    Effect::new(move || {
        // "Back" and the button that drops every filter change the address without the box.
        let wanted = query.get().q.unwrap_or_default();
        if search.typed.with_untracked(|typed| typed.trim() != wanted)
            && search.pause.with_value(Option::is_none)
        {
            search.typed.set(wanted);
        }
    });
    let forms = label::form_ids()
        .into_iter()
        .map(|id| (id.to_owned(), label::form(id)))
        .collect();
    let assignees = [AssigneeFilter::Mine, AssigneeFilter::None]
        .map(|one| (one.code().to_owned(), t(label::assignee(one)).to_owned()))
        .to_vec();
    let chosen = |value: String| Some(value).filter(|value| !value.is_empty());
    component::search::search(
        Word::SEARCH_LABEL,
        search.typed,
        move |text| search.type_in(text),
        move || search.search(),
    )
    .child(select(
        "filter-form",
        Word::FILTER_FORM,
        Word::FILTER_ALL,
        forms,
        move || query.get().form.unwrap_or_default(),
        move |value| change(|query| query.form = chosen(value)),
    ))
    .child(select(
        "filter-industry",
        Word::FILTER_INDUSTRY,
        Word::FILTER_ALL,
        label::industries(),
        move || query.get().industry.unwrap_or_default(),
        move |value| change(|query| query.industry = chosen(value)),
    ))
    .child(select(
        "filter-assignee",
        Word::FILTER_ASSIGNEE,
        Word::FILTER_ALL,
        assignees,
        move || {
            query
                .get()
                .assignee
                .map(AssigneeFilter::code)
                .unwrap_or_default()
                .to_owned()
        },
        move |value| change(|query| query.assignee = AssigneeFilter::from_code(&value)),
    ))
    .child(proposed(query))
    .live(move || {
        let query = query.get();
        let filtered = QueueQuery {
            state: None,
            ..query.clone()
        } != QueueQuery::default();
        if !filtered {
            return ui::dom::nothing();
        }
        let all = address(&QueueQuery {
            state: query.state,
            ..QueueQuery::default()
        });
        button(Look::Text, t(Word::FILTER_CLEAR), move || {
            route::replace(&all)
        })
        .view()
    })
    .view()
}

fn proposed(query: Memo<QueueQuery>) -> El {
    el_class("label", "choice")
        .child(
            el("input")
                .attr("type", "checkbox")
                .attr("id", "filter-proposed")
                .prop_live("checked", move || {
                    (query.get().proposed == Some(true)).into()
                })
                .on("change", move |event| {
                    let proposed = event_checked(&event).then_some(true);
                    change(|query| query.proposed = proposed);
                }),
        )
        .child(el_class("span", "choice__text").text(t(Word::FILTER_PROPOSED)))
}
