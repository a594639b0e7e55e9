//! What an onboarding says of the organisation stands in its damage report, and the other way round.

use domain::{
    answer::Answers,
    form::{Instance, Kind, Path, profile::Profile},
};

use super::support::{IDS, Story, env, form};

fn told(answers: &Answers) -> Vec<&str> {
    answers.0.keys().map(String::as_str).collect()
}

#[test]
fn an_organisation_is_typed_once() {
    let mut first = Story::begin("ONB");
    first
        .text("org_name", "다울")
        .text("reg_kind", "biz")
        .text("brn", "1248100998")
        .text("legal_form", "coop")
        .many("org_types", &["coop"])
        .text("program_industry", "food")
        .text("contact_name", "이하나")
        .text("contact_mobile", "01012345678")
        .text("contact_title", "국장")
        .text("intro", "소개")
        .yes("attest", true)
        .row("representatives", "r1")
        .text("representatives/r1/rep_name", "김다울");
    let mut profile = Profile::default();
    profile.take(&first.0);

    let mut second = Story::begin("DMG");
    let put = profile.fill(&mut second.0);
    assert_eq!(
        told(&put),
        [
            "brn",
            "contact_mobile",
            "contact_name",
            "legal_form",
            "org_name",
            "org_types",
            "program_industry",
            "reg_kind",
            "representatives"
        ]
    );
    assert_eq!(second.word("brn"), "1248100998");
    assert_eq!(
        second.word("mode"),
        "quick",
        "defaults are as they would be"
    );

    // The report corrects the name; the next onboarding has it, and the title that no report asks for.
    second.text("org_name", "다울식품");
    profile.take(&second.0);
    let mut third = Story::begin("ONB");
    profile.fill(&mut third.0);
    assert_eq!(third.word("org_name"), "다울식품");
    assert_eq!(third.word("contact_title"), "국장");
    assert_eq!(third.word("representatives/r1/rep_name"), "김다울");
}

#[test]
fn nothing_that_must_be_said_anew_belongs_to_the_profile() {
    for id in IDS {
        let form = form(id);
        let submit = form.steps().last().unwrap();
        let instance = Instance::begin(form.clone(), env());
        let last = instance.paths_of_step(&submit.id);
        assert!(!last.is_empty());
        for field in form.fields().filter(|field| field.profile) {
            assert!(
                !matches!(
                    field.kind,
                    Kind::Consent | Kind::Calc | Kind::File | Kind::Textarea | Kind::Bool
                ),
                "{id} {}",
                field.id
            );
            assert!(!field.free_text, "{id} {}", field.id);
            assert!(!last.contains(&Path::top(&*field.id)), "{id} {}", field.id);
        }
    }
}

#[test]
fn a_question_of_the_profile_has_one_kind_in_every_form() {
    let (onb, dmg) = (form("ONB"), form("DMG"));
    let mut shared = 0;
    for field in onb.fields().filter(|field| field.profile) {
        if let Some(other) = dmg.field(&field.id) {
            shared += 1;
            assert!(other.profile, "{} belongs to the profile in both", field.id);
            assert_eq!((field.kind, &field.repeat), (other.kind, &other.repeat));
        }
    }
    assert!(shared >= 15, "{shared}");
}
