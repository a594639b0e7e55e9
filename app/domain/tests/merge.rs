//! Two edits become one, and nothing that either side did is lost without a word.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

use domain::{
    answer::{
        Answer, Answers, FileRef, Row,
        merge::{Merged, Side, answer_at, merge},
    },
    form::Path,
};
use proptest::prelude::*;

fn answers(json: &str) -> Answers {
    serde_json::from_str(json).unwrap()
}

fn text() -> impl Strategy<Value = Answer> {
    prop_oneof![
        3 => (0..3_u8).prop_map(|n| Answer::Text(n.to_string())),
        1 => Just(Answer::Text(String::new())),
        1 => (0..2_i64).prop_map(Answer::Int),
        1 => Just(Answer::Unknown),
    ]
}

fn files() -> impl Strategy<Value = Answer> {
    let hashes = prop::collection::btree_map(0..4_u8, 0..3_u8, 0..4);
    hashes.prop_map(|files| {
        let file = |(hash, caption): (u8, u8)| FileRef {
            hash: hash.to_string(),
            name: "n".to_owned(),
            media_type: "image/jpeg".to_owned(),
            size: 1,
            caption: caption.to_string(),
        };
        Answer::Files(files.into_iter().map(file).collect())
    })
}

fn level() -> impl Strategy<Value = Answers> {
    prop::collection::btree_map(0..3_u8, text(), 0..3).prop_map(|fields| {
        let named = fields
            .into_iter()
            .map(|(id, answer)| (format!("f{id}"), answer));
        Answers(named.collect())
    })
}

fn rows() -> impl Strategy<Value = Answer> {
    let rows = prop::collection::btree_map(0..4_u8, level(), 0..4);
    rows.prop_map(|rows| rows.into_iter().collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(|rows| {
            let row = |(id, answers): (u8, Answers)| Row {
                id: format!("r{id}"),
                answers,
            };
            Answer::Rows(rows.into_iter().map(row).collect())
        })
}

prop_compose! {
    fn form()(level in level(), rows in prop::option::of(rows()), files in prop::option::of(files())) -> Answers {
        let mut answers = level;
        answers.set("rows", rows);
        answers.set("photos", files);
        answers
    }
}

/// Everything that can be told apart: fields, fields in rows, rows, files.
fn places(versions: &[&Answers]) -> Vec<Path> {
    let mut paths = Vec::new();
    for version in versions {
        paths.extend(version.0.keys().filter(|id| *id != "rows").map(Path::top));
        for row in version.rows("rows") {
            paths.push(Path::in_row("rows", &*row.id, "rows"));
            let fields = row.answers.0.keys();
            paths.extend(fields.map(|id| Path::in_row("rows", &*row.id, id)));
        }
    }
    paths.sort();
    paths.dedup();
    paths
}

fn ids(answers: &Answers) -> Vec<&str> {
    answers
        .rows("rows")
        .iter()
        .map(|row| row.id.as_str())
        .collect()
}

fn clashes(merged: &Merged, path: &Path) -> bool {
    merged.clashes.iter().any(|clash| {
        clash.path == *path
            || clash.path.row().is_some()
                && clash.path.row() == path.row()
                && clash.path.field == "rows"
    })
}

/// Rows say what their fields say, photos what each of them says.
fn at(answers: &Answers, path: &Path) -> Option<Answer> {
    match answer_at(answers, path) {
        Some(Answer::Rows(_)) => Some(Answer::Bool(true)),
        answer => answer,
    }
}

fn settled(merged: &Merged, side: Side) -> Answers {
    let mut answers = merged.answers.clone();
    for clash in &mut merged.clashes.clone() {
        clash.settle(&mut answers, side);
    }
    answers
}

proptest! {
    #[test]
    fn who_changed_nothing_gets_what_the_other_changed(base in form(), other in form()) {
        let merged = merge(&base, &base, &other);
        prop_assert!(merged.clashes.is_empty());
        for path in places(&[&base, &other]) {
            prop_assert_eq!(answer_at(&merged.answers, &path).is_some(), answer_at(&other, &path).is_some(), "{}", path);
            prop_assert_eq!(at(&merged.answers, &path), at(&other, &path), "{}", path);
        }
        let merged = merge(&base, &other, &base);
        prop_assert_eq!((merged.answers, merged.taken, merged.clashes), (other, vec![], vec![]));
    }

    #[test]
    fn both_alike_is_no_matter(base in form(), both in form()) {
        let merged = merge(&base, &both, &both);
        prop_assert_eq!((merged.answers, merged.taken, merged.clashes), (both, vec![], vec![]));
    }

    /// Each change of either side is in the answers, or a person is shown both.
    #[test]
    fn no_change_is_lost_without_a_word(base in form(), mine in form(), theirs in form()) {
        let merged = merge(&base, &mine, &theirs);
        for path in places(&[&base, &mine, &theirs]) {
            if clashes(&merged, &path) || path.field == "photos" {
                continue;
            }
            let [was, own, other, now] = [&base, &mine, &theirs, &merged.answers].map(|it| at(it, &path));
            if own != was {
                prop_assert_eq!(&now, &own, "mine at {}", path);
            } else {
                prop_assert_eq!(&now, &other, "theirs at {}", path);
            }
            // What came from elsewhere is told.
            if own == was && other != was {
                let told = |taken: &Path| *taken == path || taken.field == "rows" && (taken.row().is_none() || taken.row() == path.row());
                prop_assert!(merged.taken.iter().any(told), "{} is not told of", path);
            }
        }
    }

    #[test]
    fn no_photo_is_lost_that_somebody_added(base in form(), mine in form(), theirs in form()) {
        let merged = merge(&base, &mine, &theirs);
        let photos = |answers: &Answers| match answers.get("photos") {
            Some(Answer::Files(files)) => files.clone(),
            _ => Vec::new(),
        };
        if clashes(&merged, &Path::top("photos")) {
            return Ok(());
        }
        let [was, own, other, now] = [&base, &mine, &theirs, &merged.answers].map(photos);
        for photo in was.iter().chain(&own).chain(&other) {
            let has = |files: &[FileRef]| files.iter().any(|file| file.hash == photo.hash);
            let expected = if has(&was) { has(&own) && has(&other) } else { true };
            prop_assert_eq!(has(&now), expected, "{:?}", photo);
        }
    }

    /// Whoever merges, the same questions clash, and settled for the same person the answers are the same.
    #[test]
    fn it_does_not_matter_who_merges(base in form(), mine in form(), theirs in form()) {
        let (here, there) = (merge(&base, &mine, &theirs), merge(&base, &theirs, &mine));
        let turned: Vec<_> = there.clashes.iter().map(|it| (&it.path, &it.theirs, &it.mine)).collect();
        let mut straight: Vec<_> = here.clashes.iter().map(|it| (&it.path, &it.mine, &it.theirs)).collect();
        straight.sort_by_key(|it| it.0.clone());
        let mut turned = turned;
        turned.sort_by_key(|it| it.0.clone());
        prop_assert_eq!(straight, turned);
        for (side, other) in [(Side::Mine, Side::Theirs), (Side::Theirs, Side::Mine)] {
            let (here, there) = (settled(&here, side), settled(&there, other));
            for path in places(&[&base, &mine, &theirs]).into_iter().filter(|path| path.field != "photos") {
                prop_assert_eq!(at(&here, &path), at(&there, &path), "{}", path);
            }
        }
    }

    #[test]
    fn merging_again_changes_nothing(base in form(), mine in form(), theirs in form()) {
        let once = merge(&base, &mine, &theirs);
        let again = merge(&theirs, &once.answers, &theirs);
        prop_assert_eq!((&again.answers, again.taken, again.clashes), (&once.answers, vec![], vec![]));
        let mut ids: Vec<_> = ids(&once.answers);
        let rows = ids.len();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), rows, "a row is there twice");
    }

    /// Choosing the other's, then one's own again, gives back what was there.
    #[test]
    fn a_choice_can_be_undone(base in form(), mine in form(), theirs in form()) {
        let merged = merge(&base, &mine, &theirs);
        let mut answers = merged.answers.clone();
        for clash in &mut merged.clashes.clone() {
            for side in [Side::Theirs, Side::Mine, Side::Theirs, Side::Mine] {
                clash.settle(&mut answers, side);
                let expected = if side == Side::Mine { &clash.mine } else { &clash.theirs };
                prop_assert_eq!(&answer_at(&answers, &clash.path), expected);
            }
        }
        for path in places(&[&base, &mine, &theirs]) {
            prop_assert_eq!(at(&answers, &path), at(&merged.answers, &path));
        }
    }
}

