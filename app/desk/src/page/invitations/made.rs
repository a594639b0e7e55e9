//! An invitation that was just made: link, QR code and the code that can be read out. Shown once.

use domain::api::{NewInvitation, query::encode};
use leptos::prelude::*;
use ui::{
    component::button::{Look, button},
    dom::{El, el, el_class, window},
    focus,
    i18n::{t, tr},
};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Invitations;
use crate::{when, word::Word};

/// The id of its heading.
pub(super) const TITLE: &str = "made-title";

/// What to give to the enterprise.
pub(super) fn made(page: Invitations, new: &NewInvitation) -> AnyView {
    let name = &new.invitation.enterprise_name;
    let expires = when::moment(new.invitation.expires_at);
    let link = new.link.clone();
    let copied = new.link.clone();
    el_class("section", "receipt")
        .attr("aria-labelledby", TITLE)
        .child(
            el("h2")
                .attr("id", TITLE)
                .attr("tabindex", "-1")
                .text(tr(Word::INVITE_DONE, &[("name", name)])),
        )
        .child(el("p").text(tr(Word::INVITE_ONCE, &[("expires", &expires)])))
        .child(
            el_class("div", "invite-ways")
                .child(
                    el("div")
                        .child(el("h3").text(t(Word::INVITE_CODE)))
                        .child(el("p").text(t(Word::INVITE_CODE_HINT)))
                        .child(code(&new.code)),
                )
                .child(
                    el("div")
                        .child(el("h3").text(t(Word::INVITE_QR)))
                        .child(el("p").text(t(Word::INVITE_QR_HINT)))
                        .child(qr(&new.qr)),
                )
                .child(
                    el("div")
                        .child(
                            el_class("label", "field__label")
                                .attr("for", "invite-link")
                                .text(t(Word::INVITE_LINK)),
                        )
                        .child(el("p").text(t(Word::INVITE_LINK_HINT)))
                        .child(
                            el_class("input", "input")
                                .attr("id", "invite-link")
                                .flag("readonly", true)
                                .attr("value", link),
                        )
                        .child(button(Look::Secondary, t(Word::INVITE_COPY), move || {
                            copy(page, copied.clone())
                        })),
                ),
        )
        .child(button(Look::Quiet, t(Word::INVITE_ANOTHER), move || {
            page.made.set(None);
            page.desk.said.set(String::new());
            focus::on_heading();
        }))
        .view()
}

fn code(code: &str) -> El {
    // Read out letter by letter: nobody says "ABCD" as a word.
    let spelled = code
        .chars()
        .map(|c| c.to_string())
        .collect::<Vec<_>>()
        .join(" ");
    el_class("p", "receipt__number invite-code")
        .attr("id", "invite-code")
        .child(el("span").attr("aria-hidden", "true").text(code.to_owned()))
        .child(el_class("span", "visually-hidden").text(spelled))
}

/// As an image and not as markup: whatever the answer holds, it runs nothing.
fn qr(svg: &str) -> El {
    el_class("img", "qr")
        .attr("src", format!("data:image/svg+xml,{}", encode(svg)))
        .attr("alt", t(Word::INVITE_QR_ALT))
        .attr("width", "220")
        .attr("height", "220")
}

fn copy(page: Invitations, link: String) {
    spawn_local(async move {
        let clipboard = window().navigator().clipboard();
        let copied = JsFuture::from(clipboard.write_text(&link)).await.is_ok();
        let words = if copied {
            Word::INVITE_COPIED
        } else {
            Word::INVITE_NOT_COPIED
        };
        page.desk.said.set(t(words).to_owned());
        if !copied {
            focus::on("invite-link");
        }
    });
}
