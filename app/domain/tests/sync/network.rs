//! What becomes of a request: lost before or after, doubled, delayed, torn, answered by somebody else.

use domain::{
    api::{Outcome, SyncRequest, SyncResponse},
    sync::{Event, Failure},
};

use crate::{
    phone::Line,
    rng::Rng,
    world::{Arrival, World, lost},
};

/// How an answer is spoilt on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spoilt {
    No,
    /// Cut off, so that it doesn't read.
    Torn,
    /// Meant for another phone.
    Misled,
    /// With receipts for something else.
    Tampered,
    /// With half of its acknowledgements.
    Halved,
}

/// What was decided for a request when it was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fortune {
    /// After how many changes the server dies.
    pub(crate) survives: Option<usize>,
    /// Milliseconds until the phone hears; none when it never does.
    pub(crate) answer_after: Option<i64>,
    pub(crate) spoilt: Spoilt,
}

impl Fortune {
    pub(crate) fn reply(&self, request: u64, mut response: SyncResponse, luck: &mut Rng) -> Event {
        match self.spoilt {
            Spoilt::No => {}
            Spoilt::Torn => {
                return Event::Failed {
                    request,
                    failure: Failure::NotOurs,
                };
            }
            Spoilt::Misled if luck.one_in(2) => response.device = None,
            Spoilt::Misled => response.protocol = "ieum.sync.99".to_owned(),
            Spoilt::Halved => response.acks.truncate(response.acks.len() / 2),
            Spoilt::Tampered => {
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
            spoilt: Spoilt::No,
        };
        if self.faults {
            match self.luck.below(30) {
                // Lost on the way there.
                0 | 1 => return self.schedule(wait, to_tab(lost(request))),
                // The phone gives up before the server hears of it, or while the answer is on its way.
                2 | 3 => {
                    self.schedule(wait, to_tab(lost(request)));
                    fortune.answer_after = (!self.luck.one_in(3)).then_some(wait * 2);
                }
                4 => {
                    let retry_after = self.luck.below(40) as u32;
                    return self.schedule(wait, failed(Failure::Busy { retry_after }));
                }
                5 => return self.schedule(wait, failed(Failure::Server)),
                6 => fortune.survives = Some(self.luck.below(3)),
                7 => fortune.spoilt = Spoilt::Torn,
                8 => fortune.spoilt = Spoilt::Misled,
                9 => fortune.spoilt = Spoilt::Tampered,
                10 => fortune.spoilt = Spoilt::Halved,
                // Doubled: the server hears it again later, the phone does not.
                11 => {
                    let again = Fortune {
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
                        fortune: again,
                    };
                    self.schedule(later, arrival);
                }
                _ => {}
            }
        }
        let there = self.luck.range(10, 4_000);
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