#[test]
fn rows_are_matched_by_their_ids() {
    let base = answers(r#"{"rows":[{"_id":"a","n":"1"},{"_id":"b","n":"1"},{"_id":"c","n":"1"}]}"#);
    let mine = answers(r#"{"rows":[{"_id":"a","n":"2"},{"_id":"c","n":"1"},{"_id":"d","n":"4"}]}"#);
    let theirs = answers(
        r#"{"rows":[{"_id":"e","n":"5"},{"_id":"a","n":"1","m":"3"},{"_id":"b","n":"9"}]}"#,
    );
    let merged = merge(&base, &mine, &theirs);
    let expected =
        r#"{"rows":[{"_id":"a","m":"3","n":"2"},{"_id":"d","n":"4"},{"_id":"e","n":"5"}]}"#;
    assert_eq!(merged.answers, answers(expected));
    let taken: Vec<_> = merged.taken.iter().map(Path::to_string).collect();
    assert_eq!(taken, ["rows/a/m", "rows/c/rows", "rows/e/rows"]);
    let [clash] = &merged.clashes[..] else {
        panic!("{:?}", merged.clashes)
    };
    assert_eq!(clash.path.to_string(), "rows/b/rows");
    assert_eq!(clash.mine, None);
    let restored = settled(&merged, Side::Theirs);
    assert_eq!(restored.rows("rows")[3], theirs.rows("rows")[2]);
}

#[test]
fn what_was_made_of_an_answer_after_it_was_chosen_is_kept() {
    let merged = merge(
        &answers("{}"),
        &answers(r#"{"f":"mine"}"#),
        &answers(r#"{"f":"theirs"}"#),
    );
    let (mut clash, mut answers) = (merged.clashes[0].clone(), merged.answers);
    answers.set("f", Some(Answer::Text("mine, better".to_owned())));
    clash.settle(&mut answers, Side::Theirs);
    assert_eq!(answers.text("f"), Some("theirs"));
    clash.settle(&mut answers, Side::Mine);
    assert_eq!(answers.text("f"), Some("mine, better"));
}
