//! Makes the file.

use domain::rescue::PASSPHRASE;
use leptos::{prelude::*, task::spawn_local};
use ui::{
    clock::today_kst,
    component::{
        banner::{Tone, banner},
        button::{Look, button, link},
    },
    dom::{El, el, live, nothing},
    focus,
    i18n::{Key, t},
};
use web_sys::{Blob, Url};

use super::{Desk, words};
use crate::{crypto::composed, page::secret::secret, state::AppState};

const LINK: &str = "rescue-file";

pub(super) fn section(state: AppState) -> El {
    let desk = Desk::new(state, "rescue-give");
    let (once, twice) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let made: RwSignal<Option<String>> = RwSignal::new(None);
    on_cleanup(move || revoke(made));
    el("section")
        .child(el("h2").text(t(Key::RESCUE_GIVE)))
        .child(el("p").text(t(Key::RESCUE_GIVE_LEAD)))
        .child(banner(Tone::Warning, t(Key::RESCUE_REMEMBER)))
        .child(secret(
            "rescue-once",
            Key::RESCUE_ONCE,
            ("new-password", "text"),
            once,
        ))
        .child(secret(
            "rescue-twice",
            Key::RESCUE_TWICE,
            ("new-password", "text"),
            twice,
        ))
        .child(desk.line())
        .child(button(Look::Secondary, t(Key::RESCUE_MAKE), move || {
            let passphrase = composed(&once.get_untracked());
            if passphrase.chars().count() < PASSPHRASE {
                return desk.say(Key::RESCUE_SHORT);
            }
            if passphrase != composed(&twice.get_untracked()) {
                return desk.say(Key::RESCUE_DIFFER);
            }
            if desk.begin() {
                spawn_local(async move {
                    match desk.state.rescue(&passphrase).await {
                        Ok(file) => {
                            desk.busy.set(false);
                            for typed in [once, twice] {
                                typed.set(String::new());
                            }
                            show(made, &file);
                        }
                        Err(error) => desk.say(words(error)),
                    }
                });
            }
        }))
        .child(live(move || match made.get() {
            Some(address) => banner(Tone::Success, t(Key::RESCUE_MADE))
                .child(
                    link(Look::Primary, t(Key::RESCUE_SAVE), address)
                        .attr("id", LINK)
                        .attr("download", name()),
                )
                .view(),
            None => nothing(),
        }))
}

/// Not by itself: some browsers only save what a person has pressed.
fn show(made: RwSignal<Option<String>>, file: &Blob) {
    revoke(made);
    made.set(Url::create_object_url_with_blob(file).ok());
    focus::on(LINK);
}

/// The browser keeps the file for as long as it has an address.
fn revoke(made: RwSignal<Option<String>>) {
    if let Some(Some(address)) = made.try_update(Option::take) {
        let _ = Url::revoke_object_url(&address);
    }
}

fn name() -> String {
    format!("ieum-{}.ieum", domain::korea::date::iso(today_kst()))
}
