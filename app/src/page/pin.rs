//! Sets a PIN and takes it away; takes everything off the phone.

use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button},
        dialog::{self, Question},
    },
    dom::{El, el, el_class},
    focus,
    i18n::{Key, t, tr},
};

use super::secret::{outcome, secret};
use crate::{
    crypto::composed,
    state::AppState,
    store::{StoreError, pin::SHORTEST},
};

const SAID: &str = "pin-said";

/// The section of the storage page.
pub(crate) fn section(state: AppState) -> El {
    let said = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let whole = el("section").child(el("h2").text(t(Key::PIN_TITLE)));
    let (whole, set) = if state.has_pin() {
        let whole = whole.child(el("p").text(t(Key::PIN_ON))).child(
            el_class("div", "actions")
                .child(button(Look::Primary, t(Key::PIN_LOCK), move || {
                    state.lock_now();
                }))
                .child(button(Look::Quiet, t(Key::PIN_REMOVE), move || {
                    carry_out(said, busy, async move { state.remove_pin().await });
                })),
        );
        (whole, Key::PIN_CHANGE)
    } else {
        (whole.child(el("p").text(t(Key::PIN_WHY))), Key::PIN_SET)
    };
    let (once, twice) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let whole = whole
        .child(banner(Tone::Warning, t(Key::PIN_LIMITS)))
        .child(secret("pin-once", Key::PIN_ONCE, DIGITS, once))
        .child(secret("pin-twice", Key::PIN_TWICE, DIGITS, twice))
        .child(button(Look::Secondary, t(set), move || {
            let pin = composed(&once.get_untracked());
            if pin.chars().count() < SHORTEST {
                return say(said, Key::PIN_SHORT);
            }
            if pin != composed(&twice.get_untracked()) {
                return say(said, Key::PIN_DIFFER);
            }
            carry_out(said, busy, async move { state.set_pin(&pin).await });
        }));
    whole.child(outcome(
        SAID,
        move || said.get().map(|said| t(said).to_owned()),
        busy,
    ))
}

/// Everything off the phone.
pub(crate) fn wiping(state: AppState) -> El {
    el("section")
        .child(el("h2").text(t(Key::WIPE_TITLE)))
        .child(el("p").text(t(Key::WIPE_LEAD)))
        .child(button(Look::Danger, t(Key::WIPE_DO), move || {
            let count = |count: usize| count.to_string();
            let (drafts, waiting) = (
                count(state.drafts.with_untracked(Vec::len)),
                count(state.outbox.with_untracked(Vec::len)),
            );
            let lost = [("drafts", &*drafts), ("waiting", &*waiting)];
            ask_twice(tr(Key::WIPE_BODY, &lost), Box::new(move || state.wipe()));
        }))
}

/// Asks whether everything is to be deleted; a finger that slips twice on one place must not do it.
pub(super) fn ask_twice(body: String, act: Box<dyn FnOnce()>) {
    let ask = |title: Key, body: String, yes: Key, act| {
        dialog::ask(Question {
            title: t(title).to_owned(),
            body,
            yes: t(yes).to_owned(),
            act,
        });
    };
    let sure = move || {
        ask(
            Key::WIPE_SURE,
            t(Key::WIPE_LAST).to_owned(),
            Key::WIPE_DO,
            act,
        )
    };
    ask(Key::WIPE_ASK, body, Key::WIPE_NEXT, Box::new(sure));
}

/// Numbers come first on a phone's keyboard, and any text may be pasted.
pub(super) const DIGITS: (&str, &str) = ("off", "numeric");

fn say(said: RwSignal<Option<Key>>, words: Key) {
    said.set(Some(words));
    focus::on(SAID);
}

fn carry_out(
    said: RwSignal<Option<Key>>,
    busy: RwSignal<bool>,
    act: impl Future<Output = Result<(), StoreError>> + 'static,
) {
    said.set(None);
    if busy.try_update(|busy| std::mem::replace(busy, true)) == Some(false) {
        spawn_local(async move {
            // What went well loads the page again.
            if act.await.is_err() {
                busy.set(false);
                say(said, Key::PIN_FAILED);
            }
        });
    }
}
