//! Properties of numbers, amounts and rates.

use domain::korea::brn::{Brn, BrnError, BrnKind};
use domain::korea::crn::Crn;
use domain::korea::decline::{DeclineBand, DeclineRate};
use domain::korea::district;
use domain::korea::ksic::{self, Ksic, SECTIONS};
use domain::korea::mailorder::MailOrder;
use domain::korea::phone::Phone;
use domain::korea::postcode::Postcode;
use domain::korea::receipt_number::{MAX_SERIAL, ReceiptKind, ReceiptNumber, temporary_label};
use domain::korea::{date, normalize, won};
use proptest::prelude::*;

/// Nine digits and the check digit that completes them.
fn valid_brn() -> impl Strategy<Value = String> {
    "[1-9][0-9]{8}".prop_map(|nine| {
        (0..10)
            .map(|check| format!("{nine}{check}"))
            .find(|ten| Brn::parse(ten).is_ok())
            .unwrap()
    })
}

fn full_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            '-' => '－',
            _ => c,
        })
        .collect()
}

proptest! {
    #[test]
    fn any_single_wrong_digit_in_a_business_number_is_caught(
        brn in valid_brn(), at in 0..10_usize, by in 1..10_u8
    ) {
        let mut bytes = brn.into_bytes();
        bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
        let wrong = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(Brn::parse(&wrong), Err(BrnError::Checksum));
    }

    #[test]
    fn business_numbers_survive_formatting_and_full_width(brn in valid_brn()) {
        let parsed = Brn::parse(&brn).unwrap();
        prop_assert_eq!(parsed.digits(), brn);
        prop_assert_eq!(Brn::parse(&parsed.to_string()), Ok(parsed));
        prop_assert_eq!(Brn::parse(&full_width(&parsed.to_string())), Ok(parsed));
    }

    #[test]
    fn exactly_one_last_digit_completes_a_corporate_number(twelve in "[1-9][0-9]{11}") {
        let fits = (0..10).filter(|last| Crn::check(&format!("{twelve}{last}")).is_ok()).count();
        prop_assert_eq!(fits, 1);
    }

    #[test]
    fn swapped_neighbours_in_a_corporate_number_are_caught(
        twelve in "[1-9][0-9]{11}", at in 0..12_usize
    ) {
        let good = (0..10).map(|d| format!("{twelve}{d}")).find(|n| Crn::check(n).is_ok()).unwrap();
        let mut bytes = good.into_bytes();
        prop_assume!(bytes[at] != bytes[at + 1]);
        bytes.swap(at, at + 1);
        let swapped = String::from_utf8(bytes).unwrap();
        prop_assert!(Crn::check(&swapped).is_err(), "{}", swapped);
    }

    #[test]
    fn the_normal_form_of_a_phone_number_is_its_own(
        number in "(\\+82 ?)?0?(10|11|2|53|70|80|505|1[568]|[0-9]{2})[- .)]?[0-9]{3,4}[- .]?[0-9]{4}"
    ) {
        if let Ok(phone) = Phone::parse(&number) {
            prop_assert_eq!(Phone::parse(&phone.to_string()).unwrap(), phone.clone());
            prop_assert_eq!(Phone::parse(phone.digits()).unwrap(), phone.clone());
            prop_assert_eq!(phone.to_string().replace('-', ""), phone.digits());
        }
    }

    #[test]
    fn amounts_read_back_as_typed(won in 0..=won::MAX) {
        prop_assert_eq!(won::parse(&won::read(won)), Ok(won));
        prop_assert_eq!(won::parse(&won::group_thousands(won)), Ok(won));
        prop_assert_eq!(won::parse(&won.to_string()), Ok(won));
    }

    #[test]
    fn grouping_only_adds_commas(number in any::<i64>()) {
        let grouped = won::group_thousands(number);
        prop_assert_eq!(grouped.replace(',', ""), number.to_string());
        prop_assert!(grouped.trim_start_matches('-').rsplit(',').skip(1).all(|g| g.len() <= 3));
        prop_assert!(grouped.rsplit(',').next().unwrap().trim_start_matches('-').len() <= 3);
    }

    #[test]
    fn the_decline_is_the_nearest_tenth(base in 1..=won::MAX, now in 0..=won::MAX) {
        let (b, c) = (i128::from(base), i128::from(now));
        let tenths = i128::from(DeclineRate::between(base, now).unwrap().tenths());
        // Nearest: |tenths·b − 1000·(b − c)| ≤ b/2, a tie going away from zero.
        let error = tenths * b - 1000 * (b - c);
        prop_assert!(2 * error.abs() <= b);
        if 2 * error.abs() == b {
            prop_assert!(tenths.signum() * error >= 0);
        }
    }

    #[test]
    fn the_decline_never_grows_with_current_revenue(
        base in 1..=won::MAX, a in 0..=won::MAX, b in 0..=won::MAX
    ) {
        let rate = |now| DeclineRate::between(base, now).unwrap();
        prop_assert!(rate(a.min(b)) >= rate(a.max(b)));
        prop_assert!(rate(a.min(b)).band() >= rate(a.max(b)).band());
    }

    #[test]
    fn a_fall_and_a_rise_of_one_size_round_alike(base in 1..=won::MAX / 2, by in 0..=won::MAX / 2) {
        prop_assume!(by <= base);
        let fall = DeclineRate::between(base, base - by).unwrap();
        let rise = DeclineRate::between(base, base + by).unwrap();
        prop_assert_eq!(fall.tenths(), -rise.tenths());
    }

    #[test]
    fn receipt_numbers_survive_printing(year in 2000..2100_u16, at in 0..4_usize, n in 1..=MAX_SERIAL) {
        let number = ReceiptNumber::new(year, ReceiptKind::ALL[at], n).unwrap();
        prop_assert_eq!(number.to_string().parse(), Ok(number));
    }

    #[test]
    fn any_text_is_answered_without_a_panic(text in any::<String>()) {
        let _ = (Brn::parse(&text), Crn::check(&text), Phone::parse(&text), won::parse(&text));
        let _ = (MailOrder::parse(&text), Postcode::parse(&text), Ksic::parse(&text));
        let _ = text.parse::<ReceiptNumber>();
    }

    #[test]
    fn amounts_of_odd_pieces_never_panic(text in "[0-9.,조억만천백십원 -]{0,40}") {
        if let Ok(won) = won::parse(&text) {
            prop_assert!((0..=won::MAX).contains(&won));
        }
    }

    #[test]
    fn normalising_twice_changes_nothing(text in "[ 0-9０-９–\u{200B}\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11A8}-\u{11C2}가-힣㈜⑫²]{0,20}") {
        let number = normalize::number(&text);
        prop_assert_eq!(normalize::number(&number), number.clone());
        let words = normalize::text(&text);
        prop_assert_eq!(normalize::text(&words), words.clone());
    }
}

