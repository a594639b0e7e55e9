//! Why something is still on this phone, and what can be done about it.

use domain::{
    api::{Change, Refusal},
    sync::{OutboxItem, Where},
};
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button, link},
    },
    dom::{El, el},
    form,
    form::words,
    i18n::{Key, t},
    route,
};

use crate::{page::place, path::Path, state::AppState};

/// Why something is still on this phone, and what can be done about it.
pub(super) fn unsent(state: AppState, item: &OutboxItem, place: Where) -> El {
    let change = item.id();
    let withdrawal = matches!(item.change, Change::Withdraw(_));
    if let Some(parked) = &item.parked {
        let found = item
            .draft
            .as_ref()
            .and_then(|draft| form::form(&draft.form, &draft.version))
            .map(|form| {
                el("ul").children(
                    parked
                        .findings
                        .iter()
                        .map(|found| el("li").text(words::sentence(&form, found))),
                )
            });
        return banner(Tone::Warning, t(refusal(parked.reason)))
            .child(found)
            .child(item.draft.as_ref().map(|_| {
                button(Look::Primary, t(Key::PARKED_REOPEN), move || {
                    if let Some(draft) = state.reopen_parked(change) {
                        route::go(&Path::Draft(draft, String::new()).to_string());
                    }
                })
            }))
            .child(withdrawal.then(|| {
                button(Look::Quiet, t(Key::WITHDRAW_DROP), move || {
                    state.cancel_send(change)
                })
            }));
    }
    let enrolled = state.is_enrolled();
    let said = match (place, withdrawal) {
        _ if !enrolled => Key::UNSENT_ENROL,
        _ if item.recall => Key::UNSENT_RECALL,
        (Where::Sending, _) => Key::UNSENT_SENDING,
        (_, true) => Key::UNSENT_WITHDRAWAL,
        (_, false) => Key::UNSENT_WAITING,
    };
    let main = if enrolled {
        let words = if item.recall {
            Key::SYNC_ASK
        } else {
            Key::SYNC_NOW
        };
        button(Look::Secondary, t(words), move || state.sync_now())
    } else {
        link(Look::Primary, t(Key::ENROL_OPEN), "/enrol")
    };
    banner(Tone::Info, t(said))
        .child(place::files(state, item))
        .child(main)
        .child((!item.recall && place != Where::Sending).then(|| {
            button(Look::Quiet, t(Key::SEND_CANCEL), move || {
                state.cancel_send(change)
            })
        }))
}

fn refusal(reason: Refusal) -> Key {
    match reason {
        Refusal::Invalid => Key::REFUSED_INVALID,
        Refusal::UnknownForm => Key::REFUSED_FORM,
        Refusal::StaleParent => Key::REFUSED_STALE,
        Refusal::WrongState => Key::REFUSED_STATE,
        Refusal::TooLarge => Key::REFUSED_LARGE,
        Refusal::NoConsent => Key::REFUSED_CONSENT,
        Refusal::NotFound => Key::REFUSED_NOT_FOUND,
        Refusal::Attachment => Key::REFUSED_ATTACHMENT,
        Refusal::HashMismatch
        | Refusal::MalformedContent
        | Refusal::IdReused
        | Refusal::Recalled
        | Refusal::Unknown => Key::REFUSED_OTHER,
    }
}
