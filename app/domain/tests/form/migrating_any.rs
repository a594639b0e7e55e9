//! Whatever the two versions of a form are, and whatever was answered: nothing is dropped silently.

use std::sync::Arc;

use domain::{
    answer::{Answer, Answers},
    form::{Form, Instance, Kind, Path, migrate::migrate},
    json,
};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{
    migrating::list,
    support::{answers_of, calc, env, field, form},
};

/// The ids that both versions draw their questions from; the last two stand in the repeat, where it is there.
const IDS: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

/// A version: of each id, whether and of which kind it is, in or out of the repeat, and what it offers.
fn any_version() -> impl Strategy<Value = Vec<(bool, &'static str, bool, String, bool)>> {
    let kinds = select(vec![
        "text", "textarea", "phone", "int", "won", "date", "enum", "multi", "rank3", "bool",
        "likert5", "address", "calc",
    ]);
    let one = (
        any::<bool>(),
        kinds,
        any::<bool>(),
        "[xyz]{1}|xy|yz|xyz",
        any::<bool>(),
    );
    vec(
        one.prop_map(|(there, kind, inside, codes, filter)| {
            (there || codes.len() > 1, kind, inside, codes, filter)
        }),
        IDS.len(),
    )
}

fn version(fields: &[(bool, &'static str, bool, String, bool)]) -> Arc<Form> {
    let (mut inside, mut outside, mut lists) = (Vec::new(), Vec::new(), Vec::new());
    for (id, (there, kind, inner, codes, filter)) in IDS.iter().zip(fields) {
        if !there {
            continue;
        }
        let text = match *kind {
            "calc" => calc(id, "int", "1"),
            "enum" | "multi" | "rank3" => {
                lists.push(list(id, codes));
                let filter = if *filter {
                    r#", "choice_filter": "code != 'y'""#
                } else {
                    ""
                };
                field(id, kind, &format!(r#", "choices": "{id}"{filter}"#))
            }
            _ => field(id, kind, ""),
        };
        if *inner {
            inside.push(text)
        } else {
            outside.push(text)
        }
    }
    outside.push(field("always", "text", ""));
    if !inside.is_empty() {
        outside.push(format!(
            r#"{{"repeat": "rows", "label": {{"ko": "r"}}, "items": [{}]}}"#,
            inside.join(",")
        ));
    }
    form(&outside.join(","), &lists.join(","))
}

fn any_answers() -> impl Strategy<Value = String> {
    let value = select(vec![
        r#""글""#,
        r#""x""#,
        r#""y""#,
        "3",
        "true",
        r#"["x"]"#,
        r#"["y","x"]"#,
        r#"["z","y","x"]"#,
        r#""2020-02-03""#,
        r#"{"zip":"41911"}"#,
        r#"{"unknown":true}"#,
        r#""""#,
        "[]",
    ]);
    let answers = || {
        vec((any::<bool>(), value.clone()), IDS.len()).prop_map(|values| {
            let given = IDS.iter().zip(values).filter(|(_, (given, _))| *given);
            let given: Vec<String> = given
                .map(|(id, (_, value))| format!(r#""{id}":{value}"#))
                .collect();
            given.join(",")
        })
    };
    (answers(), vec(answers(), 0..3)).prop_map(|(top, rows)| {
        let rows: Vec<String> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                [format!(r#""_id":"{at}""#), row.clone()]
                    .join(",")
                    .trim_end_matches(',')
                    .to_owned()
            })
            .map(|row| format!("{{{row}}}"))
            .collect();
        let rows = format!(r#""rows":[{}]"#, rows.join(","));
        format!("{{{}}}", [top, rows].join(",").trim_start_matches(','))
    })
}

/// Every answered question with the pieces of its answer: each choice of several is one.
fn pieces(answers: &Answers) -> Vec<(Path, String)> {
    let mut pieces = Vec::new();
    for (id, answer) in &answers.0 {
        match answer {
            Answer::Rows(rows) => {
                for row in rows {
                    for (field, answer) in &row.answers.0 {
                        cut(Path::in_row(&**id, &*row.id, &**field), answer, &mut pieces);
                    }
                }
            }
            _ => cut(Path::top(&**id), answer, &mut pieces),
        }
    }
    pieces.sort();
    pieces
}

fn cut(path: Path, answer: &Answer, pieces: &mut Vec<(Path, String)>) {
    match answer {
        _ if answer.is_blank() => {}
        Answer::Many(codes) => {
            pieces.extend(codes.iter().map(|code| (path.clone(), format!("{code:?}"))))
        }
        Answer::Text(text) => pieces.push((path, format!("{text:?}"))),
        other => pieces.push((path, json::write(other))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_in_the_new_version_or_on_the_list(
        old in any_version(),
        new in any_version(),
        answers in any_answers(),
    ) {
        let (old, new) = (version(&old), version(&new));
        let answers = answers_of(&answers);
        let moved = migrate(&answers, &old, &new, env());

        let mut kept = pieces(&moved.answers);
        for left in &moved.left {
            cut(left.path.clone(), &left.answer, &mut kept);
        }
        kept.sort();
        let mut before = pieces(&answers);
        // What is calculated was not answered.
        before.retain(|(path, _)| {
            let repeat = path.repeat.as_ref().map(|(repeat, _)| repeat);
            old.field(&path.field).is_none_or(|field| field.kind != Kind::Calc || field.repeat.as_ref() != repeat)
        });
        prop_assert_eq!(kept, before);

        // And what was moved can be seen: a question asks for it, in its shape, with choices it offers.
        let instance = Instance::new(Arc::clone(&new), moved.answers.clone(), env());
        for (path, _) in pieces(&moved.answers) {
            let found = instance.check(&path);
            prop_assert!(new.field(&path.field).is_some() && instance.value(&path).is_some(), "{}", path);
            prop_assert!(found.iter().all(|found| found.code != "type" && found.code != "choice"), "{:?}", found);
        }
    }

    #[test]
    fn a_draft_moves_unchanged_into_the_same_version(version_ in any_version(), answers in any_answers()) {
        let form = version(&version_);
        let once = migrate(&answers_of(&answers), &form, &form, env());
        let twice = migrate(&once.answers, &form, &form, env());
        prop_assert_eq!(&twice.answers, &once.answers);
        prop_assert!(twice.left.is_empty());
    }
}
