//! Phones, a server and the network between them, driven by a seed.
//!
//! Anything may die between any two effects. Every change of a disk and of the server is held against the ledger.

use std::collections::{BTreeMap, VecDeque};

use domain::{
    api::SyncRequest,
    id::{DeviceId, EnterpriseId},
    sync::{Engine, Enrolment, Event, Failure, Snapshot, SubmissionRecord, Tick},
};
use uuid::Uuid;

use super::{
    climate::Climate,
    files::Upload,
    hands::Hands,
    ledger::{Ledger, Violation},
    network::Fortune,
    patience::Patience,
    phone::{Brain, Disk, Line, Phone, Tab},
    rng::Rng,
    server::Server,
    trace::Trace,
};

/// A day, milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// Something on its way.
pub(crate) enum Arrival {
    /// A request reaches the server.
    AtServer {
        phone: usize,
        tab: u64,
        request: u64,
        token: String,
        body: SyncRequest,
        fortune: Fortune,
    },
    /// So many bytes of a file reach the server.
    File {
        phone: usize,
        tab: u64,
        upload: Upload,
        fortune: Fortune,
    },
    /// An event reaches a tab.
    AtTab {
        phone: usize,
        tab: u64,
        event: Event,
    },
}

pub(crate) type Make = fn(Snapshot) -> Box<dyn Brain>;

pub(crate) struct World {
    pub(crate) luck: Rng,
    pub(crate) now: i64,
    pub(crate) server: Server,
    pub(crate) phones: Vec<Phone>,
    pub(crate) ledger: Ledger,
    pub(crate) faults: bool,
    pub(crate) climate: Climate,
    /// Written where somebody wants to compare.
    pub(crate) trace: Option<Trace>,
    arrivals: BTreeMap<(i64, u64), Arrival>,
    count: u64,
    make: Make,
    hands: Hands,
}

impl World {
    pub(crate) fn new(seed: u64, make: Make, hands: Hands) -> Self {
        let mut luck = Rng::new(seed);
        let climate = Climate::new(&mut luck);
        let phones = 2 + luck.below(3);
        let mut world = Self {
            luck,
            now: 1_583_000_000_000,
            server: Server::default(),
            phones: Vec::new(),
            ledger: Ledger::default(),
            faults: true,
            climate,
            trace: None,
            arrivals: BTreeMap::new(),
            count: 0,
            make,
            hands,
        };
        world.server.hands = hands;
        for number in 0..phones {
            world.phones.push(Phone {
                disk: Disk::default(),
                tabs: Vec::new(),
                lock: None,
                clock: 0,
                line: Line::Up,
                full: false,
                home: number % 2,
            });
            world.open_tab(number);
        }
        world
    }

    /// Runs a seed to its end.
    pub(crate) fn run(&mut self) -> Result<(), Violation> {
        for _ in 0..60 + self.luck.below(120) {
            self.act()?;
            for _ in 0..self.luck.below(12) {
                self.step()?;
            }
        }
        self.calm_down()?;
        self.check_end()
    }

    pub(crate) fn new_id(&mut self) -> Uuid {
        self.count += 1;
        Uuid::from_u64_pair(self.luck.next(), self.count)
    }

    pub(crate) fn open_tab(&mut self, phone: usize) {
        self.count += 1;
        let brain = (self.make)(self.phones[phone].disk.snapshot());
        self.phones[phone].tabs.push(Tab {
            id: self.count,
            brain,
            events: VecDeque::from([Event::Started]),
            effects: VecDeque::new(),
            wake: None,
            leads: false,
            leaving: false,
            patience: Patience::default(),
        });
    }

    /// A new enrolment, for some weeks.
    pub(crate) fn enrolment(&mut self, enterprise: usize) -> Enrolment {
        let until = self.now + self.luck.range(1, 60) * DAY;
        self.enrolment_until(enterprise, until)
    }

    pub(crate) fn enrolment_until(&mut self, enterprise: usize, until: i64) -> Enrolment {
        let (device, token) = (self.new_id(), self.new_id().to_string());
        let enterprise = EnterpriseId(Uuid::from_u128(enterprise as u128 + 1));
        self.server
            .enrol(&token, DeviceId(device), enterprise, until);
        Enrolment {
            device: DeviceId(device),
            token,
            enterprise,
            enterprise_name: String::new(),
            verified: true,
            expires_at: until,
        }
    }

    pub(crate) fn schedule(&mut self, wait: i64, arrival: Arrival) {
        self.count += 1;
        self.arrivals.insert((self.now + wait, self.count), arrival);
    }

