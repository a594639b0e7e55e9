//! The first things that run.

use any_spawner::Executor;
use leptos::{mount::mount_to_body, prelude::*, task::spawn_local};
use ui::{
    component::header,
    dom::{pieces, window},
    focus, form, i18n, route,
    setting::{SettingStore, Settings},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    app, inapp,
    page::{full, shell_phone},
    path::Path,
    pwa,
    state::AppState,
    store::browser,
};

/// Called by the glue as soon as the program is there.
#[wasm_bindgen(start)]
pub fn start() {
    // leptos does so when it mounts, which here comes after the first tasks. Doing it twice does no harm.
    let _ = Executor::init_wasm_bindgen();
    route::listen(Path::owns);
    focus::keep_caret();
    let settings = SettingStore::new(
        browser::settings().unwrap_or_else(Settings::first),
        browser::keep_settings,
    );
    let agent = window().navigator().user_agent().unwrap_or_default();
    if let Some(host) = inapp::detect(&agent) {
        spawn_local(settings.load_english());
        return mount_alone(settings, move || full::in_app(host));
    }
    pwa::start();
    let shown = match Path::parse(&route::path()) {
        Path::Draft(id, _) => Some(id),
        _ => None,
    };
    spawn_local(async move {
        settings.load_english().await;
        match AppState::open(shown).await {
            Ok(state) => mount(move || app::app(state, settings)),
            Err(error) => mount_alone(settings, move || full::no_storage(&error)),
        }
    });
    spawn_local(async move {
        // While another process opens the database.
        if let Some((id, version)) = shown.and_then(browser::form_of) {
            form::form(&id, &version);
        }
    });
}

/// Mounts a page that needs no state.
fn mount_alone(settings: SettingStore, view: impl Fn() -> AnyView + Send + 'static) {
    mount(move || {
        ui::dom::live(move || {
            let _ = i18n::locale();
            pieces([header::header(settings, shell_phone, &[]), view()])
        })
    });
}

/// Puts the app in the place of what the server sent.
fn mount(view: impl FnOnce() -> AnyView + 'static) {
    if let Some(page) = window().document() {
        if let Ok(Some(boot)) = page.query_selector(".boot") {
            boot.remove();
        }
        mount_to_body(view);
        if let Some(root) = page.document_element() {
            // Setting an attribute of an element that exists cannot fail.
            let _ = root.set_attribute("data-ready", "1");
        }
    }
}
