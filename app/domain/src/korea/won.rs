//! Amounts of Korean won: reading aid, free typing, thousands.
//!
//! An amount is an `i64` of whole won, stored up to [`MAX`]; never a float, never
//! thousands of won. Number words (`오백만`) are not read.

mod parse;

pub use parse::{WonError, parse, parse_in};

/// The largest amount a form stores: 10^15 won, a thousand trillion.
pub const MAX: i64 = 1_000_000_000_000_000;

const UNITS: [(u64, &str); 3] = [
    (1_000_000_000_000, "조"),
    (100_000_000, "억"),
    (10_000, "만"),
];

/// The amount as it is read aloud, to show below an input.
///
/// A unit word and 원 stand apart (`1만 원`), a digit and 원 together (`1만 1원`).
///
/// ```
/// use domain::korea::won::read;
/// assert_eq!(read(123_000_000), "1억 2,300만 원");
/// assert_eq!(read(12_345_678), "1,234만 5,678원");
/// ```
pub fn read(won: i64) -> String {
    let mut out = String::new();
    if won < 0 {
        out.push('-');
    }
    let mut rest = won.unsigned_abs();
    let mut has_unit = false;
    for (size, unit) in UNITS {
        if rest >= size {
            push_grouped(&mut out, rest / size);
            out.push_str(unit);
            out.push(' ');
            rest %= size;
            has_unit = true;
        }
    }
    if rest > 0 || !has_unit {
        push_grouped(&mut out, rest);
    }
    out.push('원');
    out
}

/// The number with a comma every three digits: `-1,234,567`.
pub fn group_thousands(number: i64) -> String {
    let mut out = String::new();
    if number < 0 {
        out.push('-');
    }
    push_grouped(&mut out, number.unsigned_abs());
    out
}

/// The number as it stands in a box that counts in `unit` won; one that does not come out even says that it is won.
///
/// ```
/// use domain::korea::won::write_in;
/// assert_eq!(write_in(12_340_000, 10_000), "1,234");
/// assert_eq!(write_in(12_345_678, 10_000), "12,345,678원");
/// ```
pub fn write_in(won: i64, unit: u32) -> String {
    let unit = i64::from(unit.max(1));
    if won % unit == 0 {
        group_thousands(won / unit)
    } else {
        group_thousands(won) + "원"
    }
}

fn push_grouped(out: &mut String, number: u64) {
    let digits = number.to_string();
    for (place, digit) in (0..digits.len()).rev().zip(digits.chars()) {
        out.push(digit);
        if place > 0 && place.is_multiple_of(3) {
            out.push(',');
        }
    }
}
