//! The engine: its state, and what each event does to it.
//!
//! One transaction is under way at a time, and its outcome decides what the engine believes; events that come in
//! between wait. So what is in memory is what is on disk, and a crash at any point forgets intentions only.

mod disk;
mod doubt;
mod exchange;
mod files;
mod person;
mod reply;

use std::collections::VecDeque;

use uuid::Uuid;

use super::{
    Effect, Enrolment, Event, Notice, OutboxItem, Parked, Relayed, Snapshot, SubmissionRecord,
    SyncPhase, Tick, Write, backoff::Backoff, batch::Limit,
};
use crate::{id::DraftId, map::Map};

use disk::Disk;
pub use files::Upload;

/// The phone's half of the protocol.
#[derive(Clone, Debug, Default)]
pub struct Engine {
    disk: Disk,
    pending: Option<Pending>,
    waiting: VecDeque<Event>,
    tickets: u64,
    requests: u64,
    leads: bool,
    /// The request under way and the changes in it.
    flight: Option<(u64, Vec<Uuid>)>,
    backoff: Backoff,
    limit: Limit,
    /// What is parked once the server has said that it doesn't have it.
    doubted: Map<Uuid, Parked>,
    /// The file on its way.
    upload: Option<Upload>,
    /// Files wait on their own: a server that can't keep them may still take what needs none.
    files_backoff: Backoff,
    /// The token did not work.
    paused: bool,
    /// When the server was last heard; changes are only sent to a server that answers.
    heard_at: Option<i64>,
    /// Somebody wants to know what is new.
    curious: bool,
    wake: Option<i64>,
    clock_told: bool,
}

/// A transaction whose outcome is not known yet.
#[derive(Clone, Debug)]
struct Pending {
    ticket: u64,
    writes: Vec<Write>,
    then: Then,
}

/// What a transaction is for.
#[derive(Clone, Debug)]
enum Then {
    /// To freeze an item.
    Seal(Uuid),
    /// To give a draft back.
    GiveBack(DraftId),
    /// To enrol, or to leave.
    Enrol,
    /// To note that items are about to leave the phone, or what a reply said; with what to tell once it is noted.
    Exchange(Vec<Notice>),
    /// To note that somebody looked.
    Look,
    /// To make room.
    Drop,
}

impl Engine {
    /// An engine that knows what is on disk. It does nothing before [`Event::Started`].
    pub fn new(snapshot: Snapshot) -> Self {
        Self {
            disk: Disk::load(snapshot),
            ..Self::default()
        }
    }

    /// What is on disk, sealed first first.
    pub fn outbox(&self) -> Vec<OutboxItem> {
        let mut items: Vec<_> = self.disk.outbox.values().cloned().collect();
        items.sort_by_key(|item| (item.sealed_at, item.id()));
        items
    }

    /// The submissions of the enterprise that this phone is enrolled for; none without an enrolment.
    pub fn submissions(&self) -> Vec<SubmissionRecord> {
        let own = self
            .disk
            .enrolment
            .as_ref()
            .map(|enrolment| enrolment.enterprise);
        let records = self.disk.submissions.values();
        records
            .filter(|record| Some(record.owner) == own)
            .cloned()
            .collect()
    }

    /// The enrolment.
    pub fn enrolment(&self) -> Option<&Enrolment> {
        self.disk.enrolment.as_ref()
    }

    /// The ids of the changes on their way.
    pub fn in_flight(&self) -> &[Uuid] {
        self.flight.as_ref().map_or(&[], |(_, changes)| changes)
    }

    /// Whether this tab is the one that sends.
    pub fn leads(&self) -> bool {
        self.leads
    }

    /// Whether nothing is being written: the lead may be given up without a write arriving late.
    pub fn is_settled(&self) -> bool {
        self.pending.is_none()
    }

    /// What the screen says of it.
    pub fn phase(&self, now: i64) -> SyncPhase {
        if self.disk.enrolment.is_none() {
            SyncPhase::NotEnrolled
        } else if self.paused {
            SyncPhase::PausedAuth
        } else if self.flight.is_some() {
            SyncPhase::Sending
        } else if self.upload.is_some() {
            let (sent, total) = self.files_sent();
            SyncPhase::Uploading { sent, total }
        } else {
            let backoffs = [self.backoff, self.files_backoff];
            let until = backoffs.iter().filter_map(|it| it.pending(now)).min();
            until.map_or(SyncPhase::Idle, |until| SyncPhase::Waiting { until })
        }
    }

