//! Made-up answers of a damage report in full: months, cancellations, people, costs, policies.

use domain::answer::{Answer, Answers};

use super::{
    Dice, Firm,
    answers::{many, text},
    profile::{detail, row},
};

/// Heaviest burden, as surveyed.
const BURDEN: [(&str, u64); 4] = [
    ("labor", 779),
    ("finance", 96),
    ("rent", 78),
    ("upkeep", 47),
];
/// What they do about it, as surveyed.
const MEASURES: [(&str, u64); 4] = [
    ("none", 595),
    ("loan", 200),
    ("online", 105),
    ("adjust", 100),
];
const CASH: [(&str, u64); 5] = [
    ("under1", 20),
    ("1to3", 40),
    ("3to6", 25),
    ("over6", 10),
    ("unknown", 5),
];
const DIFFICULTIES: [(&str, u64); 6] = [
    ("revenue", 40),
    ("labor", 25),
    ("rent", 12),
    ("sales", 10),
    ("paperwork", 8),
    ("burnout", 5),
];
const POLICIES: [(&str, u64); 6] = [
    ("p01", 30),
    ("p02", 22),
    ("p06", 18),
    ("p07", 12),
    ("p10", 12),
    ("p19", 6),
];
const STATUSES: [(&str, u64); 4] = [
    ("unheard", 30),
    ("known", 30),
    ("received", 25),
    ("refused", 15),
];

fn count(number: i64) -> Option<Answer> {
    Some(Answer::Int(number))
}

/// Makes a quick report a full one. `before` and `now` are the workers.
pub(super) fn answers(
    dice: &mut Dice,
    firm: &Firm,
    (before, now): (i64, i64),
    answers: &mut Answers,
) {
    answers.set("mode", text("full"));
    detail(dice, firm, answers);
    revenue(dice, answers);
    if dice.is_one_in(3) {
        answers.set("loss_na", Some(Answer::Bool(true)));
    } else {
        losses(dice, answers);
    }
    people(dice, (before, now), answers);
    let burden = dice.weigh(&BURDEN);
    answers.set("burden_top", text(burden));
    answers.set("fixed_labor", count(now * 1_800_000));
    answers.set("cash_months", text(dice.weigh(&CASH)));
    answers.set("own_measures", many(&[dice.weigh(&MEASURES)]));
    answers.set("difficulties", many(&dice.several(&DIFFICULTIES, 3)));
    policies(dice, answers);
}

fn revenue(dice: &mut Dice, answers: &mut Answers) {
    // Where months are given the band is worked out from them.
    answers.set("rev_band", None);
    let base = dice.between(5, 80) * 1_000_000;
    let months = ["2020-02", "2020-03"].map(|month| {
        let now = base / 100 * dice.between(0, 90);
        row(
            month,
            &[
                ("month", text(month)),
                ("base_amount", count(base)),
                ("cur_amount", count(now)),
            ],
        )
    });
    answers.set("rev_rows", Some(Answer::Rows(months.to_vec())));
    answers.set(
        "rev_evidence",
        many(&[dice.pick(&["vat", "pos", "ledger"])]),
    );
}

fn losses(dice: &mut Dice, answers: &mut Answers) {
    let cancelled = row(
        "r1",
        &[
            (
                "kind",
                text(dice.pick(&["event", "class", "booking", "order"])),
            ),
            (
                "client_type",
                text(dice.pick(&["public", "school", "company", "person"])),
            ),
            ("count", count(dice.between(1, 12))),
            ("cancel_won", count(dice.between(1, 40) * 500_000)),
            (
                "cancel_status",
                text(dice.pick(&["cancelled", "postponed"])),
            ),
        ],
    );
    answers.set("cancels", Some(Answer::Rows(vec![cancelled])));
    answers.set("inv_loss", count(dice.between(0, 30) * 100_000));
    answers.set("closed_days", count(dice.between(0, 9)));
}

/// Leave and departures that add up.
fn people(dice: &mut Dice, (before, now): (i64, i64), answers: &mut Answers) {
    let left = before - now;
    let own_will = dice.between(0, left + 1);
    let leave = dice.between(0, now + 1);
    for (field, number) in [
        ("vul_before", before / 2),
        ("vul_now", now / 2),
        ("paid_leave", leave / 2),
        ("unpaid_leave", leave - leave / 2),
        ("reduced_hours", 0),
        ("paid_suspension", 0),
        ("left_dismissal", 0),
        ("left_recommended", left - own_will),
        ("left_expiry", 0),
        ("left_voluntary", own_will),
    ] {
        answers.set(field, count(number));
    }
}

fn policies(dice: &mut Dice, answers: &mut Answers) {
    let chosen = dice.several(&POLICIES, 2);
    let rows = chosen.iter().map(|policy| {
        let status = dice.weigh(&STATUSES);
        let answered = [
            ("policy", text(*policy)),
            ("status", text(status)),
            ("applied_on", text("2020-03-16")),
            (
                "decided_on",
                text(format!("2020-03-{}", dice.between(18, 31))),
            ),
            ("amount", count(dice.between(1, 20) * 500_000)),
            ("felt", count(dice.between(1, 6))),
            ("ease", count(dice.between(1, 5))),
            (
                "barriers",
                many(&[dice.pick(&["paperwork", "unqualified", "slow", "nonprofit"])]),
            ),
            (
                "refusal_reason",
                text("매출 요건에 미치지 못한다는 답을 받았습니다."),
            ),
        ];
        row(policy, &answered)
    });
    let rows = rows.collect();
    answers.set("policies", Some(Answer::Rows(rows)));
}
