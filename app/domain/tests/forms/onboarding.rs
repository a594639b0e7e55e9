//! The onboarding form: its branches, the pre-check that never blocks, the own share as data, papers by stage.

use domain::{
    answer::{Address, Answer},
    form::FileKind,
};

use super::{
    support::{Story, form},
    value::file,
};

const SHARED: [&str; 4] = ["consent", "organisation", "contact", "experience"];

fn experience(code: &str) -> Story {
    let mut story = Story::begin("ONB");
    story.text("online_experience", code);
    story
}

#[test]
fn experience_decides_between_listing_support_and_both() {
    for (code, more) in [
        ("yes_now", &["mall"][..]),
        ("yes_past", &["mall"]),
        ("own_only", &["mall", "growth"]),
        ("no", &["growth"]),
    ] {
        let story = experience(code);
        let expected: Vec<&str> = SHARED
            .into_iter()
            .chain(more.iter().copied())
            .chain(["documents", "submit"])
            .collect();
        assert_eq!(story.steps(), expected, "{code}");
    }
    assert_eq!(Story::begin("ONB").steps().len(), 6);
}

#[test]
fn whoever_sells_through_his_own_site_only_is_asked_of_consulting_alone() {
    let mut own = experience("own_only");
    assert!(own.asks("consult_areas") && !own.needs("consult_areas"));
    assert!(!own.asks("support_kind") && !own.asks("fund_amount") && !own.asks("ready_check"));
    assert!(own.asks("no_reason") && !own.asks("malls_used"));
    own.text("online_experience", "no");
    assert!(!own.asks("consult_areas"));
    own.many("support_kind", &["consult"]);
    assert!(own.needs("consult_areas") && own.needs("consult_question"));
}

#[test]
fn each_kind_of_support_brings_up_its_own_questions() {
    let mut story = experience("no");
    for (kind, question) in [
        ("fund", "fund_plan"),
        ("oem", "oem_role"),
        ("odm", "oem_role"),
        ("resource", "resource_need"),
        ("consult", "consult_question"),
    ] {
        story.many("support_kind", &["edu"]);
        assert!(!story.asks(question), "{kind}");
        story.many("support_kind", &[kind, "edu"]);
        assert!(story.needs(question), "{kind}");
    }
}

#[test]
fn oem_asks_the_client_the_maker_or_both() {
    let mut story = experience("no");
    story.many("support_kind", &["oem"]);
    for (role, client, maker) in [
        ("client", true, false),
        ("maker", false, true),
        ("both", true, true),
    ] {
        story.text("oem_role", role);
        assert_eq!(story.needs("oem_qty"), client, "{role}");
        assert_eq!(story.needs("maker_moq"), maker, "{role}");
    }
}

#[test]
fn korea_post_is_chosen_beforehand_and_its_questions_go_when_it_is_unchosen() {
    let mut story = experience("yes_now");
    assert_eq!(
        story.value("mall_target"),
        Some(Answer::Many(vec!["epost".to_owned()]))
    );
    assert!(
        story.needs("mall_track") && story.asks("check_maker") && story.asks("precheck_result")
    );
    story.many("mall_target", &["smartstore"]);
    assert!(
        !story.asks("mall_track") && !story.asks("check_maker") && !story.asks("precheck_result")
    );
    assert!(story.asks("products"));
}

