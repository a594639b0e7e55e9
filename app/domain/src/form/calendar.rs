//! Counting with days and months, for expressions.
//!
//! No zone, no clock. Reading and printing dates is in [`crate::korea::date`] and
//! [`crate::korea::year_month`].

use time::{Date, Month};

use crate::korea::date::iso;

/// `days` later, as long as the year keeps four digits.
pub(crate) fn add_days(date: Date, days: i64) -> Option<Date> {
    let julian = i64::from(date.to_julian_day()).checked_add(days)?;
    Date::from_julian_day(i32::try_from(julian).ok()?)
        .ok()
        .filter(four_digits)
}

/// `months` later on the same day of the month, or on the month's last day.
pub(crate) fn add_months(date: Date, months: i64) -> Option<Date> {
    let total = count_months(date).checked_add(months)?;
    let year = i32::try_from(total.div_euclid(12)).ok()?;
    let month = Month::try_from(u8::try_from(total.rem_euclid(12)).ok()? + 1).ok()?;
    let day = date.day().min(month.length(year));
    Date::from_calendar_date(year, month, day)
        .ok()
        .filter(four_digits)
}

/// Whole months from `start` to `end`; negative when `end` is earlier.
pub(crate) fn months_between(start: Date, end: Date) -> i64 {
    let months = count_months(end) - count_months(start);
    if months > 0 && end.day() < start.day() {
        months - 1
    } else if months < 0 && end.day() > start.day() {
        months + 1
    } else {
        months
    }
}

/// Days from `start` to `end`; negative when `end` is earlier.
pub(crate) fn days_between(start: Date, end: Date) -> i64 {
    i64::from(end.to_julian_day()) - i64::from(start.to_julian_day())
}

/// A range of Julian days as `2020-02-20 ~ 2020-03-15`, a single day alone.
pub(crate) fn range((from, to): (i64, i64)) -> Option<String> {
    let day = |julian: i64| {
        let date = Date::from_julian_day(i32::try_from(julian).ok()?).ok()?;
        Some(iso(date))
    };
    if from == to {
        return day(from);
    }
    Some([day(from)?, day(to)?].join(" ~ "))
}

fn count_months(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(u8::from(date.month())) - 1
}

fn four_digits(date: &Date) -> bool {
    (0..=9999).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        crate::korea::date::parse_iso(text).unwrap()
    }

    #[test]
    fn months_clamp_to_the_last_day_and_count_whole() {
        assert_eq!(add_months(day("2020-01-31"), 1), Some(day("2020-02-29")));
        assert_eq!(add_months(day("2020-01-31"), -2), Some(day("2019-11-30")));
        assert_eq!(months_between(day("2020-01-31"), day("2020-02-29")), 0);
        assert_eq!(months_between(day("2020-01-15"), day("2020-03-15")), 2);
        assert_eq!(months_between(day("2020-03-15"), day("2020-01-16")), -1);
        assert_eq!(add_days(day("9999-12-31"), 1), None);
        assert_eq!(add_months(day("2020-01-31"), i64::MAX), None);
        assert_eq!(add_days(day("2020-01-31"), i64::MIN), None);
    }
}
