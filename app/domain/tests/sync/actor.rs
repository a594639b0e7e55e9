//! What people, coordinators and bad luck do.

use domain::{
    answer::{Answer, Answers},
    api::{Change, Content, Withdrawal},
    attachment::manifest,
    case::State,
    id::{DraftId, RevisionId, SubmissionId},
    sync::{Answering, Draft, Event, OutboxItem, Write, seal},
};

use crate::{
    hands::Hands,
    ledger::Violation,
    phone::Line,
    server::{INVALID, UNREADABLE},
    world::{World, is_open},
};

/// A day, milliseconds.
const DAY: i64 = 86_400_000;

impl World {
    /// Something happens to some phone, or in the office.
    pub(crate) fn act(&mut self) -> Result<(), Violation> {
        let phone = self.luck.below(self.phones.len());
        match self.luck.below(42) {
            0..=8 => self.write_and_send(phone)?,
            9..=11 => self.server.work(&mut self.luck, self.now),
            12 | 13 => self.answer(phone)?,
            14 => self.withdraw(phone),
            15 | 16 => self.cancel(phone),
            17 => self.enrol_somewhere(phone),
            18 => self.tell(phone, Event::LeftEnrolment),
            19 => self.revoke(phone),
            20..=22 => self.kill_a_tab(phone),
            23 if self.phones[phone].tabs.len() < 3 => self.open_tab(phone),
            24 => self.give_the_lead_up(phone),
            25 | 26 => self.phones[phone].line = Line::Down,
            27 => self.phones[phone].line = Line::Portal,
            28..=31 => {
                self.phones[phone].line = Line::Up;
                self.tell(phone, Event::Nudge);
            }
            32 => self.phones[phone].clock = self.luck.range(-DAY, DAY),
            33 => self.now += self.luck.range(0, 7 * DAY),
            34 => self.look(phone),
            35 => self.server.collect(self.hands() == Hands::Sweeping),
            _ => self.tell(phone, Event::Nudge),
        }
        Ok(())
    }

    fn tell(&mut self, phone: usize, event: Event) {
        let place = self.luck.below(self.phones[phone].tabs.len());
        if let Some(tab) = self.phones[phone].tabs.get_mut(place) {
            tab.events.push_back(event);
        }
    }

    fn draft(&mut self, answering: Option<Answering>) -> Draft {
        let mut text = self.new_id().to_string();
        match self.luck.below(14) {
            0 => text.push_str(INVALID),
            1 => text.push_str(UNREADABLE),
            2 => text.push_str(&"x".repeat(2_500)),
            _ => {}
        }
        let mut answers = Answers::default();
        answers.set("nonce", Some(Answer::Text(text)));
        if self.luck.one_in(3) {
            let files = (0..1 + self.luck.below(3)).map(|_| self.file()).collect();
            answers.set("photos", Some(Answer::Files(files)));
        }
        Draft {
            id: DraftId(self.new_id()),
            form: "damage".to_owned(),
            version: "1".to_owned(),
            answers,
            step: String::new(),
            locale: "ko".to_owned(),
            note: String::new(),
            created_at: self.now,
            updated_at: self.now,
            prefilled: Answers::default(),
            left: Vec::new(),
            stayed: String::new(),
            answering,
        }
    }

    /// A new draft, or one that was given back.
    fn write_and_send(&mut self, phone: usize) -> Result<(), Violation> {
        if self.phones[phone].disk.enrolment.is_none() && self.luck.one_in(2) {
            self.enrol_somewhere(phone);
        }
        // One that is being sealed isn't on the screen any more.
        let quiet = self.phones[phone].tabs.iter().all(|tab| {
            tab.events.is_empty() && tab.effects.is_empty() && tab.brain.engine().is_settled()
        });
        let old = self.phones[phone]
            .disk
            .drafts
            .values()
            .next()
            .filter(|_| quiet)
            .cloned();
        let draft = match old {
            Some(draft) if self.luck.one_in(2) => draft,
            _ => self.draft(None),
        };
        self.send_draft(phone, &draft)
    }

