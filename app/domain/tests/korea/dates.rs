//! Properties of dates, months and Korean time.

use domain::korea::year_month::{YearMonth, YearMonthError};
use domain::korea::{date, kst};
use proptest::prelude::*;
use time::{Date, Time};

/// Days from 1900-01-01 to 2099-12-31.
fn day() -> impl Strategy<Value = Date> {
    (2_415_021..=2_488_069).prop_map(|julian| Date::from_julian_day(julian).unwrap())
}

proptest! {
    #[test]
    fn every_printed_form_reads_back(day in day()) {
        for text in [date::iso(day), date::boxed(day), date::official(day), date::long(day)] {
            prop_assert_eq!(date::parse_typed(&text), Ok(day), "{}", text);
        }
        prop_assert_eq!(date::parse_iso(&date::iso(day)), Ok(day));
        prop_assert_eq!(date::parse_typed(&date::iso(day).replace('-', "")), Ok(day));
    }

    #[test]
    fn a_wrong_weekday_is_noticed(day in day()) {
        let next = date::official(day.next_day().unwrap());
        let (_, weekday) = next.split_once('(').unwrap();
        let text = format!("{}({weekday}", date::iso(day));
        prop_assert_eq!(date::parse_typed(&text), Err(date::DateError::Weekday));
    }

    #[test]
    fn any_text_is_answered_without_a_panic(text in any::<String>(), ms in any::<i64>()) {
        let _ = (date::parse_typed(&text), date::parse_iso(&text), YearMonth::parse_typed(&text));
        let _ = (text.parse::<YearMonth>(), kst::from_unix_ms(ms));
    }

    #[test]
    fn instants_survive_korean_time(ms in -2_000_000_000_000..4_000_000_000_000_i64) {
        prop_assert_eq!(kst::from_unix_ms(ms).map(kst::to_unix_ms), Ok(ms));
    }

    #[test]
    fn months_go_forth_and_back(year in 1920..2080_u16, month in 1..=12_u8, by in -200..200_i32) {
        let start = YearMonth::new(year, month).unwrap();
        let there = start.plus(by).unwrap();
        prop_assert_eq!(there.plus(-by), Some(start));
        prop_assert_eq!(there.cmp(&start), by.cmp(&0));
        prop_assert_eq!(there.to_string().parse(), Ok(there));
        prop_assert_eq!(YearMonth::parse_typed(&there.long()), Ok(there));
        prop_assert_eq!(there.first_day().and_then(YearMonth::of), Some(there));
    }
}

#[test]
fn papers_print_dates_as_the_government_does() {
    let day = date::parse_iso("2020-04-17").unwrap();
    assert_eq!(date::official(day), "2020. 4. 17.(금)");
    assert_eq!(date::long(day), "2020년 4월 17일(금)");
    assert_eq!(date::boxed(day), "2020.04.17");
    let moment = day.with_hms(14, 0, 0).unwrap();
    assert_eq!(kst::official(moment), "2020. 4. 17.(금) 14:00");
    assert_eq!(kst::long(moment), "2020년 4월 17일(금) 오후 2시");
}

#[test]
fn hours_are_told_as_people_tell_them() {
    let at = |hour, minute| kst::long_time(Time::from_hms(hour, minute, 0).unwrap());
    assert_eq!(at(0, 5), "오전 12시 5분");
    assert_eq!(at(9, 30), "오전 9시 30분");
    assert_eq!(at(12, 0), "오후 12시");
    assert_eq!(at(23, 59), "오후 11시 59분");
}

#[test]
fn the_korean_day_begins_nine_hours_before_utc() {
    // 2020-04-16 15:00 UTC.
    assert_eq!(
        kst::day_of(1_587_049_200_000),
        date::parse_iso("2020-04-17").map_err(|_| kst::KstError)
    );
    assert_eq!(
        kst::day_of(1_587_049_199_999),
        date::parse_iso("2020-04-16").map_err(|_| kst::KstError)
    );
    assert_eq!(
        kst::day_of(i64::MAX).map_err(|e| e.code()),
        Err("kst.out_of_range")
    );
}

#[test]
fn months_are_read_as_people_type_them() {
    for text in [
        "202004",
        "2020.4",
        "2020-04",
        "2020/4",
        "2020년 4월",
        "2020. 4.",
        "２０２０－０４",
    ] {
        assert_eq!(
            YearMonth::parse_typed(text).unwrap().to_string(),
            "2020-04",
            "{text}"
        );
    }
    assert_eq!(
        YearMonth::parse_typed("2020-13"),
        Err(YearMonthError::NoSuchMonth)
    );
    assert_eq!(YearMonth::parse_typed("20-4"), Err(YearMonthError::Year));
    assert_eq!(YearMonth::parse_typed("4월"), Err(YearMonthError::Shape));
    assert_eq!("2020-4".parse::<YearMonth>(), Err(YearMonthError::Shape));
}
