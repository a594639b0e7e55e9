//! The end of a history: the faults stop, and then everything must have come together.

use std::collections::BTreeMap;

use domain::{
    api::SubmissionView,
    sync::{Event, OutboxItem, SyncPhase},
};

use super::{
    ledger::{Fate, Violation},
    phone::Line,
    world::{DAY, World},
};

impl World {
    /// The faults end: everybody is back at home, online, with a token that works. Some start the app anew, the others
    /// go on in the tabs that they have: those must have forgotten nothing.
    pub(crate) fn calm_down(&mut self) -> Result<(), Violation> {
        self.faults = false;
        for phone in 0..self.phones.len() {
            let own = &mut self.phones[phone];
            own.line = Line::Up;
            own.full = false;
            own.set_clock(0);
            if self.luck.one_in(2) {
                self.open_tab(phone);
                let own = &mut self.phones[phone];
                // Whatever led before is closed; the lock goes to the new one.
                own.tabs.drain(..own.tabs.len() - 1);
            }
        }
        // What was decided before the faults ended is done.
        self.settle()?;
        for phone in 0..self.phones.len() {
            let home = self.phones[phone].home;
            let soon = self.now + 5 * DAY;
            let enrolment = self.phones[phone].disk.enrolment.clone();
            let fine = enrolment.is_some_and(|enrolment| {
                enrolment.enterprise.0.as_u128() == home as u128 + 1
                    && self.server.accepts(&enrolment.token, soon)
            });
            let paused = self.phones[phone]
                .tabs
                .iter()
                .any(|tab| tab.brain.engine().phase(self.now) == SyncPhase::PausedAuth);
            if !fine || paused {
                let again = self.enrolment_until(home, self.now + 100 * DAY);
                self.phones[phone].tabs[0]
                    .events
                    .push_back(Event::Enrolled(again));
            }
        }
        for _ in 0..6 {
            self.settle()?;
            for phone in &mut self.phones {
                phone.tabs[0].events.push_back(Event::Nudge);
            }
        }
        self.settle()
    }

    fn settle(&mut self) -> Result<(), Violation> {
        for _ in 0..20_000 {
            if !self.step()? {
                return Ok(());
            }
        }
        Err(Violation::Stuck)
    }

    pub(crate) fn check_end(&self) -> Result<(), Violation> {
        self.server.holds_what_is_named()?;
        self.ledger.server_keeps(&self.server)?;
        for phone in &self.phones {
            let Some(enrolment) = &phone.disk.enrolment else {
                return Err(Violation::Stuck);
            };
            let own = Some(enrolment.enterprise);
            let waits = |item: &&OutboxItem| item.parked.is_none() && item.owner == own;
            if phone.disk.outbox.values().any(|item| waits(&item)) {
                return Err(Violation::Stuck);
            }
            let shown = phone.tabs[0].brain.engine().submissions();
            if shown
                .iter()
                .any(|record| record.owner != enrolment.enterprise)
            {
                return Err(Violation::Crossed);
            }
            let known: BTreeMap<_, _> = shown
                .iter()
                .map(|record| (record.id, record.view.as_ref()))
                .collect();
            let removed = |view: &SubmissionView| {
                !known.contains_key(&view.id)
                    && phone.disk.dropped.get(&view.id) == Some(&view.version)
            };
            let all = self.server.views(enrolment.enterprise);
            if all
                .into_iter()
                .any(|view| known.get(&view.id) != Some(&Some(view)) && !removed(view))
            {
                return Err(Violation::Diverged);
            }
        }
        for sealed in self.ledger.sealed.values() {
            let received = self.server.has(sealed.change.id(), sealed.hash());
            if sealed.fate.is_received() != received {
                let foreign = sealed.fate == Fate::Queued
                    && sealed.owner.map(|owner| owner.0.as_u128())
                        != Some(self.phones[sealed.phone].home as u128 + 1);
                if !foreign {
                    return Err(Violation::Diverged);
                }
            }
        }
        Ok(())
    }
}
