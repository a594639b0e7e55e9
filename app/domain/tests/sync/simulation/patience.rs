//! Whether a tab waits as long as the server has asked it to.

use domain::sync::{Event, Failure};

/// What a tab last sent, and until when it is to send nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Patience {
    sent: Option<(u64, String)>,
    until: i64,
}

impl Patience {
    /// A request is about to leave. False when it comes too early.
    pub(crate) fn allows(&mut self, request: u64, token: &str, now: i64) -> bool {
        let same = self.sent.as_ref().is_some_and(|(_, own)| own == token);
        let early = same && now < self.until;
        self.sent = Some((request, token.to_owned()));
        self.until = 0;
        !early
    }

    /// The answer to that request isn't wanted any more, whatever it says.
    pub(crate) fn forget(&mut self, request: u64) {
        self.sent.take_if(|(own, _)| *own == request);
    }

    /// The tab hears an answer; what is asked of it holds by a clock that goes right.
    pub(crate) fn hears(&mut self, event: &Event, now: i64) {
        let (Event::Failed { request, .. } | Event::Reply { request, .. }) = event else {
            return;
        };
        if self.sent.as_ref().is_none_or(|(own, _)| own != request) {
            return;
        }
        if let Event::Failed {
            failure: Failure::Busy { retry_after },
            ..
        } = event
            && self.until == 0
        {
            self.until = now + i64::from(*retry_after) * 1_000;
        } else {
            // Whatever comes after the first answer counts for nothing.
            self.until = self.until.max(1);
        }
    }

    /// The clock jumps: the engine may believe that the wait is over.
    pub(crate) fn startle(&mut self) {
        self.until = 0;
    }
}
