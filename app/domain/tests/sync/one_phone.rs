//! One engine alone, step by step, with a driver that believes every write to be done.

use domain::{
    api::{Ack, PROTOCOL, SubmissionView, SyncResponse},
    id::{DeviceId, EnterpriseId},
    sync::{
        Effect, Engine, Enrolment, Event, Failure, Notice, OutboxItem, Snapshot, SyncPhase, Tick,
        Write,
    },
};
use uuid::Uuid;

pub(crate) const DEVICE: DeviceId = DeviceId(Uuid::from_u128(1));
pub(crate) const ENTERPRISE: EnterpriseId = EnterpriseId(Uuid::from_u128(9));

pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// An engine, and the driver that believes every write to be done.
pub(crate) struct Phone {
    pub(crate) engine: Engine,
    pub(crate) now: i64,
    /// What is asked for that is not done yet.
    pub(crate) asked: Vec<Effect>,
    pub(crate) told: Vec<Notice>,
}

impl Phone {
    /// Enrolled, leading, with these items waiting; the server has just been heard.
    pub(crate) fn with(outbox: Vec<OutboxItem>) -> Self {
        let enrolment = Some(Enrolment {
            device: DEVICE,
            token: "t".to_owned(),
            enterprise: ENTERPRISE,
            enterprise_name: String::new(),
            verified: true,
            expires_at: i64::MAX,
        });
        let snapshot = Snapshot {
            enrolment,
            outbox,
            ..Snapshot::default()
        };
        let mut phone = Self {
            engine: Engine::new(snapshot.clone()),
            now: 1_583_000_000_000,
            asked: Vec::new(),
            told: Vec::new(),
        };
        phone.tell(Event::Leads(Box::new(snapshot)));
        assert_eq!(phone.changes(), Some(0), "asks before it tells");
        phone.reply(Vec::new());
        phone
    }

    pub(crate) fn tell(&mut self, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            let at = Tick {
                now: self.now,
                entropy: 0,
            };
            for effect in self.engine.handle(event, at) {
                match effect {
                    Effect::Store { ticket, .. } => events.push(Event::Stored { ticket }),
                    Effect::Tell(notice) => self.told.push(notice),
                    effect => self.asked.push(effect),
                }
            }
        }
    }

    /// The number of the upload that is asked for, and its file.
    pub(crate) fn upload(&mut self) -> Option<(u64, String)> {
        let place = self
            .asked
            .iter()
            .position(|it| matches!(it, Effect::Upload { .. }))?;
        match self.asked.remove(place) {
            Effect::Upload { request, hash, .. } => Some((request, hash)),
            _ => None,
        }
    }

    /// How many changes the request has that is asked for.
    pub(crate) fn changes(&self) -> Option<usize> {
        self.asked.iter().find_map(|effect| match effect {
            Effect::Send { body, .. } => Some(body.changes.len()),
            _ => None,
        })
    }

    /// The ids for which the request asks that is asked for.
    pub(crate) fn recalls(&self) -> Vec<Uuid> {
        let sent = self.asked.iter().find_map(|effect| match effect {
            Effect::Send { body, .. } => Some(body.recalls.clone()),
            _ => None,
        });
        sent.unwrap_or_default()
    }

    /// The server answers with these acknowledgements, and with nothing new.
    pub(crate) fn reply(&mut self, acks: Vec<Ack>) {
        self.reply_showing(acks, Vec::new());
    }

    /// The server answers with these acknowledgements, and shows these submissions as they now stand.
    pub(crate) fn reply_showing(&mut self, acks: Vec<Ack>, changes: Vec<SubmissionView>) {
        self.reply_forged(acks, changes, Vec::new());
    }

    /// The same, where the receipts of some changes are not the server's.
    pub(crate) fn reply_forged(
        &mut self,
        acks: Vec<Ack>,
        changes: Vec<SubmissionView>,
        forged: Vec<Uuid>,
    ) {
        let place = self
            .asked
            .iter()
            .position(|it| matches!(it, Effect::Send { .. }));
        let Effect::Send { request, .. } = self.asked.remove(place.unwrap()) else {
            return;
        };
        let response = SyncResponse {
            protocol: PROTOCOL.to_owned(),
            device: Some(DEVICE),
            acks,
            changes,
            server_time: self.now,
            ..SyncResponse::default()
        };
        let response = Box::new(response);
        self.tell(Event::Reply {
            request,
            response,
            forged,
        });
    }

    /// The request that is asked for brings nothing.
    pub(crate) fn fail(&mut self, failure: Failure) {
        let is_send = |it: &Effect| matches!(it, Effect::Send { .. });
        let place = self.asked.iter().position(is_send).unwrap();
        if let Effect::Send { request, .. } = self.asked.remove(place) {
            self.tell(Event::Failed { request, failure });
        }
    }

    pub(crate) fn phase(&self) -> SyncPhase {
        self.engine.phase(self.now)
    }
}

#[test]
fn what_another_tab_stored_before_does_not_undo_what_is_being_stored() {
    let mut phone = Phone::with(Vec::new());
    let at = Tick {
        now: phone.now,
        entropy: 0,
    };
    let named = |name: &str| Enrolment {
        enterprise_name: name.to_owned(),
        ..phone.engine.enrolment().unwrap().clone()
    };
    let (theirs, ours) = (named("theirs"), named("ours"));
    let effects = phone.engine.handle(Event::Enrolled(ours.clone()), at);
    let ticket = effects.iter().find_map(|effect| match effect {
        Effect::Store { ticket, .. } => Some(*ticket),
        _ => None,
    });
    // Theirs is on the disk first, and ours replaces it there.
    let changed = Event::Changed(vec![Write::PutEnrolment(theirs)]);
    phone.engine.handle(changed, at);
    let ticket = ticket.unwrap();
    phone.engine.handle(Event::Stored { ticket }, at);
    assert_eq!(phone.engine.enrolment(), Some(&ours));
}
