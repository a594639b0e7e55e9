//! The damage report: quick and full, the decline, what is added up and what is not, people who must add up, closures.

use domain::answer::Answer;
use serde_json::Value;

use super::{
    support::{Story, form},
    value::file,
};

fn full() -> Story {
    let mut story = Story::begin("DMG");
    story.text("mode", "full").text("disaster", "covid19");
    story
}

fn months(story: &mut Story, rows: &[(&str, i64, i64)]) {
    for (at, (month, base, now)) in rows.iter().enumerate() {
        let row = format!("r{at}");
        story.row("rev_rows", &row);
        story.text(&format!("rev_rows/{row}/month"), month);
        story.int(&format!("rev_rows/{row}/base_amount"), *base);
        story.int(&format!("rev_rows/{row}/cur_amount"), *now);
    }
}

#[test]
fn a_report_begins_quick_and_asks_three_numbers_beside_the_case() {
    let story = Story::begin("DMG");
    assert_eq!(story.word("mode"), "quick");
    let steps = [
        "consent",
        "organisation",
        "revenue",
        "employment",
        "support",
        "story",
        "submit",
    ];
    assert_eq!(story.steps(), steps);
    let asked = |step: &str| {
        let paths = story.0.paths_of_step(step);
        paths.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(asked("revenue"), ["rev_band"]);
    assert_eq!(asked("employment"), ["emp_before", "emp_now"]);
    assert_eq!(asked("support"), ["needs"]);
    let form = form("DMG");
    let open = |id: &str| story.needs(id) && story.value(id).is_none();
    let required = form
        .fields()
        .filter(|field| field.repeat.is_none() && open(&field.id))
        .count();
    assert!(required <= 20, "{required} questions are no quick report");
    assert!(story.needs("story") && story.needs("rev_band") && !story.needs("emp_before"));
}

#[test]
fn a_quick_report_is_completed_without_typing_anything_again() {
    let mut story = Story::begin("DMG");
    story
        .text("org_name", "다울")
        .text("rev_band", "60")
        .int("emp_now", 7)
        .many("needs", &["labor"])
        .text("story", &"글".repeat(60));
    let before = story.0.submission();
    story.text("mode", "full");
    let steps = [
        "consent",
        "organisation",
        "revenue",
        "loss",
        "employment",
        "cost",
        "support",
        "story",
        "submit",
    ];
    assert_eq!(story.steps(), steps);
    let after = story.0.submission();
    for (field, answer) in before.0.iter().filter(|(field, _)| *field != "mode") {
        assert_eq!(after.get(field), Some(answer), "{field}");
    }
    assert!(!story.needs("story") && story.needs("emp_before") && story.needs("closed_days"));
}

#[test]
fn a_draft_of_before_there_were_two_modes_counts_as_quick() {
    let mut story = Story::begin("DMG");
    story.clear("mode");
    assert!(!story.asks("rev_rows") && story.needs("story") && story.needs("mode"));
}

#[test]
fn each_part_of_the_full_report_can_be_not_applicable() {
    let mut story = full();
    for (na, gone, kept) in [
        ("rev_na", "rev_rows", "rev_band"),
        ("loss_na", "closed_days", "loss_na"),
        ("emp_na", "emp_before", "emp_now"),
        ("cost_na", "burden_top", "cost_na"),
    ] {
        assert!(story.needs(gone), "{gone}");
        story.yes(na, true);
        assert!(!story.asks(gone) && story.asks(kept), "{na}");
    }
    assert!(story.needs("rev_band") && story.needs("emp_now"));
}

#[test]
fn the_decline_of_the_sums_is_that_of_the_vectors() {
    let vectors: Value = serde_json::from_str(include_str!("../data/korea_vectors.json")).unwrap();
    let mut tried = 0;
    for vector in vectors["decline"].as_array().unwrap() {
        let (base, now) = (vector[0].as_i64().unwrap(), vector[1].as_i64().unwrap());
        let expected = vector[2].as_i64();
        let mut story = full();
        months(&mut story, &[("2020-03", base, now)]);
        assert_eq!(story.number("rev_decline"), expected, "{base} {now}");
        assert_eq!(
            story.number("rev_rows/r0/row_decline"),
            expected,
            "{base} {now}"
        );
        assert_eq!(
            story.number("rev_loss"),
            Some((base - now).max(0)),
            "{base} {now}"
        );
        tried += 1;
    }
    assert!(tried >= 10, "{tried}");
}

#[test]
fn sums_are_over_all_months_and_suggest_the_band() {
    let mut story = full();
    assert!(story.needs("rev_band"));
    months(
        &mut story,
        &[
            ("2020-02", 50_000_000, 30_000_000),
            ("2020-03", 50_000_000, 0),
        ],
    );
    assert_eq!(story.number("rev_total_base"), Some(100_000_000));
    assert_eq!(story.number("rev_total_cur"), Some(30_000_000));
    assert_eq!(story.number("rev_loss"), Some(70_000_000));
    assert_eq!(story.number("rev_decline"), Some(700));
    assert_eq!(story.word("rev_band"), "80");
    assert!(!story.needs("rev_band") && story.found("rev_band").is_empty());
    story.text("rev_band", "20");
    assert_eq!(story.found("rev_band"), ["warning?"]);
}

#[test]
fn a_month_is_there_once_and_one_far_from_the_period_is_asked_about() {
    let mut story = full();
    months(
        &mut story,
        &[
            ("2020-03", 1, 1),
            ("2020-03", 1, 1),
            ("2019-12", 1, 1),
            ("2020-01", 1, 1),
        ],
    );
    assert_eq!(story.found("rev_rows/r0/month"), ["constraint"]);
    assert_eq!(story.found("rev_rows/r1/month"), ["constraint"]);
    assert_eq!(story.found("rev_rows/r2/month"), ["warning?"]);
    // The month before the damage began is near enough, and months are counted from their first day.
    story.text("period_from", "2020-02-01");
    assert!(story.found("rev_rows/r3/month").is_empty());
}

#[test]
fn amounts_that_look_like_ten_thousands_are_asked_about_in_won_only() {
    let mut story = full();
    months(&mut story, &[("2020-03", 5_000, 0)]);
    assert_eq!(story.found("rev_rows/r0/base_amount"), ["warning?"]);
    assert!(story.found("rev_rows/r0/cur_amount").is_empty());
    let field = form("DMG");
    let field = field.field("base_amount").unwrap();
    assert_eq!(story.0.won_unit(field), 1);
    story.text("rev_unit_hint", "manwon");
    assert_eq!(story.0.won_unit(field), 10_000);
    assert!(story.found("rev_rows/r0/base_amount").is_empty());
}

#[test]
fn a_young_firm_is_compared_with_the_months_before() {
    let mut story = full();
    assert_eq!(story.word("rev_basis"), "yoy");
    story.text("founded_on", "2019-04-12");
    assert_eq!(story.word("rev_basis"), "prev3");
    story.text("founded_on", "2019-04-11");
    assert_eq!(story.word("rev_basis"), "yoy");
}

#[test]
fn cancelled_amounts_stand_beside_the_loss_and_never_in_it() {
    let mut story = full();
    months(&mut story, &[("2020-03", 10_000_000, 4_000_000)]);
    story.int("inv_loss", 500_000).int("extra_cost", 300_000);
    for row in ["a", "b"] {
        story
            .row("cancels", row)
            .int(&format!("cancels/{row}/count"), 2)
            .int(&format!("cancels/{row}/cancel_won"), 3_000_000);
    }
    assert_eq!(
        (story.number("cancel_count"), story.number("cancel_amount")),
        (Some(4), Some(6_000_000))
    );
    assert_eq!(story.number("loss_total"), Some(6_800_000));
    assert_eq!(story.number("cancel_beside"), Some(6_000_000));
    // Of a fire the facilities are asked, and counted.
    assert!(!story.asks("facility_loss"));
    story.text("disaster", "fire").int("facility_loss", 200_000);
    assert_eq!(story.number("loss_total"), Some(7_000_000));
    // Whoever lost nothing but revenue has a total as well.
    story.yes("loss_na", true);
    assert_eq!(story.number("loss_total"), story.number("rev_loss"));
    assert!(story.asks("loss_total") && !story.asks("inv_loss"));
    story.yes("loss_na", false);
    // More revenue than before is no negative loss.
    story.int("rev_rows/r0/cur_amount", 20_000_000);
    assert_eq!(
        (story.number("rev_loss"), story.number("loss_total")),
        (Some(0), Some(1_000_000))
    );
}

#[test]
fn totals_of_cancellations_can_be_given_alone_but_not_against_the_rows() {
    let mut story = full();
    story.int("cancel_count", 5).int("cancel_amount", 900);
    assert!(story.found("cancel_count").is_empty() && story.found("cancel_amount").is_empty());
    story
        .row("cancels", "a")
        .int("cancels/a/count", 2)
        .int("cancels/a/cancel_won", 700);
    assert_eq!(
        (story.found("cancel_count"), story.found("cancel_amount")),
        (vec!["constraint".to_owned()], vec!["constraint".to_owned()])
    );
    story.clear("cancel_count").clear("cancel_amount");
    assert_eq!(
        (story.number("cancel_count"), story.number("cancel_amount")),
        (Some(2), Some(700))
    );
}

#[test]
fn closures_that_overlap_or_adjoin_are_one_and_an_open_one_lasts_until_today() {
    let mut story = full();
    story.text("period_from", "2020-02-18");
    for (row, from, to) in [
        ("a", "2020-03-01", "2020-03-10"),
        ("b", "2020-03-08", "2020-03-15"),
        ("c", "2020-03-16", "2020-03-20"),
        ("d", "2020-05-10", ""),
    ] {
        story
            .row("closed_ranges", row)
            .text(&format!("closed_ranges/{row}/closed_from"), from);
        if !to.is_empty() {
            story.text(&format!("closed_ranges/{row}/closed_to"), to);
        }
    }
    assert_eq!(
        story.word("closed_merged"),
        "2020-03-01 ~ 2020-03-20, 2020-05-10 ~ 2020-05-11"
    );
    assert_eq!(story.number("closed_calendar"), Some(22));
    story.int("closed_days", 23);
    assert_eq!(story.found("closed_days"), ["warning?"]);
    // From 18 February to 11 May are 84 days.
    story.int("closed_days", 84);
    assert_eq!(story.found("closed_days"), ["warning?"]);
    story.int("closed_days", 85);
    assert_eq!(story.found("closed_days"), ["constraint", "warning?"]);
    story.int("closed_days", 0);
    assert!(story.found("closed_days").is_empty());
}

fn people(story: &mut Story, before: i64, now: i64, left: [i64; 4], hired: i64) {
    story
        .int("emp_before", before)
        .int("emp_now", now)
        .int("hired", hired);
    for (field, number) in [
        "left_dismissal",
        "left_recommended",
        "left_expiry",
        "left_voluntary",
    ]
    .iter()
    .zip(left)
    {
        story.int(field, number);
    }
}

#[test]
fn people_must_add_up_or_the_report_says_why() {
    let mut story = full();
    people(&mut story, 10, 8, [1, 1, 1, 0], 1);
    assert_eq!(
        (
            story.number("emp_expected"),
            story.word("emp_check").as_str()
        ),
        (Some(8), "ok")
    );
    assert!(story.found("emp_check").is_empty() && !story.asks("emp_note"));
    people(&mut story, 10, 9, [1, 1, 1, 0], 1);
    assert_eq!(
        (
            story.number("emp_expected"),
            story.word("emp_check").as_str()
        ),
        (Some(8), "differs")
    );
    assert_eq!(story.found("emp_check"), ["warning?"]);
    assert!(story.asks("emp_note") && story.needs("emp_note"));
    story.clear("hired");
    assert_eq!(story.number("emp_expected"), Some(7));
    story.clear("left_expiry");
    assert_eq!(
        (
            story.number("emp_expected"),
            story.word("emp_check").as_str()
        ),
        (None, "")
    );
}

#[test]
fn nobody_is_on_two_kinds_of_leave_without_being_asked_about() {
    let mut story = full();
    story
        .int("emp_now", 5)
        .int("paid_leave", 3)
        .int("unpaid_leave", 2)
        .int("reduced_hours", 0)
        .int("paid_suspension", 0);
    assert!(story.found("leave_total").is_empty());
    story.int("reduced_hours", 1);
    assert_eq!(
        (story.number("leave_total"), story.found("leave_total")),
        (Some(6), vec!["warning?".to_owned()])
    );
    story.int("paid_leave", 6);
    assert_eq!(story.found("paid_leave"), ["constraint"]);
    story.int("vul_leave", 10);
    assert_eq!(story.found("vul_leave"), ["constraint"]);
    story
        .set("vul_now", Answer::Unknown)
        .int("vul_before", 3)
        .int("emp_before", 2);
    assert!(story.found("vul_now").is_empty());
    assert_eq!(story.found("vul_before"), ["constraint"]);
}

#[test]
fn a_policy_asks_what_its_state_makes_sense_of() {
    let mut story = full();
    story.row("policies", "a").text("policies/a/policy", "p01");
    for (status, asked, needed) in [
        ("unheard", &[][..], &[][..]),
        ("known", &[], &["barriers"]),
        ("preparing", &[], &[]),
        ("applied", &["applied_on", "ease"], &["applied_on", "ease"]),
        (
            "received",
            &["applied_on", "decided_on", "amount", "felt", "ease"],
            &["felt", "amount"],
        ),
        (
            "refused",
            &["applied_on", "decided_on", "ease", "refusal_reason"],
            &["barriers", "refusal_reason"],
        ),
        ("gave_up", &["ease"], &["barriers"]),
    ] {
        story.text("policies/a/status", status);
        for field in [
            "applied_on",
            "decided_on",
            "amount",
            "felt",
            "ease",
            "refusal_reason",
        ] {
            let at = format!("policies/a/{field}");
            assert_eq!(story.asks(&at), asked.contains(&field), "{status} {field}");
        }
        assert!(story.asks("policies/a/barriers"), "{status}");
        assert!(
            needed
                .iter()
                .all(|field| story.needs(&format!("policies/a/{field}"))),
            "{status}"
        );
    }
    story
        .text("policies/a/status", "received")
        .text("policies/a/applied_on", "2020-04-01")
        .text("policies/a/decided_on", "2020-04-15");
    assert_eq!(story.number("policies/a/decision_days"), Some(14));
    story.text("policies/a/decided_on", "2020-03-31");
    assert_eq!(story.found("policies/a/decided_on"), ["constraint"]);
    // "Too early to say" is an answer.
    story.int("policies/a/felt", 0);
    assert!(story.found("policies/a/felt").is_empty());
    story.row("policies", "b").text("policies/b/policy", "p01");
    assert_eq!(story.found("policies/b/policy"), ["constraint"]);
}

#[test]
fn needs_are_ranked_without_ties_and_difficulties_are_at_most_five() {
    let mut story = full();
    assert!(story.needs("needs"));
    story.many("needs", &["rent", "labor", "rent"]);
    assert_eq!(story.found("needs"), ["rank_duplicate"]);
    story.many("needs", &["rent", "labor", "tax"]);
    assert!(story.found("needs").is_empty());
    story.many("needs", &["rent", "labor", "tax", "sales"]);
    assert_eq!(story.found("needs"), ["max_choices"]);
    story.many(
        "difficulties",
        &["revenue", "labor", "rent", "loan", "sales", "burnout"],
    );
    assert_eq!(story.found("difficulties"), ["max_choices"]);
}

#[test]
fn people_in_photos_must_have_agreed() {
    let mut story = full();
    assert!(!story.asks("photo_people"));
    story.set(
        "photos",
        Answer::Files(vec![file(domain::form::FileKind::Image, 1)]),
    );
    assert!(story.needs("photo_people") && !story.asks("photo_consent"));
    story.yes("photo_people", true);
    assert!(story.needs("photo_consent"));
    story.yes("photo_consent", false);
    assert_eq!(story.found("photo_consent"), ["constraint"]);
    story.yes("photo_people", false);
    assert!(!story.asks("photo_consent"));
}

#[test]
fn rent_and_loans_are_asked_of_those_who_have_them_and_costs_add_up() {
    let mut story = full();
    for (premise, rented) in [
        ("own", false),
        ("rent_private", true),
        ("rent_public", true),
        ("free", false),
    ] {
        story.text("premise", premise);
        assert_eq!(story.needs("rent_cut"), rented, "{premise}");
        assert_eq!(story.asks("deposit"), rented, "{premise}");
    }
    story.int("loan_balance", 0);
    assert!(!story.asks("loan_source"));
    story.int("loan_balance", 1_000_000);
    assert!(story.asks("loan_source") && story.asks("loan_due"));
    assert_eq!(story.number("fixed_total"), Some(0));
    story
        .int("fixed_labor", 12_000_000)
        .int("fixed_rent", 800_000)
        .int("fixed_etc", 1);
    assert_eq!(story.number("fixed_total"), Some(12_800_001));
    story.many("own_measures", &["none", "loan"]);
    assert_eq!(story.found("own_measures"), ["constraint"]);
}
