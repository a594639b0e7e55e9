//! Hangul, particles, names, addresses of mail, and search.

use domain::korea::choseong;
use domain::korea::email::Email;
use domain::korea::hangul::{Syllable, compose};
use domain::korea::name::Name;
use domain::korea::particle::{Particle, after, with};
use domain::korea::search_key::search_key;
use proptest::prelude::*;

/// A syllable as the jamo a decomposing file system writes.
fn decompose(text: &str) -> String {
    let jamo = |base: u32, index: u8| char::from_u32(base + u32::from(index)).unwrap();
    text.chars()
        .flat_map(|c| match Syllable::of(c) {
            Some(s) => {
                let last = (s.last > 0).then(|| jamo(0x11A7, s.last));
                [
                    Some(jamo(0x1100, s.initial)),
                    Some(jamo(0x1161, s.vowel)),
                    last,
                ]
            }
            None => [Some(c), None, None],
        })
        .flatten()
        .collect()
}

/// The states an input method passes through before the last syllable is whole.
fn typing_states(word: &str) -> Vec<String> {
    let mut chars = word.chars();
    let last = chars.next_back().unwrap();
    let head = chars.as_str();
    let s = Syllable::of(last).unwrap();
    let open = char::from_u32(u32::from(last) - u32::from(s.last)).unwrap();
    vec![
        format!("{head}{}", s.initial_letter()),
        format!("{head}{open}"),
        word.to_owned(),
    ]
}

proptest! {
    #[test]
    fn decomposed_hangul_is_joined_again(text in "[가-힣a-z ]{0,20}") {
        prop_assert_eq!(compose(&decompose(&text)), text.clone());
        prop_assert_eq!(compose(&text), text);
    }

    #[test]
    fn a_text_is_found_while_any_part_of_it_is_typed(
        before in "[가-힣a-z ]{0,4}", word in "[가-힣]{1,4}", rest in "[가-힣a-z]{0,4}"
    ) {
        let text = format!("{before}{word}{rest}");
        for state in typing_states(&word) {
            prop_assert!(choseong::matches(&text, &state), "{} in {}", state, text);
        }
        prop_assert!(choseong::matches(&text, &choseong::initials(&word)));
        prop_assert!(choseong::matches(&decompose(&text), &decompose(&word)));
    }

    #[test]
    fn a_final_consonant_on_its_way_to_the_next_syllable_still_finds(
        first in 0..399_u32, second in "[가-힣]"
    ) {
        let open = 0xAC00 + first * 28;
        let word = format!("{}{second}", char::from_u32(open).unwrap());
        let letter = choseong::initials(&second);
        // The letters at their index among the final consonants.
        let finals = "-ㄱㄲ-ㄴ--ㄷㄹ-------ㅁㅂ-ㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
        if let Some(at) = finals.chars().position(|c| letter.starts_with(c)) {
            let state = char::from_u32(open + at as u32).unwrap().to_string();
            prop_assert!(choseong::matches(&word, &state), "{} in {}", state, word);
        }
    }

    #[test]
    fn search_keys_are_stable(name in "(주|식|회|사|\\(주\\)|주식회사|협동조합|사회적|[(). a-zA-Z가나다㈜]){0,8}") {
        let key = search_key(&name);
        prop_assert_eq!(search_key(&key), key);
    }

    #[test]
    fn any_text_is_answered_without_a_panic(text in any::<String>(), query in any::<String>()) {
        let _ = (Email::parse(&text), Name::parse(&text), search_key(&text));
        let _ = (choseong::matches(&text, &query), choseong::initials(&text));
        let _ = with(&text, Particle::Toward);
    }

    #[test]
    fn the_normal_form_of_an_address_is_its_own(text in "[A-Za-z.]{1,9}@[A-Za-z-]{1,9}\\.[A-Za-z]{2,4}") {
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
        }
    }
}

