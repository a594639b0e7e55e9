//! The store as a whole: what goes into a rescue file, and what of one is compared with it.

use domain::{
    json::ToJson as _,
    rescue::{Holdings, Record},
    sync::Draft,
};

use super::{
    Base, Envelope, Key, Kind, Loaded, Local, Store, StoreError, read,
    reconcile::{Copy, newest, reconcile},
};
use domain::map::Set;

impl<L: Local, B: Base> Store<L, B> {
    /// Every record as it is stored, those that cannot be read included; `typed` are drafts of which the storage,
    /// full perhaps, has an older state or none.
    pub(crate) async fn records(&self, typed: &[Draft]) -> Result<Vec<Record>, StoreError> {
        let _turn = self.turn.lock().await;
        let (local, base) = (self.local.all(), self.base.all().await?);
        let names: Set<&String> = local.keys().chain(base.keys()).collect();
        let typed: Vec<_> = typed
            .iter()
            .map(|draft| {
                let seq = self.last.get() + 1;
                let text = Envelope::new(seq, &self.epoch.borrow(), Some(draft.to_json())).text();
                let name = Key::new(Kind::Draft, draft.id).to_string();
                Record { name, text }
            })
            .collect();
        let mut records = Vec::new();
        for name in names {
            let ours = Key::parse(name).is_some_and(|key| key.kind != Kind::Epoch);
            if !ours || typed.iter().any(|record| record.name == *name) {
                continue;
            }
            let (in_local, in_base) = (local.get(name), base.get(name));
            let text = match newest(in_local, in_base) {
                Some(envelope) if envelope.body.is_none() => continue,
                Some(envelope) => Some(envelope.text()),
                None => in_base.or(in_local).cloned(),
            };
            records.extend(text.map(|text| Record {
                name: name.clone(),
                text,
            }));
        }
        records.extend(typed);
        Ok(records)
    }

    /// What is kept, and what was: as it is at the moment of the answer, so that who writes without waiting any more
    /// overwrites nothing newer.
    pub(crate) async fn holdings(&self) -> Result<Holdings, StoreError> {
        let epoch = self.epoch.borrow().clone();
        loop {
            let before = self.last.get();
            let mut truth = self.truth(&epoch).await?;
            if self.last.get() == before.max(truth.last) {
                let gone = std::mem::take(&mut truth.gone);
                return Ok(held(read(truth), gone));
            }
        }
    }
}

/// What the records of a file say, and how many cannot be read.
pub(crate) fn brought(records: &[Record]) -> (Holdings, usize) {
    let copy: Copy = records
        .iter()
        .map(|record| (record.name.clone(), record.text.clone()))
        .collect();
    let loaded = read(reconcile(&Copy::new(), &copy, ""));
    let unreadable = match &loaded.incident {
        Some(super::Incident::Unreadable(names)) => names.len(),
        _ => 0,
    };
    (held(loaded, Vec::new()), unreadable)
}

fn held(loaded: Loaded, gone: Vec<uuid::Uuid>) -> Holdings {
    Holdings {
        drafts: loaded.drafts,
        snapshot: loaded.snapshot,
        credentials: loaded.credentials,
        profile: loaded.profile,
        gone,
    }
}