    /// Takes an event and says what to do about it, in this order.
    pub fn handle(&mut self, event: Event, at: Tick) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Stored { ticket } => self.settle(ticket, true, at, &mut effects),
            Event::StoreFailed { ticket } => self.settle(ticket, false, at, &mut effects),
            // What is under way here gets to the disk after this: the order of the disk decides.
            Event::Changed(writes) => self.changed(writes, &mut effects),
            event => self.waiting.push_back(event),
        }
        while self.pending.is_none()
            && let Some(event) = self.waiting.pop_front()
        {
            self.take(event, at, &mut effects);
        }
        if self.pending.is_none() {
            self.proceed(at, &mut effects);
        }
        effects
    }

    fn take(&mut self, event: Event, at: Tick, effects: &mut Vec<Effect>) {
        match event {
            Event::Started => self.curious = true,
            Event::Enrolled(enrolment) => {
                let writes = vec![Write::PutEnrolment(enrolment), Write::DeleteCredentials];
                self.store(writes, Then::Enrol, effects);
            }
            Event::LeftEnrolment => {
                self.store(vec![Write::DeleteEnrolment], Then::Enrol, effects);
            }
            Event::Sealed(item) => self.seal(*item, effects),
            Event::CancelRequested(id) => self.cancel(id, effects),
            Event::Seen(id) => self.look(id, effects),
            Event::Dropped(id) => self.drop_copy(id, effects),
            Event::Nudge if !self.leads => effects.push(Effect::Relay(Relayed::Nudge)),
            Event::Nudge => {
                self.curious = true;
                self.backoff.nudge();
                self.files_backoff.nudge();
            }
            Event::Reply {
                request,
                response,
                forged,
            } => self.reply(request, *response, &forged, at, effects),
            Event::Failed { request, failure } => self.fail(request, failure, at, effects),
            Event::Uploading { request, offset } => self.uploading(request, offset, at),
            Event::Uploaded { request } => self.uploaded(request, at, effects),
            Event::UploadFailed { request, failure } => {
                self.upload_failed(request, failure, at, effects);
            }
            Event::FileRefused { request, reason } => {
                self.file_refused(request, reason, at, effects);
            }
            Event::Leads(snapshot) => {
                self.abort(effects);
                self.disk = Disk::load(*snapshot);
                self.leads = true;
                self.curious = true;
            }
            Event::Follows => {
                self.abort(effects);
                self.leads = false;
            }
            // What is on disk never waits, and the timer only brings the engine to `proceed`.
            Event::Timer | Event::Stored { .. } | Event::StoreFailed { .. } | Event::Changed(_) => {
                self.wake = None
            }
        }
    }

    fn store(&mut self, writes: Vec<Write>, then: Then, effects: &mut Vec<Effect>) {
        self.tickets += 1;
        let ticket = self.tickets;
        effects.push(Effect::Store {
            ticket,
            writes: writes.clone(),
        });
        self.pending = Some(Pending {
            ticket,
            writes,
            then,
        });
    }

    /// The outcome of a transaction: only now does what it wrote count.
    fn settle(&mut self, ticket: u64, stored: bool, at: Tick, effects: &mut Vec<Effect>) {
        let Some(pending) = self.pending.take_if(|pending| pending.ticket == ticket) else {
            return;
        };
        if stored {
            for write in pending.writes {
                self.disk.apply(write);
            }
        }
        let tell = |notice| Effect::Tell(notice);
        match (pending.then, stored) {
            (Then::Seal(_) | Then::Look | Then::Drop, true) | (Then::Look, false) => {}
            (Then::Seal(id), false) => effects.push(tell(Notice::NotSealed(id))),
            (Then::GiveBack(draft), true) => effects.push(tell(Notice::GivenBack(draft))),
            (Then::GiveBack(_) | Then::Enrol | Then::Drop, false) => {
                effects.push(tell(Notice::StorageFull))
            }
            (Then::Enrol, true) => self.enrolment_changed(effects),
            (Then::Exchange(notices), true) => effects.extend(notices.into_iter().map(tell)),
            (Then::Exchange(_), false) => {
                // Nothing of the reply counts; the server will say it again.
                self.curious = true;
                self.backoff.fail(at, 0, false);
                self.files_backoff.fail(at, 0, false);
                effects.push(tell(Notice::StorageFull));
            }
        }
    }

    fn enrolment_changed(&mut self, effects: &mut Vec<Effect>) {
        self.abort(effects);
        self.paused = false;
        self.curious = true;
        self.heard_at = None;
        self.backoff.succeed();
        self.files_backoff.succeed();
        if let Some(enrolment) = &self.disk.enrolment {
            let own = Some(enrolment.enterprise);
            let held = self.disk.outbox.values();
            let held = held
                .filter(|item| item.owner.is_some() && item.owner != own)
                .count();
            if held > 0 {
                effects.push(Effect::Tell(Notice::HeldForOther(held)));
            }
        }
    }

    /// What another tab stored.
    fn changed(&mut self, writes: Vec<Write>, effects: &mut Vec<Effect>) {
        let enrolment = self.disk.enrolment.clone();
        for write in writes {
            self.disk.apply(write);
        }
        if self.disk.enrolment != enrolment {
            self.enrolment_changed(effects);
        }
    }
}
