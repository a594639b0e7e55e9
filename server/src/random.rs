//! The one place that draws random numbers.

use uuid::{Builder, Uuid};

/// Letters and digits of an invitation code: none is easily taken for another, read or heard (no `0 O Q`, `1 I L`,
/// `2 Z`, `5 S`, `8 B`, `G 6`, `U V`).
pub const CODE_ALPHABET: &[u8; 20] = b"ACDEFHJKMNPRTVWXY347";

/// How many of them a code has: 34 bits.
pub const CODE_LENGTH: usize = 8;

/// Bytes that nobody can guess.
///
/// A machine without random numbers cannot serve anybody: the process ends.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("the operating system gives no random numbers");
        std::process::abort();
    }
    bytes
}

/// A UUIDv7 made at `at`, Unix milliseconds.
pub fn id(at: i64) -> Uuid {
    Builder::from_unix_timestamp_millis(u64::try_from(at).unwrap_or_default(), &bytes()).into_uuid()
}

/// A code to be read out on the phone.
pub fn code() -> String {
    let mut code = String::with_capacity(CODE_LENGTH);
    while code.len() < CODE_LENGTH {
        let [byte] = bytes::<1>();
        // 240 is the largest multiple of 20 below 256: above it some letters would come up more often.
        if byte < 240 {
            code.push(char::from(
                CODE_ALPHABET[usize::from(byte) % CODE_ALPHABET.len()],
            ));
        }
    }
    code
}

/// `bytes` as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
