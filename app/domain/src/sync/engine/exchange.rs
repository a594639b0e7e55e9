//! When to ask the server, with what, and what a failure means.

use super::{Engine, Then};
use crate::{
    api::{Refusal, SyncRequest},
    id::EnterpriseId,
    sync::{
        Effect, Failure, Notice, OutboxItem, Parked, Tick, Write,
        batch::{self, may_be_an_items_fault},
    },
};

/// How long an answer vouches for the connection, milliseconds. Without such an answer a request without changes
/// goes first: an item that never left can be taken back, and a captive portal never sees what a person wrote.
const VOUCHED: i64 = 30_000;

impl Engine {
    /// Sends the next request, if there is a reason to and nothing stands against it.
    pub(super) fn proceed(&mut self, at: Tick, effects: &mut Vec<Effect>) {
        if !self.leads || self.paused || self.flight.is_some() {
            return;
        }
        let Some(enrolment) = self.disk.enrolment.clone() else {
            return;
        };
        if self.adopt(enrolment.enterprise, effects) {
            return;
        }
        let batch = batch::next(self.disk.outbox.values(), enrolment.enterprise, self.limit);
        if batch.is_empty() && !self.curious {
            return;
        }
        if let Some(until) = self.backoff.pending(at.now) {
            if self.wake != Some(until) {
                self.wake = Some(until);
                effects.push(Effect::WakeAt(until));
            }
            return;
        }
        let vouched = self
            .heard_at
            .is_some_and(|since| (since..since + VOUCHED).contains(&at.now));
        let changes = if vouched { batch } else { Vec::new() };
        if self.mark(&changes, effects) {
            return;
        }
        self.curious = false;
        self.requests += 1;
        let mut body = SyncRequest {
            cursor: self.cursor(enrolment.enterprise),
            changes: Vec::with_capacity(changes.len()),
            device_time: at.now,
        };
        for id in &changes {
            if let Some(item) = self.disk.outbox.get_mut(id) {
                item.attempts = item.attempts.saturating_add(1);
                body.changes.push(item.change.clone());
            }
        }
        self.flight = Some((self.requests, changes));
        effects.push(Effect::Send {
            request: self.requests,
            enrolment: Box::new(enrolment),
            body,
        });
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
                Write::PutItem(OutboxItem {
                    owner: Some(enterprise),
                    ..item.clone()
                })
            })
            .collect();
        let any = !writes.is_empty();
        if any {
            self.store(writes, Then::Exchange(Vec::new()), effects);
        }
        any
    }

    /// Notes on disk that these are about to leave the phone, where that is not noted yet.
    fn mark(&mut self, changes: &[uuid::Uuid], effects: &mut Vec<Effect>) -> bool {
        let items = changes.iter().filter_map(|id| self.disk.outbox.get(id));
        let marks: Vec<_> = items
            .filter(|item| item.attempts == 0)
            .map(|item| {
                Write::PutItem(OutboxItem {
                    attempts: 1,
                    ..item.clone()
                })
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
        if let Some((request, _)) = self.flight.take() {
            self.curious = true;
            effects.push(Effect::Abort { request });
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
            Failure::Auth | Failure::Revoked => {
                self.paused = true;
                let notice = match failure {
                    Failure::Revoked => Notice::Revoked,
                    _ => Notice::SignInNeeded,
                };
                effects.push(Effect::Tell(notice));
            }
            _ if may_be_an_items_fault(failure) && changes.len() > 1 => {
                self.limit.shrink(changes.len());
            }
            _ if may_be_an_items_fault(failure) && changes.len() == 1 => {
                let reason = match failure {
                    Failure::TooLarge => Refusal::TooLarge,
                    _ => Refusal::Unknown,
                };
                self.park_alone(changes[0], reason, at, effects);
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

    /// The server cannot even read a request with this single item: the item goes back to its writer.
    fn park_alone(&mut self, id: uuid::Uuid, reason: Refusal, at: Tick, effects: &mut Vec<Effect>) {
        let Some(item) = self.disk.outbox.get(&id) else {
            return;
        };
        let parked = Some(Parked {
            reason,
            findings: Vec::new(),
            at: at.now,
        });
        let write = Write::PutItem(OutboxItem {
            parked,
            ..item.clone()
        });
        let told = Then::Exchange(vec![Notice::Refused { change: id, reason }]);
        self.store(vec![write], told, effects);
    }
}
