//! The app as an installed program: the service worker and its updates, installing.
//!
//! A new release never takes over under an open page by itself; the page offers it where nothing is being typed.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Promise, Reflect};
use leptos::{prelude::*, task::spawn_local};
use ui::{dom::window, i18n};
use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    RegistrationOptions, ServiceWorker, ServiceWorkerRegistration, ServiceWorkerState,
    ServiceWorkerUpdateViaCache,
};

/// How the app can be put on the home screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Install {
    /// It is there, or the browser has no way.
    No,
    /// The browser asks when we do.
    Offered,
    /// The person does it by the share menu (iOS).
    ByHand,
}

thread_local! {
    static INSTALL: ArcRwSignal<Install> = ArcRwSignal::new(Install::No);
    static PROMPT: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    static UPDATE: ArcRwSignal<bool> = ArcRwSignal::new(false);
    static REGISTRATION: RefCell<Option<ServiceWorkerRegistration>> = const { RefCell::new(None) };
    static SWAPPING: Cell<bool> = const { Cell::new(false) };
}

/// Whether and how installing can be offered; a signal.
pub(crate) fn install() -> ArcRwSignal<Install> {
    INSTALL.with(Clone::clone)
}

/// Whether a new release waits; a signal.
pub(crate) fn update() -> ArcRwSignal<bool> {
    UPDATE.with(Clone::clone)
}

/// Starts the service worker and listens for what it and the browser offer.
pub(crate) fn start() {
    watch_install();
    // A quick build is rebuilt all the time: a worker would serve the one before.
    if !cfg!(debug_assertions) && has_worker() {
        spawn_local(async {
            if let Some(registration) = register().await {
                watch_updates(&registration);
                REGISTRATION.set(Some(registration));
            }
        });
    }
}

/// Shows the browser's own question about installing.
pub(crate) fn prompt_install() {
    if let Some(event) = PROMPT.take() {
        INSTALL.with(|install| install.set(Install::No));
        call(&event, "prompt");
    }
}

/// Lets the waiting release take over; the page loads again when it has.
pub(crate) fn swap() {
    SWAPPING.set(true);
    if !post(ServiceWorkerRegistration::waiting, "SKIP_WAITING") {
        reload();
    }
}

/// Has the rest of the app kept on this device, for somebody who is about to work with it and may soon be offline.
pub(crate) fn keep_later() {
    // Before the worker is there, nothing is lost: the next start does it.
    post(ServiceWorkerRegistration::active, "KEEP_LATER");
}

/// Whether there was such a worker to tell.
fn post(to: fn(&ServiceWorkerRegistration) -> Option<ServiceWorker>, kind: &str) -> bool {
    let message = js_sys::Object::new();
    // Setting a member of a new object cannot fail.
    let _ = Reflect::set(&message, &"type".into(), &kind.into());
    REGISTRATION
        .with_borrow(|known| known.as_ref().and_then(to))
        .is_some_and(|worker| worker.post_message(&message).is_ok())
}

/// Looks for a new release.
pub(crate) fn look_for_update() {
    REGISTRATION.with_borrow(|known| {
        if let Some(promise) = known.as_ref().and_then(|known| known.update().ok()) {
            // Offline is no news.
            spawn_local(async move { drop(JsFuture::from(promise).await) });
        }
    });
}

/// Loads the page again.
pub(crate) fn reload() {
    let _ = window().location().reload();
}

/// Whether this is an app of its own, not a page in a browser's tab.
pub(crate) fn is_installed() -> bool {
    let page = window().match_media("(display-mode: standalone)");
    page.ok().flatten().is_some_and(|page| page.matches())
}

fn has_worker() -> bool {
    Reflect::has(&window().navigator(), &"serviceWorker".into()).unwrap_or(false)
}

async fn register() -> Option<ServiceWorkerRegistration> {
    let options = RegistrationOptions::new();
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let workers = window().navigator().service_worker();
    let promise = workers.register_with_options("/sw.js", &options);
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

fn watch_updates(registration: &ServiceWorkerRegistration) {
    let workers = window().navigator().service_worker();
    let replaces = workers.controller().is_some();
    if registration.waiting().is_some() && replaces {
        UPDATE.with(|update| update.set(true));
    }
    let found = registration.clone();
    listen(registration, "updatefound", move || {
        if let Some(worker) = found.installing() {
            watch_worker(&worker);
        }
    });
    listen(&workers, "controllerchange", || {
        if SWAPPING.get() {
            reload();
        } else if i18n::has_english() {
            // It came before there was a worker to keep it.
            spawn_local(async {
                let _ = i18n::fetch_english(0).await;
            });
        }
    });
}

fn watch_worker(worker: &ServiceWorker) {
    let watched = worker.clone();
    listen(worker, "statechange", move || {
        let replaces = window().navigator().service_worker().controller().is_some();
        if watched.state() == ServiceWorkerState::Installed && replaces {
            UPDATE.with(|update| update.set(true));
        }
    });
}

fn watch_install() {
    let offered = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        event.prevent_default();
        PROMPT.set(Some(event.into()));
        INSTALL.with(|install| install.set(Install::Offered));
    });
    let _ = window()
        .add_event_listener_with_callback("beforeinstallprompt", offered.as_ref().unchecked_ref());
    offered.forget();
    listen(&window(), "appinstalled", || {
        INSTALL.with(|install| install.set(Install::No));
    });
    let standalone = Reflect::get(&window().navigator(), &"standalone".into()).ok();
    // Only Safari on iOS has the member, an iPad that says it is a Mac included; it is true on the home screen.
    if standalone.and_then(|member| member.as_bool()) == Some(false) {
        INSTALL.with(|install| install.set(Install::ByHand));
    }
}

fn listen(target: &web_sys::EventTarget, event: &str, act: impl Fn() + 'static) {
    let act = Closure::<dyn Fn()>::new(act);
    let _ = target.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
    act.forget();
}

fn call(object: &JsValue, method: &str) {
    let function = Reflect::get(object, &method.into()).ok();
    if let Some(function) = function.and_then(|it| it.dyn_into::<Function>().ok())
        && let Ok(answer) = function.call0(object)
        && let Ok(promise) = answer.dyn_into::<Promise>()
    {
        spawn_local(async move { drop(JsFuture::from(promise).await) });
    }
}
