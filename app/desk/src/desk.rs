//! Who is at the desk: the login, what it allows, and what was last said to the person.

use std::sync::Arc;

use domain::{
    api::{Me, path},
    case::Permission,
};
use leptos::{prelude::*, task::spawn_local};
use ui::{
    i18n::t,
    net::{self, Call},
    route,
    setting::SettingStore,
};

use crate::{
    address::Page,
    preference::{self, Keyboard},
    server,
    word::Word,
};

/// Whether somebody is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    /// The server is being asked.
    Asking,
    /// The server could not be asked; why, in words.
    Unreachable(String),
    /// Nobody is logged in.
    Closed,
    /// Somebody is.
    Open(Arc<Me>),
    /// Somebody was, and the page with what they typed is still open.
    Expired(Arc<Me>),
}

/// What every page shares.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// Whether somebody is logged in.
    pub(crate) door: RwSignal<Door>,
    /// Grows when a person logs in again: what could not be loaded is loaded then.
    pub(crate) renewed: RwSignal<u32>,
    /// The outcome of the last action, read out by screen readers.
    pub(crate) said: RwSignal<String>,
    /// The filters that the queue was last seen with, as a query string.
    pub(crate) filters: RwSignal<String>,
    /// Screen settings.
    pub(crate) settings: SettingStore,
    /// Keyboard settings.
    pub(crate) keyboard: RwSignal<Keyboard>,
    /// Where to go after logging in.
    wanted: RwSignal<Option<String>>,
}

impl Desk {
    /// A desk that does not know yet who sits at it.
    pub(crate) fn new() -> Self {
        Self {
            door: RwSignal::new(Door::Asking),
            renewed: RwSignal::new(0),
            said: RwSignal::new(String::new()),
            filters: RwSignal::new(String::new()),
            settings: SettingStore::new(preference::screen(), preference::keep_screen),
            keyboard: RwSignal::new(preference::keyboard()),
            wanted: RwSignal::new(None),
        }
    }

    /// Asks the server who is logged in.
    pub(crate) fn open(self) {
        self.door.set(Door::Asking);
        spawn_local(async move {
            match net::get::<Me>(path::DESK_ME, Call::default()).await {
                Ok(me) => self.door.set(Door::Open(Arc::new(me))),
                Err(error) if server::is_unauthenticated(&error) => self.closed(),
                Err(error) => self.door.set(Door::Unreachable(server::words(&error))),
            }
        });
    }

    /// Who is logged in, or was until a moment ago.
    pub(crate) fn me(self) -> Option<Arc<Me>> {
        match self.door.get() {
            Door::Open(me) | Door::Expired(me) => Some(me),
            Door::Asking | Door::Unreachable(_) | Door::Closed => None,
        }
    }

    /// Whether the person may do that.
    pub(crate) fn may(self, permission: Permission) -> bool {
        self.me()
            .is_some_and(|me| me.permissions.contains(&permission))
    }

    /// The first page that the person may open.
    pub(crate) fn home(self) -> Page {
        let mut pages = Page::NAVIGATION.into_iter();
        pages
            .find(|page| {
                page.permission()
                    .is_some_and(|needed| untrack(|| self.may(needed)))
            })
            .unwrap_or(Page::Queue)
    }

    /// The server no longer knows the session. The page stays as it is, under a question for the password.
    pub(crate) fn expired(self) {
        match self.door.get_untracked() {
            Door::Open(me) => self.door.set(Door::Expired(me)),
            Door::Expired(_) => {}
            Door::Asking | Door::Unreachable(_) | Door::Closed => self.closed(),
        }
    }

    /// Somebody logged in.
    pub(crate) fn enter(self, me: Me) {
        let before = self.door.get_untracked();
        let same = matches!(&before, Door::Expired(old) if old.account.id == me.account.id);
        self.door.set(Door::Open(Arc::new(me)));
        if same {
            self.renewed.update(|count| *count += 1);
            self.said.set(t(Word::LOGIN_AGAIN_DONE).to_owned());
            return;
        }
        let wanted = self.wanted.try_update(Option::take).flatten();
        route::replace(&wanted.unwrap_or_else(|| self.home().to_string()));
    }

    /// Ends the session, here even if the server cannot be told.
    pub(crate) fn leave(self) {
        spawn_local(async move {
            match net::post::<()>(path::DESK_LOGOUT, &(), Call::default()).await {
                Err(error) if !server::is_unauthenticated(&error) => {
                    self.said.set(server::words(&error))
                }
                Ok(()) | Err(_) => {
                    self.wanted.set(None);
                    self.filters.set(String::new());
                    self.door.set(Door::Closed);
                    route::replace(&Page::Login.to_string());
                }
            }
        });
    }

    fn closed(self) {
        let here = untrack(route::path);
        if !matches!(Page::parse(&here), Page::Login | Page::Setup) {
            let query = untrack(route::query);
            let separator = if query.is_empty() { "" } else { "?" };
            self.wanted.set(Some(format!("{here}{separator}{query}")));
            route::replace(&Page::Login.to_string());
        }
        self.door.set(Door::Closed);
    }
}
