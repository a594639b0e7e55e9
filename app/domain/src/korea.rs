//! What is Korean about the data: numbers, money, places, dates, deadlines, words.
//!
//! Each submodule owns one kind of value and turns typed text into a checked
//! value or an error that says what the caller has to decide. Every error has a
//! stable `code()` such as `brn.checksum`; the sentence a person reads is chosen
//! from the code elsewhere.
//!
//! All parsers normalise first ([`normalize`]), so full-width digits, odd dashes
//! and stray line ends never reach a rule. Nothing here asks a register: a
//! number that passes its check digit need not belong to anybody.

pub mod brn;
pub mod choseong;
pub mod crn;
pub mod date;
pub mod deadline;
pub mod decline;
pub mod district;
pub mod email;
pub mod hangul;
pub mod holiday;
pub mod ksic;
pub mod kst;
pub mod mailorder;
pub mod name;
pub mod normalize;
pub mod particle;
pub mod phone;
pub mod postcode;
pub mod receipt_number;
pub mod rrn;
pub mod search_key;
pub mod won;
pub mod year_month;

mod weekday;