    fn send_draft(&mut self, phone: usize, draft: &Draft) -> Result<(), Violation> {
        self.commit(phone, &[Write::PutDraft(draft.clone())])?;
        let sealed_at = self.now + self.phones[phone].clock;
        let content = Content {
            form: draft.form.clone(),
            version: draft.version.clone(),
            answers: draft.answers.clone(),
            locale: draft.locale.clone(),
            captured_at: draft.created_at,
            sealed_at,
            note: String::new(),
        };
        let (submission, parent) = match draft.answering {
            Some(answering) => (answering.submission, Some(answering.parent)),
            None => (SubmissionId(self.new_id()), None),
        };
        let first = RevisionId(self.new_id());
        // A finger may press twice, each time in the tab where the draft is open.
        let fingers = if self.luck.one_in(10) {
            vec![first, RevisionId(self.new_id())]
        } else {
            vec![first]
        };
        let place = self.luck.below(self.phones[phone].tabs.len());
        for id in fingers {
            let revision = seal(&content, id, submission, parent);
            let change = Change::Revision(revision);
            self.seal(phone, place, change, Some(draft.clone()), sealed_at);
        }
        Ok(())
    }

    fn seal(
        &mut self,
        phone: usize,
        place: usize,
        change: Change,
        draft: Option<Draft>,
        sealed_at: i64,
    ) {
        let named = draft.as_ref().map(|draft| manifest(&draft.answers));
        let item = OutboxItem {
            change,
            owner: None,
            sealed_at,
            draft,
            attempts: 0,
            parked: None,
            form: "damage".to_owned(),
            files: named.unwrap_or_default(),
        };
        if let Some(tab) = self.phones[phone].tabs.get_mut(place) {
            tab.events.push_back(Event::Sealed(Box::new(item)));
        }
    }

    fn answer(&mut self, phone: usize) -> Result<(), Violation> {
        let own = self.phones[phone].disk.submissions.values();
        let asked = own.filter_map(|record| record.view.as_ref());
        let asked = asked.filter(|view| view.state == State::Supplement);
        let asked: Vec<_> = asked
            .map(|view| Answering {
                submission: view.id,
                parent: view.revision,
            })
            .collect();
        match self.luck.pick(&asked).copied() {
            Some(answering) => {
                let draft = self.draft(Some(answering));
                self.send_draft(phone, &draft)
            }
            None => Ok(()),
        }
    }

    fn withdraw(&mut self, phone: usize) {
        let open: Vec<_> = self.phones[phone]
            .disk
            .submissions
            .values()
            .filter(|record| is_open(record))
            .map(|record| record.id)
            .collect();
        if let Some(submission) = self.luck.pick(&open).copied() {
            let (id, at) = (self.new_id(), self.now);
            let reason = String::new();
            let change = Change::Withdraw(Withdrawal {
                id,
                submission,
                reason,
                at,
            });
            let place = self.luck.below(self.phones[phone].tabs.len());
            self.seal(phone, place, change, None, at);
        }
    }

    fn cancel(&mut self, phone: usize) {
        let ids: Vec<_> = self.phones[phone].disk.outbox.keys().copied().collect();
        if let Some(id) = self.luck.pick(&ids).copied() {
            self.tell(phone, Event::CancelRequested(id));
        }
    }

    fn look(&mut self, phone: usize) {
        let ids: Vec<_> = self.phones[phone]
            .disk
            .submissions
            .keys()
            .copied()
            .collect();
        if let Some(id) = self.luck.pick(&ids).copied() {
            self.tell(phone, Event::Seen(id));
        }
    }

    fn enrol_somewhere(&mut self, phone: usize) {
        let home = self.phones[phone].home;
        let enterprise = if self.luck.one_in(5) { 1 - home } else { home };
        let enrolment = self.enrolment(enterprise);
        self.tell(phone, Event::Enrolled(enrolment));
    }

    fn revoke(&mut self, phone: usize) {
        if let Some(enrolment) = &self.phones[phone].disk.enrolment {
            let token = enrolment.token.clone();
            self.server.revoke(&token);
        }
    }

    /// Between any two effects, with everything that it had in mind.
    fn kill_a_tab(&mut self, phone: usize) {
        let place = self.luck.below(self.phones[phone].tabs.len());
        if place < self.phones[phone].tabs.len() {
            self.phones[phone].tabs.remove(place);
        }
        if self.phones[phone].tabs.is_empty() {
            self.open_tab(phone);
        }
    }

    fn give_the_lead_up(&mut self, phone: usize) {
        let crowded = self.hands() == Hands::Crowded;
        let own = &mut self.phones[phone];
        if let Some(tab) = own.lock.and_then(|id| own.tab(id)).filter(|tab| tab.leads) {
            if crowded {
                // The lock goes, and the tab isn't told.
                own.lock = None;
                return;
            }
            tab.leads = false;
            tab.leaving = true;
            tab.events.push_back(Event::Follows);
        }
    }
}
