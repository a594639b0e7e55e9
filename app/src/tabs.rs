//! What the tabs of this browser tell each other, over a `BroadcastChannel`.
//!
//! A tab that hears nothing (an old browser, a frozen page) reads the storage again when it becomes the one that
//! sends, so this only makes things appear sooner.

use domain::json::{self, Json};
use domain::sync::{Relayed, Write};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// A word to the other tabs. A tab with an older build ignores what it cannot read.
#[derive(Clone, Debug, Json)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Message {
    /// These are on disk.
    Wrote(Vec<Write>),
    /// The PIN came or went, or everything was wiped: begin anew.
    Reload,
    /// For the tab that leads.
    Relay(Relayed),
}

/// The channel; none where the browser has none.
pub(crate) struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    pub(crate) fn open() -> Self {
        Self(BroadcastChannel::new("ieum").ok())
    }

    pub(crate) fn post(&self, message: &Message) {
        if let Some(channel) = &self.0 {
            // A closed channel: the others read the storage later.
            let _ = channel.post_message(&JsValue::from_str(&json::write(message)));
        }
    }

    /// Calls `hear` for every message of another tab, for as long as this tab lives.
    pub(crate) fn listen(&self, hear: impl Fn(Message) + 'static) {
        let Some(channel) = &self.0 else { return };
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string();
            if let Some(message) = text.and_then(|text| json::read(&text).ok()) {
                hear(message);
            }
        });
        channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        hear.forget();
    }
}
