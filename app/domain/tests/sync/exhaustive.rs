//! One phone, one report, one server: every order of events, with a few faults at every place where they can be.
//!
//! The simulation draws lots; here nothing is left to luck. Whatever can happen next is tried, from every state that can
//! be reached: the tab dies between any two effects, a write is refused, a message is lost or doubled, the server dies
//! before or after it has stored, somebody says 413, the person takes the report back, a coordinator corrects it.

use std::{
    collections::VecDeque,
    fmt,
    hash::{Hash, Hasher},
};

use domain::{
    api::{
        Ack, Change, Outcome, PROTOCOL, Receipt, Refusal, Revision, SubmissionView, SyncRequest,
        SyncResponse,
    },
    case::State as CaseState,
    id::{DraftId, RevisionId, SubmissionId},
    sync::{Draft, Effect, Engine, Enrolment, Event, Failure, OutboxItem, Tick, content_hash},
};
use stateright::{Checker, Model, Property};
use uuid::Uuid;

use crate::{
    one_phone::{DEVICE, ENTERPRISE, id},
    simulation::phone::Disk,
    withdrawal::withdrawn,
};

/// How many faults a history has at most.
const FAULTS: u8 = 2;
/// The report, and its submission.
const REPORT: u128 = 1;
const SUBMISSION: SubmissionId = SubmissionId(uuid::Uuid::from_u128(101));

const NO_DRAFT: &str = "what is with the server is no draft";

/// Something on its way, with the life of the tab that sent it.
#[derive(Clone, Debug)]
enum Message {
    Request(u8, u64, SyncRequest),
    Answer(u8, u64, Option<Box<SyncResponse>>),
}

#[derive(Clone, Debug)]
struct World {
    now: i64,
    /// How often the tab has been opened.
    life: u8,
    engine: Engine,
    events: VecDeque<Event>,
    effects: VecDeque<Effect>,
    wake: Option<i64>,
    disk: Disk,
    network: Vec<Message>,
    /// What the server took, as often as it took it.
    server: Vec<Revision>,
    /// Whether it was told that the writer wants the report back, before it had it.
    recalled: bool,
    /// Whether a coordinator wrote the next revision, so that no view shows the report any more.
    assisted: bool,
    faults_left: u8,
    person_may_cancel: bool,
    forgetful: bool,
}

// The engine keeps its state to itself: what it shows when it is printed tells two states apart.
impl Hash for World {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        struct Into<'a, H>(&'a mut H);
        impl<H: Hasher> fmt::Write for Into<'_, H> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0.write(text.as_bytes());
                Ok(())
            }
        }
        let _ = fmt::write(&mut Into(hasher), format_args!("{self:?}"));
    }
}

