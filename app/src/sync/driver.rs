//! Carries the engine's effects out, and brings what came of them back as events.

use domain::map::Map;
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use domain::{
    api::{ErrorCode, SyncRequest, SyncResponse, path},
    sync::{Effect, Engine, Enrolment, Event, Failure, Relayed, Snapshot, Tick, Write},
};
use futures::channel::oneshot;
use leptos::{
    leptos_dom::helpers::TimeoutHandle, prelude::set_timeout_with_handle, task::spawn_local,
};
use ui::{
    clock::now_ms,
    ids::entropy,
    net::{self, Call, NetError},
};
use web_sys::AbortController;

use super::upload::{Stop, Upload};
use crate::{
    files,
    state::{Link, Signals},
    store::browser::BrowserStore,
    tabs::{Message, Tabs},
};

/// How long a request without changes may take at first, milliseconds; doubled each time it was too short. It is
/// short so that a request lost in a dead spot does not hold up the next one for long.
const PROBE_TIMEOUT: u32 = 4_000;
const LONGEST_PROBE: u32 = 30_000;
/// A request with changes may take this long, and a second more for each 4,000 bytes (32 kbit/s).
const PUSH_TIMEOUT: u32 = 30_000;
const BYTES_PER_MS: usize = 4;

/// The engine with its hands.
pub(crate) struct Driver {
    engine: RefCell<Engine>,
    store: Rc<BrowserStore>,
    signals: Signals,
    tabs: Tabs,
    calls: RefCell<Map<u64, AbortController>>,
    timer: RefCell<Option<TimeoutHandle>>,
    probe_timeout: Cell<u32>,
    settled: RefCell<Vec<oneshot::Sender<()>>>,
}

impl Driver {
    pub(crate) fn new(
        snapshot: Snapshot,
        store: Rc<BrowserStore>,
        signals: Signals,
        tabs: Tabs,
    ) -> Rc<Self> {
        Rc::new(Self {
            engine: RefCell::new(Engine::new(snapshot)),
            store,
            signals,
            tabs,
            calls: RefCell::default(),
            timer: RefCell::default(),
            probe_timeout: Cell::new(PROBE_TIMEOUT),
            settled: RefCell::default(),
        })
    }

    /// Tells the engine what happened and does what it says.
    pub(crate) fn dispatch(self: &Rc<Self>, event: Event) {
        let at = Tick {
            now: now_ms(),
            entropy: entropy(),
        };
        let effects = self.engine.borrow_mut().handle(event, at);
        for effect in effects {
            self.carry_out(effect);
        }
        self.show();
    }

    /// Shows what the engine knows.
    pub(crate) fn show(&self) {
        let engine = self.engine.borrow();
        self.signals.show(&engine, now_ms());
        if engine.is_settled() {
            for waiter in self.settled.take() {
                // Whoever waited may have gone.
                let _ = waiter.send(());
            }
        }
    }

    /// Resolves when no transaction is under way.
    pub(crate) async fn settled(&self) {
        let (sender, settled) = oneshot::channel();
        self.settled.borrow_mut().push(sender);
        self.show();
        let _ = settled.await;
    }

    /// A new connection, perhaps: what was asked over the old one will hardly be answered.
    pub(crate) fn connection_changed(self: &Rc<Self>) {
        self.probe_timeout.set(PROBE_TIMEOUT);
        self.dispatch(Event::Nudge);
    }

    /// What a following tab asks of the one that leads; the others keep out of it.
    pub(crate) fn relayed(self: &Rc<Self>, relayed: Relayed) {
        let leads = self.engine.borrow().leads();
        if leads {
            self.dispatch(relayed.into());
        }
    }

    pub(crate) fn store(&self) -> &Rc<BrowserStore> {
        &self.store
    }

    pub(crate) fn signals(&self) -> Signals {
        self.signals
    }

