//! The first administrator, made with the one-time secret of the link that the server printed.

use domain::{
    api::{ErrorCode, Me, NewAccount, SetupRequest, path},
    case::Role,
};
use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::banner::{Tone, banner},
    dom::{El, el, live},
    i18n::{t, tr},
    net::{self, Call, NetError},
    route,
};

use crate::{
    component::{
        field::{TextBox, Typed, all_pass, form, submit},
        page::alert,
    },
    desk::Desk,
    server, shell,
    word::Word,
};

#[derive(Clone, Copy)]
struct Setup {
    desk: Desk,
    name: Typed,
    login: Typed,
    password: Typed,
    again: Typed,
    busy: RwSignal<bool>,
    problem: RwSignal<String>,
}

/// The page.
pub(crate) fn page(desk: Desk) -> AnyView {
    let setup = Setup {
        desk,
        name: Typed::new(),
        login: Typed::new(),
        password: Typed::new(),
        again: Typed::new(),
        busy: RwSignal::new(false),
        problem: RwSignal::new(String::new()),
    };
    shell::alone(
        || t(Word::SETUP_TITLE).to_owned(),
        live(move || {
            if route::fragment().is_empty() {
                return banner(Tone::Warning, t(Word::SETUP_NO_SECRET)).view();
            }
            ui::dom::pieces([el("p").text(t(Word::SETUP_LEAD)), setup.view()])
        }),
    )
}

impl Setup {
    fn submit(self) {
        let equal = self.password.text.get_untracked() == self.again.text.get_untracked();
        self.again.error.set(if equal {
            String::new()
        } else {
            t(Word::ERROR_UNEQUAL).to_owned()
        });
        let complete = all_pass(&[
            (
                "setup-name".to_owned(),
                self.name.has_length(Word::FIELD_NAME, 2, 50),
            ),
            ("setup-login".to_owned(), check_login(self.login)),
            (
                "setup-password".to_owned(),
                self.password.has_length(Word::FIELD_PASSWORD, 10, 200),
            ),
            ("setup-again".to_owned(), equal),
        ]);
        if !complete || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let request = SetupRequest {
            secret: route::fragment(),
            account: NewAccount {
                login: self.login.trimmed(),
                password: self.password.text.get_untracked(),
                name: self.name.trimmed(),
                unit: String::new(),
                phone: String::new(),
                role: Role::Administrator,
            },
        };
        spawn_local(async move {
            let answer = net::post::<Me>(path::DESK_SETUP, &request, Call::default()).await;
            let _ = self.busy.try_set(false);
            match answer {
                Ok(me) => self.desk.enter(me),
                Err(NetError::Api { body, .. }) if body.code == ErrorCode::NotFound => {
                    let _ = self.problem.try_set(t(Word::SETUP_VOID).to_owned());
                }
                Err(error) => {
                    let _ = self.problem.try_set(server::words(&error));
                }
            }
        });
    }

    fn view(self) -> El {
        form(move || self.submit())
            .child(alert(self.problem))
            .child(
                TextBox::new("setup-name", Word::FIELD_NAME)
                    .autocomplete("name")
                    .required()
                    .of(self.name),
            )
            .child(
                TextBox::new("setup-login", Word::FIELD_LOGIN)
                    .hint(Word::FIELD_LOGIN_HINT)
                    .autocomplete("username")
                    .required()
                    .of(self.login),
            )
            .child(
                TextBox::new("setup-password", Word::FIELD_PASSWORD)
                    .hint(Word::FIELD_PASSWORD_HINT)
                    .kind("password")
                    .autocomplete("new-password")
                    .required()
                    .of(self.password),
            )
            .child(
                TextBox::new("setup-again", Word::FIELD_PASSWORD_AGAIN)
                    .kind("password")
                    .autocomplete("new-password")
                    .required()
                    .of(self.again),
            )
            .child(submit(t(Word::SETUP_SUBMIT), self.busy))
    }
}

/// Whether a login name has the length and the characters that the server takes.
pub(super) fn check_login(login: Typed) -> bool {
    if !login.has_length(Word::FIELD_LOGIN, 3, 40) {
        return false;
    }
    let fits = login
        .trimmed()
        .chars()
        .all(|c| matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-'));
    if !fits {
        login.error.set(tr(Word::ERROR_LOGIN, &[]));
    }
    fits
}
