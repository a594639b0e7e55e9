//! Engines and drivers that are broken on purpose. A check that none of them trips is no check.

use std::cell::Cell;

use domain::{
    api::{Ack, Change, Outcome, PROTOCOL, Receipt, SyncRequest, SyncResponse},
    id::EnterpriseId,
    sync::{Effect, Engine, Event, Failure, Snapshot, Tick, Write, content_hash},
};

use crate::{
    hands::Hands,
    ledger::Violation::{self, *},
    phone::Brain,
    world::{Make, World, sound},
};

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
fn credulous(snapshot: Snapshot) -> Box<dyn Brain> {
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
fn rewriting(snapshot: Snapshot) -> Box<dyn Brain> {
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

/// Sends whatever it finds under whatever token it has.
fn indiscriminate(snapshot: Snapshot) -> Box<dyn Brain> {
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
fn forgetful_of_attempts(snapshot: Snapshot) -> Box<dyn Brain> {
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
fn unmarked(snapshot: Snapshot) -> Box<dyn Brain> {
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
fn skipping(snapshot: Snapshot) -> Box<dyn Brain> {
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
fn last_wins(snapshot: Snapshot) -> Box<dyn Brain> {
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

/// Gives up after three failures, as some do.
fn weary(snapshot: Snapshot) -> Box<dyn Brain> {
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
fn fileless(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Broken {
        after: |_, mut effects| {
            effects.retain(|effect| !matches!(effect, Effect::Upload { .. }));
            effects
        },
        ..Broken::make(snapshot)
    })
}

/// Deletes the item as soon as it is sent.
fn hasty(snapshot: Snapshot) -> Box<dyn Brain> {
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

/// Runs seeds until one shows it.
fn caught(make: Make, hands: Hands) -> Option<(u64, Violation)> {
    (0..500).find_map(|seed| Some((seed, World::new(seed, make, hands).run().err()?)))
}

#[test]
fn every_broken_engine_and_driver_is_caught() {
    let good = Hands::Good;
    let broken: [(&str, Make, Hands, &[Violation]); 16] = [
        (
            "takes any answer for a yes",
            credulous,
            good,
            &[FalselyReceived],
        ),
        ("writes the content anew", rewriting, good, &[Altered]),
        ("sends under any token", indiscriminate, good, &[Crossed]),
        (
            "forgets what has left",
            forgetful_of_attempts,
            good,
            &[Doubled],
        ),
        ("sends unmarked", unmarked, good, &[Unmarked]),
        ("skips views", skipping, good, &[Skipped]),
        ("lets the last win", last_wins, good, &[WentBack, Skipped]),
        ("gives up", weary, good, &[Stuck, Diverged]),
        ("deletes when sent", hasty, good, &[Lost, Doubled]),
        (
            "splits transactions",
            sound,
            Hands::Splitting,
            &[Lost, Skipped],
        ),
        (
            "forgets to store",
            sound,
            Hands::Forgetful,
            &[Unmarked, FalselyReceived],
        ),
        ("lets every tab send", sound, Hands::Crowded, &[TwoSenders]),
        ("boasts of files", sound, Hands::Boastful, &[Stuck]),
        ("gives up on files", fileless, good, &[Stuck]),
        (
            "takes no care of files",
            sound,
            Hands::Careless,
            &[Incomplete],
        ),
        (
            "sweeps named files away",
            sound,
            Hands::Sweeping,
            &[Incomplete],
        ),
    ];
    for (name, make, hands, expected) in broken {
        match caught(make, hands) {
            Some((_, violation)) if expected.contains(&violation) => {}
            other => panic!("an engine that {name} ended with {other:?}"),
        }
    }
}
