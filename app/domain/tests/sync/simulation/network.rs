//! What becomes of a request: lost before or after, doubled, delayed, torn, answered by somebody else.

use domain::{
    api::{Outcome, SyncRequest, SyncResponse},
    sync::{Event, Failure},
};

use super::{
    climate::Fault,
    phone::Line,
    rng::Rng,
    world::{Arrival, DAY, World, lost},
};

/// How long a request is on its way at most, milliseconds.
pub(crate) const LONGEST_WAY: i64 = 4_000;

/// What was decided for a request when it was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fortune {
    /// After how many changes the server dies.
    pub(crate) survives: Option<usize>,
    /// Milliseconds until the phone hears; none when it never does.
    pub(crate) answer_after: Option<i64>,
    /// And until it hears the same again.
    pub(crate) again_after: Option<i64>,
    /// What happens to the answer on its way.
    pub(crate) spoilt: Option<Fault>,
}

/// What the driver makes of a status, as the protocol's table has it.
pub(crate) fn meaning(status: u16, luck: &mut Rng) -> Failure {
    match status {
        401 => Failure::Auth,
        413 => Failure::TooLarge,
        423 | 429 | 503 => Failure::Busy {
            retry_after: [0, 1, 7, 40][luck.below(4)],
        },
        400..500 => Failure::Rejected,
        _ => Failure::Server,
    }
}

impl Fortune {
    pub(crate) fn reply(&self, request: u64, mut response: SyncResponse, luck: &mut Rng) -> Event {
        match self.spoilt {
            Some(Fault::Torn) => {
                return Event::Failed {
                    request,
                    failure: Failure::NotOurs,
                };
            }
            Some(Fault::Misled) if luck.one_in(2) => response.device = None,
            Some(Fault::Misled) => response.protocol = "ieum.sync.99".to_owned(),
            Some(Fault::Halved) => response.acks.truncate(response.acks.len() / 2),
            Some(Fault::Tampered) => {
                for ack in &mut response.acks {
                    if let Outcome::Accepted { receipt } = &mut ack.outcome {
                        match luck.below(3) {
                            0 => receipt.hash = "0".repeat(64),
                            1 => receipt.change = receipt.submission.0,
                            _ => receipt.submission.0 = receipt.change,
                        }
                    }
                }
            }
            _ => {}
        }
        Event::Reply {
            request,
            response: Box::new(response),
            forged: Vec::new(),
        }
    }
}

impl World {
    pub(crate) fn send(
        &mut self,
        phone: usize,
        tab: u64,
        request: u64,
        token: String,
        body: SyncRequest,
    ) {
        let to_tab = |event| Arrival::AtTab { phone, tab, event };
        let failed = |failure| to_tab(Event::Failed { request, failure });
        let wait = self.luck.range(20, 3_000);
        match self.phones[phone].line {
            Line::Down => return self.schedule(wait, to_tab(lost(request))),
            Line::Portal => return self.schedule(wait, failed(Failure::NotOurs)),
            Line::Up => {}
        }
        let mut fortune = Fortune {
            survives: None,
            answer_after: Some(wait),
            again_after: None,
            spoilt: None,
        };
        let fault = self.faults.then(|| self.climate.exchange(&mut self.luck));
        match fault.flatten() {
            Some(Fault::LostThere) => return self.schedule(wait, to_tab(lost(request))),
            Some(Fault::Portal) => return self.schedule(wait, failed(Failure::NotOurs)),
            Some(Fault::Status(status)) => {
                let failure = meaning(status, &mut self.luck);
                // Whoever answers so has seen all of the request, and what was on its way before it.
                return self.schedule(LONGEST_WAY + wait, failed(failure));
            }
            Some(Fault::LostBack) => {
                self.schedule(wait, to_tab(lost(request)));
                fortune.answer_after = (!self.luck.one_in(3)).then_some(wait * 2);
            }
            Some(Fault::ServerDies) => {
                fortune.survives = Some(self.luck.below(body.changes.len() + 1));
            }
            Some(Fault::ReplyTwice) => fortune.again_after = Some(self.luck.range(1, DAY)),
            Some(Fault::Slow) => fortune.answer_after = Some(self.luck.range(0, DAY)),
            Some(Fault::RequestTwice) => {
                let fortune = Fortune {
                    answer_after: None,
                    ..fortune
                };
                let (token, body) = (token.clone(), body.clone());
                let later = self.luck.range(100, 600_000);
                let arrival = Arrival::AtServer {
                    phone,
                    tab,
                    request,
                    token,
                    body,
                    fortune,
                };
                self.schedule(later, arrival);
            }
            spoilt => fortune.spoilt = spoilt,
        }
        let there = self.luck.range(10, LONGEST_WAY);
        self.schedule(
            there,
            Arrival::AtServer {
                phone,
                tab,
                request,
                token,
                body,
                fortune,
            },
        );
    }
}
