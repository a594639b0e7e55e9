//! What can be done: a bar with the actions that the server allows now, and the form of the one that is chosen.

mod simple;
mod supplement;

use domain::{
    case::ActionKind,
    json::{Json, ToJson as _},
};
use leptos::prelude::*;
use ui::{
    component::banner::{Tone, banner},
    dom::{El, el, el_class, live},
    i18n::t,
};

use super::{Case, assist};
use crate::{component::page::said, label, word::Word};

/// The id of the panel's heading, where the keyboard goes when a form opens or is done.
pub(super) const TITLE: &str = "act-title";

/// The form whose cases a coordinator decides alone.
const DAMAGE: &str = "DMG";

/// The actions in the order in which they are offered; the first ones are those of the normal way.
const ORDER: [ActionKind; 13] = [
    ActionKind::Take,
    ActionKind::Confirm,
    ActionKind::Decline,
    ActionKind::Approve,
    ActionKind::RequestSupplement,
    ActionKind::ExtendSupplement,
    ActionKind::Reject,
    ActionKind::Assist,
    ActionKind::Assign,
    ActionKind::Close,
    ActionKind::Reopen,
    ActionKind::Withdraw,
    ActionKind::Comment,
];

/// What is being done.
pub(super) fn panel(case: Case) -> AnyView {
    let allowed = Memo::new(move |_| {
        case.file.value.with(|file| {
            file.as_ref()
                .map(|file| file.allowed.clone())
                .unwrap_or_default()
        })
    });
    let alone = Memo::new(move |_| {
        case.file
            .value
            .with(|file| file.as_ref().is_some_and(|file| file.view.form == DAMAGE))
    });
    el_class("section", "panel act")
        .attr("aria-labelledby", TITLE)
        .child(
            el_class("h2", "panel__title")
                .attr("id", TITLE)
                .attr("tabindex", "-1")
                .text_live(move || {
                    t(case
                        .open
                        .get()
                        .map_or(Word::ACT_TITLE, |kind| label::action(kind, alone.get())))
                    .to_owned()
                }),
        )
        .child(said(case.desk))
        .child(case.refusal())
        .child(live(move || match case.open.get() {
            None => bar(case, &allowed.get(), alone.get()).view(),
            Some(kind) => form(case, kind, allowed, alone.get()),
        }))
        .view()
}

fn bar(case: Case, allowed: &[ActionKind], alone: bool) -> El {
    let offered: Vec<ActionKind> = ORDER
        .into_iter()
        .filter(|kind| allowed.contains(kind))
        .collect();
    if offered.is_empty() {
        return el("p").text(t(Word::ACT_NOTHING));
    }
    let buttons: Vec<El> = offered
        .into_iter()
        .map(|kind| {
            let class = match kind {
                // Never more than one of these is possible: each is the next step of the normal way.
                ActionKind::Take
                | ActionKind::Confirm
                | ActionKind::Approve
                | ActionKind::Close => "button button--primary",
                ActionKind::RequestSupplement
                | ActionKind::ExtendSupplement
                | ActionKind::Assign => "button button--secondary",
                _ => "button",
            };
            el_class("button", class)
                .attr("type", "button")
                .attr("data-action", code(kind))
                .attr_live("aria-disabled", move || {
                    case.acting.get().then(|| "true".to_owned())
                })
                .text(t(label::action(kind, alone)))
                // Taking a case needs no words: it is done at once.
                .on("click", move |_| {
                    if kind == ActionKind::Take {
                        case.act(kind)
                    } else {
                        case.begin(kind)
                    }
                })
        })
        .collect();
    el_class("div", "act__bar").children(buttons)
}

/// The code on the wire.
fn code(kind: ActionKind) -> String {
    match kind.to_json() {
        Json::Text(code) => code,
        _ => String::new(),
    }
}

fn form(case: Case, kind: ActionKind, allowed: Memo<Vec<ActionKind>>, alone: bool) -> AnyView {
    let possible = Memo::new(move |_| allowed.with(|allowed| allowed.contains(&kind)));
    let gone = live(move || {
        if possible.get() {
            return ui::dom::nothing();
        }
        // Somebody else was quicker. What was typed stays, to be read and copied.
        banner(Tone::Warning, t(Word::ACT_NOT_NOW)).view()
    });
    let fields = if kind == ActionKind::RequestSupplement {
        supplement::fields(case)
    } else {
        simple::fields(case, kind)
    };
    let buttons = el_class("div", "action-bar")
        .child(
            el_class(
                "button",
                if kind == ActionKind::Reject {
                    "button button--danger"
                } else {
                    "button button--primary"
                },
            )
            .attr("type", "submit")
            .attr_live("aria-disabled", move || {
                (case.acting.get() || !possible.get()).then(|| "true".to_owned())
            })
            .text(t(label::action(kind, alone))),
        )
        .child(
            el_class("button", "button")
                .attr("type", "button")
                .text(t(Word::ACT_BACK))
                .on("click", move |_| {
                    case.open.set(None);
                    ui::focus::on(TITLE);
                }),
        );
    crate::component::field::form(move || {
        if possible.get_untracked() {
            case.act(kind);
        }
    })
    .attr("data-action", code(kind))
    .child(gone)
    .child(fields)
    .child((kind == ActionKind::Assist).then(|| assist::summary(case)))
    .child(buttons)
    .view()
}
