//! Engines that are broken on purpose.

use std::cell::Cell;

use domain::{
    api::{Ack, Change, Outcome, PROTOCOL, Receipt, SyncRequest, SyncResponse},
    id::EnterpriseId,
    sync::{Effect, Engine, Event, Failure, Snapshot, Tick, Write, content_hash},
};

use crate::simulation::phone::Brain;

/// An engine with something between it and the world.
struct Broken {
    engine: Engine,
    sent: Option<SyncRequest>,
    /// What happens to an event before, and to the effects after.
    before: fn(&mut Self, Event) -> Event,
    after: fn(&mut Self, Vec<Effect>) -> Vec<Effect>,
    failures: usize,
}

impl Broken {
    fn make(snapshot: Snapshot) -> Self {
        Self {
            engine: Engine::new(snapshot),
            sent: None,
            before: |_, event| event,
            after: |_, effects| effects,
            failures: 0,
        }
    }

    fn device(&self) -> Option<domain::id::DeviceId> {
        self.engine.enrolment().map(|enrolment| enrolment.device)
    }
}

impl Brain for Broken {
    fn handle(&mut self, event: Event, at: Tick) -> Vec<Effect> {
        let event = (self.before)(self, event);
        let effects = self.engine.handle(event, at);
        let effects = (self.after)(self, effects);
        for effect in &effects {
            if let Effect::Send { body, .. } = effect {
                self.sent = Some(body.clone());
            }
        }
        effects
    }

    fn engine(&self) -> &Engine {
        &self.engine
    }
}

/// Takes any answer for a yes.
pub(crate) fn credulous(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        before: |own, event| match event {
            Event::Failed {
                request,
                failure: Failure::NotOurs,
            } => {
                let sent = own.sent.clone().unwrap_or_default();
                let acks = sent.changes.iter().map(|change| {
                    let item = own
                        .engine
                        .outbox()
                        .into_iter()
                        .find(|it| it.id() == change.id());
                    let receipt = Receipt {
                        submission: item.as_ref().map(|item| item.submission()).unwrap(),
                        change: change.id(),
                        hash: item.map(|item| item.hash().to_owned()).unwrap(),
                        number: "200 OK".to_owned(),
                        received_at: 0,
                        seal: None,
                    };
                    Ack {
                        id: change.id(),
                        outcome: Outcome::Accepted { receipt },
                    }
                });
                let response = SyncResponse {
                    protocol: PROTOCOL.to_owned(),
                    device: own.device(),
                    acks: acks.collect(),
                    cursor: sent.cursor,
                    ..SyncResponse::default()
                };
                Event::Reply {
                    request,
                    response: Box::new(response),
                    forged: Vec::new(),
                }
            }
            event => event,
        },
        ..Broken::make(snapshot)
    })
}

/// Writes the content anew each time it is sent.
pub(crate) fn rewriting(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        after: |_, mut effects| {
            for effect in &mut effects {
                if let Effect::Send { body, .. } = effect {
                    for change in &mut body.changes {
                        if let Change::Revision(revision) = change {
                            revision.content = revision.content.replacen(':', ": ", 1);
                            revision.hash = content_hash(&revision.content);
                        }
                    }
                }
            }
            effects
        },
        ..Broken::make(snapshot)
    })
}

/// Lets what was refused as too late go on from the newest revision without a look at it.
pub(crate) fn reparenting(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        after: |own, mut effects| {
            for effect in &mut effects {
                if let Effect::Store { writes, .. } = effect {
                    for write in writes {
                        let Write::PutDraft(draft) = write else {
                            continue;
                        };
                        let items = own.engine.outbox().into_iter();
                        let mut sealed = items.filter_map(|item| item.draft);
                        if let Some(sealed) = sealed.find(|sealed| sealed.id == draft.id) {
                            let answering = draft.answering;
                            **draft = sealed;
                            draft.answering = answering;
                        }
                    }
                }
            }
            effects
        },
        ..Broken::make(snapshot)
    })
}

/// Sends whatever it finds under whatever token it has.
pub(crate) fn indiscriminate(snapshot: Snapshot) -> Box<dyn Brain> {
    fn mine(snapshot: &mut Snapshot, own: Option<EnterpriseId>) {
        for item in &mut snapshot.outbox {
            item.owner = own;
        }
    }
    let mut stolen = snapshot;
    let own = stolen
        .enrolment
        .as_ref()
        .map(|enrolment| enrolment.enterprise);
    mine(&mut stolen, own);
    Box::new(Broken {
        before: |_, event| match event {
            Event::Leads(mut snapshot) => {
                let own = snapshot
                    .enrolment
                    .as_ref()
                    .map(|enrolment| enrolment.enterprise);
                mine(&mut snapshot, own);
                Event::Leads(snapshot)
            }
            event => event,
        },
        ..Broken::make(stolen)
    })
}

