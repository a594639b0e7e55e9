//! Made-up damage reports. The shares are those of the surveys of March 2020 (domain specification, section 0).

use domain::answer::{Answer, Answers};

use super::{
    Dice, Firm,
    answers::{many, organisation, text},
    full,
};

/// Decline of revenue; the upper bands are Daegu's.
const DECLINE: [(&str, u64); 6] = [
    ("none", 5),
    ("20", 14),
    ("40", 23),
    ("60", 21),
    ("80", 25),
    ("100", 12),
];
/// One third closed without revenue, one in thirteen as always.
const OPERATING: [(&str, u64); 6] = [
    ("normal", 8),
    ("reduced", 34),
    ("leave", 22),
    ("suspended", 27),
    ("shut", 6),
    ("closing", 3),
];
const CLIMATE: [(&str, u64); 4] = [("1", 62), ("2", 32), ("3", 5), ("4", 1)];
const NEEDS: [(&str, u64); 9] = [
    ("labor", 458),
    ("emergency_loan", 202),
    ("operating", 106),
    ("rent", 64),
    ("tax", 50),
    ("sales", 50),
    ("procurement", 30),
    ("quarantine", 25),
    ("criteria", 15),
];
const DISTRICTS: [&str; 9] = [
    "27110", "27140", "27170", "27200", "27230", "27260", "27290", "27710", "27720",
];

const CAUSES: [&str; 6] = [
    "2월 말부터 예약이 모두 취소되어 매장을 열지 못했습니다.",
    "학교와 복지관이 문을 닫으면서 정기 납품이 끊겼습니다.",
    "거래처 행사가 없어져 주문이 한 건도 들어오지 않고 있습니다.",
    "확진자가 나온 건물에 있어 2주 동안 영업을 하지 못했습니다.",
    "손님이 줄어 하루 매출이 예전의 5분의 1도 되지 않습니다.",
    "강좌를 모두 멈추어 강사료와 임대료만 나가고 있습니다.",
];
const CONSEQUENCES: [&str; 5] = [
    "직원 절반이 무급 휴직에 들어갔고 다음 달 급여를 마련하지 못했습니다.",
    "대출로 버티고 있지만 4대 보험료가 두 달째 밀려 있습니다.",
    "만들어 둔 상품을 버려야 해서 재료비 손해가 큽니다.",
    "취약계층 직원들의 일자리를 지키려고 대표가 급여를 받지 않고 있습니다.",
    "임대인이 한 달 임대료를 깎아 주었으나 그다음은 알 수 없습니다.",
];
const WISHES: [&str; 4] = [
    "인건비를 먼저 지원받으면 직원들을 내보내지 않고 버틸 수 있습니다.",
    "온라인으로 팔 길이 있으면 남은 물량이라도 내놓고 싶습니다.",
    "공공기관에서 먼저 구매해 주면 큰 도움이 됩니다.",
    "지원사업의 실적 기준을 올해만이라도 낮추어 주기를 바랍니다.",
];

/// The answers of one report.
pub(super) fn answers(dice: &mut Dice, firm: &Firm) -> Answers {
    let mut answers = organisation(firm);
    let before = dice.between(3, 40);
    answers.set("sigungu", text(dice.pick(&DISTRICTS)));
    if firm.industry == "other" {
        answers.set(
            "program_industry_group",
            text(dice.pick(&["care", "cleaning", "environment"])),
        );
    }
    answers.set("disaster", text("covid19"));
    answers.set(
        "period_from",
        text(format!("2020-02-{:02}", dice.between(18, 29))),
    );
    answers.set("period_ongoing", Some(Answer::Bool(true)));
    answers.set("op_status", text(dice.weigh(&OPERATING)));
    answers.set(
        "climate",
        dice.weigh(&CLIMATE).parse().ok().map(Answer::Int),
    );
    answers.set("rev_band", text(dice.weigh(&DECLINE)));
    let now = before - dice.between(0, before / 2 + 1);
    answers.set("emp_before", Some(Answer::Int(before)));
    answers.set("emp_now", Some(Answer::Int(now)));
    answers.set("needs", many(&dice.several(&NEEDS, 3)));
    let story = [
        dice.pick(&CAUSES),
        dice.pick(&CONSEQUENCES),
        dice.pick(&WISHES),
    ]
    .join(" ");
    answers.set("story", text(story));
    answers.set("story_public", text(dice.pick(&["internal", "anonymous"])));
    if dice.is_one_in(3) {
        answers.set("want_call", Some(Answer::Bool(true)));
        answers.set(
            "call_time",
            many(&[dice.pick(&["morning", "afternoon", "evening"])]),
        );
    }
    answers.set("mode", text("quick"));
    if dice.is_one_in(3) {
        full::answers(dice, firm, (before, now), &mut answers);
    }
    answers
}
