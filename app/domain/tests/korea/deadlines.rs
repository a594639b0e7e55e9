//! Properties of holidays and deadlines.

use domain::korea::date;
use domain::korea::deadline::{Calendar, DeadlineError, Due};
use domain::korea::holiday::{BUNDLED, HolidayTable, YearNotCovered};
use proptest::prelude::*;
use time::{Date, PlainDateTime, SignedDuration, Weekday};

fn table() -> HolidayTable {
    HolidayTable::from_json(BUNDLED).unwrap()
}

fn day(text: &str) -> Date {
    date::parse_iso(text).unwrap()
}

/// A moment far enough from the end of the covered years.
fn moment() -> impl Strategy<Value = PlainDateTime> {
    let first = prop_oneof![Just("2020-01-01"), Just("2026-01-01"), Just("2027-01-01")];
    (first, 0..240_i64, 0..86_400_i64).prop_map(|(first, days, seconds)| {
        day(first).midnight() + SignedDuration::days(days) + SignedDuration::seconds(seconds)
    })
}

/// Working minutes between two moments, one minute at a time.
fn working_minutes(table: &HolidayTable, from: PlainDateTime, to: PlainDateTime) -> i64 {
    let mut now = from;
    let mut minutes = 0;
    while now < to {
        let is_open = matches!(now.hour(), 9..=11 | 13..=17);
        minutes += i64::from(is_open && table.is_working_day(now.date()).unwrap());
        now += SignedDuration::minutes(1);
    }
    minutes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_deadline_lands_on_a_day_off(received in moment(), days in 1..60_u16) {
        let table = table();
        let calendar = Calendar::new(&table);
        let due = calendar.processing(days, received).unwrap().day();
        let supplement = calendar.supplement(days, received.date()).unwrap();
        for day in [due, supplement] {
            prop_assert!(!matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
            prop_assert_eq!(table.name(day), None);
        }
        prop_assert!(due >= received.date());
        prop_assert!(supplement - received.date() >= SignedDuration::days(days.into()));
    }

    #[test]
    fn short_limits_are_eight_working_hours_a_day(received in moment(), days in 1..=5_u16) {
        let table = table();
        let received = received.replace_second(0).unwrap();
        let Due::At(due) = Calendar::new(&table).processing(days, received).unwrap() else {
            panic!("a short limit ends at a moment");
        };
        prop_assert_eq!(working_minutes(&table, received, due), i64::from(days) * 480);
    }

    #[test]
    fn long_limits_count_the_first_day(received in moment(), days in 6..60_u16) {
        let table = table();
        let calendar = Calendar::new(&table);
        let due = calendar.processing(days, received).unwrap().day();
        let eve = received.date().previous_day().unwrap();
        prop_assume!(eve.year() == received.year());
        prop_assert_eq!(calendar.working_days_between(eve, due), Ok(days.into()));
    }

    #[test]
    fn a_pause_moves_a_deadline_by_its_working_days(
        received in moment(), days in 6..30_u16, after in 0..5_i64, length in 0..10_i64
    ) {
        let table = table();
        let calendar = Calendar::new(&table);
        let first = received.date() + SignedDuration::days(after);
        let pause = [first..=first + SignedDuration::days(length)];
        let plain = calendar.processing(days, received).unwrap().day();
        let paused = calendar.with_pauses(&pause).processing(days, received).unwrap().day();
        let lost = calendar
            .working_days_between(first - SignedDuration::days(1), *pause[0].end());
        prop_assume!(lost.is_ok() && *pause[0].end() < plain);
        prop_assert_eq!(calendar.working_days_between(plain, paused), lost);
        prop_assert!(!pause[0].contains(&paused));
    }
}

#[test]
fn office_hours_count_and_lunch_does_not() {
    let table = table();
    let due = |from: (u8, u8)| {
        let received = day("2020-04-20").with_hms(from.0, from.1, 0).unwrap();
        match Calendar::new(&table).processing(1, received).unwrap() {
            Due::At(moment) => (moment.date().day(), moment.hour(), moment.minute()),
            Due::On(_) => panic!("a short limit ends at a moment"),
        }
    };
    assert_eq!(due((8, 0)), (20, 18, 0));
    assert_eq!(due((9, 0)), (20, 18, 0));
    assert_eq!(due((12, 30)), (21, 12, 0));
    assert_eq!(due((18, 0)), (21, 18, 0));
}

#[test]
fn a_supplement_asked_on_the_first_day_gives_those_days_back() {
    let table = table();
    let pause = [day("2020-04-27")..=day("2020-04-29")];
    let calendar = Calendar::new(&table).with_pauses(&pause);
    let received = day("2020-04-24").midnight();
    assert_eq!(
        calendar.processing(7, received),
        Ok(Due::On(day("2020-05-11")))
    );
}

#[test]
fn a_year_without_holidays_is_an_error_and_not_a_guess() {
    let table = table();
    let calendar = Calendar::new(&table);
    let uncovered = Err(DeadlineError::YearNotCovered(YearNotCovered { year: 2021 }));
    assert_eq!(calendar.supplement(10, day("2020-12-28")), uncovered);
    assert_eq!(
        calendar.processing(0, day("2020-04-24").midnight()),
        Err(DeadlineError::NoLimit)
    );
}

#[test]
fn the_bundled_table_is_in_order() {
    let table = table();
    assert_eq!(table.years(), [2020, 2026, 2027]);
    assert_eq!(table.name(day("2020-08-17")), Some("임시공휴일"));
    assert_eq!(table.is_working_day(day("2020-05-01")), Ok(true));
}

#[test]
fn substitutes_follow_the_holidays_they_stand_for() {
    let table = table();
    let substitutes = table
        .days()
        .filter(|(_, name)| name.ends_with("대체공휴일"));
    for (substitute, name) in substitutes {
        assert!(
            !matches!(substitute.weekday(), Weekday::Saturday | Weekday::Sunday),
            "{name}"
        );
        let stem = name.trim_end_matches(" 대체공휴일");
        let original = table.days().find(|(day, other)| {
            day.year() == substitute.year()
                && other.starts_with(stem)
                && *day < substitute
                && matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        });
        assert!(original.is_some(), "{name} {substitute}");
    }
}

#[test]
fn bad_tables_are_refused_with_the_day_that_is_wrong() {
    let refuse = |days: &str| {
        let json = format!(r#"{{"version": "1", "years": [2020], "days": [{days}]}}"#);
        HolidayTable::from_json(&json).unwrap_err().to_string()
    };
    let day = |date: &str| format!(r#"{{"date": "{date}", "name": "날"}}"#);
    assert!(refuse(&day("2020-02-30")).contains("not a day: 2020-02-30"));
    assert!(refuse(&day("2021-01-01")).contains("outside the years"));
    assert!(
        refuse(&[day("2020-01-01"), day("2020-01-01")].join(",")).contains("twice: 2020-01-01")
    );
}
