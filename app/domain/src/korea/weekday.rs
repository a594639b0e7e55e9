//! Korean letters of the weekdays.

use time::Weekday;

pub(super) const LETTERS: [(Weekday, char); 7] = [
    (Weekday::Monday, '월'),
    (Weekday::Tuesday, '화'),
    (Weekday::Wednesday, '수'),
    (Weekday::Thursday, '목'),
    (Weekday::Friday, '금'),
    (Weekday::Saturday, '토'),
    (Weekday::Sunday, '일'),
];

pub(super) const fn letter(weekday: Weekday) -> char {
    LETTERS[weekday.number_days_from_monday() as usize].1
}
