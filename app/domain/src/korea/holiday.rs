//! Public holidays as data: a table that coordinators keep, by whole years.
//!
//! Substitute and ad-hoc holidays are decreed, not computed, so no rule here
//! derives one. A year that the table does not cover is an error, not a guess:
//! a deadline one day off is worse than a question to the coordinator.

use crate::json::{self, Json};
use thiserror::Error;
use time::{Date, Weekday};

use super::date;

/// The table built in, for a first start without network.
pub const BUNDLED: &str = include_str!("../../data/holidays.json");

/// Public holidays of the years it covers.
///
/// ```
/// use domain::korea::{date, holiday::HolidayTable};
/// let table = HolidayTable::from_json(
///     r#"{"version": "1", "years": [2020], "days": [{"date": "2020-04-30", "name": "부처님오신날"}]}"#,
/// )?;
/// let day = date::parse_iso("2020-04-30")?;
/// assert_eq!(table.name(day), Some("부처님오신날"));
/// assert_eq!(table.is_working_day(day), Ok(false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayTable {
    version: String,
    note: String,
    years: Vec<i32>,
    days: Vec<(Date, String)>,
}

/// Why a table is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HolidayError {
    /// Not JSON of the right shape, or a day inside it is wrong; what and where is told.
    #[error("holiday table: {0}")]
    Document(String),
    /// A day that the calendar does not have.
    #[error("not a day: {0}")]
    NotADay(String),
    /// A day in none of the table's years.
    #[error("a day outside the years of the table: {0}")]
    OutsideYears(String),
    /// A day twice.
    #[error("a day twice: {0}")]
    Twice(String),
}

impl HolidayError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Document(_) => "holiday.document",
            Self::NotADay(_) => "holiday.not_a_day",
            Self::OutsideYears(_) => "holiday.outside_years",
            Self::Twice(_) => "holiday.twice",
        }
    }
}

/// The table says nothing about this year: ask a coordinator to extend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the holiday table does not cover {year}")]
pub struct YearNotCovered {
    /// The year asked for.
    pub year: i32,
}

impl HolidayTable {
    /// Reads a table.
    ///
    /// # Errors
    /// [`HolidayError::Document`], which tells what is wrong inside.
    pub fn from_json(text: &str) -> Result<Self, HolidayError> {
        json::read::<Document>(text)
            .map_err(|error| HolidayError::Document(error.to_string()))?
            .try_into()
    }

    /// Which edition this is.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The years covered, in order.
    pub fn years(&self) -> &[i32] {
        &self.years
    }

    /// The holidays in order.
    pub fn days(&self) -> impl Iterator<Item = (Date, &str)> {
        self.days.iter().map(|(day, name)| (*day, name.as_str()))
    }

    /// The name of the holiday on `day`; `None` on other days, Sundays among them.
    pub fn name(&self, day: Date) -> Option<&str> {
        let at = self.days.binary_search_by_key(&day, |(day, _)| *day).ok()?;
        self.days.get(at).map(|(_, name)| name.as_str())
    }

    /// Whether public offices work on `day`: no Saturday, Sunday or holiday.
    ///
    /// # Errors
    /// [`YearNotCovered`], even on a Sunday, so that callers meet it in testing.
    pub fn is_working_day(&self, day: Date) -> Result<bool, YearNotCovered> {
        let year = day.year();
        if self.years.binary_search(&year).is_err() {
            return Err(YearNotCovered { year });
        }
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        Ok(!is_weekend && self.name(day).is_none())
    }
}

/// The table as it is written down.
#[derive(Json)]
#[serde(deny_unknown_fields)]
struct Document {
    version: String,
    #[serde(default)]
    note: String,
    years: Vec<i32>,
    days: Vec<DocumentDay>,
}

#[derive(Json)]
#[serde(deny_unknown_fields)]
struct DocumentDay {
    date: String,
    name: String,
}

impl TryFrom<Document> for HolidayTable {
    type Error = HolidayError;

    fn try_from(document: Document) -> Result<Self, HolidayError> {
        let mut years = document.years;
        years.sort_unstable();
        years.dedup();
        let mut days = Vec::with_capacity(document.days.len());
        for DocumentDay { date: text, name } in document.days {
            let Ok(day) = date::parse_iso(&text) else {
                return Err(HolidayError::NotADay(text));
            };
            if years.binary_search(&day.year()).is_err() {
                return Err(HolidayError::OutsideYears(text));
            }
            days.push((day, name));
        }
        days.sort();
        if let Some(pair) = days.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(HolidayError::Twice(date::iso(pair[0].0)));
        }
        Ok(Self {
            version: document.version,
            note: document.note,
            years,
            days,
        })
    }
}
