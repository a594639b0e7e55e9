//! Logging in: as a page, and again over a page whose session has ended.

use domain::api::{LoginRequest, Me, path};
use leptos::{prelude::*, task::spawn_local, web_sys};
use ui::{
    component::button::{Look, button},
    dom::{El, el, el_class, live, nothing, window},
    focus,
    i18n::t,
    net::{self, Call},
};
use wasm_bindgen::JsCast as _;

use crate::{
    component::{
        field::{TextBox, Typed, all_pass, form, submit},
        page::alert,
    },
    desk::{Desk, Door},
    server, shell,
    word::Word,
};

const DIALOG: &str = "login-again";

/// What is typed, and how the attempt went.
#[derive(Clone, Copy)]
struct Attempt {
    desk: Desk,
    prefix: &'static str,
    login: Typed,
    password: Typed,
    busy: RwSignal<bool>,
    problem: RwSignal<String>,
}

impl Attempt {
    fn new(desk: Desk, prefix: &'static str) -> Self {
        Self {
            desk,
            prefix,
            login: Typed::new(),
            password: Typed::new(),
            busy: RwSignal::new(false),
            problem: RwSignal::new(String::new()),
        }
    }

    fn submit(self) {
        let id = move |name| format!("{}-{name}", self.prefix);
        let complete = all_pass(&[
            (id("login"), self.login.has_length(Word::FIELD_LOGIN, 1, 40)),
            (
                id("password"),
                self.password.has_length(Word::FIELD_PASSWORD, 1, 200),
            ),
        ]);
        if !complete || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let request = LoginRequest {
            login: self.login.trimmed(),
            password: self.password.text.get_untracked(),
        };
        spawn_local(async move {
            let answer = net::post::<Me>(path::DESK_LOGIN, &request, Call::default()).await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(me) => self.desk.enter(me),
                Err(error) => {
                    let _ = self.problem.try_set(server::words(&error));
                    focus::on(&id("password"));
                }
            }
        });
    }

    fn view(self) -> El {
        let id = move |name| format!("{}-{name}", self.prefix);
        form(move || self.submit())
            .child(alert(self.problem))
            .child(
                TextBox::new(id("login"), Word::FIELD_LOGIN)
                    .autocomplete("username")
                    .required()
                    .of(self.login),
            )
            .child(
                TextBox::new(id("password"), Word::FIELD_PASSWORD)
                    .kind("password")
                    .autocomplete("current-password")
                    .required()
                    .of(self.password),
            )
            .child(submit(t(Word::LOGIN_SUBMIT), self.busy))
    }
}

/// The page.
pub(crate) fn page(desk: Desk) -> AnyView {
    let attempt = Attempt::new(desk, "login");
    shell::alone(
        || t(Word::LOGIN_TITLE).to_owned(),
        live(move || {
            ui::dom::pieces([
                el("p").text(t(Word::LOGIN_LEAD)).view(),
                attempt.view().view(),
            ])
        }),
    )
}

/// The question for the password over a page whose session has ended; what was typed there stays.
pub(crate) fn again(desk: Desk) -> AnyView {
    if !matches!(desk.door.get(), Door::Expired(_)) {
        return nothing();
    }
    let attempt = Attempt::new(desk, "again");
    focus::after_paint(|| {
        let dialog = window()
            .document()
            .and_then(|page| page.get_element_by_id(DIALOG));
        if let Some(dialog) =
            dialog.and_then(|dialog| dialog.dyn_into::<web_sys::HtmlDialogElement>().ok())
        {
            let _ = dialog.show_modal();
        }
    });
    el_class("dialog", "dialog")
        .attr("id", DIALOG)
        .attr("aria-labelledby", "again-title")
        .child(
            el("h2")
                .attr("id", "again-title")
                .text(t(Word::LOGIN_AGAIN_TITLE)),
        )
        .child(el("p").text(t(Word::LOGIN_AGAIN_LEAD)))
        .child(attempt.view())
        .child(button(Look::Text, t(Word::LOGIN_AGAIN_LEAVE), move || {
            desk.leave()
        }))
        .view()
}
