//! Whose case it is: the enterprise, whether anybody vouches for it, and its phones.

use domain::{api::path, case::Permission};
use leptos::prelude::*;
use ui::{
    component::{
        button::{Look, button},
        dialog::{self, Question},
    },
    dom::{el, el_class, nothing},
    i18n::{t, tr},
};

use super::Case;
use crate::{
    page::enterprises::{contact, device, vouched},
    server::with_id,
    word::Word,
};

/// The panel.
pub(super) fn panel(case: Case) -> AnyView {
    case.file.value.with(|file| {
        let Some(enterprise) = file.as_ref().map(|file| &file.enterprise) else {
            return nothing();
        };
        let manages = case.desk.may(Permission::ManageEnterprises);
        let id = enterprise.id;
        let confirm = (manages && !enterprise.verified).then(|| {
            button(Look::Secondary, t(Word::ENTERPRISE_CONFIRM), move || {
                case.tend(
                    with_id(path::DESK_CONFIRM, id),
                    t(Word::ENTERPRISE_CONFIRMED).to_owned(),
                );
            })
        });
        let devices = enterprise.devices.iter().map(|one| {
            let (id, name) = (one.id, one.name.clone());
            device(one, manages, move || {
                let address = with_id(path::DESK_REVOKE_DEVICE, id);
                dialog::ask(Question {
                    title: tr(Word::REVOKE_TITLE, &[("name", &name)]),
                    body: t(Word::REVOKE_BODY).to_owned(),
                    yes: t(Word::REVOKE_YES).to_owned(),
                    act: Box::new(move || case.tend(address, t(Word::REVOKE_DONE).to_owned())),
                });
            })
        });
        el_class("section", "panel")
            .attr("aria-labelledby", "enterprise-title")
            .child(
                el_class("h2", "panel__title")
                    .attr("id", "enterprise-title")
                    .text(t(Word::ENTERPRISE_TITLE)),
            )
            .child(
                el_class("p", "enterprise-name")
                    .child(el("strong").text(enterprise.name.clone()))
                    .child(vouched(enterprise)),
            )
            .child(contact(enterprise))
            .child(confirm)
            .child(el("h3").text(t(Word::DEVICES)))
            .child(el_class("ul", "list-plain").children(devices))
            .view()
    })
}
