//! A receipt that can be printed, and whether the server signed it.

use domain::api::Receipt;
use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::button::{Look, link},
    dom::{El, el, live},
    i18n::{Key, t, tr},
    when,
};

use crate::{
    receipt::{Verdict, look},
    state::AppState,
};

/// None for a receipt of a server that did not sign yet.
pub(super) fn paper(state: AppState, receipt: &Receipt) -> Option<El> {
    let seal = receipt.seal.as_ref()?;
    let address = [
        "/receipts/",
        &receipt.change.to_string(),
        "/",
        &seal.signature,
    ]
    .concat();
    let time = when::moment(receipt.received_at);
    let verdict = RwSignal::new(None);
    let receipt = receipt.clone();
    spawn_local(async move {
        let found = look(&receipt, &state.receipt_keys()).await;
        // Whoever asked may have left the page.
        let _ = verdict.try_set(Some(found));
    });
    let words = live(move || {
        let key = match verdict.get() {
            Some(Verdict::Genuine) => Key::RECEIPT_GENUINE,
            Some(Verdict::Forged) => Key::RECEIPT_FORGED,
            _ => Key::RECEIPT_UNCHECKED,
        };
        el("p").attr("data-testid", "signature").text(t(key)).view()
    });
    Some(el("div").child(words).child(link(
        Look::Secondary,
        tr(Key::RECEIPT_OPEN, &[("time", &time)]),
        address,
    )))
}
