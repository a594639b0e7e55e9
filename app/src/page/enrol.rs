//! This phone becomes an enterprise's phone: by a coordinator's invitation, or by registering oneself.

use domain::{
    api::{EnrolProof, ErrorCode},
    sync::Draft,
};
use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button, link},
    },
    dom::{El, el, el_class, event_value, live, nothing},
    focus,
    i18n::{Key, t, tr},
    net::NetError,
    route,
};

use super::{help_phone, lead, now, page};
use crate::state::{AppState, EnrolError};

/// What the page holds while it is open.
#[derive(Clone, Copy)]
struct Desk {
    state: AppState,
    busy: RwSignal<bool>,
    said: RwSignal<Option<String>>,
    code: RwSignal<String>,
    enterprise: RwSignal<String>,
    name: RwSignal<String>,
    mobile: RwSignal<String>,
}

/// The page. The secret of an invitation's link is in the fragment, which no server ever sees.
pub(crate) fn enrol(state: AppState) -> AnyView {
    let (enterprise, name, mobile) = known(state);
    let desk = Desk {
        state,
        busy: RwSignal::new(false),
        said: RwSignal::new(None),
        code: RwSignal::new(route::fragment()),
        enterprise: RwSignal::new(enterprise),
        name: RwSignal::new(name),
        mobile: RwSignal::new(mobile),
    };
    if !desk.code.get_untracked().is_empty() {
        // An invitation works once: it is used at once and leaves the address.
        route::replace("/enrol");
        desk.send(desk.invitation());
    }
    page(t(Key::ENROL_TITLE))
        .child(lead(t(Key::ENROL_LEAD)))
        .child(live(move || match desk.state.enrolment.get() {
            Some(enrolment) if state.is_enrolled() => banner(
                Tone::Success,
                tr(Key::ENROL_DONE, &[("name", &enrolment.enterprise_name)]),
            )
            .child(link(Look::Primary, t(Key::GO_HOME), "/"))
            .view(),
            _ => nothing(),
        }))
        .child(live(move || match desk.said.get() {
            Some(said) => banner(Tone::Danger, said)
                .attr("role", "alert")
                .attr("id", "enrol-error")
                .view(),
            None => nothing(),
        }))
        .child(desk.ways())
        .view()
}

