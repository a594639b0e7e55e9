//! Made-up answers of the branches of the onboarding: a listing for those who sold online, support for those who did not.

use domain::answer::{Answer, Answers};

use super::{
    Dice, Firm,
    answers::{many, text},
    profile::{goods, row},
};

const TRACKS: [(&str, u64); 4] = [
    ("se_hall", 50),
    ("specialty", 15),
    ("industrial", 15),
    ("unknown", 20),
];
const SERVICES: [(&str, u64); 6] = [
    ("detail", 30),
    ("photo", 24),
    ("coupon", 18),
    ("promotion", 14),
    ("logistics", 8),
    ("live", 6),
];
const CATEGORIES: [(&str, &str); 8] = [
    ("food", "proc_food"),
    ("education", "toy"),
    ("culture", "print"),
    ("arts", "craft"),
    ("tourism", "exp"),
    ("manufacturing", "living"),
    ("distribution", "agri"),
    ("other", "recycle"),
];
const READY: [(&str, u64); 4] = [("brn", 60), ("photos", 20), ("packaging", 15), ("staff", 5)];
const AREAS: [(&str, u64); 6] = [
    ("marketing", 30),
    ("detail", 25),
    ("brand", 15),
    ("logistics", 12),
    ("permits", 10),
    ("price", 8),
];
const TIMES: [(&str, u64); 4] = [("none", 60), ("once", 25), ("twice", 10), ("more", 5)];

/// What a listing needs, with one product.
pub(super) fn mall(dice: &mut Dice, firm: &Firm, answers: &mut Answers) {
    answers.set("mall_target", many(&["epost"]));
    answers.set("mall_track", text(dice.weigh(&TRACKS)));
    answers.set("wanted_services", many(&dice.several(&SERVICES, 3)));
    if dice.is_one_in(2) {
        answers.set("has_mailorder", text("yes"));
        let number = format!(
            "{}-대구{}-{:04}",
            dice.between(2012, 2020),
            dice.pick(&["중구", "북구", "수성구"]),
            dice.between(1, 2000)
        );
        answers.set("mailorder_no", text(number));
    } else {
        answers.set("has_mailorder", text(dice.pick(&["no", "unknown"])));
    }
    answers.set(
        "check_maker",
        text(dice.weigh(&[("self", 80), ("oem", 15), ("resale", 5)])),
    );
    answers.set(
        "check_domestic",
        text(dice.weigh(&[("yes", 70), ("part", 20), ("no", 10)])),
    );
    answers.set(
        "check_parcel",
        text(dice.weigh(&[("yes", 75), ("cold", 20), ("no", 5)])),
    );
    let certified = dice.is_one_in(2);
    answers.set("check_cert", Some(Answer::Bool(certified)));
    if certified {
        answers.set("certs", many(&[dice.pick(&["haccp", "women", "direct"])]));
    }
    let category = CATEGORIES
        .iter()
        .find(|(industry, _)| *industry == firm.industry)
        .map_or("other", |(_, category)| *category);
    let price = dice.between(30, 400) * 100;
    let amount = |won| Some(Answer::Int(won));
    let product = [
        ("name", text(goods(dice, firm))),
        ("category", many(&[category])),
        ("spec", text("1개")),
        ("price_retail", amount(price * 12 / 10)),
        ("price_sale", amount(price)),
        ("price_supply", amount(price * 8 / 10)),
        ("origin", text("쌀 100%(국내산)")),
        ("food_type", text("과자")),
        ("maker", text(&firm.name)),
        ("maker_addr", text("대구광역시 중구 국채보상로 670")),
        ("shelf_life", text("제조일부터 12개월")),
        ("shelf_months", amount(dice.between(1, 25))),
        ("storage", text("room")),
        ("kc", text("na")),
        ("detail_page", text(dice.pick(&["have", "none"]))),
    ];
    answers.set("products", Some(Answer::Rows(vec![row("r1", &product)])));
}

/// The support a firm without experience asks for.
pub(super) fn growth(dice: &mut Dice, answers: &mut Answers) {
    answers.set("ready_check", many(&dice.several(&READY, 2)));
    if dice.is_one_in(3) {
        answers.set("support_kind", many(&["consult", "fund"]));
        let amount = dice.between(10, 60) * 1_000_000;
        answers.set("fund_use", many(&["marketing"]));
        answers.set("fund_amount", Some(Answer::Int(amount)));
        answers.set("fund_history", text(dice.weigh(&TIMES)));
        answers.set(
            "fund_own_share",
            Some(Answer::Int(amount * dice.between(5, 31) / 100)),
        );
        answers.set(
            "fund_plan",
            text("상품 포장을 바꾸고 온라인 광고를 석 달 동안 합니다."),
        );
    } else {
        answers.set("support_kind", many(&["consult", "edu"]));
    }
    answers.set("consult_areas", many(&dice.several(&AREAS, 3)));
    answers.set(
        "consult_question",
        text("처음 온라인으로 팔 때 무엇부터 갖추어야 하는지 알고 싶습니다."),
    );
}
