//! Sets a PIN and takes it away; takes everything off the phone.

use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button},
        dialog::{self, Question},
    },
    dom::{El, el, el_class, event_value, live, nothing},
    focus,
    i18n::{Key, t, tr},
};

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
    let whole = if state.has_pin() {
        whole
            .child(el("p").text(t(Key::PIN_ON)))
            .child(button(Look::Secondary, t(Key::PIN_LOCK), move || {
                state.lock_now();
            }))
            .child(button(Look::Quiet, t(Key::PIN_REMOVE), move || {
                carry_out(said, busy, async move { state.remove_pin().await });
            }))
    } else {
        let (once, twice) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        whole
            .child(el("p").text(t(Key::PIN_WHY)))
            .child(banner(Tone::Warning, t(Key::PIN_LIMITS)))
            .child(secret("pin-once", Key::PIN_ONCE, once))
            .child(secret("pin-twice", Key::PIN_TWICE, twice))
            .child(button(Look::Secondary, t(Key::PIN_SET), move || {
                let pin = composed(&once.get_untracked());
                if pin.chars().count() < SHORTEST {
                    return say(said, Key::PIN_SHORT);
                }
                if pin != composed(&twice.get_untracked()) {
                    return say(said, Key::PIN_DIFFER);
                }
                carry_out(said, busy, async move { state.set_pin(&pin).await });
            }))
    };
    whole.child(line(said, busy))
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
            dialog::ask(Question {
                title: t(Key::WIPE_ASK).to_owned(),
                body: tr(
                    Key::WIPE_BODY,
                    &[("drafts", &drafts), ("waiting", &waiting)],
                ),
                yes: t(Key::WIPE_DO).to_owned(),
                act: Box::new(move || state.wipe()),
            });
        }))
}

/// A box for a PIN: numbers come first on a phone's keyboard, and any text may be pasted.
pub(super) fn secret(id: &'static str, label: Key, value: RwSignal<String>) -> El {
    el_class("div", "field")
        .child(
            el_class("label", "field__label")
                .attr("for", id)
                .text(t(label)),
        )
        .child(
            el_class("input", "input")
                .attr("id", id)
                .attr("type", "password")
                .attr("inputmode", "numeric")
                .attr("autocomplete", "off")
                .prop_live("value", move || value.get().into())
                .on("input", move |event| value.set(event_value(&event))),
        )
}

fn line(said: RwSignal<Option<Key>>, busy: RwSignal<bool>) -> AnyView {
    live(move || match (said.get(), busy.get()) {
        (Some(said), _) => banner(Tone::Danger, t(said))
            .attr("id", SAID)
            .attr("tabindex", "-1")
            .attr("role", "alert")
            .view(),
        (None, true) => el_class("p", "save-state")
            .attr("role", "status")
            .text(t(Key::RESCUE_BUSY))
            .view(),
        (None, false) => nothing(),
    })
}

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
