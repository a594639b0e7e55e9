//! Moves a draft into a newer version of its form, and says what does not fit there.
//!
//! Every answered question of the old version ends in the new answers or in the list of what was left; only what is
//! calculated is not, because the new version calculates it anew. Nothing here decides whether to move.

use std::sync::Arc;

use super::{
    Form, Instance,
    instance::Env,
    model::{Field, Kind},
    normal,
    path::Path,
};
use crate::{
    answer::{Answer, Answers, Consent, Row},
    text::Locale,
};

/// A draft in a newer version, and what has no place there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// The answers in the new version; questions that only it asks have their defaults.
    pub answers: Answers,
    /// What was left, in the order of the old form.
    pub left: Vec<Left>,
}

/// An answer that the new version has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Where it sat in the old version.
    pub path: Path,
    /// The number of its row, counted from 1, when it sat in one.
    pub row: Option<usize>,
    /// The answer; of several choices those that the new version does not have.
    pub answer: Answer,
}

/// Moves `answers` from `old` to `new`.
///
/// An answer moves to the question of the same id, in the same repeat, if that takes the same kind of answer or a
/// wider one (a line of text fits into several, one choice into several), and offers what was chosen. A consent moves
/// only if the notice still reads as it was shown.
pub fn migrate(answers: &Answers, old: &Form, new: &Arc<Form>, env: Env) -> Moved {
    let mut moved = Moved {
        answers: fresh(old, new, env),
        left: Vec::new(),
    };
    for (id, answer) in &answers.0 {
        match answer {
            Answer::Rows(rows) => {
                let mut kept = Vec::new();
                for (at, row) in rows.iter().enumerate() {
                    let mut inner = Answers::default();
                    for (field, answer) in &row.answers.0 {
                        let path = Path::in_row(&**id, &*row.id, &**field);
                        let fitting = moved.part(old, new, path, Some(at + 1), answer);
                        inner.set(field, fitting);
                    }
                    kept.push(Row {
                        id: row.id.clone(),
                        answers: inner,
                    });
                }
                // A row that lost everything is still one the person has made.
                if new.repeat(id).is_some() && !kept.is_empty() {
                    moved.answers.set(id, Some(Answer::Rows(kept)));
                }
            }
            _ => {
                if let Some(answer) = moved.part(old, new, Path::top(&**id), None, answer) {
                    moved.answers.set(id, Some(answer));
                }
            }
        }
    }
    moved.leave_what_is_not_offered(new, env);
    let place = |left: &Left| old.field_index(&left.path.field).unwrap_or(usize::MAX);
    moved.left.sort_by_key(|left| (place(left), left.row));
    moved
}

/// The defaults of what the old version did not ask.
fn fresh(old: &Form, new: &Arc<Form>, env: Env) -> Answers {
    let mut answers = Instance::begin(Arc::clone(new), env).answers().clone();
    answers
        .0
        .retain(|id, _| old.field(id).is_none() && old.repeat(id).is_none());
    answers
}

impl Moved {
    /// What of `answer` fits the new version; the rest is put on the list.
    fn part(
        &mut self,
        old: &Form,
        new: &Form,
        path: Path,
        row: Option<usize>,
        answer: &Answer,
    ) -> Option<Answer> {
        let repeat = path.repeat.as_ref().map(|(repeat, _)| repeat);
        let there = |field: &&Field| field.repeat.as_ref() == repeat;
        let from = old.field(&path.field).filter(there);
        if answer.is_blank() || from.is_some_and(|from| from.kind == Kind::Calc) {
            return None;
        }
        let to = new.field(&path.field).filter(there);
        let (kept, left) = match (from, to) {
            (Some(from), Some(to)) => split(from.kind, new, to, answer),
            _ => (None, Some(answer.clone())),
        };
        if let Some(answer) = left {
            self.left.push(Left { path, row, answer });
        }
        kept
    }

