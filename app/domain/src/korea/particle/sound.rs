//! The sound a word ends in.

use crate::korea::hangul::Syllable;
use crate::korea::normalize;

/// Index of ㄹ among the final consonants.
const FINAL_RIEUL: u8 = 8;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sound {
    /// A vowel.
    Open,
    /// ㄹ, which 으로/로 treats like a vowel.
    Rieul,
    /// Any other consonant.
    Closed,
}

impl Sound {
    /// The last sound of `word`, if it can be told.
    pub(super) fn last_of(word: &str) -> Option<Self> {
        let word = normalize::number(word);
        let spoken = spoken_part(&word);
        let last = spoken.chars().next_back()?;
        if let Some(syllable) = Syllable::of(last) {
            return Some(match syllable.last {
                0 => Self::Open,
                FINAL_RIEUL => Self::Rieul,
                _ => Self::Closed,
            });
        }
        match last {
            'ㄹ' => Some(Self::Rieul),
            'ㄱ'..='ㅎ' => Some(Self::Closed),
            'ㅏ'..='ㅣ' => Some(Self::Open),
            '0'..='9' => Some(of_number(spoken, last)),
            'A'..='Z' | 'a'..='z' => of_latin(spoken),
            '%' => Some(Self::Open),
            _ => None,
        }
    }
}

/// `word` without what is not read aloud at its end.
fn spoken_part(word: &str) -> &str {
    let closing = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '"' | '\'' | '”' | '’' | '」' | '』' | '》' | '〉' | ']' | '.' | ','
            )
    };
    let mut rest = word.trim_end_matches(closing);
    while let Some(at) = rest.ends_with(')').then(|| rest.rfind('(')).flatten() {
        let before = rest[..at].trim_end_matches(closing);
        if before.is_empty() {
            break;
        }
        rest = before;
    }
    rest.trim_end_matches(|c| c == ')' || closing(c))
}

/// A number ends in the sound of its last digit, or of its unit if that is zero.
fn of_number(spoken: &str, last: char) -> Sound {
    match last {
        '1' | '7' | '8' => Sound::Rieul,
        '2' | '4' | '5' | '9' => Sound::Open,
        '0' => {
            let number = spoken
                .chars()
                .rev()
                .take_while(|c| c.is_ascii_digit() || *c == ',');
            let zeros = number
                .filter(|c| *c != ',')
                .take_while(|c| *c == '0')
                .count();
            // 영, 십, 백, 천, 만 and 억 end in consonants; 조 does not.
            if (12..16).contains(&zeros) {
                Sound::Open
            } else {
                Sound::Closed
            }
        }
        _ => Sound::Closed,
    }
}

fn of_latin(spoken: &str) -> Option<Sound> {
    let start = spoken
        .rfind(|c: char| !c.is_ascii_alphabetic())
        .map_or(0, |at| {
            at + spoken[at..].chars().next().map_or(1, char::len_utf8)
        });
    let word = &spoken[start..];
    if word.bytes().all(|b| b.is_ascii_uppercase()) || word.len() == 1 {
        return word.bytes().next_back().map(of_letter);
    }
    let lower = word.to_ascii_lowercase();
    let last = lower.bytes().next_back()?;
    match last {
        _ if lower.ends_with("le") => Some(Sound::Rieul),
        _ if ["me", "ne", "ng"]
            .iter()
            .any(|ending| lower.ends_with(ending)) =>
        {
            Some(Sound::Closed)
        }
        _ if lower.ends_with("pe") => None,
        b'l' => Some(Sound::Rieul),
        b'm' | b'n' => Some(Sound::Closed),
        // Book and talk, net and contact: these end either way.
        b'b' | b'c' | b'g' | b'j' | b'k' | b'p' | b'q' | b't' => None,
        _ => Some(Sound::Open),
    }
}

/// The name of a single letter: 엘, 엠, 엔, 알; all others end in a vowel.
const fn of_letter(letter: u8) -> Sound {
    match letter.to_ascii_uppercase() {
        b'L' | b'R' => Sound::Rieul,
        b'M' | b'N' => Sound::Closed,
        _ => Sound::Open,
    }
}
