//! Makes one truth of two copies, at start.
//!
//! Chromium writes localStorage to disk seconds or minutes late, all at once; IndexedDB keeps each transaction when
//! it says so. After a crash the two differ: of each record the copy with the larger number counts, the other is
//! repaired. A deletion is a record without a body, so an old copy doesn't bring the dead back.

use super::{
    Incident,
    envelope::Envelope,
    key::{Key, Kind},
};
use domain::map::{Map, Set};
use uuid::Uuid;

/// Traces of deletions to keep in IndexedDB: a localStorage that was written long ago may still hold the record.
const TRACES: usize = 300;

/// One copy as it was found: records by name, unread.
pub(crate) type Copy = Map<String, String>;

/// What to believe, and what to write so that both copies say it.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    pub(crate) epoch: String,
    pub(crate) records: Map<Key, Envelope>,
    /// What was deleted, as far as there is a trace of it.
    pub(crate) gone: Vec<Uuid>,
    /// The largest number in use.
    pub(crate) last: u64,
    pub(crate) put_local: Vec<(String, String)>,
    pub(crate) remove_local: Vec<String>,
    pub(crate) put_base: Vec<(String, String)>,
    pub(crate) remove_base: Vec<String>,
    pub(crate) incident: Option<Incident>,
}

/// Compares the copies. `fresh` names the epoch if neither has one.
pub(crate) fn reconcile(local: &Copy, base: &Copy, fresh: &str) -> Truth {
    let mut truth = Truth::default();
    let mut unreadable = Vec::new();
    let names: Set<&String> = local.keys().chain(base.keys()).collect();
    let mut traces = Vec::new();
    for name in names {
        let Some(key) = Key::parse(name).filter(|key| key.kind != Kind::Epoch) else {
            continue;
        };
        let (in_local, in_base) = (local.get(name), base.get(name));
        let Some(newest) = newest(in_local, in_base) else {
            unreadable.push(name.clone());
            continue;
        };
        truth.last = truth.last.max(newest.seq);
        let text = newest.text();
        if in_base != Some(&text) {
            truth.put_base.push((name.clone(), text.clone()));
        }
        if newest.body.is_some() {
            if in_local != Some(&text) {
                truth.put_local.push((name.clone(), text));
            }
            truth.records.insert(key, newest);
        } else {
            traces.push((newest.seq, name.clone()));
            truth.gone.extend(key.uuid());
            if in_local.is_some() {
                truth.remove_local.push(name.clone());
            }
        }
    }
    traces.sort_unstable();
    let gone = traces.len().saturating_sub(TRACES);
    truth
        .remove_base
        .extend(traces.drain(..gone).map(|(_, name)| name));
    truth
        .put_base
        .retain(|(name, _)| !truth.remove_base.contains(name));
    settle_epoch(local, base, fresh, &mut truth);
    if !unreadable.is_empty() {
        truth.incident = Some(Incident::Unreadable(unreadable));
    }
    truth
}

/// The copy of a record with the larger number; none when neither can be read.
pub(super) fn newest(in_local: Option<&String>, in_base: Option<&String>) -> Option<Envelope> {
    let read = |text: Option<&String>| text.and_then(|text| Envelope::parse(text));
    match (read(in_local), read(in_base)) {
        (Some(ours), Some(theirs)) => Some(if ours.seq > theirs.seq { ours } else { theirs }),
        (ours, theirs) => ours.or(theirs),
    }
}

fn settle_epoch(local: &Copy, base: &Copy, fresh: &str, truth: &mut Truth) {
    let name = Key::single(Kind::Epoch).to_string();
    let read = |copy: &Copy| copy.get(&name).and_then(|text| Envelope::parse(text));
    let (ours, theirs) = (read(local), read(base));
    let (epoch, incident) = match (&ours, &theirs) {
        (Some(ours), Some(theirs)) if ours.epoch != theirs.epoch => {
            (theirs.epoch.clone(), Some(Incident::Mixed))
        }
        (_, Some(theirs)) => (theirs.epoch.clone(), None),
        (Some(ours), None) => (ours.epoch.clone(), Some(Incident::DatabaseLost)),
        (None, None) => (fresh.to_owned(), None),
    };
    // A database that held nothing is no loss.
    truth.incident = incident.filter(|_| !truth.records.is_empty());
    let mark = Envelope::new(0, &epoch, None);
    if ours.as_ref() != Some(&mark) {
        truth.put_local.push((name.clone(), mark.text()));
    }
    if theirs.as_ref() != Some(&mark) {
        truth.put_base.push((name, mark.text()));
    }
    truth.epoch = epoch;
}
