//! Search as Koreans type: by initial consonants (`ㄷㅇ` finds 다울), and while a
//! syllable is still being typed (`다우`, even the passing `당`, finds 다울).
//!
//! Finds the query anywhere in the text, without regard to blanks or Latin case. No
//! ranking, no spelling correction.

use super::hangul::{self, Syllable};

/// Each final consonant as what stays and what moves on to the next syllable.
const FINALS: [(u8, char); 28] = [
    (0, '\0'),
    (0, 'ㄱ'),
    (0, 'ㄲ'),
    (1, 'ㅅ'),
    (0, 'ㄴ'),
    (4, 'ㅈ'),
    (4, 'ㅎ'),
    (0, 'ㄷ'),
    (0, 'ㄹ'),
    (8, 'ㄱ'),
    (8, 'ㅁ'),
    (8, 'ㅂ'),
    (8, 'ㅅ'),
    (8, 'ㅌ'),
    (8, 'ㅍ'),
    (8, 'ㅎ'),
    (0, 'ㅁ'),
    (0, 'ㅂ'),
    (17, 'ㅅ'),
    (0, 'ㅅ'),
    (0, 'ㅆ'),
    (0, 'ㅇ'),
    (0, 'ㅈ'),
    (0, 'ㅊ'),
    (0, 'ㅋ'),
    (0, 'ㅌ'),
    (0, 'ㅍ'),
    (0, 'ㅎ'),
];

/// Consonant pairs that input methods merge into one letter.
const CLUSTERS: [(char, [char; 2]); 11] = [
    ('ㄳ', ['ㄱ', 'ㅅ']),
    ('ㄵ', ['ㄴ', 'ㅈ']),
    ('ㄶ', ['ㄴ', 'ㅎ']),
    ('ㄺ', ['ㄹ', 'ㄱ']),
    ('ㄻ', ['ㄹ', 'ㅁ']),
    ('ㄼ', ['ㄹ', 'ㅂ']),
    ('ㄽ', ['ㄹ', 'ㅅ']),
    ('ㄾ', ['ㄹ', 'ㅌ']),
    ('ㄿ', ['ㄹ', 'ㅍ']),
    ('ㅀ', ['ㄹ', 'ㅎ']),
    ('ㅄ', ['ㅂ', 'ㅅ']),
];

/// Whether `query` occurs in `text`. An empty query occurs everywhere.
///
/// ```
/// use domain::korea::choseong::matches;
/// assert!(matches("사회적협동조합 다울", "ㄷㅇ"));
/// assert!(matches("다울", "다ㅇ"));
/// assert!(!matches("다울", "ㅇㄷ"));
/// ```
pub fn matches(text: &str, query: &str) -> bool {
    let text = prepare(text);
    let query: Vec<char> = prepare(query).into_iter().flat_map(split_cluster).collect();
    let Some((last, head)) = query.split_last() else {
        return true;
    };
    (0..text.len()).any(|from| {
        let rest = &text[from..];
        let Some((&ending, after)) = rest.get(head.len()..).and_then(<[char]>::split_first) else {
            return false;
        };
        head.iter()
            .zip(rest)
            .all(|(&wanted, &c)| is_match(c, wanted))
            && (is_match(ending, *last) || is_begun(ending, after.first().copied(), *last))
    })
}

/// The initial consonants of the syllables in `text`; other characters stay.
pub fn initials(text: &str) -> String {
    hangul::compose(text)
        .chars()
        .map(|c| Syllable::of(c).map_or(c, Syllable::initial_letter))
        .collect()
}

fn prepare(text: &str) -> Vec<char> {
    hangul::compose(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

fn split_cluster(c: char) -> impl Iterator<Item = char> {
    let pair = CLUSTERS
        .iter()
        .find(|(cluster, _)| *cluster == c)
        .map(|(_, pair)| *pair);
    let (first, second) = pair.map_or((c, None), |[first, second]| (first, Some(second)));
    std::iter::once(first).chain(second)
}

fn is_match(c: char, wanted: char) -> bool {
    c == wanted || Syllable::of(c).is_some_and(|s| s.initial_letter() == wanted)
}

/// Whether `wanted`, the syllable under the cursor, may still become `c`.
fn is_begun(c: char, next: Option<char>, wanted: char) -> bool {
    let (Some(syllable), Some(wanted)) = (Syllable::of(c), Syllable::of(wanted)) else {
        return false;
    };
    if syllable.initial != wanted.initial {
        return false;
    }
    if wanted.last == 0 {
        return syllable.vowel == wanted.vowel || grows_into(wanted.vowel, syllable.vowel);
    }
    if syllable.vowel != wanted.vowel {
        return false;
    }
    let (stays, moves) = FINALS[usize::from(wanted.last)];
    let is_cluster_begun = FINALS[usize::from(syllable.last)].0 == wanted.last;
    let is_next_begun = syllable.last == stays
        && next
            .and_then(Syllable::of)
            .is_some_and(|next| next.initial_letter() == moves);
    is_cluster_begun || is_next_begun
}

/// ㅗ becomes ㅘ, ㅙ, ㅚ; ㅜ becomes ㅝ, ㅞ, ㅟ; ㅡ becomes ㅢ.
const fn grows_into(from: u8, to: u8) -> bool {
    matches!((from, to), (8, 9..=11) | (13, 14..=16) | (18, 19))
}
