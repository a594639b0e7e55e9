//! Points in time as official papers write them: `2020. 4. 17.(금) 14:00`, Korean time.

use domain::{
    korea::{date, kst},
    text::Locale,
};
use ui::i18n::locale;

/// `2020. 4. 17.(금) 14:00`, or `2020-04-17 14:00`.
pub(crate) fn moment(unix_ms: i64) -> String {
    let Ok(local) = kst::from_unix_ms(unix_ms) else {
        return String::new();
    };
    match locale() {
        Locale::Ko => kst::official(local),
        Locale::En => format!(
            "{} {}",
            date::iso(local.date()),
            kst::official_time(local.time())
        ),
    }
}

/// `2020. 4. 17.(금)`, or `2020-04-17`.
pub(crate) fn day(unix_ms: i64) -> String {
    kst::day_of(unix_ms).map(written).unwrap_or_default()
}

/// A day written `YYYY-MM-DD`, as papers write it; anything else as it is.
pub(crate) fn iso_day(iso: &str) -> String {
    date::parse_iso(iso).map_or_else(|_| iso.to_owned(), written)
}

fn written(day: time::Date) -> String {
    match locale() {
        Locale::Ko => date::official(day),
        Locale::En => date::iso(day),
    }
}
