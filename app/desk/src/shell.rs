//! The frame around every page: navigation, the page, and what lies over it.

use domain::api::Me;
use leptos::prelude::*;
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button},
        dialog,
        header::skip_link,
        menu,
    },
    dom::{El, el, el_class, live, nothing, pieces},
    focus,
    i18n::t,
    route,
};

use crate::{
    address::Page,
    component::page::{heading, progress},
    desk::{Desk, Door},
    label, page, shortcut,
    word::Word,
};

/// What fills the window.
#[derive(Clone, Debug, PartialEq)]
enum Screen {
    Asking,
    Unreachable(String),
    Login,
    Setup,
    Page(Page),
    NotAllowed(Page),
}

/// Everything.
pub(crate) fn shell(desk: Desk) -> AnyView {
    shortcut::listen(desk);
    let screen = Memo::new(move |_| screen(desk));
    Effect::new(move || {
        if !matches!(screen.get(), Screen::Asking) {
            focus::on_heading();
            focus::after_paint(|| {
                if let Some(root) = document().document_element() {
                    let _ = root.set_attribute("data-ready", "1");
                }
            });
        }
    });
    pieces([
        live(|| skip_link().view()),
        // What a page holds must outlive a change of language: only another screen builds it anew.
        live(move || {
            let screen = screen.get();
            untrack(move || drawn(desk, &screen))
        }),
        live(move || page::login::again(desk)),
        live(move || shortcut::help(desk)),
        dialog::host(),
    ])
}

fn screen(desk: Desk) -> Screen {
    let page = Page::parse(&route::path());
    match desk.door.get() {
        Door::Asking => Screen::Asking,
        Door::Unreachable(words) => Screen::Unreachable(words),
        Door::Closed if page == Page::Setup => Screen::Setup,
        Door::Closed => Screen::Login,
        Door::Open(me) | Door::Expired(me) => match page {
            Page::Setup => Screen::Setup,
            Page::Login | Page::Unknown | Page::Queue if !reads_queue(&me) => {
                Screen::Page(desk.home())
            }
            Page::Login | Page::Unknown => Screen::Page(Page::Queue),
            page if page
                .permission()
                .is_none_or(|needed| me.permissions.contains(&needed)) =>
            {
                Screen::Page(page)
            }
            page => Screen::NotAllowed(page),
        },
    }
}

fn reads_queue(me: &Me) -> bool {
    Page::Queue
        .permission()
        .is_some_and(|needed| me.permissions.contains(&needed))
}

fn drawn(desk: Desk, screen: &Screen) -> AnyView {
    desk.said.set(String::new());
    match screen.clone() {
        Screen::Asking => alone(|| t(Word::LOADING).to_owned(), live(|| progress().view())),
        Screen::Unreachable(words) => alone(
            || t(Word::UNREACHABLE).to_owned(),
            live(move || {
                let again = button(Look::Secondary, t(Word::RETRY), move || desk.open());
                banner(Tone::Danger, words.clone()).child(again).view()
            }),
        ),
        Screen::Login => page::login::page(desk),
        Screen::Setup => page::setup::page(desk),
        Screen::NotAllowed(page) => framed(
            desk,
            page,
            pieces([
                heading(move || t(label::page(page)).to_owned()).view(),
                live(|| banner(Tone::Warning, t(Word::ERROR_FORBIDDEN)).view()),
            ]),
        ),
        Screen::Page(page) => framed(desk, page, opened(desk, page)),
    }
}

fn opened(desk: Desk, page: Page) -> AnyView {
    match page {
        Page::Case(id) => page::case::page(desk, id),
        Page::Invitations => page::invitations::page(desk),
        Page::Enterprises => page::enterprises::page(desk),
        Page::Accounts => page::accounts::page(desk),
        Page::Queue | Page::Login | Page::Setup | Page::Unknown => page::queue::page(desk),
    }
}

/// A small page without navigation.
pub(crate) fn alone(
    title: impl Fn() -> String + Send + Sync + Clone + 'static,
    body: AnyView,
) -> AnyView {
    el_class("main", "login-card")
        .attr("id", "main")
        .child(heading(title))
        .child(body)
        .view()
}

fn framed(desk: Desk, page: Page, body: AnyView) -> AnyView {
    el_class("div", "desk-layout")
        .child(live(move || navigation(desk, page).view()))
        .child(el_class("main", "desk-main").attr("id", "main").child(body))
        .view()
}

fn navigation(desk: Desk, current: Page) -> El {
    let link = move |page: Page| {
        let here = page == current || (page == Page::Queue && matches!(current, Page::Case(_)));
        page.permission()
            .filter(|needed| desk.may(*needed))
            .map(|_| {
                let link = el("a")
                    .attr("href", page.to_string())
                    .text(t(label::page(page)));
                el("li").child(if here {
                    link.attr("aria-current", "page")
                } else {
                    link
                })
            })
    };
    let keys = el("button")
        .attr("type", "button")
        .text(t(Word::KEYS_OPEN))
        .on("click", move |_| shortcut::open());
    let leave = el("button")
        .attr("type", "button")
        .text(t(Word::LOGOUT))
        .on("click", move |_| desk.leave());
    el_class("nav", "desk-nav")
        .attr("aria-label", t(Word::NAV_LABEL))
        .child(
            el_class("a", "app-header__title")
                .attr("href", desk.home().to_string())
                .text(t(Word::NAV_HOME)),
        )
        .child(el("ul").children(Page::NAVIGATION.into_iter().filter_map(link)))
        .child(
            el_class("div", "desk-nav__foot")
                .child(live(move || {
                    let Some(me) = desk.me() else {
                        return nothing();
                    };
                    el_class("p", "desk-nav__me")
                        .child(el("strong").text(me.account.name.clone()))
                        .text(format!(" {}", t(label::role(me.account.role))))
                        .view()
                }))
                .child(
                    el_class("details", "menu")
                        .child(el("summary").text(t(Word::SCREEN)))
                        .child(
                            el_class("div", "menu__panel").children(menu::groups(desk.settings)),
                        ),
                )
                .child(keys)
                .child(leave),
        )
}
