//! Web Locks: what only one tab of this browser may do at a time. A lock ends with its tab, however that dies.
//!
//! The bindings of `web-sys` are behind an unstable flag, so the three members used are called by name.

use std::{cell::RefCell, rc::Rc};

use futures::channel::oneshot;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// How much a lock is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// Wait for it.
    Wait,
    /// Only if nobody has it.
    IfFree,
    /// Take it from whoever has it.
    Steal,
}

/// What came of it.
#[derive(Debug)]
pub(crate) enum Granted {
    /// It is ours.
    Yes(Lock),
    /// Another tab has it.
    No,
    /// This browser, or a page without TLS, has no locks.
    Unsupported,
}

/// A lock that this tab holds until it is released or stolen.
#[derive(Debug)]
pub(crate) struct Lock {
    pub(crate) release: Function,
    /// Resolves when the lock is no longer ours.
    pub(crate) ended: oneshot::Receiver<()>,
}

impl Lock {
    pub(crate) fn release(&self) {
        // Resolving a promise cannot fail.
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

fn manager() -> Option<Object> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &"locks".into())
        .ok()?
        .dyn_into()
        .ok()
}

fn method(object: &Object, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

/// Asks for the lock `name`.
pub(crate) async fn ask(name: &str, ask: Ask) -> Granted {
    let Some((manager, request)) = manager()
        .and_then(|it| Some((method(&it, "request")?, it)))
        .map(|(request, manager)| (manager, request))
    else {
        return Granted::Unsupported;
    };
    let options = Object::new();
    let wish = match ask {
        Ask::Wait => "mode",
        Ask::IfFree => "ifAvailable",
        Ask::Steal => "steal",
    };
    let value = if ask == Ask::Wait {
        JsValue::from("exclusive")
    } else {
        JsValue::TRUE
    };
    // Setting a member of a new object cannot fail.
    let _ = Reflect::set(&options, &wish.into(), &value);

    let (sender, granted) = oneshot::channel();
    let callback = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() || lock.is_undefined() {
            let _ = sender.send(None);
            return JsValue::UNDEFINED;
        }
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let _ = sender.send(release);
        held.into()
    });
    let promise = request.call3(&manager, &name.into(), &options, &callback);
    let Some(promise) = promise.ok().and_then(|it| it.dyn_into::<Promise>().ok()) else {
        return Granted::Unsupported;
    };
    let (end, ended) = oneshot::channel();
    let end = Rc::new(RefCell::new(Some(end)));
    spawn_local(async move {
        // It resolves after a release and rejects after a theft: either way it is over.
        let _ = JsFuture::from(promise).await;
        if let Some(end) = end.borrow_mut().take() {
            let _ = end.send(());
        }
    });
    match granted.await {
        Ok(Some(release)) => Granted::Yes(Lock { release, ended }),
        Ok(None) => Granted::No,
        // The request was refused: a document that isn't active, or an opaque origin.
        Err(_) => Granted::Unsupported,
    }
}

/// Whether another tab waits for the lock `name`.
pub(crate) async fn is_wanted(name: &str) -> bool {
    let Some(manager) = manager() else {
        return false;
    };
    let Some(query) = method(&manager, "query") else {
        return false;
    };
    let promise = query
        .call0(&manager)
        .ok()
        .and_then(|it| it.dyn_into::<Promise>().ok());
    let Some(promise) = promise else { return false };
    let Ok(snapshot) = JsFuture::from(promise).await else {
        return false;
    };
    let Ok(pending) = Reflect::get(&snapshot, &"pending".into()) else {
        return false;
    };
    Array::from(&pending)
        .iter()
        .any(|lock| Reflect::get(&lock, &"name".into()).is_ok_and(|own| own == name))
}
