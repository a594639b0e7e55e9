//! New ids and secrets, from the browser's random source.

use std::fmt::Write as _;

use uuid::Uuid;

use crate::clock::now_ms;

/// A new `UUIDv7`: sorts by the device's clock.
pub fn new_id() -> Uuid {
    let mut bytes = [0; 10];
    fill(&mut bytes);
    let millis = u64::try_from(now_ms()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

/// A new secret: 32 random bytes as 64 lower-case hex digits.
pub fn new_token() -> String {
    let mut bytes = [0; 32];
    fill(&mut bytes);
    let mut token = String::with_capacity(64);
    for byte in bytes {
        // Writing into a String cannot fail.
        let _ = write!(token, "{byte:02x}");
    }
    token
}

/// 64 random bits.
pub fn entropy() -> u64 {
    let mut bytes = [0; 8];
    fill(&mut bytes);
    u64::from_le_bytes(bytes)
}

fn fill(bytes: &mut [u8]) {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.is_some_and(|crypto| crypto.get_random_values_with_u8_array(bytes).is_ok());
    // Every browser that runs WebAssembly has it; an id that repeats or a secret that can be guessed would do
    // more harm than a page that stops.
    assert!(filled, "this browser has no random source");
}
