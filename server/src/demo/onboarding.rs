//! Made-up applications to sell online.

use domain::answer::{Answer, Answers};

use super::{
    Dice, Firm,
    answers::{many, organisation, text},
    listing,
    profile::{detail, row},
};

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
    detail(dice, firm, &mut answers);
    if firm.industry == "other" {
        answers.set("program_industry_other", text("생활 지원 서비스"));
    }
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
    let employees = dice.between(3, 40);
    answers.set("employees_total", Some(Answer::Int(employees)));
    answers.set(
        "employees_vulnerable",
        Some(Answer::Int(dice.between(0, employees + 1))),
    );
    answers.set(
        "contact_pref",
        many(&dice.several(&[("call", 3), ("sms", 3), ("kakao", 4)], 2)),
    );
    let experience = experience(dice, &mut answers);
    if experience == "no" {
        listing::growth(dice, &mut answers);
    } else {
        listing::mall(dice, firm, &mut answers);
    }
    answers.set("d_brn_have", text(dice.pick(&["have", "soon"])));
    answers.set("d_type_have", text(dice.pick(&["have", "soon"])));
    answers
}

fn experience(dice: &mut Dice, answers: &mut Answers) -> &'static str {
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
    experience
}