#[test]
fn odd_digits_and_signs_fold() {
    assert_eq!(
        normalize::number("①②⑳ ²₃ 𝟗 －‐‑–—−ㅡ （）．，＋＠"),
        "1220 23 9 ------- ().,+@"
    );
    assert_eq!(normalize::text("\u{200B}가\u{200D}나 "), "가\u{200D}나");
}

#[test]
fn the_middle_digits_suggest_who_holds_a_business_number() {
    let kind = |text| Brn::parse(text).unwrap().kind();
    assert_eq!(kind("124-81-00998"), BrnKind::Corporation);
    assert_eq!(kind("123-45-67891"), BrnKind::Individual);
    assert!(BrnKind::NonProfit.may_be_identification_number());
    assert!(!BrnKind::Corporation.may_be_identification_number());
}

#[test]
fn bands_change_at_their_borders() {
    let band = |tenths: i64| DeclineRate::between(1000, 1000 - tenths).unwrap().band();
    let borders = [
        (-200, DeclineBand::None),
        (99, DeclineBand::None),
        (100, DeclineBand::About20),
        (299, DeclineBand::About20),
        (300, DeclineBand::About40),
        (500, DeclineBand::About60),
        (700, DeclineBand::About80),
        (899, DeclineBand::About80),
        (900, DeclineBand::About100),
    ];
    for (tenths, expected) in borders {
        assert_eq!(band(tenths), expected, "{tenths}");
    }
}

