//! Korean time: UTC+9 all year, to and from the milliseconds that are stored.
//!
//! Korea has had no daylight saving since 1988; earlier instants are not ours.

use thiserror::Error;
use time::{Date, OffsetDateTime, PlainDateTime, Time, UtcOffset};

use super::date;

/// The instant is outside the years −9999 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the instant is outside the calendar")]
pub struct KstError;

impl KstError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        "kst.out_of_range"
    }
}

const MS_PER_HOUR: i64 = 3_600_000;
const OFFSET_MS: i64 = 9 * MS_PER_HOUR;

/// What a clock in Korea showed at `unix_ms` milliseconds after 1970 UTC.
///
/// ```
/// use domain::korea::kst;
/// let received = kst::from_unix_ms(1_587_099_600_000)?;
/// assert_eq!(kst::long(received), "2020년 4월 17일(금) 오후 2시");
/// # Ok::<(), kst::KstError>(())
/// ```
///
/// # Errors
/// [`KstError`] far outside any calendar.
pub fn from_unix_ms(unix_ms: i64) -> Result<PlainDateTime, KstError> {
    let shifted = unix_ms.checked_add(OFFSET_MS).ok_or(KstError)?;
    let instant = OffsetDateTime::from_unix_timestamp_nanos(i128::from(shifted) * 1_000_000)
        .map_err(|_| KstError)?;
    Ok(PlainDateTime::new(instant.date(), instant.time()))
}

/// The day it was in Korea.
///
/// # Errors
/// [`KstError`] far outside any calendar.
pub fn day_of(unix_ms: i64) -> Result<Date, KstError> {
    from_unix_ms(unix_ms).map(PlainDateTime::date)
}

/// The milliseconds after 1970 UTC at which a clock in Korea shows `local`.
pub fn to_unix_ms(local: PlainDateTime) -> i64 {
    let utc = local.assume_offset(UtcOffset::UTC);
    utc.unix_timestamp() * 1_000 + i64::from(utc.millisecond()) - OFFSET_MS
}

/// `14:00`, as official documents print it.
pub fn official_time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// `2020. 4. 17.(금) 14:00`.
pub fn official(local: PlainDateTime) -> String {
    format!(
        "{} {}",
        date::official(local.date()),
        official_time(local.time())
    )
}

/// `오후 2시`, `오전 9시 30분`; noon is `오후 12시`, midnight `오전 12시`.
pub fn long_time(time: Time) -> String {
    let half = if time.hour() < 12 { "오전" } else { "오후" };
    let hour = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    match time.minute() {
        0 => format!("{half} {hour}시"),
        minute => format!("{half} {hour}시 {minute}분"),
    }
}

/// `2020년 4월 17일(금) 오후 2시`.
pub fn long(local: PlainDateTime) -> String {
    format!("{} {}", date::long(local.date()), long_time(local.time()))
}
