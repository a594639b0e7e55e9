//! For every field of both forms: some answers bring it up, a value of its type fits it, and the value survives.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use domain::{
    answer::{Answer, Answers},
    form::{Instance, Item, Kind, Path},
};

use super::{
    fill::{fillings, paths},
    support::{IDS, env, file, form, visit_items},
};

#[test]
fn every_field_is_brought_up_by_some_answers_filled_kept_and_submitted() {
    for id in IDS {
        let form = form(id);
        let mut waiting: BTreeSet<String> = form.fields().map(|field| field.id.clone()).collect();
        for (seed, instance) in fillings(id).iter().enumerate() {
            let errors: Vec<_> = instance
                .validate()
                .into_iter()
                .filter(domain::form::Finding::is_error)
                .map(|found| format!("{} {}", found.path, found.code))
                .collect();
            assert_eq!(errors, [""; 0], "{id} {seed}");

            let json = serde_json::to_string(instance.answers()).unwrap();
            let kept: Answers = serde_json::from_str(&json).unwrap();
            let again = Instance::new(Arc::clone(&form), kept, env());
            let json = serde_json::to_string(&instance.submission()).unwrap();
            let sent: Answers = serde_json::from_str(&json).unwrap();
            let received = Instance::new(Arc::clone(&form), sent, env());
            assert!(
                received.validate().iter().all(|found| !found.is_error()),
                "{id} {seed}"
            );
            assert_eq!(received.submission(), instance.submission(), "{id} {seed}");
            for path in paths(instance) {
                assert_eq!(again.value(&path), instance.value(&path), "{path}");
                if instance.is_relevant(&path) && instance.value(&path).is_some() {
                    assert!(received.value(&path).is_some(), "{path} is not received");
                    waiting.remove(&path.field);
                }
            }
        }
        assert_eq!(waiting, BTreeSet::new(), "{id}: never filled");
    }
}

#[test]
fn every_skip_rule_goes_both_ways() {
    for id in IDS {
        let mut ruled = BTreeSet::new();
        visit_items(&file(id), &mut |item| {
            if item.get("relevant").is_some() {
                let name = ["id", "group", "repeat"]
                    .into_iter()
                    .find_map(|key| item[key].as_str());
                ruled.insert(name.unwrap().to_owned());
            }
        });
        let mut seen: BTreeMap<String, (bool, bool)> = BTreeMap::new();
        for instance in fillings(id) {
            let steps = instance.form().steps();
            let mut note = |name: &str, asked: bool| {
                let entry = seen.entry(name.to_owned()).or_default();
                entry.0 |= asked;
                entry.1 |= !asked;
            };
            for step in steps {
                note(&step.id, instance.is_step_relevant(&step.id));
                sections(instance, &step.items, &mut note);
            }
            for path in paths(instance) {
                note(&path.field, instance.is_relevant(&path));
            }
        }
        for name in ruled {
            assert_eq!(
                seen.get(&name),
                Some(&(true, true)),
                "{id}.{name}: asked, not asked"
            );
        }
    }
}

fn sections(instance: &Instance, items: &[Item], note: &mut dyn FnMut(&str, bool)) {
    for item in items {
        match item {
            Item::Group(group) => {
                // A group of a repeat's row is seen through its fields.
                note(&group.id, instance.is_group_relevant(&group.id));
                let inner = group.items.iter().find_map(|item| match item {
                    Item::Field(field) => Some(field),
                    _ => None,
                });
                if let Some(field) = inner
                    && let Some(repeat) = &field.repeat
                {
                    for row in instance.answers().rows(repeat) {
                        let path = Path::in_row(&**repeat, &*row.id, &*group.id);
                        note(&group.id, instance.is_relevant(&path));
                    }
                }
                sections(instance, &group.items, note);
            }
            Item::Repeat(repeat) => {
                note(&repeat.id, instance.is_repeat_relevant(&repeat.id));
                sections(instance, &repeat.items, note);
            }
            Item::Field(_) => {}
        }
    }
}

#[test]
fn every_answer_that_fits_reads_back_as_it_was_typed() {
    use domain::form::input;
    for id in IDS {
        for instance in &fillings(id)[..12] {
            for path in paths(instance) {
                let field = instance.form().field(&path.field).unwrap();
                let Some(answer) = instance.value(&path) else {
                    continue;
                };
                let typed = matches!(
                    field.kind,
                    Kind::Int | Kind::Won | Kind::Percent | Kind::Date | Kind::Month
                ) || field.kind.is_text();
                if typed && answer != Answer::Unknown {
                    let shown = input::display(field, &answer);
                    let read = input::parse(field, &shown).unwrap().unwrap();
                    assert_eq!(input::display(field, &read), shown, "{path}");
                }
            }
        }
    }
}
