//! Screen and enrolment of this phone.

use leptos::prelude::*;
use ui::{
    component::{
        button::{Look, button, link},
        dialog::{self, Question},
        menu,
    },
    dom::{el, el_class, live, nothing},
    i18n::{Key, t, tr},
    setting::SettingStore,
    when,
};

use super::page;
use crate::state::AppState;

/// The page.
pub(crate) fn settings(state: AppState, settings: SettingStore) -> AnyView {
    page(t(Key::SETTINGS_TITLE))
        .child(
            el("section")
                .child(el("h2").text(t(Key::MENU_TITLE)))
                .child(el_class("div", "menu").children(menu::groups(settings))),
        )
        .child(
            el("section")
                .child(el("h2").text(t(Key::SETTINGS_PHONE)))
                .child(live(move || enrolment(state))),
        )
        .child(el("p").child(link(Look::Text, t(Key::STORAGE_TITLE), "/storage")))
        .child(live(move || match state.about.get() {
            Some(about) => el_class("p", "card__meta")
                .text(format!("{} · {}", about.operator, about.version))
                .view(),
            None => nothing(),
        }))
        .view()
}

fn enrolment(state: AppState) -> AnyView {
    let Some(enrolment) = state.enrolment.get() else {
        return el_class("div", "card")
            .child(el("p").text(t(Key::SETTINGS_NOT_ENROLLED)))
            .child(link(Look::Secondary, t(Key::ENROL_OPEN), "/enrol"))
            .view();
    };
    let verified = if enrolment.verified {
        Key::SETTINGS_VERIFIED
    } else {
        Key::SETTINGS_UNVERIFIED
    };
    el_class("div", "card")
        .child(el_class("p", "card__title").text(enrolment.enterprise_name))
        .child(el("p").text(t(verified)))
        .child(el_class("p", "card__meta").text(tr(
            Key::SETTINGS_UNTIL,
            &[("day", &when::day(enrolment.expires_at))],
        )))
        .child(button(Look::Quiet, t(Key::SETTINGS_LEAVE), move || {
            ask_to_leave(state)
        }))
        .view()
}

/// What was not sent stays on the phone, and waits for the same enterprise.
fn ask_to_leave(state: AppState) {
    let unsent = state.outbox.with_untracked(Vec::len).to_string();
    dialog::ask(Question {
        title: t(Key::SETTINGS_LEAVE_ASK).to_owned(),
        body: tr(Key::SETTINGS_LEAVE_BODY, &[("n", &unsent)]),
        yes: t(Key::SETTINGS_LEAVE).to_owned(),
        act: Box::new(move || state.leave()),
    });
}
