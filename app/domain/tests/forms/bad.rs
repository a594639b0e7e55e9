//! For every field of both forms: a bad value is told, by its type, by its limits and by the form's own rules.

use std::collections::BTreeMap;

use domain::{
    answer::{Answer, FileRef},
    form::{Bound, Field, FileKind, Finding, Instance, Kind, Path},
    korea::date,
    text::Text,
};
use serde_json::Value;

use super::{
    fill::fillings,
    support::{IDS, code, file as form_file, form, visit_items},
    value::{Dice, candidates, file},
};

/// Bad answers to a field, each with the finding it must lead to.
fn bad(field: &Field) -> Vec<(Answer, &'static str)> {
    let text = |text: &str| Answer::Text(text.to_owned());
    let many = |codes: &[&str]| Answer::Many(codes.iter().map(|code| (*code).to_owned()).collect());
    let mut bad = match field.kind {
        Kind::Calc | Kind::Consent => return Vec::new(),
        Kind::Bool => vec![(text("예"), "type")],
        _ => vec![(Answer::Bool(true), "type")],
    };
    if !field.allow_unknown {
        bad.push((Answer::Unknown, "type"));
    }
    let number = |bound| match bound {
        Some(Bound::Number(number)) => Some(number),
        _ => None,
    };
    match field.kind {
        Kind::Int | Kind::Won | Kind::Percent => {
            let most = if field.kind == Kind::Won {
                10_i64.pow(15)
            } else {
                100
            };
            bad.push((Answer::Int(number(field.min).unwrap_or(0) - 1), "min"));
            bad.push((Answer::Int(number(field.max).unwrap_or(most) + 1), "max"));
        }
        Kind::Date | Kind::Month => {
            let length = if field.kind == Kind::Month { 7 } else { 10 };
            if let Some(Bound::Date(_)) = field.min {
                bad.push((text(&"1900-01-01"[..length]), "min"));
            }
            if field.max.is_some() {
                bad.push((text(&"2099-01-01"[..length]), "max"));
            }
            bad.push((
                text("2020-13-41"),
                if length == 7 {
                    "month.shape"
                } else {
                    "date.no_such_day"
                },
            ));
        }
        Kind::Phone => bad.push((text("010123"), "phone.length")),
        Kind::Email => bad.push((text("no at sign"), "email.at_sign")),
        Kind::Url => bad.push((text("a b"), "url.space")),
        Kind::Brn => bad.push((text("1234567890"), "brn.checksum")),
        Kind::Crn => bad.push((text("1101110062433"), "crn.checksum?")),
        Kind::Mailorder => bad.push((text("2020-0123"), "mailorder.shape?")),
        Kind::Enum => bad.push((text("nope"), "choice")),
        Kind::Likert5 => bad.push((Answer::Int(9), "choice")),
        Kind::Multi => bad.push((many(&["nope"]), "choice")),
        Kind::Rank3 => bad.push((many(&["nope", "nope"]), "rank_duplicate")),
        Kind::File => {
            let one = |change: &dyn Fn(&mut FileRef)| {
                let mut one = file(field.accept[0], 1);
                change(&mut one);
                Answer::Files(vec![one])
            };
            let most = usize::try_from(number(field.max).unwrap_or(10)).unwrap();
            let several = (0..=most).map(|n| file(field.accept[0], n)).collect();
            bad.push((Answer::Files(several), "max"));
            bad.push((
                one(&|file| file.name = "프로그램.exe".to_owned()),
                "file.kind",
            ));
            bad.push((one(&|file| file.size = 10 * 1024 * 1024 + 1), "file.size"));
            bad.push((one(&|file| file.size = 0), "file.empty"));
            bad.push((one(&|file| file.caption = "가".repeat(61)), "max_length"));
            if !field.accept.contains(&FileKind::Pdf) {
                bad.push((Answer::Files(vec![file(FileKind::Pdf, 1)]), "file.kind"));
            }
        }
        Kind::Text | Kind::Textarea | Kind::Bool | Kind::Address | Kind::Consent | Kind::Calc => {}
    }
    if let Some(most) = field.max_length {
        bad.push((text(&"가".repeat(most as usize + 1)), "max_length"));
    }
    if let Some(least) = field.min_length.filter(|least| *least > 1) {
        bad.push((text(&"가".repeat(least as usize - 1)), "min_length"));
    }
    if let Some(most) = field.max_choices.filter(|_| field.kind == Kind::Multi) {
        let codes: Vec<String> = (0..=most).map(|n| n.to_string()).collect();
        bad.push((Answer::Many(codes), "max_choices"));
    }
    bad
}

/// The asked paths of a filled form with their fields, calculated ones included.
fn asked(instance: &Instance) -> Vec<Path> {
    let steps = instance.form().steps().iter();
    steps
        .flat_map(|step| instance.paths_of_step(&step.id))
        .collect()
}

