//! A phone: one disk, one lock, some tabs.

use std::collections::{BTreeMap, VecDeque};

use domain::{
    id::{DraftId, SubmissionId},
    sync::{
        Cursor, Draft, Effect, Engine, Enrolment, Event, OutboxItem, Snapshot, SubmissionRecord,
        Tick, Write,
    },
};
use uuid::Uuid;

use super::patience::Patience;

/// What decides in a tab: the engine, or one that was broken on purpose.
pub(crate) trait Brain {
    fn handle(&mut self, event: Event, at: Tick) -> Vec<Effect>;
    fn engine(&self) -> &Engine;
}

impl Brain for Engine {
    fn handle(&mut self, event: Event, at: Tick) -> Vec<Effect> {
        Self::handle(self, event, at)
    }

    fn engine(&self) -> &Engine {
        self
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    pub(crate) drafts: BTreeMap<DraftId, Draft>,
    pub(crate) outbox: BTreeMap<Uuid, OutboxItem>,
    pub(crate) submissions: BTreeMap<SubmissionId, SubmissionRecord>,
    pub(crate) enrolment: Option<Enrolment>,
    pub(crate) cursor: Option<Cursor>,
    /// The copies that a person took off the phone, and their versions.
    pub(crate) dropped: BTreeMap<SubmissionId, u64>,
}

impl Disk {
    pub(crate) fn apply_all(&mut self, writes: &[Write]) {
        for write in writes.iter().cloned() {
            match write {
                Write::PutDraft(draft) => drop(self.drafts.insert(draft.id, *draft)),
                Write::DeleteDraft(id) => drop(self.drafts.remove(&id)),
                Write::PutItem(item) => drop(self.outbox.insert(item.id(), *item)),
                Write::DeleteItem(id) => drop(self.outbox.remove(&id)),
                Write::PutSubmission(record) => {
                    self.submissions.insert(record.id, *record);
                }
                Write::DeleteSubmission(id) => {
                    // What was taken off twice: the second time its view may not have come again yet.
                    if let Some(record) = self.submissions.remove(&id) {
                        let known = self.dropped.entry(id).or_default();
                        *known = record.version().max(*known);
                    }
                }
                Write::PutEnrolment(enrolment) => self.enrolment = Some(enrolment),
                Write::DeleteEnrolment => self.enrolment = None,
                Write::PutCursor(cursor) => self.cursor = Some(cursor),
                Write::PutCredentials(_)
                | Write::DeleteCredentials
                | Write::PutAbout(_)
                | Write::PutProfile(_) => {}
            }
        }
    }

    /// The version of a submission that is on the phone, or was until a person took it off.
    pub(crate) fn knows(&self, id: &SubmissionId) -> u64 {
        let known = self.submissions.get(id);
        let dropped = self.dropped.get(id).copied().unwrap_or_default();
        known.map_or(0, SubmissionRecord::version).max(dropped)
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            enrolment: self.enrolment.clone(),
            outbox: self.outbox.values().cloned().collect(),
            submissions: self.submissions.values().cloned().collect(),
            cursor: self.cursor,
        }
    }
}

/// How the network is where the phone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    Up,
    Down,
    Portal,
}

pub(crate) struct Tab {
    pub(crate) id: u64,
    pub(crate) brain: Box<dyn Brain>,
    pub(crate) events: VecDeque<Event>,
    pub(crate) effects: VecDeque<Effect>,
    pub(crate) wake: Option<i64>,
    /// It has the lock and has been told so.
    pub(crate) leads: bool,
    /// It was told to follow and keeps the lock until its writes are through.
    pub(crate) leaving: bool,
    pub(crate) patience: Patience,
}

pub(crate) struct Phone {
    pub(crate) disk: Disk,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) lock: Option<u64>,
    /// How far the phone's clock is ahead.
    pub(crate) clock: i64,
    pub(crate) line: Line,
    /// Its storage takes nothing more.
    pub(crate) full: bool,
    /// Which enterprise's phone it usually is.
    pub(crate) home: usize,
}

impl Phone {
    pub(crate) fn tab(&mut self, id: u64) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|tab| tab.id == id)
    }

    pub(crate) fn set_clock(&mut self, ahead: i64) {
        self.clock = ahead;
        self.tabs.iter_mut().for_each(|tab| tab.patience.startle());
    }

    /// Passes the lock on: freed by a death or a good-bye, taken by a tab that waits.
    pub(crate) fn pass_lock(&mut self, luck: usize) {
        if let Some(id) = self.lock {
            match self.tab(id) {
                Some(tab)
                    if tab.leaving
                        && tab.events.is_empty()
                        && tab.effects.is_empty()
                        && tab.brain.engine().is_settled() =>
                {
                    tab.leaving = false;
                    self.lock = None;
                }
                Some(_) => {}
                None => self.lock = None,
            }
        }
        if self.lock.is_none() && !self.tabs.is_empty() {
            let place = luck % self.tabs.len();
            let snapshot = self.disk.snapshot();
            let tab = &mut self.tabs[place];
            // A tab that writes reads the disk when that is done.
            if tab.brain.engine().is_settled() && tab.events.is_empty() && tab.effects.is_empty() {
                tab.leads = true;
                tab.events.push_back(Event::Leads(Box::new(snapshot)));
                self.lock = Some(tab.id);
            }
        }
    }
}