#[test]
fn the_pre_check_counts_what_to_look_at_together_and_never_blocks() {
    let mut story = experience("yes_now");
    story
        .text("founded_on", "2019-05-12")
        .text("program_industry", "food");
    assert_eq!(story.value("check_1yr"), Some(Answer::Bool(false)));
    story.text("founded_on", "2019-05-11");
    assert_eq!(story.value("check_1yr"), Some(Answer::Bool(true)));
    assert_eq!(story.word("precheck_result"), "open");
    story
        .row("products", "r1")
        .many("products/r1/category", &["proc_food"]);
    story
        .text("check_maker", "self")
        .text("check_parcel", "yes")
        .yes("check_cert", true);
    // Whether the ingredients are Korean, and how long the food keeps, isn't known yet.
    let judged = |story: &Story| (story.number("precheck_asks"), story.word("precheck_result"));
    assert_eq!(judged(&story), (Some(0), "open".to_owned()));
    story.text("check_domestic", "yes");
    assert_eq!(judged(&story), (Some(0), "open".to_owned()));
    assert_eq!(story.word("pre_shelf"), "");
    story.int("products/r1/shelf_months", 7);
    assert_eq!(judged(&story), (Some(0), "green".to_owned()));
    // Of who is not registered, the day that preparation began says nothing of a registration.
    story.text("reg_kind", "none");
    assert_eq!(story.value("check_1yr"), Some(Answer::Bool(false)));
    story.text("reg_kind", "biz");

    // Each of these alone makes it amber, and none is an error.
    let amber = |change: &dyn Fn(&mut Story), at: &str| {
        let mut story = Story(story.0.clone());
        change(&mut story);
        assert_eq!(story.word(at), "ask", "{at}");
        assert_eq!(
            (
                story.number("precheck_asks"),
                story.word("precheck_result").as_str()
            ),
            (Some(1), "amber"),
            "{at}"
        );
        for asked in [
            "check_1yr",
            "check_maker",
            "check_domestic",
            "check_parcel",
            "check_cert",
            "precheck_result",
        ] {
            assert!(story.found(asked).is_empty(), "{asked}");
        }
        assert!(
            story
                .found("products/r1/shelf_months")
                .iter()
                .all(|code| code == "warning?")
        );
    };
    amber(
        &|s| {
            s.yes("check_1yr", false);
        },
        "pre_1yr",
    );
    amber(
        &|s| {
            s.text("check_maker", "resale");
        },
        "pre_maker",
    );
    amber(
        &|s| {
            s.text("check_domestic", "part");
        },
        "pre_domestic",
    );
    amber(
        &|s| {
            s.text("check_parcel", "cold");
        },
        "pre_parcel",
    );
    amber(
        &|s| {
            s.yes("check_cert", false);
        },
        "pre_cert",
    );
    amber(
        &|s| {
            s.yes("products/r1/is_goods", false);
        },
        "pre_goods",
    );
    amber(
        &|s| {
            s.int("products/r1/shelf_months", 6);
        },
        "pre_shelf",
    );
}

#[test]
fn each_preliminary_type_asks_for_the_day_it_expires() {
    let mut story = Story::begin("ONB");
    story.many("org_types", &["cert_se", "pre_se_local", "pre_village"]);
    story
        .row("org_type_certs", "a")
        .text("org_type_certs/a/org_type", "cert_se");
    assert_eq!(story.found("org_types"), ["warning?"]);
    story
        .row("org_type_certs", "b")
        .text("org_type_certs/b/org_type", "pre_se_local");
    assert!(story.needs("org_type_certs/b/org_type_expiry"));
    assert_eq!(story.found("org_types"), ["warning?"]);
    story
        .row("org_type_certs", "c")
        .text("org_type_certs/c/org_type", "pre_se_local");
    assert_eq!(story.found("org_type_certs/c/org_type"), ["constraint"]);
    story.text("org_type_certs/c/org_type", "pre_village");
    assert!(story.found("org_types").is_empty());
    assert!(story.found("org_type_certs/c/org_type").is_empty());
}

#[test]
fn one_mall_has_one_row() {
    let mut story = experience("yes_now");
    story.many("malls_used", &["epost", "smartstore"]);
    for row in ["a", "b"] {
        story
            .row("mall_details", row)
            .text(&format!("mall_details/{row}/mall"), "epost");
    }
    assert_eq!(story.found("mall_details/b/mall"), ["constraint"]);
    story.text("mall_details/b/mall", "smartstore");
    assert!(story.found("mall_details/b/mall").is_empty());
}

