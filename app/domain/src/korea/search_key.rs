//! A key under which spellings of one enterprise's name fall together.
//!
//! For finding and for showing possible duplicates, never for merging: two
//! enterprises may share a key. Not for display.

use super::{hangul, normalize};

/// Legal forms that people add, leave out or abbreviate. Longer ones come first
/// where one contains another.
const LEGAL_FORMS: [&str; 5] = ["(주)", "주식회사", "(사)", "사회적협동조합", "협동조합"];

/// The name without legal form, blanks, punctuation and Latin case.
///
/// A name that is nothing but a legal form keeps it.
///
/// ```
/// use domain::korea::search_key::search_key;
/// assert_eq!(search_key("㈜ 다울"), "다울");
/// assert_eq!(search_key("다울 사회적 협동조합"), search_key("다울"));
/// ```
pub fn search_key(name: &str) -> String {
    let name = strip_forms(letters(name));
    strip_forms(without_brackets(&name))
}

/// Letters, digits and brackets, in one spelling.
fn letters(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().filter(|&c| !normalize::is_zero_width(c)) {
        match normalize::fold(c) {
            '㈜' => out.push_str("(주)"),
            '㈔' => out.push_str("(사)"),
            c @ ('(' | ')') => out.push(c),
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_lowercase()),
            c if c.is_ascii() || is_mark(c) => {}
            c => out.push(c),
        }
    }
    hangul::compose(&out)
}

const fn is_mark(c: char) -> bool {
    matches!(c, '·' | 'ㆍ' | '・' | '‧' | '•' | '\u{2018}'..='\u{201F}' | '\u{3008}'..='\u{3011}')
}

/// Takes legal forms away until none is left, but never the last letters.
fn strip_forms(mut name: String) -> String {
    loop {
        let next = LEGAL_FORMS
            .iter()
            .map(|form| name.replace(form, ""))
            .find(|rest| *rest != name && !without_brackets(rest).is_empty());
        match next {
            Some(rest) => name = rest,
            None => return name,
        }
    }
}

fn without_brackets(name: &str) -> String {
    name.replace(['(', ')'], "")
}
