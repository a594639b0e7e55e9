//! Invitations: asking an enterprise's phone to join, and the list of those that were made.

mod made;

use domain::{
    api::{
        Enterprise, EnterpriseList, Invitation, InvitationList, InviteRequest, NewInvitation, path,
    },
    case::Permission,
    json::Json,
    korea::phone::Phone,
};
use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::{
        button::{Look, button},
        dialog::{self, Question},
    },
    dom::{El, el, el_class, live, nothing},
    focus,
    i18n::{t, tr},
};

use crate::{
    component::{
        choice::select,
        field::{TextBox, Typed, all_pass, form, submit},
        loader::Loader,
        page::{alert, empty, heading, panel, said},
    },
    desk::Desk,
    server::{self, with_id},
    when,
    word::Word,
};

#[derive(Clone, Copy)]
struct Invitations {
    desk: Desk,
    list: Loader<InvitationList>,
    enterprises: Loader<EnterpriseList>,
    /// The id of an enterprise that is known already; empty for a new one.
    known: RwSignal<String>,
    name: Typed,
    contact: Typed,
    mobile: Typed,
    busy: RwSignal<bool>,
    problem: RwSignal<String>,
    /// What was just made; its secrets are shown this once.
    made: RwSignal<Option<NewInvitation>>,
}

/// The page.
pub(crate) fn page(desk: Desk) -> AnyView {
    let reads = untrack(|| desk.may(Permission::ReadEnterprises));
    let this = Invitations {
        desk,
        list: Loader::new(desk, || Some(path::DESK_INVITATIONS.to_owned())),
        enterprises: Loader::new(desk, move || {
            reads.then(|| path::DESK_ENTERPRISES.to_owned())
        }),
        known: RwSignal::new(String::new()),
        name: Typed::new(),
        contact: Typed::new(),
        mobile: Typed::new(),
        busy: RwSignal::new(false),
        problem: RwSignal::new(String::new()),
        made: RwSignal::new(None),
    };
    ui::dom::pieces([
        heading(|| t(Word::INVITE_TITLE).to_owned()).view(),
        live(|| el("p").text(t(Word::INVITE_LEAD)).view()),
        said(desk),
        live(move || match this.made.get() {
            Some(new) => made::made(this, &new),
            None => this.form(),
        }),
        this.list.shown(move |list| this.table(&list)),
    ])
}