#[test]
fn food_of_any_kind_may_need_insurance_and_a_file_is_not_named_after_a_resident() {
    for category in ["agri", "fish", "meat", "proc_food", "cosme", "toy"] {
        let mut story = experience("yes_now");
        story
            .row("products", "r1")
            .many("products/r1/category", &[category]);
        assert!(story.asks("d_pl_have"), "{category}");
    }
    let mut story = Story::begin("ONB");
    story.text("d_brn_have", "have");
    let mut paper = file(FileKind::Pdf, 1);
    "등록증 900101-1234567.pdf".clone_into(&mut paper.name);
    story.set("d_brn", Answer::Files(vec![paper.clone()]));
    assert_eq!(story.found("d_brn"), ["rrn?"]);
    "등록증.pdf".clone_into(&mut paper.name);
    story.set("d_brn", Answer::Files(vec![paper]));
    assert!(story.found("d_brn").is_empty());
}

#[test]
fn a_recognised_certificate_asks_which_and_offers_only_those_chosen() {
    let mut story = experience("yes_now");
    story.yes("check_cert", false);
    assert!(story.asks("certs") && !story.needs("certs"));
    story.yes("check_cert", true);
    assert!(story.needs("certs"));
    story
        .many("certs", &["haccp", "ks"])
        .row("cert_details", "r1");
    let offered = story.0.choices(&"cert_details/r1/cert".parse().unwrap());
    let offered: Vec<&str> = offered.iter().map(|choice| choice.code.as_str()).collect();
    assert_eq!(offered, ["haccp", "ks"]);
}

#[test]
fn food_asks_for_its_origin_and_other_goods_for_kc() {
    let mut story = experience("yes_now");
    story
        .row("products", "r1")
        .row("products", "r2")
        .row("products", "r3");
    story.many("products/r1/category", &["drink", "craft"]);
    story.many("products/r2/category", &["craft"]);
    story.many("products/r3/category", &["exp"]);
    assert!(
        story.needs("products/r1/origin")
            && story.needs("products/r1/storage")
            && !story.asks("products/r1/kc")
    );
    assert!(story.needs("products/r2/kc") && !story.asks("products/r2/origin"));
    assert_eq!(
        story.value("products/r3/is_goods"),
        Some(Answer::Bool(false))
    );
    assert_eq!(story.found("products/r3/is_goods"), ["warning?"]);
    assert!(!story.asks("products/r3/kc"));
}

#[test]
fn prices_that_do_not_fall_from_shelf_to_supply_are_told_of_and_may_be_sent() {
    let mut story = experience("yes_now");
    story.row("products", "r1");
    story
        .int("products/r1/price_retail", 10_000)
        .int("products/r1/price_sale", 9_000)
        .int("products/r1/price_supply", 7_000);
    assert!(
        story.found("products/r1/price_sale").is_empty()
            && story.found("products/r1/price_supply").is_empty()
    );
    story
        .int("products/r1/price_sale", 12_000)
        .int("products/r1/price_supply", 12_001);
    assert_eq!(story.found("products/r1/price_sale"), ["warning?"]);
    assert_eq!(story.found("products/r1/price_supply"), ["warning?"]);
}

#[test]
fn there_are_one_to_twenty_products() {
    let mut story = experience("yes_now");
    assert_eq!(story.found("products"), ["rows_min"]);
    for row in 1..=20 {
        story.row("products", &format!("r{row}"));
        assert!(story.found("products").is_empty(), "{row}");
    }
    story.row("products", "r21");
    assert_eq!(story.found("products"), ["rows_max"]);
}

#[test]
fn the_own_share_is_read_from_the_list_of_times() {
    let mut story = experience("no");
    story
        .many("support_kind", &["fund"])
        .int("fund_amount", 33_333_335)
        .int("fund_own_share", 3_333_333);
    for (times, percent, due) in [
        ("none", 0, 0),
        ("once", 10, 3_333_334),
        ("twice", 20, 6_666_667),
        ("more", 30, 10_000_001),
    ] {
        story.text("fund_history", times);
        assert_eq!(story.number("fund_share_rate"), Some(percent), "{times}");
        assert_eq!(story.number("fund_share_due"), Some(due), "{times}");
        // Too little of one's own is told of, and may be sent.
        let expected: &[&str] = if due > 3_333_333 { &["warning?"] } else { &[] };
        assert_eq!(story.found("fund_own_share"), expected, "{times}");
    }
}

