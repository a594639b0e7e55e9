//! The first step of every check: one spelling for what looks the same.
//!
//! [`number`] is for things made of digits and signs, [`text`] for words. Both
//! fold by hand what Korean keyboards, spreadsheets and scanners really produce;
//! the full Unicode tables would cost every phone tens of kilobytes.

use super::hangul;

/// Normal form of a number-like input: digits, dashes, units.
///
/// Folds full-width and small ASCII variants, superscript, subscript, circled and
/// mathematical digits, every kind of dash and space, `㈜`-like signs; joins
/// decomposed Hangul; drops zero-width characters; trims.
///
/// ```
/// use domain::korea::normalize::number;
/// assert_eq!(number(" １２４－８１–00998\n"), "124-81-00998");
/// ```
pub fn number(input: &str) -> String {
    let mut out = String::with_capacity(input.len());
    for c in input.chars().filter(|&c| !is_zero_width(c)) {
        match c {
            '㈜' => out.push_str("(주)"),
            '㈔' => out.push_str("(사)"),
            '⑩'..='⑳' => {
                let value = u32::from(c) - u32::from('⑩');
                out.push(if value < 10 { '1' } else { '2' });
                out.push(digit(value % 10));
            }
            _ => out.push(fold(c)),
        }
    }
    hangul::compose(out.trim())
}

/// Normal form of words: Hangul joined, outer blanks and invisible characters gone.
///
/// Joiners inside (which emoji need) stay; so does every other character, because
/// a person's text is not ours to correct. Latin letters with separate accents are
/// not composed.
///
/// ```
/// use domain::korea::normalize::text;
/// assert_eq!(text("\u{FEFF} \u{1103}\u{1161}울 \u{200B}"), "다울");
/// ```
pub fn text(input: &str) -> String {
    let visible: String = input
        .chars()
        .filter(|c| !matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}'))
        .collect();
    hangul::compose(visible.trim_matches(|c: char| c.is_whitespace() || is_zero_width(c)))
}

/// Folds one character of a number; zero-width ones are the caller's to skip.
pub(crate) fn fold(c: char) -> char {
    let code = u32::from(c);
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(code - 0xFEE0).unwrap_or(c),
        '\u{FFE6}' => '₩',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{FE58}' | '\u{FE63}' | 'ㅡ' => '-',
        '\u{FE50}' | '\u{FE51}' => ',',
        '\u{FE52}' | '\u{2024}' => '.',
        '\u{FE59}' => '(',
        '\u{FE5A}' => ')',
        '\u{FE62}' => '+',
        '\u{FE6B}' => '@',
        '²' | '³' => digit(code - 0xB0),
        '¹' | '①' => '1',
        '\u{2070}' | '\u{2074}'..='\u{2079}' => digit(code - 0x2070),
        '\u{2080}'..='\u{2089}' => digit(code - 0x2080),
        '②'..='⑨' => digit(code - 0x245F),
        '⓪' => '0',
        '\u{1D7CE}'..='\u{1D7FF}' => digit((code - 0x1D7CE) % 10),
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// Characters that take no room: joiners, direction marks, soft hyphens, BOMs.
pub(crate) fn is_zero_width(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
    )
}

/// Reads `input` as ASCII digits with `separators` between them thrown away.
///
/// `None` when anything else is left.
pub(crate) fn digits(input: &str, separators: &[char]) -> Option<Vec<u8>> {
    input
        .chars()
        .filter(|c| !separators.contains(c))
        .map(|c| c.to_digit(10).map(|d| d as u8))
        .collect()
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}
