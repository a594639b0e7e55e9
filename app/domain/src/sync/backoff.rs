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

    const HOUR: i64 = 3_600_000;

    fn at(now: i64, entropy: u64) -> Tick {
        Tick { now, entropy }
    }

    #[test]
    fn the_wait_doubles_up_to_five_minutes_and_jitter_takes_up_to_half_of_it() {
        let mut backoff = Backoff::default();
        let mut whole = 1_000;
        for failure in 0..100 {
            for entropy in [0, 1, whole / 2, whole / 2 + 1, u64::MAX] {
                let mut tried = backoff;
                tried.fail(at(HOUR, entropy), 0, true);
                let wait = (whole - entropy % (whole / 2 + 1)) as i64;
                assert_eq!(
                    tried.pending(HOUR),
                    Some(HOUR + wait),
                    "{failure}, {entropy}"
                );
            }
            backoff.fail(at(0, 0), 0, true);
            whole = (2 * whole).min(300_000);
            // Over by then, so that the next wait is counted from its own beginning.
            backoff.until = None;
        }
    }

    #[test]
    fn what_the_server_asks_for_is_kept_up_to_an_hour() {
        let wait = |seconds| {
            let mut backoff = Backoff::default();
            backoff.fail(at(0, 0), seconds, false);
            backoff.pending(0)
        };
        assert_eq!(wait(40), Some(40_000));
        assert_eq!(wait(3_600), Some(HOUR));
        assert_eq!(wait(3_601), Some(HOUR));
        assert_eq!(wait(u32::MAX), Some(HOUR));
    }

    #[test]
    fn a_good_moment_ends_a_wait_for_a_connection_only() {
        let mut lost = Backoff::default();
        lost.fail(at(0, 0), 0, true);
        lost.fail(at(100, 0), 0, true);
        lost.nudge();
        assert_eq!(lost.pending(200), None);
        // The server asked for the time, or had trouble of its own.
        for (seconds, yielding) in [(40, true), (0, false)] {
            let mut busy = Backoff::default();
            busy.fail(at(0, 0), seconds, yielding);
            busy.nudge();
            assert!(busy.pending(1).is_some());
            // A lost connection afterwards changes nothing in that, until the wait is over.
            busy.fail(at(1, 0), 0, true);
            busy.nudge();
            assert!(busy.pending(2).is_some());
            busy.fail(at(HOUR, 0), 0, true);
            busy.nudge();
            assert_eq!(busy.pending(HOUR), None);
        }
    }

    #[test]
    fn a_clock_that_is_set_back_ends_the_wait() {
        let mut backoff = Backoff::default();
        backoff.fail(at(HOUR, 0), 0, false);
        assert_eq!(backoff.pending(HOUR), Some(HOUR + 1_000));
        assert_eq!(backoff.pending(HOUR - 1), None);
        assert_eq!(backoff.pending(HOUR + 1_000), None);
    }

    #[test]
    fn another_failure_does_not_shorten_the_wait_that_the_server_asked_for() {
        let mut backoff = Backoff::default();
        backoff.fail(at(0, 0), 40, false);
        backoff.fail(at(1_000, 0), 0, true);
        backoff.nudge();
        assert_eq!(backoff.pending(2_000), Some(40_000));
        assert_eq!(backoff.pending(40_000), None);
    }
}
