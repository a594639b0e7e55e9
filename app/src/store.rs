//! What this phone keeps, twice: in localStorage, which is there at once, and in IndexedDB, which survives a crash.
//!
//! A write counts when IndexedDB says so. The two storages are behind [`Local`] and [`Base`], so that everything
//! else here runs on [`memory`] too. Nothing is interpreted: records come and go as `domain::sync` defines them.

pub(crate) mod browser;
mod envelope;
mod key;
#[cfg(test)]
pub(crate) mod memory;
pub(crate) mod pin;
mod reconcile;
mod rescue;
#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};

use domain::{
    api::About,
    form::profile::Profile,
    json::{FromJson, Json},
    sync::{Credentials, Draft, Snapshot, Write},
};
use futures::lock::Mutex;

pub(crate) use rescue::brought;

use envelope::{Envelope, body};
use key::{Key, Kind};
use reconcile::{Copy, Truth, reconcile};

/// The synchronous copy: localStorage.
pub(crate) trait Local {
    /// Every record of ours.
    fn all(&self) -> Copy;
    /// One record.
    fn get(&self, key: &str) -> Option<String>;
    /// Writes one record. On failure the old one stays.
    fn set(&self, key: &str, text: &str) -> Result<(), StoreError>;
    /// Removes one record.
    fn remove(&self, key: &str);
    /// What the number of the next write is above at least: the time. A tab does not always know what the others
    /// have written last, as with a PIN, where each has a copy of its own.
    fn floor(&self) -> u64;
}

/// The durable copy: IndexedDB.
pub(crate) trait Base {
    /// Every record.
    async fn all(&self) -> Result<Copy, StoreError>;
    /// One transaction; resolves when it is complete.
    async fn write(&self, puts: &[(String, String)], removals: &[String])
    -> Result<(), StoreError>;
    /// What seals the records.
    type Key;
    /// One transaction: the records as `change` leaves them, sealed with `key` or with none. Nothing happens when
    /// another tab has written meanwhile.
    async fn rekey(
        &self,
        change: &dyn Fn(&mut Copy),
        key: Option<Self::Key>,
    ) -> Result<(), StoreError>;
}

/// Why the storage cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OpenError {
    /// The browser's settings or private mode forbid it.
    #[error("the browser denies storage")]
    Denied,
    /// It is there and does not work.
    #[error("the storage does not work: {0}")]
    Broken(String),
}

/// Why a write did not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StoreError {
    /// No room.
    #[error("the storage is full")]
    Full,
    /// The database was closed and could not be opened again.
    #[error("the storage is closed")]
    Closed,
    /// Another tab has locked this phone, or unlocked it for good.
    #[error("the storage was locked")]
    Locked,
    /// Something else; see the console.
    #[error("the storage does not take this")]
    Other,
}

/// What was found at start that should not be so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Incident {
    /// The browser emptied IndexedDB; the records came from localStorage and may lack the last minutes.
    DatabaseLost,
    /// The two copies are from different times of this browser; the newer of each record was taken.
    Mixed,
    /// These records cannot be read. They are left as they are.
    Unreadable(Vec<String>),
}

/// Everything that was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Loaded {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) snapshot: Snapshot,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) about: Option<About>,
    pub(crate) profile: Option<Profile>,
    pub(crate) incident: Option<Incident>,
}

/// Both copies.
#[derive(Debug)]
pub(crate) struct Store<L, B> {
    local: L,
    base: B,
    epoch: RefCell<String>,
    last: Cell<u64>,
    /// Transactions reach the base in the order they were made, a repeated one included.
    turn: Mutex<()>,
}

/// A write that localStorage has and IndexedDB doesn't yet.
#[derive(Debug)]
#[must_use]
pub(crate) struct Staged {
    rows: Vec<(String, String)>,
    /// What to bring back when it fails: name, our text, the text before.
    undo: Vec<(String, String, Option<String>)>,
}

impl<L: Local, B: Base> Store<L, B> {
    /// Opens both copies and makes them agree. `fresh` names a new storage.
    pub(crate) async fn open(local: L, base: B, fresh: &str) -> Result<(Self, Loaded), OpenError> {
        let store = Self {
            local,
            base,
            epoch: RefCell::default(),
            last: Cell::new(0),
            turn: Mutex::new(()),
        };
        let loaded = store
            .load(fresh)
            .await
            .map_err(|error| OpenError::Broken(error.to_string()))?;
        Ok((store, loaded))
    }

    /// Reads everything again, as another tab may have left it.
    pub(crate) async fn reload(&self) -> Result<Loaded, StoreError> {
        let epoch = self.epoch.borrow().clone();
        self.load(&epoch).await
    }

    async fn load(&self, fresh: &str) -> Result<Loaded, StoreError> {
        Ok(read(self.truth(fresh).await?))
    }

    async fn truth(&self, fresh: &str) -> Result<Truth, StoreError> {
        let _turn = self.turn.lock().await;
        let base = self.base.all().await?;
        let truth = reconcile(&self.local.all(), &base, fresh);
        // Room in localStorage is a comfort, not a condition: the record is in the base.
        for name in &truth.remove_local {
            self.local.remove(name);
        }
        for (name, text) in &truth.put_local {
            let _ = self.local.set(name, text);
        }
        if !truth.put_base.is_empty() || !truth.remove_base.is_empty() {
            self.base.write(&truth.put_base, &truth.remove_base).await?;
        }
        self.last.set(self.last.get().max(truth.last));
        self.epoch.replace(truth.epoch.clone());
        Ok(truth)
    }

