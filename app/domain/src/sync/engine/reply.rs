//! What the server said, checked and turned into one transaction.

use super::{Engine, Then};
use uuid::Uuid;

use crate::map::Map;
use crate::{
    api::{Change, Outcome, PROTOCOL, Receipt, Refusal, Seal, SubmissionView, SyncResponse},
    attachment::Attached,
    id::{EnterpriseId, SubmissionId},
    sync::{
        Cursor, Effect, Enrolment, Failure, Notice, OutboxItem, Parked, SubmissionRecord, Tick,
        Write,
    },
};

/// How far the phone's clock may be off before a person is told, milliseconds.
const CLOCK_TOLERANCE: i64 = 10 * 60 * 1_000;

/// What a reply leads to, while it is being read.
pub(super) struct Reading<'a> {
    enterprise: EnterpriseId,
    writes: Vec<Write>,
    notices: Vec<Notice>,
    /// The records that change, by id, so that receipt and view of one submission meet.
    records: Map<SubmissionId, SubmissionRecord>,
    /// What was accepted and is not shown by a view yet.
    unshown: Vec<SubmissionId>,
    /// The changes whose receipts are not the server's.
    forged: &'a [Uuid],
    /// Changes that were judged.
    judged: usize,
    /// What was refused though another copy of it may have arrived.
    doubts: Vec<(Uuid, Parked)>,
    /// The longest wait that was asked for, seconds.
    deferred: Option<u32>,
}

impl Reading<'_> {
    /// Gives an item back to its writer, with the reason.
    fn park(&mut self, item: OutboxItem, parked: Parked) {
        self.notices.push(Notice::Refused {
            change: item.id(),
            reason: parked.reason,
        });
        self.writes.push(Write::PutItem(Box::new(OutboxItem {
            parked: Some(parked),
            ..item
        })));
    }
}

impl Engine {
    pub(super) fn reply(
        &mut self,
        request: u64,
        response: SyncResponse,
        forged: &[Uuid],
        at: Tick,
        effects: &mut Vec<Effect>,
    ) {
        let Some((_, changes)) = self.flight.as_ref().filter(|(own, _)| *own == request) else {
            return;
        };
        let changes = changes.clone();
        let Some(enrolment) = self.disk.enrolment.clone() else {
            return;
        };
        if !is_ours(&response, &enrolment) {
            self.fail(request, Failure::NotOurs, at, effects);
            return;
        }
        self.flight = None;
        self.heard_at = Some(at.now);
        self.check_clock(&response, at, effects);

        let mut reading = Reading {
            enterprise: enrolment.enterprise,
            writes: Vec::new(),
            notices: Vec::new(),
            records: Map::new(),
            unshown: Vec::new(),
            forged,
            judged: 0,
            doubts: Vec::new(),
            deferred: None,
        };
        for ack in response.acks {
            // Only what was asked is answered; an ack of something else is not believed.
            if changes.contains(&ack.id)
                && let Some(item) = self.disk.outbox.get(&ack.id)
            {
                self.read_outcome(item, ack.outcome, at, &mut reading);
            }
        }
        for view in response.changes {
            self.read_view(view, &mut reading);
        }
        let before = self.cursor(enrolment.enterprise);
        if response.cursor != before {
            let cursor = Cursor {
                enterprise: enrolment.enterprise,
                at: response.cursor,
            };
            reading.writes.push(Write::PutCursor(cursor));
        }
        // A page that brings the cursor nowhere must not be asked for again at once.
        self.curious |= response.more && response.cursor != before;
        // The screen should say at once what came of what was accepted.
        self.curious |= !reading.unshown.is_empty();
        if reading.judged < changes.len() {
            self.backoff.fail(at, reading.deferred.unwrap_or(0), false);
        } else {
            self.backoff.succeed();
            self.limit.grow();
        }
        for (id, parked) in reading.doubts {
            self.doubt(id, parked);
        }
        let records = reading.records.into_values();
        reading
            .writes
            .extend(records.map(|record| Write::PutSubmission(Box::new(record))));
        if reading.writes.is_empty() {
            effects.extend(reading.notices.into_iter().map(Effect::Tell));
        } else {
            self.store(reading.writes, Then::Exchange(reading.notices), effects);
        }
    }

