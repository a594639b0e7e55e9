//! Hangul syllables as arithmetic (Unicode chapter 3.12): compose, take apart.
//!
//! Does not know words, sounds that change between syllables, or old Hangul.

const SYLLABLE_BASE: u32 = 0xAC00;
const SYLLABLE_LAST: u32 = 0xD7A3;
const INITIAL_BASE: u32 = 0x1100;
const VOWEL_BASE: u32 = 0x1161;
const FINAL_BASE: u32 = 0x11A7;
const INITIALS: u32 = 19;
const VOWELS: u32 = 21;
const FINALS: u32 = 28;

/// The initial consonants in syllable order, as the letters a keyboard types.
pub(crate) const INITIAL_LETTERS: [char; INITIALS as usize] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ',
    'ㅌ', 'ㅍ', 'ㅎ',
];

/// A modern syllable taken apart: indices into the Unicode jamo tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syllable {
    /// Index of the initial consonant, 0 (ㄱ) to 18 (ㅎ).
    pub initial: u8,
    /// Index of the vowel, 0 (ㅏ) to 20 (ㅣ).
    pub vowel: u8,
    /// Index of the final consonant; 0 is none, 8 is ㄹ, 27 is ㅎ.
    pub last: u8,
}

impl Syllable {
    /// Takes `c` apart if it is one of the 11,172 modern syllables.
    ///
    /// ```
    /// use domain::korea::hangul::Syllable;
    /// assert_eq!(Syllable::of('울'), Some(Syllable { initial: 11, vowel: 13, last: 8 }));
    /// assert_eq!(Syllable::of('A'), None);
    /// ```
    pub fn of(c: char) -> Option<Self> {
        let index = u32::from(c).checked_sub(SYLLABLE_BASE)?;
        if u32::from(c) > SYLLABLE_LAST {
            return None;
        }
        // Each quotient is below 28, so the narrowing loses nothing.
        Some(Self {
            initial: (index / (VOWELS * FINALS)) as u8,
            vowel: (index / FINALS % VOWELS) as u8,
            last: (index % FINALS) as u8,
        })
    }

    /// The initial consonant as the letter a keyboard types: `ㅇ` for `울`.
    pub fn initial_letter(self) -> char {
        INITIAL_LETTERS
            .get(usize::from(self.initial))
            .copied()
            .unwrap_or('ㅇ')
    }
}

/// Joins decomposed Hangul jamo into syllables, as NFC does.
///
/// macOS and iOS hand out file names in decomposed form. Other scripts are left
/// as they are: their composition tables weigh more in WebAssembly than
/// this programme's texts, which are Hangul and plain Latin, would gain.
///
/// ```
/// assert_eq!(domain::korea::hangul::compose("\u{1103}\u{1162}\u{1100}\u{116E}"), "대구");
/// ```
pub fn compose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut held: Option<char> = None;
    for c in text.chars() {
        match held.and_then(|first| join(first, c)) {
            Some(joined) => held = Some(joined),
            None => {
                out.extend(held);
                held = Some(c);
            }
        }
    }
    out.extend(held);
    out
}

fn join(first: char, second: char) -> Option<char> {
    let (first, second) = (u32::from(first), u32::from(second));
    let initial = first.wrapping_sub(INITIAL_BASE);
    let vowel = second.wrapping_sub(VOWEL_BASE);
    if initial < INITIALS && vowel < VOWELS {
        return char::from_u32(SYLLABLE_BASE + (initial * VOWELS + vowel) * FINALS);
    }
    let open = (SYLLABLE_BASE..=SYLLABLE_LAST).contains(&first)
        && (first - SYLLABLE_BASE).is_multiple_of(FINALS);
    let last = second.wrapping_sub(FINAL_BASE);
    if open && (1..FINALS).contains(&last) {
        return char::from_u32(first + last);
    }
    None
}
