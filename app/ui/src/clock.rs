//! The browser's clock. Nobody but these functions reads it.

use domain::form::Env;
use js_sys::Date;

/// Asia/Seoul is nine hours ahead of UTC the whole year.
const KST: i64 = 9 * 60 * 60 * 1_000;
const DAY: i64 = 24 * 60 * 60 * 1_000;
/// Days from year 0 to 1970-01-01, for the civil calendar below.
const EPOCH_JULIAN_DAY: i64 = 2_440_588;

/// Unix milliseconds by the device's clock, which may be wrong.
pub fn now_ms() -> i64 {
    Date::now() as i64
}

/// Today in Korea, whatever time zone the phone is set to.
pub fn today_kst() -> time::Date {
    day_kst(now_ms())
}

/// What a form may know of the world, now.
pub fn env() -> Env {
    Env {
        today: today_kst(),
        now: now_ms(),
    }
}

/// The day in Korea at `at`, Unix milliseconds.
pub fn day_kst(at: i64) -> time::Date {
    let days = at.saturating_add(KST).div_euclid(DAY);
    let julian = i32::try_from(days.saturating_add(EPOCH_JULIAN_DAY)).ok();
    // A clock beyond the calendar's ends counts as its end.
    let end = if at < 0 {
        time::Date::MIN
    } else {
        time::Date::MAX
    };
    julian
        .and_then(|day| time::Date::from_julian_day(day).ok())
        .unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_changes_at_midnight_in_seoul() {
        // 2020-02-29T14:59:59.999Z is a millisecond before midnight there.
        let before = 1_582_988_399_999;
        assert_eq!(day_kst(before).to_ordinal_date(), (2020, 60));
        assert_eq!(day_kst(before + 1).to_ordinal_date(), (2020, 61));
        assert_eq!(day_kst(i64::MAX), time::Date::MAX);
    }
}