/// Forgets after a crash what may have left the phone, and gives it back as a draft.
pub(crate) fn forgetful_of_attempts(snapshot: Snapshot) -> Box<dyn Brain> {
    fn unmark(snapshot: &mut Snapshot) {
        for item in &mut snapshot.outbox {
            item.attempts = 0;
        }
    }
    let mut unmarked = snapshot;
    unmark(&mut unmarked);
    Box::new(Broken {
        before: |_, event| match event {
            Event::Leads(mut snapshot) => {
                unmark(&mut snapshot);
                Event::Leads(snapshot)
            }
            event => event,
        },
        ..Broken::make(unmarked)
    })
}

/// Sends without noting it first.
pub(crate) fn unmarked(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        after: |_, mut effects| {
            for effect in &mut effects {
                if let Effect::Store { writes, .. } = effect {
                    for write in writes {
                        if let Write::PutItem(item) = write {
                            item.attempts = 0;
                        }
                    }
                }
            }
            effects
        },
        ..Broken::make(snapshot)
    })
}

/// Takes the cursor and throws the views away.
pub(crate) fn skipping(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        before: |_, event| match event {
            Event::Reply {
                request,
                mut response,
                forged,
            } => {
                response.changes.pop();
                Event::Reply {
                    request,
                    response,
                    forged,
                }
            }
            event => event,
        },
        ..Broken::make(snapshot)
    })
}

/// Lets what comes last win, however old it is.
pub(crate) fn last_wins(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        after: |_, mut effects| {
            for effect in &mut effects {
                if let Effect::Store { writes, .. } = effect {
                    for write in writes {
                        if let Write::PutSubmission(record) = write
                            && let Some(view) = &mut record.view
                        {
                            view.version = view.version.saturating_sub(2);
                        }
                    }
                }
            }
            effects
        },
        ..Broken::make(snapshot)
    })
}

/// Forgets at each news that somebody has looked before.
pub(crate) fn unseeing(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        after: |_, mut effects| {
            for effect in &mut effects {
                if let Effect::Store { writes, .. } = effect {
                    for write in writes {
                        if let Write::PutSubmission(record) = write {
                            record.seen_version = record.seen_version.saturating_sub(1);
                        }
                    }
                }
            }
            effects
        },
        ..Broken::make(snapshot)
    })
}

/// Gives up after three failures, as some do.
pub(crate) fn weary(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        before: |own, event| {
            if matches!(event, Event::Failed { .. }) {
                own.failures += 1;
            }
            event
        },
        after: |own, mut effects| {
            if own.failures > 0 {
                effects.retain(|effect| !matches!(effect, Effect::Send { .. }));
            }
            effects
        },
        ..Broken::make(snapshot)
    })
}

/// Notes what it sends before its files are there, and never sends them.
pub(crate) fn fileless(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        after: |_, mut effects| {
            effects.retain(|effect| !matches!(effect, Effect::Upload { .. }));
            effects
        },
        ..Broken::make(snapshot)
    })
}

/// Comes back at once, whatever it is asked.
pub(crate) fn impatient(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        before: |_, event| match event {
            Event::Failed {
                request,
                failure: Failure::Busy { .. },
            } => Event::Failed {
                request,
                failure: Failure::Server,
            },
            event => event,
        },
        ..Broken::make(snapshot)
    })
}

/// Tells and never listens.
pub(crate) fn deaf(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        before: |own, event| match event {
            Event::Reply {
                request,
                mut response,
                forged,
            } => {
                response.changes.clear();
                response.more = false;
                response.cursor = own.sent.as_ref().map_or(0, |sent| sent.cursor);
                Event::Reply {
                    request,
                    response,
                    forged,
                }
            }
            event => event,
        },
        ..Broken::make(snapshot)
    })
}

/// Deletes the item as soon as it is sent.
pub(crate) fn hasty(snapshot: Snapshot) -> Box<dyn Brain> {
    thread_local! { static TICKET: Cell<u64> = const { Cell::new(1 << 40) } }
    Box::new(Broken {
        after: |_, effects| {
            let mut more = Vec::new();
            for effect in effects {
                if let Effect::Send { body, .. } = &effect {
                    let gone = body
                        .changes
                        .iter()
                        .map(|it| Write::DeleteItem(it.id()))
                        .collect();
                    let ticket = TICKET.replace(TICKET.get() + 1);
                    more.push(effect.clone());
                    more.push(Effect::Store {
                        ticket,
                        writes: gone,
                    });
                } else {
                    more.push(effect);
                }
            }
            more
        },
        ..Broken::make(snapshot)
    })
}
