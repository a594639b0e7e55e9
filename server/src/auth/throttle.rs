//! Slows down whoever guesses.
//!
//! Failures are counted per key in windows; a key over its limit waits, each time twice as long. Keys are logins,
//! client addresses and the whole server, because one address may be an office of honest people and one guesser may
//! have many addresses. It lives in memory: a restart forgives, and a restart is not something a guesser can cause.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How many failures a kind of key may have, and what follows.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    name: &'static str,
    /// Failures that are free.
    free: u32,
    /// The first wait, in milliseconds.
    wait: i64,
}

/// Failed logins of one account.
pub const LOGIN: Limit = Limit {
    name: "login",
    free: 5,
    wait: 30_000,
};
/// Failed logins from one address: an office shares it.
pub const LOGIN_ADDRESS: Limit = Limit {
    name: "login-address",
    free: 50,
    wait: 30_000,
};
/// Failed enrolments from one address.
pub const ENROL_ADDRESS: Limit = Limit {
    name: "enrol-address",
    free: 10,
    wait: 30_000,
};
/// Failed enrolments in all.
pub const ENROL: Limit = Limit {
    name: "enrol",
    free: 300,
    wait: 10_000,
};
/// Self-registrations from one address; each makes an enterprise for a coordinator to look at.
pub const REGISTER_ADDRESS: Limit = Limit {
    name: "register-address",
    free: 30,
    wait: 60_000,
};
/// Tries at the set-up secret.
pub const SETUP: Limit = Limit {
    name: "setup",
    free: 10,
    wait: 30_000,
};

/// The longest wait.
const LONGEST: i64 = 15 * 60_000;
/// A key that was quiet for so long is forgotten.
const FORGET: i64 = 30 * 60_000;
/// The most keys that are remembered.
const KEYS: usize = 50_000;

#[derive(Clone, Copy, Debug, Default)]
struct Failures {
    count: u32,
    last: i64,
    until: i64,
}

/// Counts failures.
#[derive(Debug, Default)]
pub struct Throttle {
    keys: Mutex<HashMap<(&'static str, String), Failures>>,
}

impl Throttle {
    /// Whether `key` may try now.
    ///
    /// # Errors
    /// The seconds to wait.
    pub fn check(&self, limit: Limit, key: &str, now: i64) -> Result<(), u32> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        match keys.get(&(limit.name, key.to_owned())) {
            Some(failures) if failures.until > now => {
                Err(u32::try_from((failures.until - now + 999) / 1000).unwrap_or(1))
            }
            _ => Ok(()),
        }
    }

    /// Notes that `key` tried in vain.
    pub fn failed(&self, limit: Limit, key: &str, now: i64) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= KEYS {
            keys.retain(|_, failures| failures.last + FORGET > now);
        }
        if keys.len() >= KEYS {
            // Somebody fills the table on purpose: keep those that wait, they are the ones that matter.
            keys.retain(|_, failures| failures.until > now);
        }
        let failures = keys.entry((limit.name, key.to_owned())).or_default();
        if failures.last + FORGET < now {
            *failures = Failures::default();
        }
        failures.count = failures.count.saturating_add(1);
        failures.last = now;
        if failures.count >= limit.free {
            let doublings = (failures.count - limit.free).min(10);
            failures.until = now + (limit.wait << doublings).min(LONGEST);
        }
    }

    /// Forgives `key`.
    pub fn succeeded(&self, limit: Limit, key: &str) {
        self.keys
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&(limit.name, key.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWICE: Limit = Limit {
        name: "twice",
        free: 2,
        wait: 1000,
    };

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour_and_end() {
        let throttle = Throttle::default();
        let mut now = 0;
        throttle.failed(TWICE, "a", now);
        assert_eq!(throttle.check(TWICE, "a", now), Ok(()));
        let mut waits = Vec::new();
        for _ in 0..12 {
            throttle.failed(TWICE, "a", now);
            let wait = throttle.check(TWICE, "a", now).unwrap_err();
            waits.push(wait);
            now += i64::from(wait) * 1000;
            assert_eq!(throttle.check(TWICE, "a", now), Ok(()));
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(throttle.check(TWICE, "b", now), Ok(()));
    }

    #[test]
    fn success_and_quiet_forgive() {
        let throttle = Throttle::default();
        throttle.failed(TWICE, "a", 0);
        throttle.succeeded(TWICE, "a");
        throttle.failed(TWICE, "a", 0);
        assert_eq!(throttle.check(TWICE, "a", 0), Ok(()));
        throttle.failed(TWICE, "a", FORGET + 1);
        assert_eq!(throttle.check(TWICE, "a", FORGET + 1), Ok(()));
    }
}