impl PartialEq for World {
    fn eq(&self, other: &Self) -> bool {
        format!("{self:?}") == format!("{other:?}")
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Move {
    /// The tab does the next thing that it has to do.
    Work,
    /// A message arrives.
    Arrive(usize),
    /// The time comes that the engine asked for.
    Ring,
    Cancel,
    /// The report is corrected for its writer.
    Assist,
    // And the faults.
    RefuseWrite,
    Lose(usize),
    Double(usize),
    KillTab,
    KillServer {
        stored: bool,
    },
    TooLarge,
}

struct EveryOrder {
    /// The engine forgets with its tab what may have left the phone: broken on purpose.
    forgetful: bool,
}

impl World {
    fn start(forgetful: bool) -> Self {
        let content = r#"{"form":"DMG","answers":{}}"#.to_owned();
        let revision = Revision {
            id: RevisionId(id(REPORT)),
            submission: SUBMISSION,
            parent: None,
            hash: content_hash(&content),
            content,
        };
        let draft: Draft = serde_json::from_value(serde_json::json!({
            "id": id(7), "form": "DMG", "version": "1", "locale": "ko", "created_at": 1, "updated_at": 1
        }))
        .unwrap();
        let mut disk = Disk::default();
        disk.drafts.insert(draft.id, draft.clone());
        disk.enrolment = Some(Enrolment {
            device: DEVICE,
            token: "t".to_owned(),
            enterprise: ENTERPRISE,
            enterprise_name: String::new(),
            verified: true,
            expires_at: i64::MAX,
        });
        let mut world = Self {
            now: 1_583_000_000_000,
            life: 0,
            engine: Engine::default(),
            events: VecDeque::new(),
            effects: VecDeque::new(),
            wake: None,
            disk,
            network: Vec::new(),
            server: Vec::new(),
            recalled: false,
            assisted: false,
            faults_left: FAULTS,
            person_may_cancel: true,
            forgetful,
        };
        world.open_tab();
        world.events.push_back(Event::Sealed(Box::new(OutboxItem {
            change: Change::Revision(revision),
            owner: None,
            sealed_at: 1,
            draft: Some(draft),
            attempts: 0,
            recall: false,
            parked: None,
            form: "DMG".to_owned(),
            files: Vec::new(),
        })));
        world
    }

    fn open_tab(&mut self) {
        let mut snapshot = self.disk.snapshot();
        if self.forgetful {
            snapshot
                .outbox
                .iter_mut()
                .for_each(|item| item.attempts = 0);
        }
        self.life += 1;
        self.engine = Engine::new(snapshot.clone());
        self.events = VecDeque::from([Event::Started, Event::Leads(Box::new(snapshot))]);
        self.effects.clear();
        self.wake = None;
    }

    fn work(&mut self, refuse: bool) {
        match self.effects.pop_front() {
            Some(Effect::Store { ticket, writes }) if !refuse => {
                self.disk.apply_all(&writes);
                self.events.push_back(Event::Stored { ticket });
            }
            Some(Effect::Store { ticket, .. }) => {
                self.events.push_back(Event::StoreFailed { ticket });
            }
            Some(Effect::Send { request, body, .. }) => {
                let message = Message::Request(self.life, request, body);
                self.network.push(message);
            }
            Some(Effect::WakeAt(at)) => self.wake = Some(at),
            Some(_) => {}
            None => {
                let (now, entropy) = (self.now, 0);
                if let Some(event) = self.events.pop_front() {
                    let effects = self.engine.handle(event, Tick { now, entropy });
                    self.effects.extend(effects);
                }
            }
        }
    }

    fn arrive(&mut self, place: usize) {
        match self.network.remove(place) {
            Message::Request(life, request, body) => {
                let taken = body.changes.iter().map(|change| self.take(change));
                let mut acks: Vec<_> = taken.collect();
                acks.extend(body.recalls.iter().map(|id| self.recall(*id)));
                let response = SyncResponse {
                    protocol: PROTOCOL.to_owned(),
                    device: Some(DEVICE),
                    acks,
                    changes: self.views(body.cursor),
                    cursor: self.version(),
                    more: false,
                    server_time: self.now,
                };
                let answer = Message::Answer(life, request, Some(Box::new(response)));
                self.network.push(answer);
            }
            Message::Answer(life, request, response) => {
                if life == self.life {
                    let event = match response {
                        Some(response) => Event::Reply {
                            request,
                            response,
                            forged: Vec::new(),
                        },
                        None => failed(request, Failure::Offline),
                    };
                    self.events.push_back(event);
                }
            }
        }
    }

    fn take(&mut self, change: &Change) -> Ack {
        if self.recalled {
            return self.recall(change.id());
        }
        if let Change::Revision(revision) = change
            && !self.server.iter().any(|own| own.id == revision.id)
        {
            self.server.push(revision.clone());
        }
        self.accepted(change.id())
    }

    fn recall(&mut self, id: Uuid) -> Ack {
        if self.server.iter().any(|own| own.id.0 == id) {
            return self.accepted(id);
        }
        self.recalled = true;
        let outcome = Outcome::Refused {
            reason: Refusal::Recalled,
            findings: Vec::new(),
        };
        Ack { id, outcome }
    }

    fn accepted(&self, id: Uuid) -> Ack {
        let receipt = Receipt {
            submission: SUBMISSION,
            change: id,
            hash: self.server[0].hash.clone(),
            number: "2020-피해-000001".to_owned(),
            received_at: 0,
            seal: None,
        };
        let outcome = Outcome::Accepted { receipt };
        Ack { id, outcome }
    }

    /// How often something changed for the phone.
    fn version(&self) -> u64 {
        self.server.len() as u64 + u64::from(self.assisted)
    }

    fn views(&self, cursor: u64) -> Vec<SubmissionView> {
        let newest = self.server.last().filter(|_| cursor < self.version());
        let view = newest.map(|revision| {
            let mut view = withdrawn();
            view.state = CaseState::Received;
            view.version = self.version();
            view.id = revision.submission;
            view.revision = if self.assisted {
                RevisionId(id(REPORT + 1))
            } else {
                revision.id
            };
            view
        });
        view.into_iter().collect()
    }

    fn lose(&mut self, place: usize) {
        let (Message::Request(life, request, _) | Message::Answer(life, request, _)) =
            self.network.remove(place);
        self.network.push(Message::Answer(life, request, None));
    }

    fn first_request(&self) -> Option<usize> {
        let is_request = |it: &Message| matches!(it, Message::Request(..));
        self.network.iter().position(is_request)
    }

    fn server_dies(&mut self, stored: bool) {
        let Some(place) = self.first_request() else {
            return;
        };
        if stored {
            self.arrive(place);
            self.lose(self.network.len() - 1);
        } else {
            self.lose(place);
        }
    }

    fn refuse_the_request(&mut self) {
        if let Some(place) = self.first_request()
            && let Message::Request(life, request, _) = self.network.remove(place)
            && life == self.life
        {
            let event = failed(request, Failure::TooLarge);
            self.events.push_back(event);
        }
    }

    fn is_received(&self) -> bool {
        let mut records = self.disk.submissions.values();
        records.any(|record| !record.receipts.is_empty())
    }

    fn is_queued(&self) -> bool {
        self.disk.outbox.contains_key(&id(REPORT))
    }

    fn is_parked(&self) -> bool {
        let item = self.disk.outbox.get(&id(REPORT));
        item.is_some_and(|item| item.parked.is_some())
    }

    fn is_draft(&self) -> bool {
        self.disk.drafts.contains_key(&DraftId(id(7)))
    }

    fn is_at_rest(&self) -> bool {
        self.effects.is_empty()
            && self.events.is_empty()
            && self.network.is_empty()
            && self.wake.is_none()
    }
}

fn failed(request: u64, failure: Failure) -> Event {
    Event::Failed { request, failure }
}

impl Model for EveryOrder {
    type State = World;
    type Action = Move;

    fn init_states(&self) -> Vec<World> {
        vec![World::start(self.forgetful)]
    }

    fn actions(&self, world: &World, moves: &mut Vec<Move>) {
        let busy = !world.effects.is_empty() || !world.events.is_empty();
        if busy {
            moves.push(Move::Work);
        } else if world.wake.is_some() && world.network.is_empty() {
            moves.push(Move::Ring);
        }
        moves.extend((0..world.network.len()).map(Move::Arrive));
        if world.person_may_cancel {
            moves.push(Move::Cancel);
        }
        if !world.server.is_empty() && !world.assisted {
            moves.push(Move::Assist);
        }
        if world.faults_left == 0 {
            return;
        }
        moves.push(Move::KillTab);
        if matches!(world.effects.front(), Some(Effect::Store { .. })) {
            moves.push(Move::RefuseWrite);
        }
        moves.extend((0..world.network.len()).flat_map(|it| [Move::Lose(it), Move::Double(it)]));
        let is_request = |it: &&Message| matches!(it, Message::Request(..));
        let requests = world.network.iter().filter(is_request).count();
        if requests > 0 {
            moves.extend([true, false].map(|stored| Move::KillServer { stored }));
            moves.push(Move::TooLarge);
        }
    }

    fn next_state(&self, last: &World, step: Move) -> Option<World> {
        let mut world = last.clone();
        match step {
            Move::Work => world.work(false),
            Move::Arrive(place) => world.arrive(place),
            Move::Ring => {
                world.now = world.now.max(world.wake.take()?);
                world.events.push_back(Event::Timer);
            }
            Move::Cancel => {
                world.person_may_cancel = false;
                world.events.push_back(Event::CancelRequested(id(REPORT)));
            }
            Move::Assist => world.assisted = true,
            fault => {
                world.faults_left -= 1;
                match fault {
                    Move::RefuseWrite => world.work(true),
                    Move::Lose(place) => world.lose(place),
                    Move::Double(place) => world.network.push(world.network[place].clone()),
                    Move::KillTab => world.open_tab(),
                    Move::KillServer { stored } => world.server_dies(stored),
                    _ => world.refuse_the_request(),
                }
            }
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![
            Property::always(
                "nothing is lost, and everything is in one place",
                |_, world: &World| {
                    let places = [world.is_draft(), world.is_queued(), world.is_received()];
                    places.iter().filter(|it| **it).count() == 1
                },
            ),
            Property::always("received means with the server", |_, world: &World| {
                !world.is_received() || !world.server.is_empty()
            }),
            Property::always(NO_DRAFT, |_, world: &World| {
                !world.is_draft() || world.server.is_empty()
            }),
            Property::always("what is parked never arrives", |_, world: &World| {
                !world.is_parked() || world.recalled
            }),
            Property::always("nothing is taken twice or altered", |_, world: &World| {
                world.server.len() <= 1
                    && world
                        .server
                        .iter()
                        .all(|it| content_hash(&it.content) == it.hash)
            }),
            Property::always("at rest nothing waits", |_, world: &World| {
                let parked = world.disk.outbox.values().all(|item| item.parked.is_some());
                !world.is_at_rest() || parked
            }),
            Property::sometimes("it is received after every fault", |_, world: &World| {
                world.is_received() && world.faults_left == 0
            }),
            Property::sometimes("it is given back", |_, world: &World| {
                world.is_draft() && !world.person_may_cancel && world.is_at_rest()
            }),
        ]
    }
}

fn search(forgetful: bool) -> impl Checker<EveryOrder> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let checker = EveryOrder { forgetful }.checker().threads(threads);
    checker.spawn_bfs().join()
}

#[test]
fn every_order_of_two_faults_keeps_the_promises() {
    let checker = search(false);
    // Thousands of states, or the search has not begun.
    assert!(checker.unique_state_count() > 10_000);
    checker.assert_properties();
}

#[test]
fn the_search_finds_the_order_in_which_a_forgetful_engine_sends_twice() {
    search(true).assert_any_discovery(NO_DRAFT);
}