#[test]
fn rates_too_large_for_the_type_are_refused() {
    assert_eq!(
        DeclineRate::between(1, i64::MAX).map_err(|e| e.code()),
        Err("decline.out_of_range")
    );
}

#[test]
fn gunwi_is_a_district_of_daegu_since_july_2023() {
    let codes = |day: &str| {
        let day = date::parse_iso(day).unwrap();
        district::in_daegu_on(day)
            .map(|district| district.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(codes("2020-04-17").len(), 8);
    assert_eq!(codes("2023-06-30").len(), 8);
    assert_eq!(codes("2023-07-01").last(), Some(&"27720"));
    assert_eq!(district::by_code("47720").map(|d| d.sido), Some("경상북도"));
}

#[test]
fn districts_are_guessed_only_where_the_city_is_sure() {
    let day = date::parse_iso("2026-04-17").unwrap();
    let guess = |text: &str| district::guess(text, day).map(|district| district.ko);
    assert_eq!(guess("대구광역시 중구 국채보상로 1"), Some("중구"));
    assert_eq!(guess("대구 북구"), Some("북구"));
    assert_eq!(guess("대구중구"), Some("중구"));
    assert_eq!(guess("대구군위"), Some("군위군"));
    assert_eq!(guess("달서구 월배로"), Some("달서구"));
    assert_eq!(guess("서울 중구"), None);
    assert_eq!(guess("중구"), None);
    assert_eq!(guess(""), None);
}

#[test]
fn industry_codes_know_their_section() {
    assert_eq!(
        SECTIONS.iter().map(|s| s.letter).collect::<String>(),
        "ABCDEFGHIJKLMNOPQRSTU"
    );
    let code = |text| Ksic::parse(text).map_err(|e| e.code());
    assert_eq!(code("56111").map(|k| k.section().letter), Ok('I'));
    assert_eq!(code("C56111"), Err("ksic.section_mismatch"));
    assert_eq!(code("04"), Err("ksic.unknown_division"));
    assert_eq!(code("I5"), Err("ksic.shape"));
    assert_eq!(code(""), Err("ksic.empty"));
}

#[test]
fn a_section_letter_suggests_an_industry_only_if_it_holds_one() {
    let suggested: String = SECTIONS
        .iter()
        .map(|section| section.letter)
        .filter(|letter| ksic::suggest(&letter.to_string()).is_some())
        .collect();
    assert_eq!(suggested, "ABCDEFGKLOPQSTU");
    assert_eq!(
        ksic::suggest("C10").map(|industry| industry.code()),
        Some("food")
    );
    assert_eq!(ksic::suggest("가"), None);
}

#[test]
fn receipt_numbers_say_what_is_wrong() {
    let code = |text: &str| text.parse::<ReceiptNumber>().map_err(|e| e.code());
    assert_eq!(code("2020-피해"), Err("receipt_number.shape"));
    assert_eq!(code("1999-피해-000001"), Err("receipt_number.year"));
    assert_eq!(code("2020-손해-000001"), Err("receipt_number.kind"));
    assert_eq!(code("2020-피해-000000"), Err("receipt_number.serial"));
    assert_eq!(code("2020-피해-1"), Err("receipt_number.serial"));
    let id = "018f0000-0000-7000-8000-00000012ab9f".parse().unwrap();
    assert_eq!(temporary_label(id), "12ab9f");
}

#[test]
fn mail_order_regions_and_years_can_be_compared() {
    let number = MailOrder::parse("2000-경기수원-0515").unwrap();
    assert_eq!(
        (number.year(), number.region(), number.is_in_daegu()),
        (2000, "경기수원", false)
    );
}
