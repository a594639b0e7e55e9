//! Points in time in words, Korean time.

use domain::{
    korea::{date, kst},
    text::Locale,
};

use crate::i18n::locale;

/// `2020년 4월 17일(금) 오후 2시`, or `2020-04-17 14:00`.
pub fn moment(unix_ms: i64) -> String {
    let Ok(local) = kst::from_unix_ms(unix_ms) else {
        return String::new();
    };
    match locale() {
        Locale::Ko => kst::long(local),
        Locale::En => format!(
            "{} {}",
            date::iso(local.date()),
            kst::official_time(local.time())
        ),
    }
}

/// `2020년 4월 17일(금)`, or `2020-04-17`.
pub fn day(unix_ms: i64) -> String {
    let Ok(day) = kst::day_of(unix_ms) else {
        return String::new();
    };
    match locale() {
        Locale::Ko => date::long(day),
        Locale::En => date::iso(day),
    }
}

/// A day written `YYYY-MM-DD`, as people read it; anything else as it is.
pub fn iso_day(iso: &str) -> String {
    match (date::parse_iso(iso), locale()) {
        (Ok(day), Locale::Ko) => date::long(day),
        _ => iso.to_owned(),
    }
}

/// `14:03`.
pub fn clock(unix_ms: i64) -> String {
    kst::from_unix_ms(unix_ms)
        .map(|local| kst::official_time(local.time()))
        .unwrap_or_default()
}
