//! The districts of Daegu (7 구, and 2 군 since 2023-07-01), each with the days it was one.
//!
//! Keyed by the five-digit code of the Ministry of the Interior. Data of 2020 must
//! not offer 군위군, which then belonged to 경상북도 under another code. Districts of
//! other provinces are not listed: enterprises from there type theirs.

use time::{Date, Month};

use super::normalize;

/// A district under one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct District {
    /// The first five digits of the 법정동 code; the key to store.
    pub code: &'static str,
    /// Korean name: `수성구`.
    pub ko: &'static str,
    /// English name: `Suseong-gu`.
    pub en: &'static str,
    /// The city or province it belonged to under this code.
    pub sido: &'static str,
    /// The first day under this code, if it is within the programme's time.
    pub valid_from: Option<Date>,
    /// The last day under this code, if it has ended.
    pub valid_to: Option<Date>,
}

impl District {
    /// Whether the district existed under this code on `day`.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether it is a district of Daegu under this code.
    pub fn is_in_daegu(&self) -> bool {
        self.sido == DAEGU
    }
}

const DAEGU: &str = "대구광역시";
const GUNWI_JOINS: Date = day(2023, Month::July, 1);
const GUNWI_LEAVES: Date = day(2023, Month::June, 30);

/// Every district under every code, in the order of the codes within Daegu.
pub const DISTRICTS: [District; 10] = [
    daegu("27110", "중구", "Jung-gu"),
    daegu("27140", "동구", "Dong-gu"),
    daegu("27170", "서구", "Seo-gu"),
    daegu("27200", "남구", "Nam-gu"),
    daegu("27230", "북구", "Buk-gu"),
    daegu("27260", "수성구", "Suseong-gu"),
    daegu("27290", "달서구", "Dalseo-gu"),
    daegu("27710", "달성군", "Dalseong-gun"),
    District {
        valid_from: Some(GUNWI_JOINS),
        ..daegu("27720", "군위군", "Gunwi-gun")
    },
    District {
        sido: "경상북도",
        valid_to: Some(GUNWI_LEAVES),
        ..daegu("47720", "군위군", "Gunwi-gun")
    },
];

/// The districts of Daegu on `day`, to offer as choices.
pub fn in_daegu_on(day: Date) -> impl Iterator<Item = &'static District> {
    DISTRICTS
        .iter()
        .filter(move |district| district.is_in_daegu() && district.is_valid_on(day))
}

/// The district of a stored code.
pub fn by_code(code: &str) -> Option<&'static District> {
    DISTRICTS.iter().find(|district| district.code == code)
}

/// Guesses the district from an address, or from the region of a report number.
///
/// `중구` and the like exist in many cities, so they count only after `대구`; names
/// that exist once count alone, and after `대구` without their suffix.
///
/// ```
/// use domain::korea::district;
/// use time::{Date, Month};
/// let day = Date::from_calendar_date(2020, Month::April, 17)?;
/// let hint = district::guess("대구광역시 중구 국채보상로 1", day);
/// assert_eq!(hint.map(|district| district.code), Some("27110"));
/// assert_eq!(district::guess("서울특별시 중구 세종대로 110", day), None);
/// # Ok::<(), time::error::ComponentRange>(())
/// ```
pub fn guess(address: &str, day: Date) -> Option<&'static District> {
    let address = normalize::text(address);
    let mut is_daegu = false;
    for word in address.split(|c: char| c.is_whitespace() || c == ',') {
        let local = match word.strip_prefix("대구") {
            Some(rest) => {
                is_daegu = true;
                rest.strip_prefix("광역시")
                    .or_else(|| rest.strip_prefix('시'))
                    .unwrap_or(rest)
            }
            None => word,
        };
        let found = DISTRICTS
            .iter()
            .filter(|district| district.is_valid_on(day))
            .find(|district| is_name_of(local, district, is_daegu));
        if found.is_some() {
            return found;
        }
    }
    None
}

fn is_name_of(word: &str, district: &District, is_daegu: bool) -> bool {
    let stem = district.ko.trim_end_matches(['구', '군']);
    let is_unique = stem.chars().count() > 1;
    (word == district.ko && (is_unique || is_daegu)) || (word == stem && is_unique && is_daegu)
}

const fn daegu(code: &'static str, ko: &'static str, en: &'static str) -> District {
    District {
        code,
        ko,
        en,
        sido: DAEGU,
        valid_from: None,
        valid_to: None,
    }
}

#[expect(
    clippy::panic,
    reason = "evaluated by the compiler only: a wrong day does not build"
)]
const fn day(year: i32, month: Month, day: u8) -> Date {
    match Date::from_calendar_date(year, month, day) {
        Ok(date) => date,
        Err(_) => panic!("no such day"),
    }
}
