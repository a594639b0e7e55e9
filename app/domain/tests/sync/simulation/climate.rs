//! What may go wrong, and how often: data. A new fault is a line here and an arm where it strikes.
//!
//! Each seed has a climate of its own, in which some faults never happen and others happen all the time: what only goes
//! wrong where nothing else does is found too.

use super::rng::Rng;

/// What may become of a request, or of its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The request never reaches the server.
    LostThere,
    /// The phone hears that the line is gone, before the server hears the request or while its answer is on its way.
    LostBack,
    /// A captive portal, for this one request.
    Portal,
    /// A status without a body that helps.
    Status(u16),
    /// The server dies between two of the changes, or before it answers.
    ServerDies,
    /// The answer is cut off, so that it doesn't read.
    Torn,
    /// The answer is for another phone, or of another protocol.
    Misled,
    /// The answer has receipts for something else.
    Tampered,
    /// The answer has half of its acknowledgements.
    Halved,
    /// The server hears the request again, later.
    RequestTwice,
    /// The phone hears the answer again, later.
    ReplyTwice,
    /// The answer takes hours.
    Slow,
    /// The line breaks on the way: so much of a file arrived.
    Cut,
}

use Fault::*;

/// In a thousand exchanges.
const EXCHANGE: &[(Fault, usize)] = &[
    (LostThere, 60),
    (LostBack, 60),
    (Portal, 15),
    (Status(401), 4),
    (Status(409), 8),
    (Status(413), 8),
    (Status(423), 8),
    (Status(429), 12),
    (Status(500), 30),
    (Status(503), 20),
    (ServerDies, 40),
    (Torn, 30),
    (Misled, 20),
    (Tampered, 25),
    (Halved, 30),
    (RequestTwice, 30),
    (ReplyTwice, 30),
    (Slow, 10),
];

/// In a thousand uploads.
const UPLOAD: &[(Fault, usize)] = &[
    (LostThere, 70),
    (LostBack, 70),
    (Portal, 20),
    (Status(401), 5),
    (Status(409), 20),
    (Status(413), 10),
    (Status(429), 20),
    (Status(460), 20),
    (Status(500), 40),
    (Status(503), 30),
    (ReplyTwice, 20),
    (Cut, 220),
];

/// In a thousand transactions of a phone: it is refused, nothing of it is stored.
const REFUSED_WRITE: usize = 40;

/// The faults of a seed, with their chances in a thousand.
#[derive(Clone, Debug)]
pub(crate) struct Climate {
    exchange: Vec<(Fault, usize)>,
    upload: Vec<(Fault, usize)>,
    refused_write: usize,
}

impl Climate {
    pub(crate) fn new(luck: &mut Rng) -> Self {
        let mut often = |chance: usize| chance * [0, 1, 1, 3][luck.below(4)];
        let mut all = |faults: &[(Fault, usize)]| {
            faults
                .iter()
                .map(|(fault, chance)| (*fault, often(*chance)))
                .collect()
        };
        Self {
            exchange: all(EXCHANGE),
            upload: all(UPLOAD),
            refused_write: often(REFUSED_WRITE),
        }
    }

    pub(crate) fn exchange(&self, luck: &mut Rng) -> Option<Fault> {
        strikes(&self.exchange, luck)
    }

    pub(crate) fn upload(&self, luck: &mut Rng) -> Option<Fault> {
        strikes(&self.upload, luck)
    }

    pub(crate) fn refuses_write(&self, luck: &mut Rng) -> bool {
        luck.below(1_000) < self.refused_write
    }
}

fn strikes(faults: &[(Fault, usize)], luck: &mut Rng) -> Option<Fault> {
    // At least a tenth goes well.
    let all: usize = faults.iter().map(|(_, chance)| chance).sum();
    luck.weighted(faults, all.max(900) + 100)
}
