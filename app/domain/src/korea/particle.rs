//! Korean particles that depend on the last sound of a word: 을/를, 이/가, 은/는, 과/와, 으로/로.
//!
//! Hangul is exact and digits are read as a number. Latin letters are judged by
//! spelling: capitals letter by letter, other words by their ending. Where the
//! sound cannot be known the particle is written with both forms, `을(를)`.

mod sound;

use sound::Sound;

/// A pair of particles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Particle {
    /// 을/를, marks the object.
    Object,
    /// 이/가, marks the subject.
    Subject,
    /// 은/는, marks the topic.
    Topic,
    /// 과/와, "and", "with".
    With,
    /// 으로/로, "to", "by", "as".
    Toward,
}

/// The particle to write right after `word`.
///
/// Closing signs and a bracketed remark at the end are skipped, as in reading
/// aloud: `다울(주)` takes the particle of `다울`.
///
/// ```
/// use domain::korea::particle::{Particle, after};
/// assert_eq!(after("다울", Particle::Object), "을");
/// assert_eq!(after("다울", Particle::Toward), "로");
/// assert_eq!(after("2020-피해-000123", Particle::Object), "을");
/// ```
pub fn after(word: &str, particle: Particle) -> &'static str {
    let (closed, open, either) = match particle {
        Particle::Object => ("을", "를", "을(를)"),
        Particle::Subject => ("이", "가", "이(가)"),
        Particle::Topic => ("은", "는", "은(는)"),
        Particle::With => ("과", "와", "과(와)"),
        Particle::Toward => ("으로", "로", "(으)로"),
    };
    match Sound::last_of(word) {
        Some(Sound::Open) => open,
        Some(Sound::Rieul) if particle == Particle::Toward => open,
        Some(Sound::Rieul | Sound::Closed) => closed,
        None => either,
    }
}

/// `word` with its particle: `다울을`.
pub fn with(word: &str, particle: Particle) -> String {
    format!("{word}{}", after(word, particle))
}
