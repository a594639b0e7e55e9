//! Finds what looks like a 주민등록번호 (resident number) in free text, to warn and to mask.
//!
//! The programme must not collect these numbers, yet people paste them. Run this
//! on free text, file names and recognised text only; a corporate number has the
//! same shape ([`super::crn`]). There is no check digit to test: they have been
//! random since October 2020. Nothing here refuses an answer.

use std::borrow::Cow;
use std::ops::Range;

use super::normalize;

/// One visible character, as the scanner sees it.
struct Mark {
    at: usize,
    end: usize,
    folded: char,
}

impl Mark {
    fn is_digit(&self) -> bool {
        self.folded.is_ascii_digit()
    }
}

/// The byte ranges of `text` that look like resident numbers, left to right.
///
/// A hit is a date `YYMMDD` and seven digits of which the first is 1–8, with no
/// digit on either side. Between them may stand a dash, a blank, or a dash with
/// blanks around it. Full-width digits count, zero-width characters do not.
///
/// ```
/// use domain::korea::rrn;
/// assert_eq!(rrn::find("번호 900101-1234567 입니다"), [7..21]);
/// assert!(rrn::find("010-1234-5678").is_empty());
/// ```
pub fn find(text: &str) -> Vec<Range<usize>> {
    let marks: Vec<Mark> = text
        .char_indices()
        .filter(|&(_, c)| !normalize::is_zero_width(c))
        .map(|(at, c)| Mark {
            at,
            end: at + c.len_utf8(),
            folded: normalize::fold(c),
        })
        .collect();
    let mut hits = Vec::new();
    let mut from = 0;
    while from < marks.len() {
        match number_at(&marks, from) {
            Some(length) => {
                hits.push(marks[from].at..marks[from + length - 1].end);
                from += length;
            }
            None => from += 1,
        }
    }
    hits
}

/// Whether `text` holds anything that looks like a resident number.
pub fn is_suspected(text: &str) -> bool {
    !find(text).is_empty()
}

/// `text` with every digit of a suspected number replaced by `*`: fit for a log.
///
/// The birth date goes too; a log has no use for it.
///
/// ```
/// assert_eq!(domain::korea::rrn::mask("홍길동 900101-1234567"), "홍길동 ******-*******");
/// ```
pub fn mask(text: &str) -> Cow<'_, str> {
    let hits = find(text);
    if hits.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for hit in hits {
        out.push_str(&text[from..hit.start]);
        from = hit.end;
        out.extend(text[hit].chars().map(|c| {
            if normalize::fold(c).is_ascii_digit() {
                '*'
            } else {
                c
            }
        }));
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// How many marks from `from` on make up a number, if one starts there.
fn number_at(marks: &[Mark], from: usize) -> Option<usize> {
    if from > 0 && marks[from - 1].is_digit() {
        return None;
    }
    let rest = &marks[from..];
    let birth = digits(rest.get(..6)?)?;
    let month = birth[2] * 10 + birth[3];
    let day = birth[4] * 10 + birth[5];
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let gap = gap(&rest[6..]);
    let serial = digits(rest.get(6 + gap..13 + gap)?)?;
    let ends = rest.get(13 + gap).is_none_or(|next| !next.is_digit());
    ((1..=8).contains(&serial[0]) && ends).then_some(13 + gap)
}

/// How many marks separate the two halves: at most blank, dash, blank.
fn gap(rest: &[Mark]) -> usize {
    let mut wanted = [' ', '-', ' '].into_iter();
    rest.iter()
        .take_while(|mark| wanted.any(|w| w == mark.folded))
        .count()
}

fn digits(marks: &[Mark]) -> Option<Vec<u32>> {
    marks.iter().map(|mark| mark.folded.to_digit(10)).collect()
}
