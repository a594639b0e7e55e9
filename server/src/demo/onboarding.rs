//! Made-up applications to sell online.

use domain::answer::{Address, Answer, Answers, Row};

use super::{
    Dice, Firm,
    answers::{many, organisation, text},
};

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
const MALLS: [(&str, u64); 6] = [
    ("smartstore", 40),
    ("epost", 18),
    ("coupang", 16),
    ("muhan", 10),
    ("11st", 8),
    ("funding", 8),
];
const OBSTACLES: [(&str, u64); 8] = [
    ("staff", 30),
    ("detail_page", 24),
    ("know_how", 20),
    ("packaging", 10),
    ("fees", 10),
    ("shipping", 8),
    ("service", 6),
    ("permits", 4),
];

/// The answers of one application.
pub(super) fn answers(dice: &mut Dice, firm: &Firm) -> Answers {
    let mut answers = organisation(firm);
    answers.set(
        "representatives",
        Some(Answer::Rows(vec![row(
            "r1",
            &[("rep_name", text(&firm.representative))],
        )])),
    );
    answers.set("legal_form", text(firm.legal_form));
    if firm.org_type.starts_with("pre_") {
        let certificate = [
            ("org_type", text(firm.org_type)),
            ("org_type_date", text("2019-06-01")),
            ("org_type_expiry", text("2029-05-31")),
        ];
        answers.set(
            "org_type_certs",
            Some(Answer::Rows(vec![row("r1", &certificate)])),
        );
    }
    let founded = format!(
        "{}-{:02}-{:02}",
        dice.between(2008, 2020),
        dice.between(1, 13),
        dice.between(1, 29)
    );
    answers.set("founded_on", text(founded));
    answers.set("ksic_section", text(of(&SECTIONS, firm.industry)));
    if firm.industry == "other" {
        answers.set("program_industry_other", text("생활 지원 서비스"));
    }
    let goods = ITEMS
        .iter()
        .find(|(industry, _)| *industry == firm.industry)
        .map_or(&[] as &[_], |(_, goods)| *goods);
    answers.set(
        "main_items",
        Some(Answer::Rows(vec![row(
            "r1",
            &[("main_item", text(dice.pick(goods)))],
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
    let employees = dice.between(3, 40);
    answers.set("employees_total", Some(Answer::Int(employees)));
    answers.set(
        "employees_vulnerable",
        Some(Answer::Int(dice.between(0, employees + 1))),
    );
    answers.set(
        "revenue_last_year",
        Some(Answer::Int(dice.between(20, 900) * 1_000_000)),
    );
    answers.set(
        "contact_pref",
        many(&dice.several(&[("call", 3), ("sms", 3), ("kakao", 4)], 2)),
    );
    experience(dice, &mut answers);
    answers
}

fn experience(dice: &mut Dice, answers: &mut Answers) {
    let experience = dice.weigh(&[
        ("yes_now", 28),
        ("yes_past", 12),
        ("own_only", 12),
        ("no", 48),
    ]);
    answers.set("online_experience", text(experience));
    if experience.starts_with("yes") {
        let malls = dice.several(&MALLS, 2);
        let details = malls
            .iter()
            .map(|mall| {
                let since = format!("{}-{:02}", dice.between(2015, 2020), dice.between(1, 13));
                row(mall, &[("mall", text(*mall)), ("mall_since", text(since))])
            })
            .collect();
        answers.set("malls_used", many(&malls));
        answers.set("mall_details", Some(Answer::Rows(details)));
    } else {
        answers.set("no_reason", many(&dice.several(&OBSTACLES, 2)));
    }
    if experience != "no" {
        answers.set("online_share", Some(Answer::Int(dice.between(1, 60))));
    }
}

fn row(id: &str, answers: &[(&str, Option<Answer>)]) -> Row {
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