    /// Takes out the choices that the new version has but does not offer here: nobody would see them.
    fn leave_what_is_not_offered(&mut self, new: &Arc<Form>, env: Env) {
        loop {
            let instance = Instance::new(Arc::clone(new), self.answers.clone(), env);
            let mut found = instance.validate();
            // A choice that is suggested is not in the answers, and taking out one may change what others offer.
            if !found.drain(..).any(|finding| {
                finding.code == "choice"
                    && finding
                        .args
                        .get("code")
                        .is_some_and(|code| self.leave(&finding.path, code))
            }) {
                return;
            }
        }
    }

    /// Moves one choice at `path` to the list; false when it was not there.
    fn leave(&mut self, path: &Path, code: &str) -> bool {
        let (answers, row) = match &path.repeat {
            None => (&mut self.answers, None),
            Some((repeat, id)) => {
                let Some(Answer::Rows(rows)) = self.answers.0.get_mut(repeat) else {
                    return false;
                };
                let Some(at) = rows.iter().position(|row| row.id == *id) else {
                    return false;
                };
                (&mut rows[at].answers, Some(at + 1))
            }
        };
        let (kept, left) = match answers.get(&path.field) {
            Some(Answer::Many(codes)) => parted(codes, |known| known != code),
            Some(Answer::Text(text)) if text == code => (None, Some(Answer::Text(text.clone()))),
            Some(Answer::Int(point)) if point.to_string() == code => {
                (None, Some(Answer::Int(*point)))
            }
            _ => return false,
        };
        let Some(answer) = left else { return false };
        answers.set(&path.field, kept);
        let known = self.left.iter_mut().find(|left| left.path == *path);
        match (known.map(|left| &mut left.answer), answer) {
            (Some(Answer::Many(known)), Answer::Many(codes)) => known.extend(codes),
            (_, answer) => self.left.push(Left {
                path: path.clone(),
                row,
                answer,
            }),
        }
        true
    }
}

/// What of an answer of kind `from` the field `to` takes, and what it does not.
fn split(from: Kind, new: &Form, to: &Field, answer: &Answer) -> (Option<Answer>, Option<Answer>) {
    let offered = |code: &str| {
        let list = new.choices(to.choices.as_deref().unwrap_or_default());
        list.iter().any(|choice| choice.code == code)
    };
    let same = from == to.kind;
    let fits = match answer {
        Answer::Many(codes) if to.kind == Kind::Multi || (same && to.kind == Kind::Rank3) => {
            return parted(codes, offered);
        }
        Answer::Text(code) if from == Kind::Enum && to.kind == Kind::Multi && offered(code) => {
            return (Some(Answer::Many(vec![code.clone()])), None);
        }
        Answer::Text(code) if from == Kind::Enum => same && offered(code),
        Answer::Text(_) => same || from.is_text() && matches!(to.kind, Kind::Text | Kind::Textarea),
        Answer::Int(point) if to.kind == Kind::Likert5 && to.choices.is_some() => {
            same && offered(&point.to_string())
        }
        Answer::Consent(consent) => same && reads_the_same(to, consent),
        _ => same,
    };
    let whole = Some(answer.clone());
    if fits && normal::fits(to, answer) {
        (whole, None)
    } else {
        (None, whole)
    }
}

/// The codes that `stays` says yes to, and the others.
fn parted(codes: &[String], stays: impl Fn(&str) -> bool) -> (Option<Answer>, Option<Answer>) {
    let (kept, left): (Vec<String>, Vec<String>) =
        codes.iter().cloned().partition(|code| stays(code));
    let many = |codes: Vec<String>| (!codes.is_empty()).then_some(Answer::Many(codes));
    (many(kept), many(left))
}

/// Whether the notice says today what was agreed to or refused.
fn reads_the_same(field: &Field, consent: &Consent) -> bool {
    let locale = [Locale::Ko, Locale::En]
        .into_iter()
        .find(|locale| locale.tag() == consent.locale);
    match (&field.consent, locale) {
        (Some(notice), Some(locale)) => notice.text_hash(locale) == consent.text_hash,
        _ => false,
    }
}