/// What a draft or a waiting form already says of the enterprise and the person.
fn known(state: AppState) -> (String, String, String) {
    let mut drafts: Vec<Draft> = now(state.outbox)
        .into_iter()
        .filter_map(|item| item.draft)
        .collect();
    drafts.extend(now(state.drafts));
    let find = |field: &str| {
        let newest = drafts
            .iter()
            .max_by_key(|draft| (draft.answers.text(field).is_some(), draft.updated_at));
        newest
            .and_then(|draft| draft.answers.text(field))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    (
        find("org_name"),
        find("contact_name"),
        find("contact_mobile"),
    )
}

fn hidden(it: bool) -> Option<String> {
    it.then(String::new)
}

impl Desk {
    /// Hidden where they are no use, never built anew: whoever is typing keeps the box, whatever is heard meanwhile.
    fn ways(self) -> El {
        let by_code = el("section")
            .child(el("h2").text(t(Key::ENROL_CODE_TITLE)))
            .child(field(
                "invitation_code",
                Key::ENROL_CODE,
                self.code,
                "off",
                "text",
            ))
            .child(self.submit(Look::Primary, Key::ENROL_BY_CODE, move || self.invitation()));
        // Until the server was heard, the way is offered: it says so itself when it is closed.
        let closed = move || {
            let about = self.state.about.get();
            about.is_some_and(|about| !about.self_registration)
        };
        el("div")
            .attr_live("hidden", move || hidden(self.state.is_enrolled()))
            .child(by_code)
            .child(self.by_self().attr_live("hidden", move || hidden(closed())))
    }

    fn by_self(self) -> El {
        el("section")
            .child(el("h2").text(t(Key::ENROL_SELF_TITLE)))
            .child(el("p").text(t(Key::ENROL_SELF_LEAD)))
            .child(field(
                "enterprise",
                Key::ENROL_ENTERPRISE,
                self.enterprise,
                "organization",
                "text",
            ))
            .child(field(
                "contact_name",
                Key::ENROL_NAME,
                self.name,
                "name",
                "text",
            ))
            .child(field(
                "contact_mobile",
                Key::ENROL_MOBILE,
                self.mobile,
                "tel",
                "tel",
            ))
            .child(self.submit(Look::Secondary, Key::ENROL_BY_SELF, move || {
                self.registration()
            }))
    }

    fn submit(
        self,
        look: Look,
        words: Key,
        proof: impl Fn() -> Result<EnrolProof, Key> + 'static,
    ) -> El {
        button(look, t(words), move || {
            if !self.busy.get_untracked() {
                self.send(proof());
            }
        })
        .attr_live("aria-disabled", move || {
            self.busy.get().then(|| "true".to_owned())
        })
    }

    fn invitation(self) -> Result<EnrolProof, Key> {
        let secret = self.code.get_untracked().trim().to_owned();
        if secret.is_empty() {
            Err(Key::ENROL_NO_CODE)
        } else {
            Ok(EnrolProof::Invitation { secret })
        }
    }

    fn registration(self) -> Result<EnrolProof, Key> {
        let typed = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let (enterprise, contact_name) = (typed(self.enterprise), typed(self.name));
        let contact_mobile = typed(self.mobile);
        if enterprise.is_empty() || contact_name.is_empty() || contact_mobile.is_empty() {
            return Err(Key::ENROL_BLANK);
        }
        Ok(EnrolProof::SelfRegistration {
            enterprise,
            contact_name,
            contact_mobile,
        })
    }

    fn send(self, proof: Result<EnrolProof, Key>) {
        let proof = match proof {
            Ok(proof) => proof,
            Err(key) => return self.say(t(key).to_owned()),
        };
        self.busy.set(true);
        self.said.set(None);
        spawn_local(async move {
            let outcome = self.state.enrol(proof).await;
            self.busy.set(false);
            match outcome {
                Ok(_) => {
                    self.state.sync_now();
                    focus::on_heading();
                }
                Err(error) => self.say(self.words(&error)),
            }
        });
    }

    fn say(self, said: String) {
        self.said.set(Some(said));
        focus::on("enrol-error");
    }

    fn words(self, error: &EnrolError) -> String {
        let key = match error {
            EnrolError::Store(_) => Key::NOTICE_FULL,
            EnrolError::Net(NetError::Offline | NetError::Timeout) => Key::ENROL_OFFLINE,
            EnrolError::Net(NetError::NotOurs) => Key::ENROL_NOT_OURS,
            EnrolError::Net(NetError::Api { body, .. }) => match body.code {
                ErrorCode::InvitationVoid | ErrorCode::NotFound => Key::ENROL_VOID,
                ErrorCode::TooManyRequests => Key::ENROL_TOO_MANY,
                ErrorCode::Invalid => Key::ENROL_INVALID,
                ErrorCode::Forbidden => Key::ENROL_CLOSED,
                _ => Key::ENROL_FAILED,
            },
        };
        tr(key, &[("phone", &untrack(|| help_phone(self.state)))])
    }
}

fn field(
    id: &'static str,
    label: Key,
    value: RwSignal<String>,
    token: &'static str,
    keyboard: &'static str,
) -> El {
    el_class("div", "field")
        .child(
            el_class("label", "field__label")
                .attr("for", format!("f-{id}"))
                .text(t(label)),
        )
        .child(
            el_class("input", "input")
                .attr("id", format!("f-{id}"))
                .attr("type", if keyboard == "tel" { "tel" } else { "text" })
                .attr("inputmode", keyboard)
                .attr("autocomplete", token)
                .attr("value", value.get_untracked())
                .on("input", move |event| value.set(event_value(&event))),
        )
}
