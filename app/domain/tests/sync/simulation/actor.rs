//! What people, coordinators and bad luck do.

use domain::{
    answer::{Answer, Answers},
    api::{Change, Content, Withdrawal},
    attachment::manifest,
    case::State,
    id::{DraftId, RevisionId, SubmissionId},
    sync::{Answering, Draft, Event, OutboxItem, Write, seal},
};

use super::{
    hands::Hands,
    ledger::Violation,
    phone::Line,
    server::{INVALID, UNREADABLE},
    update::seal_newer,
    world::{DAY, World, is_open},
};

/// What somebody does, or what happens to somebody.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Write,
    Review,
    Answer,
    Withdraw,
    Cancel,
    Enrol,
    Leave,
    Revoke,
    KillTab,
    KillBrowser,
    Update,
    OpenTab,
    PassLead,
    GoOffline,
    MeetPortal,
    GoOnline,
    SetClock,
    FillDisk,
    MakeRoom,
    LetDaysPass,
    SpendAWeekOffline,
    Look,
    Remove,
    CollectFiles,
    RestartServer,
    Nudge,
}

/// How often, beside each other.
const DEEDS: &[(Deed, usize)] = &[
    (Deed::Write, 18),
    (Deed::Review, 6),
    (Deed::Answer, 4),
    (Deed::Withdraw, 2),
    (Deed::Cancel, 4),
    (Deed::Enrol, 2),
    (Deed::Leave, 2),
    (Deed::Revoke, 2),
    (Deed::KillTab, 6),
    (Deed::KillBrowser, 2),
    (Deed::Update, 2),
    (Deed::OpenTab, 2),
    (Deed::PassLead, 2),
    (Deed::GoOffline, 4),
    (Deed::MeetPortal, 2),
    (Deed::GoOnline, 8),
    (Deed::SetClock, 2),
    (Deed::FillDisk, 1),
    (Deed::MakeRoom, 4),
    (Deed::LetDaysPass, 2),
    (Deed::SpendAWeekOffline, 1),
    (Deed::Look, 2),
    (Deed::Remove, 2),
    (Deed::CollectFiles, 2),
    (Deed::RestartServer, 2),
    (Deed::Nudge, 12),
];

impl World {
    /// Something happens to some phone, or in the office.
    pub(crate) fn act(&mut self) -> Result<(), Violation> {
        let phone = self.luck.below(self.phones.len());
        let all = DEEDS.iter().map(|(_, weight)| weight).sum();
        let deed = self.luck.weighted(DEEDS, all).unwrap_or(Deed::Nudge);
        if let Some(trace) = &mut self.trace {
            trace.note(self.now, phone, &deed);
        }
        match deed {
            Deed::Write => self.write_and_send(phone)?,
            Deed::Review => self.server.work(&mut self.luck, self.now),
            Deed::Answer => self.answer(phone)?,
            Deed::Withdraw => self.withdraw(phone),
            Deed::Cancel => self.cancel(phone),
            Deed::Enrol => self.enrol_somewhere(phone),
            Deed::Leave => self.tell(phone, Event::LeftEnrolment),
            Deed::Revoke => self.revoke(phone),
            Deed::KillTab => self.kill_a_tab(phone),
            Deed::KillBrowser => self.phones[phone].tabs.clear(),
            Deed::Update => {
                self.phones[phone].tabs.clear();
                let hands = self.hands();
                self.phones[phone].update(hands)?;
            }
            Deed::OpenTab if self.phones[phone].tabs.len() < 3 => self.open_tab(phone),
            Deed::OpenTab => {}
            Deed::PassLead => self.give_the_lead_up(phone),
            Deed::GoOffline => self.phones[phone].line = Line::Down,
            Deed::MeetPortal => self.phones[phone].line = Line::Portal,
            Deed::GoOnline => {
                self.phones[phone].line = Line::Up;
                self.tell(phone, Event::Nudge);
            }
            Deed::SetClock => {
                let ahead = self.luck.range(-DAY, DAY);
                self.phones[phone].set_clock(ahead);
            }
            Deed::FillDisk => self.phones[phone].full = true,
            Deed::MakeRoom => self.phones[phone].full = false,
            Deed::LetDaysPass => self.now += self.luck.range(0, 7 * DAY),
            Deed::SpendAWeekOffline => {
                self.phones[phone].line = Line::Down;
                self.write_and_send(phone)?;
                self.live_until(self.now + 7 * DAY)?;
                self.phones[phone].line = Line::Up;
                self.tell(phone, Event::Nudge);
            }
            Deed::Look => self.look(phone),
            Deed::Remove => self.remove(phone),
            Deed::CollectFiles => self.server.collect(self.hands() == Hands::Sweeping),
            Deed::RestartServer => {
                self.server.restart();
                self.ledger.server_keeps(&self.server)?;
            }
            Deed::Nudge => self.tell(phone, Event::Nudge),
        }
        if self.phones[phone].tabs.is_empty() {
            self.open_tab(phone);
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
        if self.phones[phone].full && !self.phones[phone].disk.drafts.contains_key(&draft.id) {
            // The screen says that nothing is saved: nobody relies on it.
            return Ok(());
        }
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
            let mut revision = seal(&content, id, submission, parent);
            if self.luck.one_in(4) {
                seal_newer(&mut revision);
            }
            self.ledger.pressed.insert(id.0, draft.id);
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

    fn remove(&mut self, phone: usize) {
        let own = self.phones[phone].disk.submissions.keys();
        let ids: Vec<_> = own.copied().collect();
        if let Some(id) = self.luck.pick(&ids).copied() {
            self.tell(phone, Event::Dropped(id));
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
