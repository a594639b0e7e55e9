//! The moments at which it is worth trying: back online, visible again, and now and then.
//!
//! `navigator.onLine` is not asked: it says that there is a network, not that our server is reached.

use std::{cell::Cell, rc::Rc, time::Duration};

use domain::sync::Event;
use leptos::prelude::{
    GetUntracked as _, WithUntracked as _, set_interval, window_event_listener_untyped,
};
use ui::clock::now_ms;

use super::driver::Driver;
use crate::state::Link;

/// While something waits for a connection; sending begins within five seconds of it.
const OFFLINE: i64 = 4_000;
/// While something waits.
const UNSENT: i64 = 60_000;
/// To hear what is new.
const NEWS: i64 = 5 * 60_000;

/// Listens for as long as the tab lives.
pub(crate) fn listen(driver: &Rc<Driver>) {
    for name in ["online", "pageshow", "visibilitychange"] {
        let driver = Rc::clone(driver);
        // Never removed: the tab's own.
        let _ = window_event_listener_untyped(name, move |_| {
            if is_visible() {
                driver.connection_changed();
            }
        });
    }
    let last = Cell::new(now_ms());
    let driver = Rc::clone(driver);
    set_interval(
        move || {
            let signals = driver.signals();
            let unsent = signals
                .outbox
                .with_untracked(|items| items.iter().any(|it| it.parked.is_none()));
            let offline = signals.link.get_untracked() == Link::Offline;
            let pause = match (unsent, offline) {
                (true, true) => OFFLINE,
                (true, false) => UNSENT,
                (false, _) => NEWS,
            };
            // A clock that was set back is as good a reason as time that has passed.
            let now = now_ms();
            if is_visible() && !(last.get()..last.get() + pause).contains(&now) {
                last.set(now);
                driver.dispatch(Event::Nudge);
            }
        },
        Duration::from_millis(1_000),
    );
}

/// Whether a person sees this tab.
pub(crate) fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| !document.hidden())
}
