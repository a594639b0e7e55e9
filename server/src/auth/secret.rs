//! Secrets: made here, given out once, kept only as digests.
//!
//! Tokens and link secrets have 128 bits or more, so SHA-256 is enough (OWASP ASVS 5.0, 6.5.2 and 11.5.1). The
//! eight characters of an invitation code have 34: see [`super::password::Hasher::code`].

use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

use crate::{random, storage::Digest};

/// A token of 256 random bits as 64 hex digits.
pub fn token() -> String {
    random::hex(&random::bytes::<32>())
}

/// A link's secret of 128 random bits as 32 hex digits.
pub fn link() -> String {
    random::hex(&random::bytes::<16>())
}

/// What is stored of a token or a link's secret.
pub fn digest(secret: &str) -> Digest {
    Sha256::digest(secret.as_bytes()).into()
}

/// SHA-256 of a text as 64 lower-case hex digits.
pub fn sha256_hex(text: &str) -> String {
    random::hex(&digest(text))
}

/// Whether `token` looks like one of ours: 64 lower-case hex digits.
pub fn is_token(token: &str) -> bool {
    token.len() == 64
        && token
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// A fingerprint of `text` that only this server can make, 16 hex digits.
pub fn fingerprint(key: &Digest, text: &str) -> String {
    // HMAC takes keys of any length; the branch cannot be reached with 32 bytes.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return String::new();
    };
    mac.update(text.as_bytes());
    random::hex(&mac.finalize().into_bytes()[..8])
}

/// An invitation's secret as somebody typed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The secret of a link.
    Link(String),
    /// A code, in capitals and without what people put between the letters.
    Code(String),
}

impl Typed {
    /// Reads what somebody typed, or nothing when it can be neither.
    pub fn read(text: &str) -> Option<Self> {
        let letters: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—' | '_' | '.'))
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let is_code = letters.len() == random::CODE_LENGTH
            && letters
                .bytes()
                .all(|letter| random::CODE_ALPHABET.contains(&letter));
        let is_link =
            letters.len() == 32 && letters.bytes().all(|letter| letter.is_ascii_hexdigit());
        if is_code {
            Some(Self::Code(letters))
        } else if is_link {
            Some(Self::Link(letters.to_ascii_lowercase()))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_be_typed_as_people_type() {
        let code = Typed::Code("ACDE347H".to_owned());
        for typed in ["ACDE347H", "acde-347h", " AcDe 347h ", "ACDE–347H"] {
            assert_eq!(Typed::read(typed), Some(code.clone()), "{typed}");
        }
        for wrong in ["ACDE347", "ACDE347HH", "ACDE3470", "", "가나다라마바사아"] {
            assert_eq!(Typed::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_link_secret_reads_back() {
        let secret = link();
        assert_eq!(Typed::read(&secret), Some(Typed::Link(secret)));
    }
}
