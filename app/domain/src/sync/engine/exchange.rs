//! When to ask the server, with what, and what a failure means.

use uuid::Uuid;

use super::{Engine, Then};
use crate::{
    api::{Refusal, SyncRequest},
    id::EnterpriseId,
    sync::{
        Effect, Enrolment, Failure, Notice, OutboxItem, Parked, Tick, Write,
        batch::{self, may_be_an_items_fault},
    },
};

/// How long an answer vouches for the connection, milliseconds. Without such an answer a request without changes
/// goes first: an item that never left can be taken back, and a captive portal never sees what a person wrote.
const VOUCHED: i64 = 30_000;

impl Engine {
    /// Sends what there is a reason to send and nothing stands against.
    pub(super) fn proceed(&mut self, at: Tick, effects: &mut Vec<Effect>) {
        if !self.leads || self.paused {
            return;
        }
        let Some(enrolment) = self.disk.enrolment.clone() else {
            return;
        };
        self.drop_unwanted(&enrolment, effects);
        let exchange = self.exchange(&enrolment, at, effects);
        if self.pending.is_some() {
            return;
        }
        let files = self.send_files(&enrolment, at, effects);
        if let Some(until) = exchange.into_iter().chain(files).min()
            && self.wake != Some(until)
        {
            self.wake = Some(until);
            effects.push(Effect::WakeAt(until));
        }
    }

    /// Sends the next request. Gives the time before which there is none.
    fn exchange(
        &mut self,
        enrolment: &Enrolment,
        at: Tick,
        effects: &mut Vec<Effect>,
    ) -> Option<i64> {
        if self.flight.is_some() || self.adopt(enrolment.enterprise, effects) {
            return None;
        }
        let vouched = self.vouched(at);
        let mut batch = self.in_doubt(enrolment.enterprise);
        if batch.is_empty() {
            let outbox = self.disk.outbox.values();
            batch = batch::next(outbox, enrolment.enterprise, self.limit);
        }
        let asks_for_files = !vouched && self.has_file_due(enrolment.enterprise, at);
        if batch.is_empty() && !self.curious && !asks_for_files {
            return None;
        }
        if let Some(until) = self.backoff.pending(at.now) {
            return Some(until);
        }
        let changes = if vouched { batch } else { Vec::new() };
        if self.mark(&changes, effects) {
            return None;
        }
        self.curious = false;
        self.requests += 1;
        let mut body = SyncRequest {
            cursor: self.cursor(enrolment.enterprise),
            changes: Vec::with_capacity(changes.len()),
            recalls: Vec::new(),
            device_time: at.now,
        };
        for id in &changes {
            let asks = self.disk.outbox.get(id).map(|item| self.asks_for(item));
            if let (Some(asks), Some(item)) = (asks, self.disk.outbox.get_mut(id)) {
                item.attempts = item.attempts.saturating_add(1);
                if asks {
                    body.recalls.push(*id);
                } else {
                    body.changes.push(item.change.clone());
                }
            }
        }
        self.flight = Some((self.requests, changes));
        effects.push(Effect::Send {
            request: self.requests,
            enrolment: Box::new(enrolment.clone()),
            body,
        });
        None
    }

    /// Whether the server has answered just now.
    pub(super) fn vouched(&self, at: Tick) -> bool {
        self.heard_at
            .is_some_and(|since| (since..since + VOUCHED).contains(&at.now))
    }

    /// The enrolment takes what was sealed before there was any. Only the tab that leads does this: no other tab ever
    /// writes an item that exists.
    fn adopt(&mut self, enterprise: EnterpriseId, effects: &mut Vec<Effect>) -> bool {
        let orphans = self
            .disk
            .outbox
            .values()
            .filter(|item| item.owner.is_none());
        let writes: Vec<_> = orphans
            .map(|item| {
                Write::PutItem(Box::new(OutboxItem {
                    owner: Some(enterprise),
                    ..item.clone()
                }))
            })
            .collect();
        let any = !writes.is_empty();
        if any {
            self.store(writes, Then::Exchange(Vec::new()), effects);
        }
        any
    }

    /// Notes on disk that these are about to leave the phone, where that is not noted yet.
    fn mark(&mut self, changes: &[Uuid], effects: &mut Vec<Effect>) -> bool {
        let items = changes.iter().filter_map(|id| self.disk.outbox.get(id));
        let marks: Vec<_> = items
            .filter(|item| item.attempts == 0)
            .map(|item| {
                Write::PutItem(Box::new(OutboxItem {
                    attempts: 1,
                    ..item.clone()
                }))
            })
            .collect();
        let any = !marks.is_empty();
        if any {
            self.store(marks, Then::Exchange(Vec::new()), effects);
        }
        any
    }

    pub(super) fn cursor(&self, enterprise: EnterpriseId) -> u64 {
        self.disk
            .cursor
            .filter(|cursor| cursor.enterprise == enterprise)
            .map_or(0, |own| own.at)
    }

    pub(super) fn abort(&mut self, effects: &mut Vec<Effect>) {
        self.doubted.clear();
        if let Some((request, _)) = self.flight.take() {
            self.curious = true;
            effects.push(Effect::Abort { request });
        }
        if let Some(upload) = self.upload.take() {
            effects.push(Effect::Abort {
                request: upload.request,
            });
        }
    }

    /// A request brought nothing. Its items stay where they are.
    pub(super) fn fail(
        &mut self,
        request: u64,
        failure: Failure,
        at: Tick,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, changes)) = self.flight.take_if(|(own, _)| *own == request) else {
            return;
        };
        self.curious = true;
        match failure {
            Failure::Auth | Failure::Revoked => self.pause(failure, effects),
            _ if may_be_an_items_fault(failure) && changes.len() > 1 => {
                self.limit.shrink(changes.len());
            }
            _ if may_be_an_items_fault(failure) && self.tells_one(&changes) => {
                let reason = match failure {
                    Failure::TooLarge => Refusal::TooLarge,
                    _ => Refusal::Unknown,
                };
                let parked = Parked {
                    reason,
                    findings: Vec::new(),
                    at: at.now,
                };
                self.doubt(changes[0], parked);
            }
            Failure::Offline | Failure::NotOurs => {
                self.heard_at = None;
                self.backoff.fail(at, 0, true);
            }
            Failure::Busy { retry_after } => self.backoff.fail(at, retry_after, false),
            Failure::Server | Failure::TooLarge | Failure::Rejected => {
                self.backoff.fail(at, 0, false);
            }
        }
    }

    /// Whether a request carried one change, and nothing that was asked for.
    fn tells_one(&self, changes: &[Uuid]) -> bool {
        let [id] = changes else { return false };
        let item = self.disk.outbox.get(id);
        item.is_some_and(|item| !self.asks_for(item))
    }

    /// The token does not work: nothing goes until the phone is enrolled again.
    pub(super) fn pause(&mut self, failure: Failure, effects: &mut Vec<Effect>) {
        self.abort(effects);
        self.paused = true;
        let notice = match failure {
            Failure::Revoked => Notice::Revoked,
            _ => Notice::SignInNeeded,
        };
        effects.push(Effect::Tell(notice));
    }
}
