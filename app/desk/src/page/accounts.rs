//! The people of the workspace, and what each role may do.

use domain::{
    api::{Account, AccountList, NewAccount, path},
    case::{Permission, Role},
};
use leptos::{prelude::*, task::spawn_local};
use ui::{
    dom::{El, el, el_class, live},
    focus,
    i18n::{t, tr},
};

use super::setup::check_login;
use crate::{
    component::{
        choice::radios,
        field::{TextBox, Typed, all_pass, form, submit},
        loader::Loader,
        page::{alert, heading, panel, said},
    },
    desk::Desk,
    label, server,
    word::Word,
};

#[derive(Clone, Copy)]
struct Accounts {
    desk: Desk,
    list: Loader<AccountList>,
    name: Typed,
    login: Typed,
    password: Typed,
    unit: Typed,
    phone: Typed,
    role: Typed,
    busy: RwSignal<bool>,
    problem: RwSignal<String>,
    /// Grows with every account that was made: the form begins anew.
    made: RwSignal<u32>,
}

/// The page.
pub(crate) fn page(desk: Desk) -> AnyView {
    let this = Accounts {
        desk,
        list: Loader::new(desk, || Some(path::DESK_ACCOUNTS.to_owned())),
        name: Typed::new(),
        login: Typed::new(),
        password: Typed::new(),
        unit: Typed::new(),
        phone: Typed::new(),
        role: Typed::new(),
        busy: RwSignal::new(false),
        problem: RwSignal::new(String::new()),
        made: RwSignal::new(0),
    };
    ui::dom::pieces([
        heading(|| t(Word::ACCOUNTS_TITLE).to_owned()).view(),
        said(desk),
        this.list.shown(|list| table(&list)),
        live(move || {
            if desk.may(Permission::ManageAccounts) {
                this.form()
            } else {
                roles().view()
            }
        }),
    ])
}

fn table(list: &AccountList) -> AnyView {
    let columns = [
        Word::FIELD_NAME,
        Word::FIELD_LOGIN,
        Word::FIELD_ROLE,
        Word::FIELD_UNIT,
        Word::FIELD_PHONE,
    ];
    let row = |account: &Account| {
        el("tr")
            .child(el("th").attr("scope", "row").text(account.name.clone()))
            .child(el("td").text(account.login.clone()))
            .child(el("td").text(t(label::role(account.role))))
            .child(el("td").text(account.unit.clone()))
            .child(el("td").text(account.phone.clone()))
    };
    el_class("div", "table-wrap")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", t(Word::ACCOUNTS_TITLE))
        .child(
            el_class("table", "table")
                .child(el("thead").child(
                    el("tr").children(
                        columns.map(|words| el("th").attr("scope", "col").text(t(words))),
                    ),
                ))
                .child(el("tbody").children(list.accounts.iter().map(row))),
        )
        .view()
}

fn roles() -> El {
    let rows = Role::STAFF.map(|role| {
        el("div")
            .child(el("dt").text(t(label::role(role))))
            .child(el("dd").text(t(label::role_hint(role))))
    });
    panel("roles-title", t(Word::ROLES_TITLE)).child(el_class("dl", "review-list").children(rows))
}

impl Accounts {
    fn submit(self) {
        let role = Role::from_code(&self.role.trimmed());
        self.role
            .error
            .set(role.map_or_else(|| t(Word::ERROR_NO_CHOICE).to_owned(), |_| String::new()));
        let complete = all_pass(&[
            (
                "account-name".to_owned(),
                self.name.has_length(Word::FIELD_NAME, 2, 50),
            ),
            ("account-login".to_owned(), check_login(self.login)),
            (
                "account-password".to_owned(),
                self.password.has_length(Word::FIELD_PASSWORD, 10, 200),
            ),
            ("account-role".to_owned(), role.is_some()),
            (
                "account-unit".to_owned(),
                self.unit.has_length(Word::FIELD_UNIT, 0, 60),
            ),
        ]);
        let Some(role) = role.filter(|_| complete && !self.busy.get_untracked()) else {
            return;
        };
        self.busy.set(true);
        let request = NewAccount {
            login: self.login.trimmed(),
            password: self.password.text.get_untracked(),
            name: self.name.trimmed(),
            unit: self.unit.trimmed(),
            phone: self.phone.trimmed(),
            role,
        };
        spawn_local(async move {
            let answer = server::post::<Account>(self.desk, path::DESK_ACCOUNTS, &request).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(account) => self.done(&account),
                Err(failure) => self.problem.set(failure.words()),
            }
        });
    }

    fn done(self, account: &Account) {
        for typed in [
            self.name,
            self.login,
            self.password,
            self.unit,
            self.phone,
            self.role,
        ] {
            typed.clear();
        }
        self.problem.set(String::new());
        self.made.update(|made| *made += 1);
        self.desk.said.set(tr(
            Word::ACCOUNT_DONE,
            &[("name", &account.name), ("login", &account.login)],
        ));
        self.list.reload();
        focus::on_heading();
    }

    fn form(self) -> AnyView {
        self.made.track();
        let roles = Role::STAFF
            .map(|role| {
                (
                    role.code().to_owned(),
                    t(label::role(role)).to_owned(),
                    Some(t(label::role_hint(role)).to_owned()),
                )
            })
            .to_vec();
        panel("account-title", t(Word::ACCOUNT_NEW))
            .child(
                form(move || self.submit())
                    .child(alert(self.problem))
                    .child(
                        el_class("div", "form-row")
                            .child(
                                TextBox::new("account-name", Word::FIELD_NAME)
                                    .required()
                                    .of(self.name),
                            )
                            .child(TextBox::new("account-unit", Word::FIELD_UNIT).of(self.unit))
                            .child(
                                TextBox::new("account-phone", Word::FIELD_PHONE)
                                    .kind("tel")
                                    .of(self.phone),
                            ),
                    )
                    .child(
                        el_class("div", "form-row")
                            .child(
                                TextBox::new("account-login", Word::FIELD_LOGIN)
                                    .hint(Word::FIELD_LOGIN_HINT)
                                    .required()
                                    .of(self.login),
                            )
                            .child(
                                TextBox::new("account-password", Word::FIELD_PASSWORD)
                                    .hint(Word::FIELD_PASSWORD_HINT)
                                    .kind("password")
                                    .autocomplete("new-password")
                                    .required()
                                    .of(self.password),
                            ),
                    )
                    .child(radios("account-role", Word::FIELD_ROLE, roles, self.role))
                    .child(submit(t(Word::ACCOUNT_SUBMIT), self.busy)),
            )
            .view()
    }
}