impl Invitations {
    fn submit(self) {
        let known = self.known.get_untracked().parse().ok();
        let mobile = self.mobile.trimmed();
        let reachable =
            mobile.is_empty() || Phone::parse(&mobile).is_ok_and(|phone| phone.kind().is_mobile());
        self.mobile.error.set(if reachable {
            String::new()
        } else {
            t(Word::ERROR_MOBILE).to_owned()
        });
        let complete = known.is_some()
            || all_pass(&[
                (
                    "invite-name".to_owned(),
                    self.name.has_length(Word::FIELD_ENTERPRISE, 1, 60),
                ),
                (
                    "invite-contact".to_owned(),
                    self.contact.has_length(Word::FIELD_CONTACT, 0, 50),
                ),
                ("invite-mobile".to_owned(), reachable),
            ]);
        if !complete || self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let request = match known {
            Some(id) => InviteRequest {
                enterprise: Some(id),
                enterprise_name: String::new(),
                contact_name: String::new(),
                contact_mobile: String::new(),
            },
            None => InviteRequest {
                enterprise: None,
                enterprise_name: self.name.trimmed(),
                contact_name: self.contact.trimmed(),
                contact_mobile: mobile,
            },
        };
        spawn_local(async move {
            let answer =
                server::post::<NewInvitation>(self.desk, path::DESK_INVITATIONS, &request).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(new) => {
                    for typed in [self.name, self.contact, self.mobile] {
                        typed.clear();
                    }
                    self.problem.set(String::new());
                    self.desk.said.set(String::new());
                    self.made.set(Some(new));
                    self.list.reload();
                    focus::on(made::TITLE);
                }
                Err(failure) => self.problem.set(failure.words()),
            }
        });
    }

    fn form(self) -> AnyView {
        // Only the choice follows the list: boxes that were built anew would lose what is being typed.
        let choose = el("div").live(move || {
            let known = self
                .enterprises
                .value
                .get()
                .map(|list| list.enterprises)
                .unwrap_or_default();
            if known.is_empty() {
                return nothing();
            }
            let option = |one: &Enterprise| (one.id.to_string(), one.name.clone());
            select(
                "invite-enterprise",
                Word::INVITE_WHOM,
                Word::INVITE_NEW,
                known.iter().map(option).collect(),
                move || self.known.get(),
                move |id| self.known.set(id),
            )
            .view()
        });
        panel("invite-title", t(Word::INVITE_FORM))
            .child(
                form(move || self.submit())
                    .child(alert(self.problem))
                    .child(choose)
                    .child(
                        el_class("div", "form-row")
                            .hidden_live(move || !self.known.get().is_empty())
                            .child(
                                TextBox::new("invite-name", Word::FIELD_ENTERPRISE)
                                    .required()
                                    .of(self.name),
                            )
                            .child(
                                TextBox::new("invite-contact", Word::FIELD_CONTACT)
                                    .of(self.contact),
                            )
                            .child(
                                TextBox::new("invite-mobile", Word::FIELD_MOBILE)
                                    .kind("tel")
                                    .of(self.mobile),
                            ),
                    )
                    .child(submit(t(Word::INVITE_SUBMIT), self.busy)),
            )
            .view()
    }

    fn table(self, list: &InvitationList) -> AnyView {
        if list.invitations.is_empty() {
            return empty(t(Word::INVITE_EMPTY)).view();
        }
        let columns = [
            Word::FIELD_ENTERPRISE,
            Word::COLUMN_STATE,
            Word::INVITE_BY,
            Word::INVITE_AT,
            Word::INVITE_EXPIRES,
            Word::COLUMN_ACTION,
        ];
        el_class("div", "table-wrap")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-label", t(Word::INVITE_LIST))
            .child(
                el_class("table", "table")
                    .child(el("caption").text(t(Word::INVITE_LIST)))
                    .child(el("thead").child(el("tr").children(
                        columns.map(|words| el("th").attr("scope", "col").text(t(words))),
                    )))
                    .child(el("tbody").children(list.invitations.iter().map(|one| self.row(one)))),
            )
            .view()
    }

    fn row(self, invitation: &Invitation) -> El {
        let open = invitation.used_at.is_none()
            && !invitation.revoked
            && invitation.expires_at > ui::clock::now_ms();
        let (class, state) = match (invitation.used_at, invitation.revoked, open) {
            (Some(_), ..) => ("badge badge--approved", Word::INVITE_USED),
            (None, true, _) => ("badge", Word::INVITE_REVOKED),
            (None, false, true) => ("badge badge--queued", Word::INVITE_OPEN),
            (None, false, false) => ("badge", Word::INVITE_EXPIRED),
        };
        let (id, name) = (invitation.id, invitation.enterprise_name.clone());
        let revoke = open.then(|| {
            let named = tr(Word::INVITE_REVOKE_NAMED, &[("name", &name)]);
            button(Look::Text, t(Word::INVITE_REVOKE), move || {
                self.ask_to_revoke(id, &name)
            })
            .attr("aria-label", named)
        });
        el("tr")
            .child(
                el("th")
                    .attr("scope", "row")
                    .text(invitation.enterprise_name.clone()),
            )
            .child(el("td").child(el_class("span", class).text(t(state))))
            .child(el("td").text(invitation.created_by.clone()))
            .child(el_class("td", "table__day").text(when::moment(invitation.created_at)))
            .child(el_class("td", "table__day").text(when::moment(invitation.expires_at)))
            .child(el("td").child(revoke))
    }

    fn ask_to_revoke(self, id: domain::id::InvitationId, name: &str) {
        dialog::ask(Question {
            title: tr(Word::INVITE_REVOKE_TITLE, &[("name", name)]),
            body: t(Word::INVITE_REVOKE_BODY).to_owned(),
            yes: t(Word::INVITE_REVOKE_YES).to_owned(),
            act: Box::new(move || self.revoke(id)),
        });
    }

    fn revoke(self, id: domain::id::InvitationId) {
        spawn_local(async move {
            let address = with_id(path::DESK_REVOKE_INVITATION, id);
            let answer = server::post::<Json>(self.desk, &address, &()).await;
            if self.problem.is_disposed() {
                return;
            }
            match answer {
                Ok(_) => {
                    let shown = self.made.with_untracked(|made| {
                        made.as_ref().is_some_and(|made| made.invitation.id == id)
                    });
                    if shown {
                        self.made.set(None);
                    }
                    self.desk.said.set(t(Word::INVITE_REVOKE_DONE).to_owned());
                    self.list.reload();
                }
                Err(failure) => self.desk.said.set(failure.words()),
            }
        });
    }
}