#[test]
fn every_field_tells_of_bad_values_and_of_a_missing_one() {
    for id in IDS {
        let form = form(id);
        let mut tried = BTreeMap::new();
        for instance in fillings(id) {
            let mut instance = instance.clone();
            for path in asked(&instance) {
                let field = form.field(&path.field).unwrap();
                if *tried.get(&field.id).unwrap_or(&false) {
                    continue;
                }
                tried.insert(field.id.clone(), true);
                let before = instance.value(&path);
                for (answer, expected) in bad(field) {
                    instance.set(&path, Some(answer.clone()));
                    let found: Vec<String> = instance.check(&path).iter().map(code).collect();
                    assert!(
                        found.iter().any(|found| found == expected),
                        "{path} {answer:?}: {found:?}"
                    );
                }
                instance.set(&path, None);
                if instance.value(&path).is_none() && instance.is_required(&path) {
                    let found: Vec<String> = instance.check(&path).iter().map(code).collect();
                    let missing = found == ["required"] || found == ["consent_required"];
                    assert!(missing, "{path}: {found:?}");
                }
                instance.set(&path, before);
            }
        }
        let all = form.fields().count();
        assert_eq!(tried.len(), all, "{id}: not every field was tried");
    }
}

/// Values that a rule of the form may refuse or warn about.
fn provoking(instance: &Instance, path: &Path, field: &Field, dice: &mut Dice) -> Vec<Answer> {
    let mut values = candidates(instance, path, field, dice);
    values.retain(|value| *value != Answer::Unknown);
    match field.kind {
        Kind::Text => values.push(Answer::Text("12345".to_owned())),
        Kind::Int => values.extend([0, 1, 9_998].map(Answer::Int)),
        Kind::Won => values.extend([0, 7, 900_000_000_000].map(Answer::Int)),
        Kind::Brn => values.push(Answer::Text("1208200009".to_owned())),
        Kind::Multi => {
            let codes: Vec<String> = instance
                .choices(path)
                .iter()
                .map(|c| c.code.clone())
                .collect();
            values.push(Answer::Many(codes));
        }
        Kind::Date | Kind::Month => {
            let length = if field.kind == Kind::Month { 7 } else { 10 };
            for day in ["1990-05-01", "2010-01-01", "2020-05-11"] {
                assert!(date::parse_iso(day).is_ok());
                values.push(Answer::Text(day[..length].to_owned()));
            }
        }
        _ => {}
    }
    // What another row says already.
    if let Some((repeat, row)) = &path.repeat {
        for other in instance.answers().rows(repeat) {
            if other.id != *row {
                values.extend(other.answers.get(&field.id).cloned());
            }
        }
    }
    values
}

#[test]
fn every_rule_of_the_forms_is_broken_by_something_and_says_its_own_words() {
    for id in IDS {
        let mut rules: BTreeMap<(String, &str), Text> = BTreeMap::new();
        visit_items(&form_file(id), &mut |item| {
            for (rule, message) in [
                ("constraint", "constraint_message"),
                ("warning", "warning_message"),
            ] {
                if item.get(rule).is_some() {
                    let words = |tag: &str| item[message][tag].as_str().unwrap().to_owned();
                    let text = Text {
                        ko: words("ko"),
                        en: words("en"),
                    };
                    rules.insert((name(item), rule), text);
                }
            }
        });
        let (form, mut dice) = (form(id), Dice(7));
        for instance in fillings(id) {
            if rules.is_empty() {
                break;
            }
            let mut instance = instance.clone();
            for path in asked(&instance) {
                let field = form.field(&path.field).unwrap();
                let waiting = ["constraint", "warning"]
                    .iter()
                    .any(|rule| rules.contains_key(&(field.id.clone(), *rule)));
                if !waiting {
                    continue;
                }
                strike(&mut rules, instance.check(&path));
                let before = instance.value(&path);
                for value in provoking(&instance, &path, field, &mut dice) {
                    instance.set(&path, Some(value));
                    strike(&mut rules, instance.check(&path));
                }
                instance.set(&path, before);
            }
        }
        let left: Vec<_> = rules.keys().collect();
        assert!(left.is_empty(), "{id}: never broken: {left:?}");
    }
}

fn name(item: &Value) -> String {
    item["id"].as_str().unwrap().to_owned()
}

fn strike(rules: &mut BTreeMap<(String, &str), Text>, found: Vec<Finding>) {
    for finding in found {
        let Some(rule) = ["constraint", "warning"]
            .into_iter()
            .find(|rule| *rule == finding.code)
        else {
            continue;
        };
        if let Some(text) = rules.remove(&(finding.path.field.clone(), rule)) {
            assert_eq!(finding.message, Some(text), "{}", finding.path);
            assert_eq!(finding.is_error(), rule == "constraint");
        }
    }
}
