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
    /// A failure: waits between half and the whole of 1, 2, 4 … 300 seconds, and at least `retry_after` seconds.
    pub(super) fn fail(&mut self, at: Tick, retry_after: u32, yielding: bool) {
        let whole = FIRST
            .saturating_mul(1 << self.failures.min(20))
            .min(LONGEST);
        let jitter = (at.entropy % (whole as u64 / 2 + 1)) as i64;
        let asked = (i64::from(retry_after) * 1_000).min(LONGEST_ASKED);
        self.failures = self.failures.saturating_add(1);
        self.since = at.now;
        self.until = Some(at.now.saturating_add((whole - jitter).max(asked)));
        self.yielding = yielding && retry_after == 0;
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
