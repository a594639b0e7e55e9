//! What both forms ask of a made-up enterprise beyond its name: who leads it, what it sells, where it is.

use domain::answer::{Address, Answer, Answers, Row};

use super::{Dice, Firm, answers::text};

const ITEMS: [(&str, &[&str]); 8] = [
    (
        "food",
        &["수제 김치", "전통 된장", "쌀 쿠키", "참기름", "도시락"],
    ),
    ("education", &["코딩 교구", "보드게임", "진로 학습지"]),
    ("culture", &["지역 여행책", "전시 도록", "엽서 묶음"]),
    ("arts", &["도자기 컵", "나무 도마", "천연 염색 스카프"]),
    ("tourism", &["골목 여행 체험권", "지역 특산품 꾸러미"]),
    (
        "manufacturing",
        &["면 마스크", "장바구니", "천연 비누", "앞치마"],
    ),
    ("distribution", &["제철 채소 꾸러미", "공정무역 커피"]),
    ("other", &["친환경 세제", "재생 노트", "방향제"]),
];
const SECTIONS: [(&str, &str); 8] = [
    ("food", "I"),
    ("education", "P"),
    ("culture", "R"),
    ("arts", "R"),
    ("tourism", "N"),
    ("manufacturing", "C"),
    ("distribution", "G"),
    ("other", "S"),
];
const STREETS: [(&str, &str, &str); 5] = [
    ("중구", "국채보상로", "41917"),
    ("동구", "동부로", "41230"),
    ("북구", "침산로", "41590"),
    ("수성구", "달구벌대로", "42086"),
    ("달서구", "성서공단로", "42704"),
];
/// The answers about the enterprise.
pub(super) fn detail(dice: &mut Dice, firm: &Firm, answers: &mut Answers) {
    answers.set(
        "representatives",
        Some(Answer::Rows(vec![row(
            "r1",
            &[("rep_name", text(&firm.representative))],
        )])),
    );
    answers.set("legal_form", text(firm.legal_form));
    let founded = format!(
        "{}-{:02}-{:02}",
        dice.between(2008, 2020),
        dice.between(1, 13),
        dice.between(1, 29)
    );
    answers.set("founded_on", text(founded));
    answers.set("ksic_section", text(of(&SECTIONS, firm.industry)));
    answers.set(
        "main_items",
        Some(Answer::Rows(vec![row(
            "r1",
            &[("main_item", text(goods(dice, firm)))],
        )])),
    );
    let (sigungu, street, zip) = STREETS[usize::try_from(dice.below(5)).unwrap_or(0)];
    answers.set(
        "address",
        Some(Answer::Address(Address {
            sido: "대구광역시".to_owned(),
            sigungu: sigungu.to_owned(),
            road: format!("{street} {}", dice.between(1, 900)),
            detail: String::new(),
            zip: zip.to_owned(),
        })),
    );
    answers.set(
        "revenue_last_year",
        Some(Answer::Int(dice.between(20, 900) * 1_000_000)),
    );
}

/// What it sells.
pub(super) fn goods(dice: &mut Dice, firm: &Firm) -> &'static str {
    let goods = ITEMS
        .iter()
        .find(|(industry, _)| *industry == firm.industry)
        .map_or(&[] as &[_], |(_, goods)| *goods);
    dice.pick(goods)
}

/// A row of a repeat.
pub(super) fn row(id: &str, answers: &[(&str, Option<Answer>)]) -> Row {
    let mut row = Row {
        id: id.to_owned(),
        answers: Answers::default(),
    };
    for (field, answer) in answers {
        row.answers.set(field, answer.clone());
    }
    row
}

fn of(pairs: &[(&str, &'static str)], key: &str) -> &'static str {
    pairs
        .iter()
        .find(|(industry, _)| *industry == key)
        .map_or("S", |(_, code)| code)
}
