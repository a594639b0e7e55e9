//! The end of a history: the faults stop, and then everything must have come together.

use std::collections::BTreeMap;

use domain::{
    api::Change,
    sync::{Event, OutboxItem},
};

use crate::{
    ledger::{Fate, Violation},
    phone::Line,
    world::World,
};

impl World {
    /// The faults end: everybody is back at home, online, with a token that works.
    pub(crate) fn calm_down(&mut self) -> Result<(), Violation> {
        self.faults = false;
        for phone in 0..self.phones.len() {
            let home = self.phones[phone].home;
            let fine = self.phones[phone]
                .disk
                .enrolment
                .as_ref()
                .is_some_and(|enrolment| {
                    enrolment.enterprise.0.as_u128() == home as u128 + 1
                        && self.server.accepts(&enrolment.token)
                });
            let again = (!fine).then(|| self.enrolment(home));
            self.open_tab(phone);
            let own = &mut self.phones[phone];
            own.line = Line::Up;
            own.clock = 0;
            // Whatever led before is closed; the lock goes to the new one.
            own.tabs.drain(..own.tabs.len() - 1);
            own.tabs[0].events.extend(again.map(Event::Enrolled));
        }
        for _ in 0..6 {
            let mut steps = 0;
            while self.step()? {
                steps += 1;
                if steps > 20_000 {
                    return Err(Violation::Stuck);
                }
            }
            for phone in &mut self.phones {
                phone.tabs[0].events.push_back(Event::Nudge);
            }
        }
        while self.step()? {}
        Ok(())
    }

    pub(crate) fn check_end(&self) -> Result<(), Violation> {
        self.server.holds_what_is_named()?;
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
            let all = self.server.views(enrolment.enterprise);
            if all
                .into_iter()
                .any(|view| known.get(&view.id) != Some(&Some(view)))
            {
                return Err(Violation::Diverged);
            }
        }
        for sealed in self.ledger.sealed.values() {
            let received = self.server.has(
                sealed.change.id(),
                match &sealed.change {
                    Change::Revision(revision) => &revision.hash,
                    Change::Withdraw(_) => "",
                },
            );
            if (sealed.fate == Fate::Received) != received {
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
