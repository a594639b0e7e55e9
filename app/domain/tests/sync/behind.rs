//! A draft whose submission moved on: it takes over what only the other side changed, and asks where both did.

use domain::{
    answer::{Answer, Answers, merge::Side},
    api::SubmissionView,
    form::Path,
    id::{RevisionId, SubmissionId},
    json,
    sync::{Answering, Draft},
};

use crate::{
    one_phone::id,
    withdrawal::{SUBMISSION, withdrawn},
};

fn answers(fields: &[(&str, &str)]) -> Answers {
    let mut answers = Answers::default();
    for (field, text) in fields {
        answers.set(field, Some(Answer::Text((*text).to_owned())));
    }
    answers
}

fn draft(base: &[(&str, &str)], now: &[(&str, &str)]) -> Draft {
    let text = format!(
        r#"{{"id":"{}","form":"DMG","version":"1","locale":"ko","created_at":1,"updated_at":2}}"#,
        id(7)
    );
    let mut draft: Draft = json::read(&text).unwrap();
    draft.answering = Some(Answering {
        submission: SUBMISSION,
        parent: RevisionId(id(1)),
    });
    draft.base = answers(base);
    draft.answers = answers(now);
    draft
}

/// The submission with another newest revision and these answers.
fn view(revision: u128, fields: &[(&str, &str)]) -> SubmissionView {
    let answers = json::write(&answers(fields));
    SubmissionView {
        revision: RevisionId(id(revision)),
        content: format!(
            r#"{{"form":"DMG","version":"1","answers":{answers},"locale":"ko","captured_at":1,"sealed_at":2}}"#
        ),
        ..withdrawn()
    }
}

fn said(draft: &Draft, field: &str) -> Option<String> {
    match draft.answers.get(field) {
        Some(Answer::Text(text)) => Some(text.clone()),
        _ => None,
    }
}

const BEFORE: [(&str, &str); 3] = [("a", "0"), ("b", "0"), ("c", "0")];

#[test]
fn only_a_draft_that_continues_an_older_revision_of_this_submission_is_behind() {
    let one = draft(&BEFORE, &BEFORE);
    assert!(one.is_behind(&view(2, &BEFORE)));
    assert!(!one.is_behind(&view(1, &BEFORE)));
    let mut other = view(2, &BEFORE);
    other.id = SubmissionId(id(55));
    assert!(!one.is_behind(&other));
    let mut fresh = one;
    fresh.answering = None;
    assert!(!fresh.is_behind(&view(2, &BEFORE)));
}

#[test]
fn what_is_not_behind_or_can_not_be_read_leaves_the_draft_as_it_is() {
    let mut one = draft(&BEFORE, &[("a", "mine")]);
    let before = one.clone();
    assert!(!one.catch_up(&view(1, &[("a", "theirs")])));
    let mut unreadable = view(2, &BEFORE);
    unreadable.content = "?".to_owned();
    assert!(!one.catch_up(&unreadable));
    assert_eq!(one, before);
}

#[test]
fn what_one_side_changed_is_taken_and_what_both_did_is_asked() {
    let mut one = draft(&BEFORE, &[("a", "mine"), ("b", "0"), ("c", "mine")]);
    assert!(one.catch_up(&view(2, &[("a", "0"), ("b", "theirs"), ("c", "theirs")])));
    assert_eq!(said(&one, "a").as_deref(), Some("mine"));
    assert_eq!(said(&one, "b").as_deref(), Some("theirs"));
    assert_eq!(one.taken, [Path::top("b")]);
    assert_eq!(one.clashes.len(), 1);
    assert_eq!(one.clashes[0].path, Path::top("c"));
    assert!(one.is_unsettled());
    one.clashes[0].choice = Some(Side::Mine);
    assert!(!one.is_unsettled());
    assert_eq!(one.answering.unwrap().parent, RevisionId(id(2)));
    assert!(!one.catch_up(&view(2, &BEFORE)), "once is enough");
}

#[test]
fn a_clash_stands_for_as_long_as_the_other_side_does() {
    let mine = [("a", "mine"), ("b", "0"), ("c", "mine")];
    let caught = || {
        let mut one = draft(&BEFORE, &mine);
        assert!(one.catch_up(&view(2, &[("a", "theirs"), ("b", "0"), ("c", "theirs")])));
        for clash in &mut one.clashes {
            clash.choice = Some(Side::Mine);
        }
        one
    };
    let paths = |draft: &Draft| -> Vec<_> {
        draft
            .clashes
            .iter()
            .map(|clash| (clash.path.clone(), clash.choice))
            .collect()
    };
    let chosen = |field: &str| (Path::top(field), Some(Side::Mine));
    // Nothing new in either: what was chosen stays chosen.
    let mut one = caught();
    assert!(one.catch_up(&view(3, &[("a", "theirs"), ("b", "new"), ("c", "theirs")])));
    assert_eq!(paths(&one), [chosen("a"), chosen("c")]);
    assert_eq!(one.taken, [Path::top("b")]);
    // The other side thinks again of one: that is asked again.
    let mut one = caught();
    assert!(one.catch_up(&view(3, &[("a", "theirs"), ("b", "0"), ("c", "again")])));
    let asked = one
        .clashes
        .iter()
        .find(|clash| clash.path == Path::top("c"))
        .unwrap();
    assert_eq!(asked.choice, None);
    assert_eq!(asked.theirs, Some(Answer::Text("again".to_owned())));
    assert_eq!(one.clashes.len(), 2);
    // It says the same as we: nothing is left to ask.
    let mut one = caught();
    assert!(one.catch_up(&view(3, &[("a", "theirs"), ("b", "0"), ("c", "mine")])));
    assert_eq!(paths(&one), [chosen("a")]);
}