    fn read_outcome(
        &self,
        item: &OutboxItem,
        outcome: Outcome,
        at: Tick,
        reading: &mut Reading<'_>,
    ) {
        match outcome {
            Outcome::Accepted { receipt }
                if fits(&receipt, item) && !reading.forged.contains(&item.id()) =>
            {
                reading.judged += 1;
                reading.unshown.push(receipt.submission);
                reading.notices.push(match &item.change {
                    Change::Revision(_) => Notice::Received {
                        submission: receipt.submission,
                        number: receipt.number.clone(),
                    },
                    Change::Withdraw(_) => Notice::Withdrawn(receipt.submission),
                });
                reading.writes.push(Write::DeleteItem(item.id()));
                let record = self.record(receipt.submission, reading);
                if let Change::Revision(revision) = &item.change
                    && !record.own.iter().any(|own| own.id == revision.id)
                {
                    record.own.push(revision.clone());
                }
                if !record.receipts.contains(&receipt) {
                    record.receipts.push(receipt);
                }
            }
            Outcome::Accepted { .. } => reading.notices.push(Notice::BadReceipt(item.id())),
            Outcome::Refused {
                reason: Refusal::Recalled,
                ..
            } if item.recall => {
                reading.judged += 1;
                reading.writes.push(Write::DeleteItem(item.id()));
                if let Some(draft) = self.draft_back(item) {
                    reading.notices.push(Notice::GivenBack(draft.id));
                    reading.writes.push(Write::PutDraft(draft));
                }
            }
            // What was sent before it was wanted back is refused; the server is asked all the same.
            Outcome::Refused { .. } if item.recall => {}
            Outcome::Refused { reason, findings } => {
                reading.judged += 1;
                let parked = Parked {
                    reason,
                    findings,
                    at: at.now,
                };
                match self.doubted.get(&item.id()) {
                    Some(doubted) if reason == Refusal::Recalled => {
                        // It is certain now: the server will never have it.
                        let item = OutboxItem {
                            attempts: 0,
                            ..item.clone()
                        };
                        reading.park(item, doubted.clone());
                    }
                    None if !reason.is_final() => {
                        reading.doubts.push((item.id(), parked));
                    }
                    _ => reading.park(item.clone(), parked),
                }
            }
            Outcome::Deferred {
                retry_after,
                missing,
            } => {
                reading.deferred = reading.deferred.max(Some(retry_after));
                let mut again = item.clone();
                for file in &mut again.files {
                    file.sent &= !missing.contains(&file.hash);
                }
                if again.files != item.files {
                    reading.writes.push(Write::PutItem(Box::new(again)));
                }
            }
        }
    }

    /// Takes a view, unless a newer one is known.
    fn read_view(&self, view: SubmissionView, reading: &mut Reading<'_>) {
        let (id, version) = (view.id, view.version);
        reading.unshown.retain(|own| *own != id);
        let by_us = reading.records.contains_key(&id);
        let known = match reading.records.get(&id) {
            Some(record) => Some(record.version()),
            None => self
                .disk
                .submissions
                .get(&id)
                .map(SubmissionRecord::version),
        };
        if known.is_some_and(|known| known >= version) {
            return;
        }
        let record = self.record(id, reading);
        record.view = Some(view);
        if by_us {
            // What we have just done ourselves is no news.
            record.seen_version = version;
        } else {
            reading.notices.push(Notice::News(id));
        }
    }

    fn record<'a>(
        &self,
        id: SubmissionId,
        reading: &'a mut Reading<'_>,
    ) -> &'a mut SubmissionRecord {
        let enterprise = reading.enterprise;
        reading.records.or_insert_with(id, || {
            let known = self.disk.submissions.get(&id).cloned();
            known.unwrap_or_else(|| SubmissionRecord::new(id, enterprise))
        })
    }

    fn check_clock(&mut self, response: &SyncResponse, at: Tick, effects: &mut Vec<Effect>) {
        let ahead = at.now.saturating_sub(response.server_time);
        let off = ahead.saturating_abs() > CLOCK_TOLERANCE;
        if off && !self.clock_told {
            effects.push(Effect::Tell(Notice::ClockOff(ahead)));
        }
        self.clock_told = off;
    }
}

/// Whether our server said this, and to us.
fn is_ours(response: &SyncResponse, enrolment: &Enrolment) -> bool {
    response.protocol == PROTOCOL && response.device == Some(enrolment.device)
}

/// Whether a receipt proves that this very item is stored (invariant 5).
fn fits(receipt: &Receipt, item: &OutboxItem) -> bool {
    receipt.change == item.id()
        && receipt.submission == item.submission()
        && receipt.hash == item.hash()
        && !receipt.number.is_empty()
        && receipt.seal.as_ref().is_none_or(|seal| lists(seal, item))
}

/// Whether a signed receipt lists the item's files, and no others.
fn lists(seal: &Seal, item: &OutboxItem) -> bool {
    let listed = |file: &Attached| seal.files.contains(&file.hash);
    let sent = |hash: &String| item.files.iter().any(|file| file.hash == *hash);
    item.files.iter().all(listed) && seal.files.iter().all(sent)
}
