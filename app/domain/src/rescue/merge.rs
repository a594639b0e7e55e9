//! What of a file goes onto a phone: only what the phone does not have, or has in an older state.
//!
//! The numbers by which a phone's own two copies are compared mean nothing on another phone, so each kind of record
//! is compared by what it says itself. Nothing is taken away, with one exception that loses nothing: a draft that was
//! sealed on the other phone goes into the sealed item, as it did there.

use uuid::Uuid;

use crate::{
    form::profile::Profile,
    sync::{Credentials, Draft, OutboxItem, Snapshot, SubmissionRecord, Write},
};

/// The records of a phone or of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Forms being written.
    pub drafts: Vec<Draft>,
    /// What waits, what was received, and the enrolment.
    pub snapshot: Snapshot,
    /// What an enrolment was begun with.
    pub credentials: Option<Credentials>,
    /// The organisation.
    pub profile: Option<Profile>,
    /// What was here and was deleted or sent. It is never brought back.
    pub gone: Vec<Uuid>,
}

/// What became of the records of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Not on this phone: added.
    pub added: usize,
    /// Older on this phone: replaced.
    pub renewed: usize,
    /// The same or newer on this phone: left as they are.
    pub kept: usize,
    /// Deleted or sent on this phone: left out.
    pub gone: usize,
}

/// What becomes of the enrolment in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Enrolling {
    /// There is none.
    #[default]
    Absent,
    /// This phone has none and takes it.
    Taken,
    /// This phone keeps its own.
    Kept,
}

/// What to write, and what to say about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// One transaction.
    pub writes: Vec<Write>,
    /// Drafts.
    pub drafts: Tally,
    /// What waits to be sent.
    pub waiting: Tally,
    /// What the server has.
    pub received: Tally,
    /// The enrolment.
    pub enrolment: Enrolling,
}

/// What of `file` goes onto `phone`. The cursor and what the server says of itself are not taken: the phone asks anew.
pub fn merge(file: &Holdings, phone: &Holdings) -> Plan {
    let mut plan = Plan::default();
    for record in &file.snapshot.submissions {
        received(record, phone, &mut plan);
    }
    for item in &file.snapshot.outbox {
        waiting(item, file, phone, &mut plan);
    }
    for draft in &file.drafts {
        written(draft, phone, &mut plan);
    }
    enrolled(file, phone, &mut plan);
    let age = |all: &Holdings| all.profile.as_ref().map(|profile| profile.updated_at);
    // None is older than any.
    if age(file) > age(phone) {
        plan.writes
            .extend(file.profile.clone().map(Write::PutProfile));
    }
    plan
}

fn received(record: &SubmissionRecord, phone: &Holdings, plan: &mut Plan) {
    let own = phone
        .snapshot
        .submissions
        .iter()
        .find(|own| own.id == record.id);
    let tally = &mut plan.received;
    let merged = match own {
        None if phone.gone.contains(&record.id.0) => {
            tally.gone += 1;
            return;
        }
        None => {
            tally.added += 1;
            record.clone()
        }
        Some(own) => {
            let both = join(own, record);
            if both == *own {
                tally.kept += 1;
                return;
            }
            tally.renewed += 1;
            both
        }
    };
    plan.writes.push(Write::PutSubmission(Box::new(merged)));
}

/// The newer view, and every receipt and revision that either has.
fn join(own: &SubmissionRecord, other: &SubmissionRecord) -> SubmissionRecord {
    let mut both = own.clone();
    if other.version() > own.version() {
        both.view.clone_from(&other.view);
    }
    both.seen_version = own.seen_version.max(other.seen_version);
    for receipt in &other.receipts {
        if own
            .receipts
            .iter()
            .all(|known| known.change != receipt.change)
        {
            both.receipts.push(receipt.clone());
        }
    }
    both.receipts
        .sort_by_key(|receipt| (receipt.received_at, receipt.change));
    for revision in &other.own {
        if own.own.iter().all(|known| known.id != revision.id) {
            both.own.push(revision.clone());
        }
    }
    // Their ids sort by time.
    both.own.sort_by_key(|revision| revision.id);
    both
}

fn waiting(item: &OutboxItem, file: &Holdings, phone: &Holdings, plan: &mut Plan) {
    let id = item.id();
    let arrived = |record: &SubmissionRecord| {
        record.receipts.iter().any(|receipt| receipt.change == id)
            || record
                .view
                .as_ref()
                .is_some_and(|view| view.revision.0 == id)
    };
    let of = |all: &Holdings| all.snapshot.submissions.iter().any(arrived);
    if phone.snapshot.outbox.iter().any(|own| own.id() == id) {
        plan.waiting.kept += 1;
        return;
    }
    if phone.gone.contains(&id) || of(phone) || of(file) {
        plan.waiting.gone += 1;
        return;
    }
    if let Some(draft) = &item.draft {
        match phone.drafts.iter().find(|own| own.id == draft.id) {
            // Its writer went on here: sending the older one would be against their will.
            Some(own) if own.updated_at > draft.updated_at => {
                plan.waiting.kept += 1;
                return;
            }
            Some(_) => plan.writes.push(Write::DeleteDraft(draft.id)),
            None => {}
        }
    }
    plan.waiting.added += 1;
    plan.writes.push(Write::PutItem(Box::new(OutboxItem {
        // The phone it comes from may have sent it since, so here it cannot be taken back before the server was heard.
        attempts: item.attempts.max(1),
        ..item.clone()
    })));
}

fn written(draft: &Draft, phone: &Holdings, plan: &mut Plan) {
    let sealed = |item: &OutboxItem| item.draft.as_ref().is_some_and(|own| own.id == draft.id);
    let tally = &mut plan.drafts;
    match phone.drafts.iter().find(|own| own.id == draft.id) {
        Some(own) if own.updated_at >= draft.updated_at => {
            tally.kept += 1;
            return;
        }
        Some(_) => tally.renewed += 1,
        None if phone.gone.contains(&draft.id.0) || phone.snapshot.outbox.iter().any(sealed) => {
            tally.gone += 1;
            return;
        }
        None => tally.added += 1,
    }
    plan.writes.push(Write::PutDraft(Box::new(draft.clone())));
}

fn enrolled(file: &Holdings, phone: &Holdings, plan: &mut Plan) {
    let begun = file.credentials.is_some();
    if file.snapshot.enrolment.is_none() && !begun {
        return;
    }
    plan.enrolment = Enrolling::Taken;
    match (&file.snapshot.enrolment, &file.credentials) {
        (_, _) if phone.snapshot.enrolment.is_some() => plan.enrolment = Enrolling::Kept,
        (Some(enrolment), _) => {
            plan.writes.push(Write::PutEnrolment(enrolment.clone()));
            if phone.credentials.is_some() {
                plan.writes.push(Write::DeleteCredentials);
            }
        }
        (None, Some(credentials)) if phone.credentials.is_none() => {
            plan.writes.push(Write::PutCredentials(credentials.clone()));
        }
        _ => plan.enrolment = Enrolling::Kept,
    }
}

#[cfg(test)]
mod tests;
