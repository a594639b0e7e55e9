//! Cards that fill the screen: nothing may be typed in this browser, or something broke.

use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::button::{Look, button, link},
    dom::{El, el, el_class, live, nothing, window},
    focus,
    i18n::{Key, t},
    route, window_title,
};
use wasm_bindgen_futures::JsFuture;

use crate::{
    inapp::{self, Host},
    pwa,
    store::OpenError,
};

fn card(title: Key) -> El {
    window_title(t(title));
    focus::on_heading();
    el_class("main", "full-card")
        .attr("id", "main")
        .child(el("h1").text(t(title)))
}

/// Opened inside another app, whose storage may vanish with its window.
pub(crate) fn in_app(host: Host) -> AnyView {
    let agent = window().navigator().user_agent().unwrap_or_default();
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let url = format!("{}{path}", location.origin().unwrap_or_default());
    let encoded = String::from(js_sys::encode_uri_component(&url));
    let way = inapp::way_out(host, &agent, &url, &encoded);
    // Tried by itself once; who comes back to this page wants to read it.
    if host == Host::KakaoTalk && route::query().is_empty() {
        route::replace(&format!("{path}?from=kakao"));
        if let Some(way) = &way {
            let _ = location.set_href(way);
        }
    }
    let title = if host == Host::KakaoTalk {
        Key::INAPP_KAKAO
    } else {
        Key::INAPP_OTHER
    };
    let copied = RwSignal::new(false);
    card(title)
        .child(el("p").text(t(Key::INAPP_BODY)))
        .child(way.map(|way| link(Look::Primary, t(Key::INAPP_OPEN), way).attr("target", "_top")))
        .child(button(Look::Secondary, t(Key::INAPP_COPY), {
            let url = url.clone();
            move || copy(&url, copied)
        }))
        .child(el("p").attr("role", "status").text_live(move || {
            if copied.get() {
                t(Key::INAPP_COPIED).to_owned()
            } else {
                String::new()
            }
        }))
        .child(el("h2").text(t(Key::INAPP_HOW)))
        .child(
            el("ol").children(
                [Key::INAPP_HOW_1, Key::INAPP_HOW_2, Key::INAPP_HOW_3]
                    .map(|step| el("li").text(t(step))),
            ),
        )
        .child(el("p").text(url))
        .view()
}

fn copy(url: &str, copied: RwSignal<bool>) {
    let navigator = window().navigator();
    // Pages without TLS have no clipboard; the address is on the page to be read.
    if !navigator.clipboard().is_object() {
        return;
    }
    let promise = navigator.clipboard().write_text(url);
    spawn_local(async move { copied.set(JsFuture::from(promise).await.is_ok()) });
}

/// This browser keeps nothing, so nothing may be typed.
pub(crate) fn no_storage(error: &OpenError) -> AnyView {
    let (title, body) = match error {
        OpenError::Denied => (Key::DENIED_TITLE, Key::DENIED_BODY),
        OpenError::Broken(_) => (Key::BROKEN_TITLE, Key::BROKEN_BODY),
    };
    let detail = match error {
        OpenError::Denied => None,
        OpenError::Broken(detail) => Some(el_class("p", "card__meta").text(detail.clone())),
    };
    card(title)
        .child(el("p").text(t(body)))
        .child(detail)
        .child(button(Look::Primary, t(Key::RELOAD), pwa::reload))
        .view()
}

/// Records that could not be read, or a storage that was emptied.
pub(crate) fn incident(state: crate::state::AppState) -> AnyView {
    use crate::store::Incident;
    use ui::component::banner::{Tone, banner};
    live(move || {
        let Some(incident) = state.incident.get() else {
            return nothing();
        };
        let (key, detail) = match &incident {
            Incident::DatabaseLost => (Key::INCIDENT_LOST, String::new()),
            Incident::Mixed => (Key::INCIDENT_MIXED, String::new()),
            Incident::Unreadable(names) => (Key::INCIDENT_UNREADABLE, names.join(", ")),
        };
        banner(Tone::Warning, t(key))
            .child((!detail.is_empty()).then(|| el_class("p", "card__meta").text(detail)))
            .child(button(Look::Quiet, t(Key::NOTICE_CLOSE), move || {
                state.incident.set(None)
            }))
            .view()
    })
}
