//! The record that says that this phone is locked with a PIN, and how long one waits after a wrong one.
//!
//! The PIN opens a random key, and that key the records, so the PIN itself is nowhere. The cryptography is the
//! browser's (`browser/vault.rs`).

use domain::json::{self, Json};

/// Its name in the database. No [`super::key::Key`] reads so, which keeps it out of the records.
pub(crate) const LOCK: &str = "ieum/1/lock";
/// The shortest PIN.
pub(crate) const SHORTEST: usize = 6;
/// Rounds of PBKDF2-SHA256: OWASP, Password Storage Cheat Sheet (2023).
pub(crate) const ROUNDS: u32 = 600_000;
/// What is read of a lock: more would keep a phone busy for minutes.
const MOST_ROUNDS: u32 = 10_000_000;
const VERSION: u32 = 1;

/// A key, sealed with the PIN.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub(crate) struct Lock {
    v: u32,
    /// Rounds of PBKDF2-SHA256.
    pub(crate) rounds: u32,
    /// Its salt.
    pub(crate) salt: Vec<u8>,
    /// The 32 bytes of the key, sealed by AES-256-GCM: nonce, text, tag.
    pub(crate) key: Vec<u8>,
}

impl Lock {
    pub(crate) fn new(salt: &[u8], key: Vec<u8>) -> Self {
        Self {
            v: VERSION,
            rounds: ROUNDS,
            salt: salt.to_vec(),
            key,
        }
    }

    /// None when the text is damaged or of a newer build.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let lock: Self = json::read(text).ok()?;
        (lock.v == VERSION && lock.rounds <= MOST_ROUNDS).then_some(lock)
    }

    pub(crate) fn text(&self) -> String {
        json::write(self)
    }
}

/// How long to wait after so many wrong PINs in a row, milliseconds: from the fourth on, doubled up to an hour.
pub(crate) fn pause(wrong: u32) -> i64 {
    const FREE: u32 = 3;
    const FIRST: i64 = 15_000;
    const LONGEST: i64 = 60 * 60 * 1_000;
    match wrong.checked_sub(FREE) {
        None => 0,
        Some(more) => (FIRST << more.min(10)).min(LONGEST),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_is_written_as_version_1_for_ever() {
        let text = r#"{"v":1,"rounds":600000,"salt":[0,255],"key":[1,2,3]}"#;
        let lock = Lock::new(&[0, 255], vec![1, 2, 3]);
        assert_eq!(lock.text(), text);
        assert_eq!(Lock::parse(text), Some(lock));
        assert_eq!(Lock::parse(&text.replace("\"v\":1", "\"v\":2")), None);
        assert_eq!(Lock::parse(&text.replace("600000", "4000000000")), None);
        assert_eq!(super::super::key::Key::parse(LOCK), None);
    }

    #[test]
    fn guessing_takes_longer_each_time() {
        assert_eq!([0, 1, 2].map(pause), [0; 3]);
        assert_eq!([3, 4, 5].map(pause), [15_000, 30_000, 60_000]);
        assert_eq!([30, u32::MAX].map(pause), [3_600_000; 2]);
    }
}
