//! Processing and supplement deadlines, modelled on the Civil Petitions Treatment Act.
//!
//! Sources: 민원처리법 art. 19 and its decree for processing, the Civil Act for
//! supplement periods, 행정절차법 시행령 art. 11 for time that does not count. The
//! programme takes the Act as a model; whether it binds here is not decided.

use std::ops::RangeInclusive;

use thiserror::Error;
use time::{Date, PlainDateTime, Time};

use super::holiday::{HolidayTable, YearNotCovered};

/// Limits up to this many days are counted in working hours.
const LAST_LIMIT_IN_HOURS: u16 = 5;
const WORKING_SECONDS_A_DAY: i64 = 8 * 3600;
/// Office hours in seconds after midnight: 09–18 less an hour for lunch.
const SHIFTS: [(i64, i64); 2] = [(9 * 3600, 12 * 3600), (13 * 3600, 18 * 3600)];

/// Until when something has to be done, in Korean local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// By this moment (limits of up to 5 days).
    At(PlainDateTime),
    /// By the end of this day (limits of 6 days and more).
    On(Date),
}

impl Due {
    /// The day it falls on.
    pub const fn day(self) -> Date {
        match self {
            Self::At(moment) => moment.date(),
            Self::On(day) => day,
        }
    }
}

/// Why there is no deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum DeadlineError {
    /// A limit of zero days.
    #[error("a limit is at least one day")]
    NoLimit,
    /// The count runs into a year without holidays: extend the table.
    #[error(transparent)]
    YearNotCovered(#[from] YearNotCovered),
}

impl DeadlineError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoLimit => "deadline.no_limit",
            Self::YearNotCovered(_) => "deadline.year_not_covered",
        }
    }
}

/// Counts working time by a holiday table, leaving out the days of supplements.
///
/// ```
/// use domain::korea::{date, deadline::{Calendar, Due}, holiday::{BUNDLED, HolidayTable}};
/// let table = HolidayTable::from_json(BUNDLED)?;
/// let received = date::parse_iso("2020-04-24")?.midnight();
/// let due = Calendar::new(&table).processing(7, received)?;
/// assert_eq!(due, Due::On(date::parse_iso("2020-05-06")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    holidays: &'a HolidayTable,
    pauses: &'a [RangeInclusive<Date>],
}

impl<'a> Calendar<'a> {
    /// A calendar in which every working day counts.
    pub const fn new(holidays: &'a HolidayTable) -> Self {
        Self {
            holidays,
            pauses: &[],
        }
    }

    /// The same without the days of `pauses`: from the day a supplement was asked
    /// for to the day it came, both included.
    #[must_use]
    pub const fn with_pauses(self, pauses: &'a [RangeInclusive<Date>]) -> Self {
        Self { pauses, ..self }
    }

    /// Until when a petition received at `received` has to be settled.
    ///
    /// Up to 5 days: 8 working hours each, from the moment of receipt. From 6 days:
    /// working days, the first included.
    ///
    /// # Errors
    /// See [`DeadlineError`].
    pub fn processing(self, days: u16, received: PlainDateTime) -> Result<Due, DeadlineError> {
        match days {
            0 => Err(DeadlineError::NoLimit),
            1..=LAST_LIMIT_IN_HOURS => self.after_hours(days, received).map(Due::At),
            _ => self.after_days(days, received.date()).map(Due::On),
        }
    }

    /// The last day to hand in a supplement asked for on `asked`.
    ///
    /// Calendar days, the first excluded; a last day on a Saturday, Sunday or
    /// holiday moves to the next working day. Pauses play no part.
    ///
    /// # Errors
    /// See [`DeadlineError`].
    pub fn supplement(self, days: u16, asked: Date) -> Result<Date, DeadlineError> {
        if days == 0 {
            return Err(DeadlineError::NoLimit);
        }
        let mut day = asked
            .checked_add(time::SignedDuration::days(i64::from(days)))
            .ok_or(YearNotCovered { year: asked.year() })?;
        while !self.holidays.is_working_day(day)? {
            day = next(day)?;
        }
        Ok(day)
    }

    /// How many working days lie after `from`, up to and with `to`; 0 if `to` is not later.
    ///
    /// # Errors
    /// [`DeadlineError::YearNotCovered`].
    pub fn working_days_between(self, from: Date, to: Date) -> Result<u32, DeadlineError> {
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = next(day)?;
            count += u32::from(self.counts(day)?);
        }
        Ok(count)
    }

    fn after_hours(
        self,
        days: u16,
        received: PlainDateTime,
    ) -> Result<PlainDateTime, DeadlineError> {
        let mut left = i64::from(days) * WORKING_SECONDS_A_DAY;
        let mut day = received.date();
        let mut now = seconds_of(received.time());
        loop {
            if self.counts(day)? {
                for (opens, closes) in SHIFTS {
                    let start = now.max(opens);
                    let open = (closes - start).max(0);
                    if left <= open {
                        let end = time::SignedDuration::seconds(start + left);
                        return day
                            .midnight()
                            .checked_add(end)
                            .ok_or_else(|| YearNotCovered { year: day.year() }.into());
                    }
                    left -= open;
                }
            }
            day = next(day)?;
            now = 0;
        }
    }

    fn after_days(self, days: u16, first: Date) -> Result<Date, DeadlineError> {
        let mut left = days;
        let mut day = first;
        loop {
            if self.counts(day)? {
                left -= 1;
                if left == 0 {
                    return Ok(day);
                }
            }
            day = next(day)?;
        }
    }

    fn counts(self, day: Date) -> Result<bool, YearNotCovered> {
        let is_paused = self.pauses.iter().any(|pause| pause.contains(&day));
        Ok(self.holidays.is_working_day(day)? && !is_paused)
    }
}

fn next(day: Date) -> Result<Date, YearNotCovered> {
    day.next_day().ok_or(YearNotCovered { year: day.year() })
}

fn seconds_of(time: Time) -> i64 {
    let (hour, minute, second) = time.as_hms();
    i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second)
}