#[test]
fn the_limit_of_the_fund_is_that_of_the_best_status() {
    let mut story = experience("no");
    story
        .many("support_kind", &["fund"])
        .int("fund_amount", 60_000_000)
        .many("org_types", &["village"]);
    assert_eq!(story.number("fund_cap"), Some(50_000_000));
    assert_eq!(story.found("fund_amount"), ["warning?"]);
    story.many("org_types", &["village", "cert_se"]);
    assert_eq!(story.number("fund_cap"), Some(100_000_000));
    assert!(story.found("fund_amount").is_empty());
}

#[test]
fn papers_are_asked_for_by_what_was_answered_and_no_file_is_ever_required() {
    let mut story = experience("yes_now");
    assert!(
        !story.asks("d_mailorder_have") && !story.asks("d_liquor_have") && !story.asks("d_reg")
    );
    story
        .text("reg_kind", "biz")
        .text("has_mailorder", "yes")
        .text("legal_form", "coop")
        .many("org_types", &["coop"]);
    story
        .row("products", "r1")
        .many("products/r1/category", &["liquor"]);
    for paper in [
        "d_brn",
        "d_type",
        "d_mailorder",
        "d_food_license",
        "d_item_report",
        "d_test",
        "d_origin",
        "d_pl",
        "d_liquor",
    ] {
        let have = format!("{paper}_have");
        assert!(story.asks(&have) && !story.asks(paper), "{paper}");
        story.text(&have, "have");
        assert!(story.asks(paper) && !story.needs(paper), "{paper}");
        story.text(&have, "soon");
        assert!(!story.asks(paper), "{paper}");
    }
    assert!(
        story.asks("d_reg") && story.asks("d_bank") && story.asks("d_seal") && !story.asks("d_tax")
    );
    assert!(
        form("ONB")
            .fields()
            .all(|field| field.kind != domain::form::Kind::File || !story.needs(&field.id))
    );
    // The two that belong to the application are missed in words, not by force.
    story.text("d_brn_have", "have");
    assert_eq!(story.found("d_brn_have"), ["warning?"]);
    let photo = Answer::Files(vec![file(FileKind::Image, 1)]);
    story.set("d_brn", photo);
    assert!(story.found("d_brn_have").is_empty() && story.found("d_brn").is_empty());
    story.text("reg_kind", "none");
    assert!(!story.asks("d_brn_have") && !story.asks("d_brn"));
}

#[test]
fn the_contact_can_be_the_first_representative_and_the_parcels_leave_from_the_office() {
    let mut story = experience("yes_now");
    let source = |story: &Story, at: &str| {
        story
            .0
            .copy_source(&at.parse().unwrap())
            .map(|path| path.to_string())
    };
    assert_eq!(source(&story, "contact_name"), None);
    story
        .row("representatives", "a")
        .row("representatives", "b");
    assert_eq!(
        source(&story, "contact_name").as_deref(),
        Some("representatives/a/rep_name")
    );
    assert_eq!(source(&story, "ship_from").as_deref(), Some("address"));
    story.row("products", "p");
    assert_eq!(
        source(&story, "products/p/maker").as_deref(),
        Some("org_name")
    );
    assert_eq!(source(&story, "org_name"), None);
}

#[test]
fn a_report_number_of_another_region_is_a_hint() {
    let mut story = experience("yes_now");
    let sido = Address {
        sido: "대구광역시".to_owned(),
        ..Address::default()
    };
    story
        .set("address", Answer::Address(sido))
        .text("has_mailorder", "yes")
        .text("mailorder_no", "2019-경기수원-0515");
    assert_eq!(story.found("mailorder_no"), ["warning?"]);
    story.text("mailorder_no", "2019-대구중구-0515");
    assert!(story.found("mailorder_no").is_empty());
}
