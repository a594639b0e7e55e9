//! The driver: carries effects out, as well as its hands are good.

use domain::{
    api::SyncRequest,
    sync::{Effect, Event, Notice, Write},
};

use super::{ledger::Violation, world::World};

/// How a driver may be broken, or what is around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Hands {
    #[default]
    Good,
    /// Writes the parts of a transaction one by one.
    Splitting,
    /// Says "stored" and forgets to store.
    Forgetful,
    /// Says "not stored" and drops the draft all the same.
    Clearing,
    /// Lets every tab send.
    Crowded,
    /// Says that a file was sent, and sends none.
    Boastful,
    /// Reads what a build of yesterday stored, and writes it in its own way.
    Migrating,
    /// Beside a server that takes a content without its files.
    Careless,
    /// Beside a server whose collector drops what is named.
    Sweeping,
    /// Beside a server that tells everybody everything.
    Leaking,
    /// Beside a server that takes what comes twice for two.
    Counting,
    /// Beside a server that improves what it stores.
    Tidying,
    /// Beside a server that says yes before it is on its disk.
    Buffering,
}

impl World {
    pub(crate) fn carry_out(
        &mut self,
        phone: usize,
        tab: u64,
        effect: Effect,
    ) -> Result<(), Violation> {
        match effect {
            Effect::Store { ticket, writes } => self.store(phone, tab, ticket, &writes)?,
            Effect::Send {
                request,
                enrolment,
                body,
            } => {
                self.check_send(phone, tab, &body)?;
                self.check_patience(phone, tab, request, &enrolment.token)?;
                self.send(phone, tab, request, enrolment.token, body);
            }
            Effect::Upload {
                request,
                enrolment,
                hash,
                size,
            } => {
                if self.phones[phone].lock != Some(tab) {
                    return Err(Violation::TwoSenders);
                }
                self.upload(phone, tab, request, enrolment.token, hash, size);
            }
            // The answer may come all the same.
            Effect::Abort { request } => {
                if let Some(tab) = self.phones[phone].tab(tab) {
                    tab.patience.forget(request);
                }
            }
            Effect::WakeAt(at) => {
                if let Some(tab) = self.phones[phone].tab(tab) {
                    tab.wake = Some(at);
                }
            }
            Effect::Relay(relayed) => {
                let leader = self.phones[phone].lock;
                if let Some(tab) = leader.and_then(|id| self.phones[phone].tab(id))
                    && tab.leads
                    && !self.luck.one_in(10)
                {
                    tab.events.push_back(relayed.into());
                }
            }
            Effect::Tell(Notice::Received { number, .. }) => {
                let real = self.phones[phone].disk.submissions.values().any(|record| {
                    record
                        .receipts
                        .iter()
                        .any(|receipt| receipt.number == number)
                });
                if !real {
                    return Err(Violation::FalselyReceived);
                }
            }
            Effect::Tell(Notice::Withdrawn(id)) => {
                let known = self.phones[phone].disk.submissions.get(&id);
                // The receipt of a withdrawal is the one without a hash.
                if !known.is_some_and(|record| record.receipts.iter().any(|it| it.hash.is_empty()))
                {
                    return Err(Violation::FalselyReceived);
                }
            }
            Effect::Tell(Notice::NotSealed(id)) => {
                self.ledger.not_sealed(id, &self.phones[phone].disk)?
            }
            Effect::Tell(_) => {}
        }
        Ok(())
    }

    /// A server that asked to be left alone is left alone.
    fn check_patience(
        &mut self,
        phone: usize,
        tab: u64,
        request: u64,
        token: &str,
    ) -> Result<(), Violation> {
        let now = self.now;
        let patience = self.phones[phone].tab(tab).map(|tab| &mut tab.patience);
        if patience.is_none_or(|own| own.allows(request, token, now)) {
            Ok(())
        } else {
            Err(Violation::Hurried)
        }
    }

    fn store(
        &mut self,
        phone: usize,
        tab: u64,
        ticket: u64,
        writes: &[Write],
    ) -> Result<(), Violation> {
        let full = self.phones[phone].full;
        let fails = self.faults && (full || self.climate.refuses_write(&mut self.luck));
        let outcome = if fails {
            Event::StoreFailed { ticket }
        } else {
            Event::Stored { ticket }
        };
        if !fails {
            match self.hands() {
                Hands::Forgetful if self.luck.one_in(4) => {}
                Hands::Splitting => {
                    for write in writes {
                        self.commit(phone, std::slice::from_ref(write))?;
                    }
                }
                _ => self.commit(phone, writes)?,
            }
        } else if self.hands() == Hands::Clearing {
            let disk = &mut self.phones[phone].disk;
            let gone = |write: &&Write| matches!(write, Write::DeleteDraft(_));
            let gone: Vec<_> = writes.iter().filter(gone).cloned().collect();
            disk.apply_all(&gone);
        }
        for other in &mut self.phones[phone].tabs {
            if other.id == tab {
                other.events.push_back(outcome.clone());
            } else if !fails {
                other.events.push_back(Event::Changed(writes.to_vec()));
            }
        }
        Ok(())
    }

    /// Writes to a phone's disk, under the ledger's eyes.
    pub(crate) fn commit(&mut self, phone: usize, writes: &[Write]) -> Result<(), Violation> {
        let disk = &mut self.phones[phone].disk;
        self.ledger.phone_writes(phone, disk, writes, &self.server)
    }

    fn check_send(&self, phone: usize, tab: u64, body: &SyncRequest) -> Result<(), Violation> {
        let phone = &self.phones[phone];
        if phone.lock != Some(tab) {
            return Err(Violation::TwoSenders);
        }
        let unmarked = body.changes.iter().any(|change| {
            phone
                .disk
                .outbox
                .get(&change.id())
                .is_none_or(|item| item.attempts == 0)
        });
        if unmarked {
            Err(Violation::Unmarked)
        } else {
            Ok(())
        }
    }
}
