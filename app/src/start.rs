//! The first things that run.

use std::rc::Rc;

use any_spawner::Executor;
use domain::id::DraftId;
use leptos::{mount::mount_to_body, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use ui::{
    component::header,
    dom::{pieces, window},
    focus, form, i18n, route,
    setting::{SettingStore, Settings},
};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{
    app, inapp,
    page::{full, shell_phone, unlock},
    path::Path,
    pwa,
    state::AppState,
    store::OpenError,
    store::browser::{self, Found},
    tabs::{Message, Tabs},
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
        match browser::find().await {
            Ok(found) if found.is_locked() => ask_pin(found, shown, settings),
            Ok(found) => match AppState::open(found, shown).await {
                Ok(state) => mount(move || app::app(state, settings)),
                Err(error) => mount_alone(settings, move || full::no_storage(&error)),
            },
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

/// What is there after the PIN was asked for.
#[derive(Clone)]
enum Opened {
    Not,
    Open(AppState),
    Broken(OpenError),
}

/// The app comes in the place of the question.
fn ask_pin(found: Found, shown: Option<DraftId>, settings: SettingStore) {
    // The PIN may be changed or taken away in another tab meanwhile.
    Tabs::open().listen(|message| {
        if matches!(message, Message::Reload) {
            pwa::reload();
        }
    });
    let found = SendWrapper::new(Rc::new(found));
    let opened = ArcRwSignal::new(Opened::Not);
    mount(move || {
        ui::dom::live(move || {
            let set = opened.clone();
            match opened.get() {
                Opened::Open(state) => untrack(|| app::app(state, settings)),
                Opened::Broken(error) => alone(settings, full::no_storage(&error)),
                Opened::Not => {
                    let _ = i18n::locale();
                    let locked = found.clone();
                    let open = move || {
                        let (found, set) = (Rc::clone(&locked), set.clone());
                        spawn_local(async move {
                            let open = AppState::open(found.again(), shown).await;
                            set.set(open.map_or_else(Opened::Broken, Opened::Open));
                        });
                    };
                    alone(settings, unlock::unlock(found.clone(), open))
                }
            }
        })
    });
}

fn alone(settings: SettingStore, view: AnyView) -> AnyView {
    pieces([header::header(settings, shell_phone, &[]), view])
}

/// Mounts a page that needs no state.
fn mount_alone(settings: SettingStore, view: impl Fn() -> AnyView + Send + 'static) {
    mount(move || {
        ui::dom::live(move || {
            let _ = i18n::locale();
            alone(settings, view())
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
