//! The resident-number detector against a naive reference.

use domain::korea::rrn;
use proptest::prelude::*;

/// Tries every start and every way to write the gap, on ASCII only.
fn naive(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let two = |at: usize| (bytes[at] - b'0') * 10 + bytes[at + 1] - b'0';
    let mut hits = Vec::new();
    let mut from = 0;
    'starts: while from < bytes.len() {
        for gap in [" - ", " -", "- ", "-", "  ", " ", ""] {
            let serial = from + 6 + gap.len();
            let end = serial + 7;
            let fits = (from == 0 || !is_digit(from - 1))
                && (from..from + 6).all(is_digit)
                && text.get(from + 6..serial) == Some(gap)
                && (serial..end).all(is_digit)
                && !is_digit(end);
            if fits
                && (1..=12).contains(&two(from + 2))
                && (1..=31).contains(&two(from + 4))
                && (b'1'..=b'8').contains(&bytes[serial])
            {
                hits.push(from..end);
                from = end;
                continue 'starts;
            }
        }
        from += 1;
    }
    hits
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn agrees_with_the_naive_search(
        text in "([0-9]{0,2}[0-9]{2}(0[0-9]|1[0-3])([0-2][0-9]|3[0-2]) ?-? ?[0-9]{6,8}[a ,0]?){0,3}"
    ) {
        prop_assert_eq!(rrn::find(&text), naive(&text), "{}", text);
    }

    #[test]
    fn never_panics_and_leaves_nothing_to_find(text in any::<String>(), tail in any::<String>()) {
        let text = format!("{text} 900101-1234567 {tail}");
        let masked = rrn::mask(&text);
        prop_assert!(!rrn::is_suspected(&masked), "{}", masked);
        prop_assert_eq!(masked.chars().count(), text.chars().count());
    }
}

#[test]
fn sees_through_full_width_and_zero_width() {
    assert!(rrn::is_suspected("９００１０１－１２３４５６７"));
    assert!(rrn::is_suspected("900101\u{200B}-1234567"));
    assert!(rrn::is_suspected("900101 – 1234567"));
    assert!(!rrn::is_suspected("900101--1234567"));
}

#[test]
fn masks_every_number_and_nothing_else() {
    let text = "김 900101-1234567, 이 8505052345678 전화 010-1234-5678";
    assert_eq!(
        rrn::mask(text),
        "김 ******-*******, 이 ************* 전화 010-1234-5678"
    );
    assert!(matches!(
        rrn::mask("없음"),
        std::borrow::Cow::Borrowed("없음")
    ));
}