    /// One tab does one thing; or time passes until something happens.
    pub(crate) fn step(&mut self) -> Result<bool, Violation> {
        for phone in &mut self.phones {
            phone.pass_lock(self.luck.below(8));
        }
        let busy = |tab: &Tab| !tab.effects.is_empty() || !tab.events.is_empty();
        let phones = self.phones.iter().enumerate();
        let ready: Vec<(usize, usize)> = phones
            .flat_map(|(place, phone)| {
                let tabs = phone.tabs.iter().enumerate().filter(|(_, tab)| busy(tab));
                tabs.map(move |(tab, _)| (place, tab)).collect::<Vec<_>>()
            })
            .collect();
        let Some((phone, place)) = self.luck.pick(&ready).copied() else {
            return self.pass_time();
        };
        let tick = Tick {
            now: self.now + self.phones[phone].clock,
            entropy: self.luck.next(),
        };
        let tab = &mut self.phones[phone].tabs[place];
        if let Some(effect) = tab.effects.pop_front() {
            let id = tab.id;
            if let Some(trace) = &mut self.trace {
                trace.note(self.now, phone, &effect);
            }
            self.carry_out(phone, id, effect)?;
        } else if let Some(event) = tab.events.pop_front() {
            if let Some(trace) = &mut self.trace {
                trace.note(self.now, phone, &event);
            }
            tab.patience.hears(&event, self.now);
            tab.effects.extend(tab.brain.handle(event, tick));
        }
        Ok(true)
    }

    /// Everybody's life goes on until then.
    pub(crate) fn live_until(&mut self, then: i64) -> Result<(), Violation> {
        for _ in 0..2_000 {
            if self.now >= then || !self.step()? {
                break;
            }
        }
        self.now = self.now.max(then);
        Ok(())
    }

    /// To the next arrival or alarm. False when there is none.
    fn pass_time(&mut self) -> Result<bool, Violation> {
        let arrival = self.arrivals.keys().next().map(|(at, _)| *at);
        let phones = self.phones.iter();
        let alarms = phones.flat_map(|phone| {
            phone
                .tabs
                .iter()
                .filter_map(|tab| Some(tab.wake? - phone.clock))
        });
        let Some(at) = alarms.chain(arrival).min() else {
            return Ok(false);
        };
        self.now = self.now.max(at);
        for phone in &mut self.phones {
            let due = self.now + phone.clock;
            for tab in &mut phone.tabs {
                if tab.wake.take_if(|wake| *wake <= due).is_some() {
                    tab.events.push_back(Event::Timer);
                }
            }
        }
        if let Some(entry) = self.arrivals.first_entry()
            && entry.key().0 <= self.now
        {
            let arrival = entry.remove();
            self.arrive(arrival)?;
        }
        Ok(true)
    }

    fn arrive(&mut self, arrival: Arrival) -> Result<(), Violation> {
        match arrival {
            Arrival::AtTab { phone, tab, event } => {
                if let Some(tab) = self.phones[phone].tab(tab) {
                    tab.events.push_back(event);
                }
            }
            Arrival::File {
                phone,
                tab,
                upload,
                fortune,
            } => self.file_arrives(phone, tab, &upload, fortune),
            Arrival::AtServer {
                phone,
                tab,
                request,
                token,
                body,
                fortune,
            } => {
                let survives = fortune.survives.unwrap_or(usize::MAX);
                let (now, luck) = (self.now, &mut self.luck);
                let answer =
                    self.server
                        .handle(&token, &body, survives, now, &self.ledger, luck)?;
                let event = match answer {
                    Ok(response) => fortune.reply(request, response, luck),
                    Err(failure) => Event::Failed { request, failure },
                };
                self.hear(phone, tab, &event, fortune);
            }
        }
        Ok(())
    }

    /// The answer is on its way, once or twice or not at all.
    pub(crate) fn hear(&mut self, phone: usize, tab: u64, event: &Event, fortune: Fortune) {
        let again = fortune.answer_after.and(fortune.again_after);
        for wait in fortune.answer_after.into_iter().chain(again) {
            let event = event.clone();
            self.schedule(wait, Arrival::AtTab { phone, tab, event });
        }
    }

    pub(crate) fn hands(&self) -> Hands {
        self.hands
    }
}

/// A good engine.
pub(crate) fn sound(snapshot: Snapshot) -> Box<dyn Brain> {
    Box::new(Engine::new(snapshot))
}

/// Whether a submission is open on this phone, to be answered or taken back.
pub(crate) fn is_open(record: &SubmissionRecord) -> bool {
    record
        .view
        .as_ref()
        .is_some_and(|view| view.state.is_open())
}

/// An event that says that the network did not work.
pub(crate) fn lost(request: u64) -> Event {
    Event::Failed {
        request,
        failure: Failure::Offline,
    }
}