#[test]
fn particles_follow_the_last_sound() {
    let object = |word| after(word, Particle::Object);
    for word in [
        "다울",
        "기업",
        "(주)다울",
        "다울(주)",
        "2020-피해-000123",
        "10",
        "1,000",
        "URL",
        "KTM",
    ] {
        assert_eq!(object(word), "을", "{word}");
    }
    for word in [
        "카페",
        "『백서』",
        "회사.",
        "12",
        "1,000,000,000,000",
        "CEO",
        "server",
        "50%",
        "카카오",
    ] {
        assert_eq!(object(word), "를", "{word}");
    }
    for word in ["", "book", "東京", "…"] {
        assert_eq!(object(word), "을(를)", "{word}");
    }
}

#[test]
fn toward_treats_rieul_as_a_vowel() {
    let toward = |word| after(word, Particle::Toward);
    assert_eq!(["서울", "1", "Google", "L", "대구"].map(toward), ["로"; 5]);
    assert_eq!(["부산", "3", "game", "N"].map(toward), ["으로"; 4]);
    assert_eq!(toward("?"), "(으)로");
}

#[test]
fn every_pair_of_particles_is_there() {
    let all = [
        Particle::Object,
        Particle::Subject,
        Particle::Topic,
        Particle::With,
        Particle::Toward,
    ];
    assert_eq!(
        all.map(|p| with("기업", p)),
        ["기업을", "기업이", "기업은", "기업과", "기업으로"]
    );
    assert_eq!(
        all.map(|p| with("대구", p)),
        ["대구를", "대구가", "대구는", "대구와", "대구로"]
    );
}

#[test]
fn initials_and_half_typed_syllables_find() {
    for query in [
        "",
        "ㄷㅇ",
        "다울",
        "다우",
        "당",
        "다",
        "ㄷ",
        "조합 ㄷㅇ",
        "ㅎㄷㅈㅎ",
    ] {
        assert!(choseong::matches("사회적협동조합 다울", query), "{query}");
    }
    for query in ["ㅇㄷ", "다을", "다울조", "단"] {
        assert!(!choseong::matches("사회적협동조합 다울", query), "{query}");
    }
    assert!(choseong::matches("각시", "ㄱㅅ") && choseong::matches("각시", "ㄳ"));
    assert!(choseong::matches("과일", "고") && choseong::matches("닭", "달"));
    assert!(choseong::matches("Café 다울", "caf"));
}

#[test]
fn names_of_one_enterprise_share_a_key() {
    for name in [
        "다울",
        "(주)다울",
        "㈜ 다울",
        "（주）다울",
        "주식회사 다울",
        "다울 사회적협동조합",
        "다·울",
    ] {
        assert_eq!(search_key(name), "다울", "{name}");
    }
    assert_eq!(search_key("(사)Daegu Fair-Trade"), "daegufairtrade");
    assert_eq!(search_key("협동조합"), "협동조합");
}

#[test]
fn addresses_say_which_half_is_wrong() {
    let code = |text| Email::parse(text).map_err(|e| e.code());
    assert_eq!(
        Email::parse("A.b+c@Naver.COM").unwrap().as_str(),
        "A.b+c@naver.com"
    );
    assert_eq!(code(" "), Err("email.empty"));
    assert_eq!(code("daul"), Err("email.at_sign"));
    assert_eq!(code("a@b@c.kr"), Err("email.at_sign"));
    assert_eq!(code("다울@naver.com"), Err("email.local"));
    assert_eq!(code("a..b@naver.com"), Err("email.local"));
    assert_eq!(code("a@naver"), Err("email.domain"));
    assert_eq!(code("a@-naver.com"), Err("email.domain"));
    assert_eq!(code("a@naver.c0m"), Err("email.domain"));
}

#[test]
fn names_allow_what_people_are_called() {
    for name in ["김다울", "남궁 민수", "Nguyễn Thị-Hoa", "마리·퀴리"] {
        assert_eq!(Name::parse(name).unwrap().as_str(), name);
    }
    let code = |text: &str| Name::parse(text).map_err(|e| e.code());
    assert_eq!(code("김"), Err("name.too_short"));
    assert_eq!(code(&"김".repeat(51)), Err("name.too_long"));
    assert_eq!(code("<b>김다울"), Err("name.character"));
    assert_eq!(Name::parse("마리ㆍ퀴리").unwrap().as_str(), "마리·퀴리");
}
