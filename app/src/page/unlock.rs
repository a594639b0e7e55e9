//! Asks for the PIN. Until it fits, nothing else of the app is there.

use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use ui::{
    clock::now_ms,
    component::{
        button::{Look, button},
        dialog,
    },
    dom::{el, el_class},
    focus,
    i18n::{Key, t, tr},
    window_title,
};

use super::{
    pin::{DIGITS, ask_twice},
    secret::{outcome, secret},
};
use crate::{
    state::wipe,
    store::{
        browser::{self, Found},
        pin::pause,
    },
};

const SAID: &str = "unlock-said";
const PIN: &str = "unlock-pin";

/// The page; `opened` hears when the PIN fits.
pub(crate) fn unlock(
    found: SendWrapper<Rc<Found>>,
    opened: impl Fn() + Clone + Send + 'static,
) -> AnyView {
    window_title(t(Key::UNLOCK_TITLE));
    focus::on(PIN);
    let pin = RwSignal::new(String::new());
    let said: RwSignal<Option<String>> = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let act = move |event: web_sys::Event| {
        event.prevent_default();
        let wait = waiting();
        if wait > 0 {
            return say(said, wait_words(wait));
        }
        if busy.try_update(|busy| std::mem::replace(busy, true)) != Some(false) {
            return;
        }
        said.set(None);
        let (found, opened) = (Rc::clone(&found), opened.clone());
        spawn_local(async move {
            // Counted before it is tried: who closes the page in between has tried all the same.
            let (wrong, _) = browser::tries();
            browser::keep_tries(wrong.saturating_add(1), now_ms());
            let fits = found.unlock(&pin.get_untracked()).await;
            busy.set(false);
            match fits {
                Ok(true) => {
                    browser::keep_tries(0, 0);
                    opened();
                }
                Ok(false) => {
                    pin.set(String::new());
                    let wait = waiting();
                    say(
                        said,
                        if wait > 0 {
                            wait_words(wait)
                        } else {
                            t(Key::UNLOCK_WRONG).to_owned()
                        },
                    );
                }
                Err(_) => {
                    browser::keep_tries(wrong, 0);
                    say(said, t(Key::UNLOCK_BROKEN).to_owned());
                }
            }
        });
    };
    el_class("main", "page")
        .attr("id", "main")
        .child(el_class("h1", "page__title").text(t(Key::UNLOCK_TITLE)))
        .child(el("p").text(t(Key::UNLOCK_LEAD)))
        .child(
            el("form")
                .on("submit", act)
                .child(secret(PIN, Key::UNLOCK_PIN, DIGITS, pin))
                .child(outcome(SAID, move || said.get(), busy))
                .child(
                    el_class("button", "button button--primary")
                        .attr("type", "submit")
                        .text(t(Key::UNLOCK_DO)),
                ),
        )
        .child(
            el("section")
                .child(el("h2").text(t(Key::UNLOCK_FORGOT)))
                .child(el("p").text(t(Key::UNLOCK_FORGOT_LEAD)))
                .child(button(Look::Quiet, t(Key::WIPE_DO), || {
                    let body = t(Key::UNLOCK_WIPE).to_owned();
                    ask_twice(body, Box::new(|| spawn_local(wipe())));
                })),
        )
        .child(dialog::host())
        .view()
}

/// How long to wait before the next try, milliseconds. A clock that was set back starts the wait anew.
fn waiting() -> i64 {
    let (wrong, at) = browser::tries();
    let (wait, now) = (pause(wrong), now_ms());
    if at > now {
        browser::keep_tries(wrong, now);
        return wait;
    }
    (at + wait - now).max(0)
}

fn wait_words(wait: i64) -> String {
    let seconds = wait.div_euclid(1_000).saturating_add(1);
    let (words, n) = if seconds < 100 {
        (Key::UNLOCK_WAIT, seconds)
    } else {
        (
            Key::UNLOCK_MINUTES,
            seconds.div_euclid(60).saturating_add(1),
        )
    };
    tr(words, &[("n", &n.to_string())])
}

fn say(said: RwSignal<Option<String>>, words: String) {
    said.set(Some(words));
    focus::on(SAID);
}