    pub(crate) fn tabs(&self) -> &Tabs {
        &self.tabs
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Store { ticket, writes } => self.write(ticket, writes),
            Effect::Send {
                request,
                enrolment,
                body,
            } => self.send(request, *enrolment, body),
            Effect::Upload {
                request,
                enrolment,
                hash,
                size,
            } => self.upload(request, *enrolment, hash, size),
            Effect::Abort { request } => {
                if let Some(call) = self.calls.borrow_mut().remove(&request) {
                    call.abort();
                }
            }
            Effect::WakeAt(at) => self.wake_at(at),
            Effect::Relay(relayed) => self.tabs.post(&Message::Relay(relayed)),
            Effect::Tell(notice) => self.signals.tell(notice),
        }
    }

    fn write(self: &Rc<Self>, ticket: u64, writes: Vec<Write>) {
        // localStorage has it before this call returns, whatever happens to the tab next.
        let staged = self.store.stage(&writes);
        let driver = Rc::clone(self);
        spawn_local(async move {
            let done = match staged {
                Ok(staged) => driver.store.finish(staged).await,
                Err(error) => Err(error),
            };
            if done.is_ok() {
                let room = |write: &Write| matches!(write, Write::DeleteSubmission(_));
                if writes.iter().any(room) {
                    spawn_local(files::sweep(Rc::clone(&driver)));
                }
                driver.signals.take(&writes);
                driver.tabs.post(&Message::Wrote(writes));
                driver.dispatch(Event::Stored { ticket });
            } else {
                driver.dispatch(Event::StoreFailed { ticket });
            }
        });
    }

    fn send(self: &Rc<Self>, request: u64, enrolment: Enrolment, body: SyncRequest) {
        let Ok(abort) = AbortController::new() else {
            let driver = Rc::clone(self);
            let failed = Event::Failed {
                request,
                failure: Failure::Offline,
            };
            spawn_local(async move { driver.dispatch(failed) });
            return;
        };
        self.calls.borrow_mut().insert(request, abort.clone());
        let probe = body.changes.is_empty();
        let timeout = if probe {
            self.probe_timeout.get()
        } else {
            push_timeout(&body)
        };
        let driver = Rc::clone(self);
        spawn_local(async move {
            let call = Call {
                token: Some(&enrolment.token),
                timeout,
                abort: Some(abort),
            };
            let answer = net::post::<SyncResponse>(path::SYNC, &body, call).await;
            if driver.calls.borrow_mut().remove(&request).is_none() {
                // Ended by the engine, which has forgotten it.
                return;
            }
            match &answer {
                Err(NetError::Timeout) if probe => {
                    driver.probe_timeout.set((timeout * 2).min(LONGEST_PROBE));
                }
                Err(NetError::Offline | NetError::NotOurs | NetError::Timeout) => {}
                _ => driver
                    .probe_timeout
                    .set(driver.probe_timeout.get().max(PROBE_TIMEOUT)),
            }
            driver.signals.link_is(link(&answer));
            driver.dispatch(match answer {
                Ok(response) => Event::Reply {
                    request,
                    forged: driver.forged(&response).await,
                    response: Box::new(response),
                },
                Err(error) => Event::Failed {
                    request,
                    failure: failure(&error),
                },
            });
        });
    }

    fn upload(self: &Rc<Self>, request: u64, enrolment: Enrolment, hash: String, size: u64) {
        let driver = Rc::clone(self);
        let abort = AbortController::new().ok();
        if let Some(abort) = &abort {
            self.calls.borrow_mut().insert(request, abort.clone());
        }
        spawn_local(async move {
            let ended = match &abort {
                Some(abort) => {
                    let upload = Upload {
                        store: &driver.store,
                        enrolment: &enrolment,
                        abort,
                        hash: &hash,
                        size,
                    };
                    let arrived = |offset| driver.dispatch(Event::Uploading { request, offset });
                    upload.run(arrived).await
                }
                None => Err(Stop::Failed(Failure::Offline)),
            };
            if abort.is_some() && driver.calls.borrow_mut().remove(&request).is_none() {
                // Ended by the engine, which has forgotten it.
                return;
            }
            driver.dispatch(match ended {
                Ok(()) => Event::Uploaded { request },
                Err(Stop::Failed(failure)) => Event::UploadFailed { request, failure },
                Err(Stop::Refused(reason)) => Event::FileRefused { request, reason },
            });
        });
    }

    fn wake_at(self: &Rc<Self>, at: i64) {
        /// Longer waits than this are cut, and asked for again: browsers count milliseconds in 31 bits.
        const LONGEST: u64 = 60 * 60 * 1_000;
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        let wait = u64::try_from(at.saturating_sub(now_ms()))
            .unwrap_or(0)
            .min(LONGEST);
        let driver = Rc::clone(self);
        let timer = set_timeout_with_handle(
            move || driver.dispatch(Event::Timer),
            // A timer that fires a little early would be asked for again and again.
            Duration::from_millis(wait + 20),
        );
        self.timer.replace(timer.ok());
    }
}

fn push_timeout(body: &SyncRequest) -> u32 {
    let bytes: usize = body
        .changes
        .iter()
        .map(|change| match change {
            domain::api::Change::Revision(revision) => revision.content.len(),
            domain::api::Change::Withdraw(_) => 0,
        })
        .sum();
    PUSH_TIMEOUT.saturating_add(u32::try_from(bytes / BYTES_PER_MS).unwrap_or(u32::MAX))
}

fn link(answer: &Result<SyncResponse, NetError>) -> Link {
    match answer {
        Ok(_) | Err(NetError::Api { .. }) => Link::Online,
        Err(NetError::Offline | NetError::Timeout | NetError::NotOurs) => Link::Offline,
    }
}

/// What a failed request means to the engine.
pub(super) fn failure(error: &NetError) -> Failure {
    match error {
        NetError::Offline | NetError::Timeout => Failure::Offline,
        NetError::NotOurs => Failure::NotOurs,
        NetError::Api {
            status,
            retry_after,
            body,
        } => match (status, body.code) {
            (_, ErrorCode::Revoked) => Failure::Revoked,
            (401, _) => Failure::Auth,
            (413, _) => Failure::TooLarge,
            (423 | 429 | 503, _) => Failure::Busy {
                retry_after: *retry_after,
            },
            // A path that isn't there, or a page that isn't ours to the server: not the fault of what was sent.
            (403..=405, _) => Failure::Server,
            (400..=499, _) => Failure::Rejected,
            _ => Failure::Server,
        },
    }
}
