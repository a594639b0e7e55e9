//! The queue: what was received, filtered by the address bar, so that a reload and "back" keep the filters.

mod filters;
mod list;

use std::sync::Arc;

use domain::api::{QueueItem, QueuePage, QueueQuery, path};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*, task::spawn_local};
use ui::{
    component::button::{Look, button},
    dom::{El, el, el_class, live, nothing},
    i18n::{t, tr},
    route,
};

use crate::{
    address::Page,
    component::page::{heading, problem, progress, said},
    desk::Desk,
    server::{self, Failure},
    word::Word,
};

/// How long a list counts as fresh when the window gets the focus back, milliseconds.
const FRESH: i64 = 5_000;

/// The list as far as it was loaded.
#[derive(Clone, Copy)]
struct Queue {
    desk: Desk,
    page: RwSignal<Option<Arc<QueuePage>>>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<String>>,
    turn: RwSignal<u32>,
    loaded_at: RwSignal<i64>,
}

/// The page.
pub(crate) fn page(desk: Desk) -> AnyView {
    let queue = Queue {
        desk,
        page: RwSignal::new(None),
        busy: RwSignal::new(false),
        problem: RwSignal::new(None),
        turn: RwSignal::new(0),
        loaded_at: RwSignal::new(0),
    };
    let query = Memo::new(|_| QueueQuery::from_query_string(&route::query()));
    Effect::new(move || {
        let query = query.get();
        queue.turn.track();
        desk.renewed.track();
        if Page::parse(&untrack(route::path)) == Page::Queue {
            desk.filters.set(query.to_query_string());
            queue.load(query);
        }
    });
    let back = window_event_listener_untyped("focus", move |_| {
        if ui::clock::now_ms() - queue.loaded_at.get_untracked() > FRESH {
            queue.refresh();
        }
    });
    on_cleanup(move || back.remove());
    let search = filters::Search::new();
    ui::dom::pieces([
        el_class("div", "toolbar")
            .child(heading(|| t(Word::QUEUE_TITLE).to_owned()))
            .live(move || button(Look::Quiet, t(Word::REFRESH), move || queue.refresh()).view())
            .view(),
        said(desk),
        live(move || filters::tabs(queue.page.get(), &query.get())),
        live(move || filters::filters(query, search)),
        live(move || queue.body(&query.get())),
    ])
}

impl Queue {
    fn refresh(self) {
        self.turn.update(|turn| *turn += 1);
    }

    /// The first page of what `query` asks for.
    fn load(self, query: QueueQuery) {
        self.ask(query, |_, new| new);
    }

    /// The page after the last one.
    fn more(self) {
        let next = self
            .page
            .with_untracked(|page| page.as_ref().and_then(|page| page.next.clone()));
        let query = QueueQuery {
            after: next,
            ..QueueQuery::from_query_string(&untrack(route::query))
        };
        if query.after.is_some() && !self.busy.get_untracked() {
            self.ask(query, |old, new| QueuePage {
                items: joined(
                    old.map(|old| old.items.clone()).unwrap_or_default(),
                    new.items,
                ),
                ..new
            });
        }
    }

    fn ask(self, query: QueueQuery, join: fn(Option<&QueuePage>, QueuePage) -> QueuePage) {
        let asked = (self.turn.get_untracked(), untrack(route::query));
        self.busy.set(true);
        spawn_local(async move {
            let address = format!("{}?{}", path::DESK_SUBMISSIONS, query.to_query_string());
            let answer = server::get::<QueuePage>(self.desk, &address).await;
            // An answer to an older question is dropped, and so is one to a page that was left.
            let now = self
                .turn
                .try_get_untracked()
                .map(|turn| (turn, untrack(route::query)));
            if now.as_ref() != Some(&asked) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(new) => {
                    self.problem.set(None);
                    self.loaded_at.set(ui::clock::now_ms());
                    let next = self.page.with_untracked(|old| join(old.as_deref(), new));
                    let same = self
                        .page
                        .with_untracked(|old| old.as_deref() == Some(&next));
                    if !same {
                        self.page.set(Some(Arc::new(next)));
                    }
                }
                Err(Failure::Expired) => {}
                Err(failure) => self.problem.set(Some(failure.words())),
            }
        });
    }

    fn body(self, query: &QueueQuery) -> AnyView {
        let page = self.page.get();
        let trouble = move || {
            self.problem
                .get()
                .map(|words| problem(words, move || self.refresh()).view())
        };
        let content = match page {
            None => nothing(),
            Some(page) if page.items.is_empty() => list::nothing_here(query).view(),
            Some(page) => ui::dom::pieces([list::table(&page.items), self.foot(&page).view()]),
        };
        el("section")
            .attr("aria-label", t(Word::QUEUE_LIST))
            .attr_live("aria-busy", move || Some(self.busy.get().to_string()))
            .live(move || {
                if self.busy.get() {
                    progress().view()
                } else {
                    nothing()
                }
            })
            .live(move || trouble().unwrap_or_else(nothing))
            .child(content)
            .view()
    }

    fn foot(self, page: &QueuePage) -> El {
        let shown = page.items.len().to_string();
        el_class("div", "pager")
            .child(el("p").text(tr(Word::QUEUE_SHOWN, &[("count", &shown)])))
            .child(
                page.next
                    .is_some()
                    .then(|| button(Look::Secondary, t(Word::QUEUE_MORE), move || self.more())),
            )
    }
}

/// Both lists, without those that moved from the second to the first while somebody read.
fn joined(mut old: Vec<QueueItem>, new: Vec<QueueItem>) -> Vec<QueueItem> {
    for item in new {
        if old.iter().all(|known| known.id != item.id) {
            old.push(item);
        }
    }
    old
}
