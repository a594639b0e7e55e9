//! How much room this browser gives, and whether it promises to keep what is stored.

use js_sys::{Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use ui::dom::window;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static KEPT: ArcRwSignal<Option<bool>> = ArcRwSignal::new(None);
}

/// Whether the browser has promised to keep what is stored; none until it has answered. A signal.
pub(crate) fn kept() -> ArcRwSignal<Option<bool>> {
    if KEPT.with(|kept| kept.get_untracked().is_none()) {
        let promise = window().navigator().storage().persisted().ok();
        spawn_local(answer(promise));
    }
    KEPT.with(Clone::clone)
}

/// Asks for that promise. The browser decides alone, most of them without a question; then [`kept`] has its answer.
pub(crate) async fn ask() {
    answer(window().navigator().storage().persist().ok()).await;
}

async fn answer(promise: Option<Promise>) {
    let Some(promise) = promise else { return };
    if let Ok(answer) = JsFuture::from(promise).await {
        KEPT.with(|kept| kept.set(answer.as_bool()));
    }
}

/// Bytes used and allowed, as far as the browser tells.
pub(crate) async fn usage() -> Option<(f64, f64)> {
    let promise = window().navigator().storage().estimate().ok()?;
    let estimate = JsFuture::from(promise).await.ok()?;
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    number("usage").zip(number("quota"))
}