    /// Writes to localStorage, now. Call [`Self::finish`] with the result.
    ///
    /// # Errors
    /// [`StoreError::Full`]; then nothing is changed.
    pub(crate) fn stage(&self, writes: &[Write]) -> Result<Staged, StoreError> {
        let mut staged = Staged {
            rows: Vec::new(),
            undo: Vec::new(),
        };
        for write in writes {
            let name = Key::of(write).to_string();
            let before = self.local.get(&name);
            let known = before
                .as_deref()
                .and_then(Envelope::parse)
                .map_or(0, |old| old.seq);
            let seq = self.last.get().max(known).max(self.local.floor()) + 1;
            self.last.set(seq);
            let text = Envelope::new(seq, &self.epoch.borrow(), body(write)).text();
            if let Err(error) = self.local.set(&name, &text) {
                self.undo(staged.undo);
                return Err(error);
            }
            staged.undo.push((name.clone(), text.clone(), before));
            staged.rows.push((name, text));
        }
        // Half of an autosave is better than none of it; half of a sealing is not.
        if writes
            .iter()
            .all(|write| matches!(write, Write::PutDraft(_)))
        {
            staged.undo.clear();
        }
        Ok(staged)
    }

    /// Writes to IndexedDB; resolves when it is on disk.
    ///
    /// # Errors
    /// When it isn't; then localStorage is as before, autosaves excepted.
    pub(crate) async fn finish(&self, staged: Staged) -> Result<(), StoreError> {
        let _turn = self.turn.lock().await;
        let done = self.base.write(&staged.rows, &[]).await;
        if done.is_err() {
            self.undo(staged.undo);
        }
        done
    }

    /// One transaction in both copies. Resolves when it is on disk.
    ///
    /// # Errors
    /// See [`Self::stage`] and [`Self::finish`].
    pub(crate) async fn commit(&self, writes: &[Write]) -> Result<(), StoreError> {
        let staged = self.stage(writes)?;
        self.finish(staged).await
    }

    /// Locks everything with `key`, or leaves it open. Should this end half-way, the next start ends it: the base
    /// changes in one transaction, and what is left in the local copy is taken over then.
    pub(crate) async fn rekey(&self, key: Option<B::Key>) -> Result<(), StoreError> {
        let _turn = self.turn.lock().await;
        let local = self.local.all();
        let epoch = self.epoch.borrow().clone();
        let newest = |rows: &mut Copy| {
            let truth = reconcile(&local, rows, &epoch);
            for name in &truth.remove_base {
                rows.remove(name);
            }
            rows.extend(truth.put_base);
        };
        self.base.rekey(&newest, key).await?;
        forget(&self.local, &local);
        Ok(())
    }

    /// The newest copy of a draft that any tab has written.
    pub(crate) fn draft(&self, id: domain::id::DraftId) -> Option<Draft> {
        let text = self.local.get(&Key::new(Kind::Draft, id).to_string())?;
        Draft::from_json(Envelope::parse(&text)?.body?).ok()
    }

    fn undo(&self, undo: Vec<(String, String, Option<String>)>) {
        for (name, ours, before) in undo.into_iter().rev() {
            // Another tab may have written since: its copy stays.
            if self.local.get(&name).as_ref() != Some(&ours) {
                continue;
            }
            match before {
                // It fitted before, so it fits again.
                Some(text) => {
                    let _ = self.local.set(&name, &text);
                }
                None => self.local.remove(&name),
            }
        }
    }
}

/// Takes out of the local copy what the base has taken over. What another tab has written since stays, and so does
/// what cannot be read.
fn forget(local: &impl Local, taken: &Copy) {
    for (name, text) in taken {
        let ours = Key::parse(name).is_some() && Envelope::parse(text).is_some();
        if ours && local.get(name).as_ref() == Some(text) {
            local.remove(name);
        }
    }
}

/// Sorts the records by kind. What does not fit its type is left alone and reported.
fn read(truth: Truth) -> Loaded {
    let mut loaded = Loaded {
        incident: truth.incident,
        ..Loaded::default()
    };
    let mut unreadable = Vec::new();
    for (key, envelope) in truth.records {
        let Some(body) = envelope.body else { continue };
        let fits = match key.kind {
            Kind::Draft => push(body, &mut loaded.drafts),
            Kind::Item => push(body, &mut loaded.snapshot.outbox),
            Kind::Submission => push(body, &mut loaded.snapshot.submissions),
            Kind::Enrolment => put(body, &mut loaded.snapshot.enrolment),
            Kind::Cursor => put(body, &mut loaded.snapshot.cursor),
            Kind::Credentials => put(body, &mut loaded.credentials),
            Kind::About => put(body, &mut loaded.about),
            Kind::Profile => put(body, &mut loaded.profile),
            Kind::Epoch => true,
        };
        if !fits {
            unreadable.push(key.to_string());
        }
    }
    if !unreadable.is_empty() {
        if let Some(Incident::Unreadable(names)) = &mut loaded.incident {
            names.append(&mut unreadable);
        } else {
            loaded.incident = Some(Incident::Unreadable(unreadable));
        }
    }
    loaded
}

fn push<T: FromJson>(body: Json, list: &mut Vec<T>) -> bool {
    T::from_json(body).map(|record| list.push(record)).is_ok()
}

fn put<T: FromJson>(body: Json, place: &mut Option<T>) -> bool {
    T::from_json(body)
        .map(|record| *place = Some(record))
        .is_ok()
}
