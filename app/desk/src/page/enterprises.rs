//! Enterprises and their phones: those that nobody vouches for yet come first.

use domain::{
    api::{Device, Enterprise, EnterpriseList, path},
    case::Permission,
    json::Json,
    korea::{brn::Brn, phone::Phone},
};
use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::{
        button::{Look, button},
        dialog::{self, Question},
    },
    dom::{El, el, el_class, live},
    i18n::{t, tr},
};

use crate::{
    component::{
        loader::Loader,
        page::{alert, empty, heading, said},
        search::search,
    },
    desk::Desk,
    server::{self, with_id},
    when,
    word::Word,
};

/// The list and what happens to it.
#[derive(Clone, Copy)]
struct Enterprises {
    desk: Desk,
    list: Loader<EnterpriseList>,
    typed: RwSignal<String>,
    problem: RwSignal<String>,
}

/// The page.
pub(crate) fn page(desk: Desk) -> AnyView {
    let this = Enterprises {
        desk,
        list: Loader::new(desk, || Some(path::DESK_ENTERPRISES.to_owned())),
        typed: RwSignal::new(String::new()),
        problem: RwSignal::new(String::new()),
    };
    ui::dom::pieces([
        heading(|| t(Word::ENTERPRISES_TITLE).to_owned()).view(),
        live(|| el("p").text(t(Word::ENTERPRISES_LEAD)).view()),
        said(desk),
        alert(this.problem).view(),
        this.list.shown(move |list| {
            if list.enterprises.is_empty() {
                return empty(t(Word::ENTERPRISES_EMPTY)).view();
            }
            // The box stays as it is while the list below it follows what is typed.
            let typed = this.typed;
            let search = search(
                Word::ENTERPRISES_SEARCH,
                typed,
                move |text| typed.set(text),
                || {},
            );
            ui::dom::pieces([search.view(), this.found(list)])
        }),
    ])
}

impl Enterprises {
    /// Those that what is typed finds.
    fn found(self, list: EnterpriseList) -> AnyView {
        live(move || {
            let typed = self.typed.get();
            let found: Vec<El> = list
                .enterprises
                .iter()
                .filter(|one| one.is_found_by(&typed))
                .map(|one| self.card(one))
                .collect();
            if found.is_empty() {
                return empty(t(Word::ENTERPRISES_NO_MATCH)).view();
            }
            ui::dom::pieces(found)
        })
    }

    fn card(self, enterprise: &Enterprise) -> El {
        let manages = self.desk.may(Permission::ManageEnterprises);
        let id = enterprise.id;
        let confirm = (manages && !enterprise.verified).then(|| {
            el_class("div", "card__actions").child(
                button(Look::Secondary, t(Word::ENTERPRISE_CONFIRM), move || {
                    self.tend(
                        with_id(path::DESK_CONFIRM, id),
                        t(Word::ENTERPRISE_CONFIRMED),
                    );
                })
                .attr("aria-describedby", format!("enterprise-{id}")),
            )
        });
        let devices: Vec<El> = enterprise
            .devices
            .iter()
            .map(|one| {
                let (id, name) = (one.id, one.name.clone());
                device(one, manages, move || self.ask_to_revoke(id, &name))
            })
            .collect();
        let phones = (!devices.is_empty()).then(|| el_class("ul", "list-plain").children(devices));
        el_class("article", "card")
            .child(
                el_class("h2", "card__title")
                    .attr("id", format!("enterprise-{id}"))
                    .text(enterprise.name.clone()),
            )
            .child(vouched(enterprise))
            .child(contact(enterprise))
            .child(confirm)
            .child(phones)
    }

    fn ask_to_revoke(self, id: domain::id::DeviceId, name: &str) {
        let address = with_id(path::DESK_REVOKE_DEVICE, id);
        dialog::ask(Question {
            title: tr(Word::REVOKE_TITLE, &[("name", name)]),
            body: t(Word::REVOKE_BODY).to_owned(),
            yes: t(Word::REVOKE_YES).to_owned(),
            act: Box::new(move || self.tend(address, t(Word::REVOKE_DONE))),
        });
    }

    fn tend(self, address: String, done: &'static str) {
        spawn_local(async move {
            let answer = server::post::<Json>(self.desk, &address, &()).await;
            if self.problem.is_disposed() {
                return;
            }
            match answer {
                Ok(_) => {
                    self.problem.set(String::new());
                    self.desk.said.set(done.to_owned());
                    self.list.reload();
                }
                Err(failure) => self.problem.set(failure.words()),
            }
        });
    }
}

/// Whether anybody vouches for it.
pub(crate) fn vouched(enterprise: &Enterprise) -> El {
    let (class, words) = if enterprise.verified {
        ("badge badge--approved", Word::VERIFIED)
    } else {
        ("badge badge--queued", Word::FLAG_UNVERIFIED)
    };
    el_class("span", class).text(t(words))
}

/// How to reach an enterprise.
pub(crate) fn contact(enterprise: &Enterprise) -> El {
    let mobile = Phone::parse(&enterprise.contact_mobile).map_or_else(
        |_| enterprise.contact_mobile.clone(),
        |phone| phone.to_string(),
    );
    let call = (!mobile.is_empty()).then(|| {
        el("div")
            .child(el("dt").text(t(Word::FIELD_MOBILE)))
            .child(el("dd").child(el("a").attr("href", format!("tel:{mobile}")).text(mobile)))
    });
    let fact = |name, value: &str| {
        let value = if value.is_empty() {
            t(Word::NONE).to_owned()
        } else {
            value.to_owned()
        };
        el("div")
            .child(el("dt").text(t(name)))
            .child(el("dd").text(value))
    };
    let numbers: Vec<String> = enterprise
        .brns
        .iter()
        .map(|brn| Brn::parse(brn).map_or_else(|_| brn.clone(), |brn| brn.to_string()))
        .collect();
    let numbers = (!numbers.is_empty()).then(|| fact(Word::FIELD_BRN, &numbers.join(", ")));
    el_class("dl", "review-list")
        .child(numbers)
        .child(fact(Word::FIELD_CONTACT, &enterprise.contact_name))
        .child(call)
        .child(fact(Word::KNOWN_SINCE, &when::day(enterprise.created_at)))
}

/// A phone, with the button that takes its token back.
pub(crate) fn device(device: &Device, manages: bool, revoke: impl FnMut() + 'static) -> El {
    let seen = device
        .seen_at
        .map_or_else(|| t(Word::DEVICE_NEVER).to_owned(), when::moment);
    let words = tr(
        Word::DEVICE_SEEN,
        &[("since", &when::day(device.enrolled_at)), ("seen", &seen)],
    );
    let name = if device.name.is_empty() {
        t(Word::DEVICE).to_owned()
    } else {
        device.name.clone()
    };
    let line = el("li")
        .child(el("strong").text(name.clone()))
        .child(el_class("p", "card__meta").text(words));
    if device.revoked {
        line.child(el_class("span", "badge").text(t(Word::DEVICE_REVOKED)))
    } else {
        line.child(manages.then(|| {
            button(Look::Text, t(Word::REVOKE), revoke)
                .attr("aria-label", tr(Word::REVOKE_NAMED, &[("name", &name)]))
        }))
    }
}
