//! Every vector of `data/korea_vectors.json`, read by name.

use std::collections::BTreeMap;

use domain::korea::brn::Brn;
use domain::korea::crn::Crn;
use domain::korea::date;
use domain::korea::deadline::{Calendar, Due};
use domain::korea::decline::DeclineRate;
use domain::korea::holiday::{BUNDLED, HolidayTable};
use domain::korea::ksic::Ksic;
use domain::korea::mailorder::MailOrder;
use domain::korea::phone::Phone;
use domain::korea::postcode::{Postcode, PostcodeRegion};
use domain::korea::{rrn, won};
use serde::de::DeserializeOwned;
use time::{Date, PlainDateTime};

fn vectors<T: DeserializeOwned>(name: &str) -> T {
    let mut all: serde_json::Value =
        serde_json::from_str(include_str!("../data/korea_vectors.json")).unwrap();
    serde_json::from_value(all[name].take()).unwrap()
}

fn codes(name: &str, code_of: impl Fn(&str) -> Option<&'static str>) {
    for (input, code) in vectors::<BTreeMap<String, String>>(name) {
        assert_eq!(code_of(&input), Some(code.as_str()), "{input:?}");
    }
}

fn day(text: &str) -> Date {
    date::parse_iso(text).unwrap()
}

fn moment(text: &str) -> PlainDateTime {
    let (hour, minute) = text[11..].split_once(':').unwrap();
    day(&text[..10])
        .with_hms(hour.parse().unwrap(), minute.parse().unwrap(), 0)
        .unwrap()
}

#[test]
fn business_numbers() {
    for input in vectors::<Vec<String>>("brn_ok") {
        assert!(Brn::parse(&input).is_ok(), "{input:?}");
    }
    codes("brn_codes", |input| {
        Brn::parse(input).err().map(|e| e.code())
    });
    assert!(
        Brn::parse("1248100998\n").is_ok(),
        "a trailing newline is blank, not a crash"
    );
}

#[test]
fn corporate_numbers() {
    for input in vectors::<Vec<String>>("crn_ok") {
        assert!(Crn::check(&input).is_ok(), "{input:?}");
    }
    codes("crn_codes", |input| {
        Crn::check(input).err().map(|e| e.code())
    });
    assert!(
        Crn::parse("130111-0006247").is_ok(),
        "a new number may have no check digit"
    );
}

#[test]
fn resident_numbers() {
    for input in vectors::<Vec<String>>("rrn_hit") {
        let whole = 0..input.len();
        assert_eq!(rrn::find(&input), std::slice::from_ref(&whole), "{input:?}");
    }
    for input in vectors::<Vec<String>>("rrn_miss") {
        assert!(!rrn::is_suspected(&input), "{input:?}");
    }
}

#[test]
fn telephone_numbers() {
    for (input, display, kind) in vectors::<Vec<(String, String, String)>>("phone_ok") {
        let phone = Phone::parse(&input).unwrap();
        assert_eq!(
            (phone.to_string(), phone.kind().code()),
            (display, kind.as_str()),
            "{input:?}"
        );
    }
    codes("phone_codes", |input| {
        Phone::parse(input).err().map(|e| e.code())
    });
}

#[test]
fn mail_order_numbers() {
    for (input, canonical) in vectors::<Vec<(String, String)>>("mailorder_ok") {
        assert_eq!(MailOrder::parse(&input).unwrap().to_string(), canonical);
    }
    codes("mailorder_codes", |input| {
        MailOrder::parse(input).err().map(|e| e.code())
    });
}

#[test]
fn won_amounts() {
    for (won, text) in vectors::<Vec<(i64, String)>>("won_format") {
        assert_eq!(won::read(won), text);
    }
    for (input, won) in vectors::<Vec<(String, i64)>>("won_parse_ok") {
        assert_eq!(won::parse(&input), Ok(won), "{input:?}");
    }
    codes("won_parse_codes", |input| {
        won::parse(input).err().map(|e| e.code())
    });
    assert_eq!(won::group_thousands(i64::MIN), "-9,223,372,036,854,775,808");
}

#[test]
fn decline_rates() {
    for (base, now, tenths, text) in vectors::<Vec<(i64, i64, Option<i64>, String)>>("decline") {
        let rate = DeclineRate::between(base, now).ok();
        assert_eq!(rate.map(DeclineRate::tenths), tenths, "{base} {now}");
        assert_eq!(
            rate.map_or_else(|| "—".to_owned(), |rate| rate.to_string()),
            text
        );
    }
}

#[test]
fn postal_codes() {
    for (input, region) in vectors::<BTreeMap<String, String>>("postcode") {
        let postcode = Postcode::parse(&input).unwrap();
        let name = match postcode.region() {
            PostcodeRegion::Daegu => "daegu",
            PostcodeRegion::Gunwi => "gunwi",
            PostcodeRegion::FormerGunwi => "former_gunwi",
            PostcodeRegion::Elsewhere => "elsewhere",
        };
        assert_eq!((name, postcode.to_string()), (region.as_str(), input));
    }
    codes("postcode_fail", |input| {
        Postcode::parse(input).err().map(|e| e.code())
    });
}

#[test]
fn industries() {
    codes("industry", |input| {
        Some(Ksic::parse(input).unwrap().industry().code())
    });
}

#[test]
fn typed_dates() {
    for (input, iso) in vectors::<BTreeMap<String, String>>("date_ok") {
        assert_eq!(
            date::parse_typed(&input).map(date::iso),
            Ok(iso),
            "{input:?}"
        );
    }
    codes("date_fail", |input| {
        date::parse_typed(input).err().map(|e| e.code())
    });
}

#[test]
fn deadlines() {
    let table = HolidayTable::from_json(BUNDLED).unwrap();
    let calendar = Calendar::new(&table);
    for (days, from, due) in vectors::<Vec<(u16, String, String)>>("processing_hours") {
        assert_eq!(
            calendar.processing(days, moment(&from)),
            Ok(Due::At(moment(&due))),
            "{from}"
        );
    }
    for (days, from, due) in vectors::<Vec<(u16, String, String)>>("processing_days") {
        let received = day(&from).midnight();
        assert_eq!(
            calendar.processing(days, received),
            Ok(Due::On(day(&due))),
            "{from}"
        );
    }
    for (days, from, due) in vectors::<Vec<(u16, String, String)>>("supplement") {
        assert_eq!(
            calendar.supplement(days, day(&from)),
            Ok(day(&due)),
            "{from}"
        );
    }
}
