//! How long to wait after a failure: exponential, with jitter, never giving up.

use super::Tick;

/// The first wait and the longest, milliseconds.
const FIRST: i64 = 1_000;
const LONGEST: i64 = 5 * 60 * 1_000;
/// A `Retry-After` beyond this is a mistake of somebody's; we ask again.
const LONGEST_ASKED: i64 = 60 * 60 * 1_000;

/// Failures in a row, and until when to wait for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Backoff {
    failures: u32,
    until: Option<i64>,
    /// When the wait began: a clock set back by a day must not make it a day longer.
    since: i64,
    /// Whether a good moment may cut the wait short: a lost connection may, a busy server may not.
    yielding: bool,
}

impl Backoff {
    /// A failure: waits between half and the whole of 1, 2, 4 … 300 seconds, and at least `retry_after` seconds. It
    /// never cuts a wait short: the phone's own trouble is no reason to come back to a server that asked for time.
    pub(super) fn fail(&mut self, at: Tick, retry_after: u32, yielding: bool) {
        let whole = FIRST
            .saturating_mul(1 << self.failures.min(20))
            .min(LONGEST);
        let jitter = (at.entropy % (whole as u64 / 2 + 1)) as i64;
        let asked = (i64::from(retry_after) * 1_000).min(LONGEST_ASKED);
        let until = at.now.saturating_add((whole - jitter).max(asked));
        let before = self.pending(at.now);
        self.failures = self.failures.saturating_add(1);
        self.since = at.now;
        self.until = before.max(Some(until));
        self.yielding = yielding && retry_after == 0 && (before.is_none() || self.yielding);
    }

    pub(super) fn succeed(&mut self) {
        *self = Self::default();
    }

    /// A good moment to try: ends a wait for a connection.
    pub(super) fn nudge(&mut self) {
        if self.yielding {
            self.until = None;
        }
    }

    /// When the next attempt is due, while that lies ahead.
    pub(super) fn pending(&self, now: i64) -> Option<i64> {
        self.until
            .filter(|until| (self.since..*until).contains(&now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_failure_does_not_shorten_the_wait_that_the_server_asked_for() {
        let at = |now| Tick { now, entropy: 0 };
        let mut backoff = Backoff::default();
        backoff.fail(at(0), 40, false);
        backoff.fail(at(1_000), 0, true);
        backoff.nudge();
        assert_eq!(backoff.pending(2_000), Some(40_000));
        assert_eq!(backoff.pending(40_000), None);
    }
}
