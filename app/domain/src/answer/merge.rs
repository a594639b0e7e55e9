//! Two edits of the same answers become one: a three-way merge, field by field.
//!
//! What one side changed is taken; what both changed alike is no matter. What both changed differently is a [`Clash`],
//! for a person to settle. Neither the form nor its rules are asked: the merged answers may break them, as any draft may.

use super::{Answer, Answers, FileRef, Row};
use crate::{form::Path, json::Json, map::Set};

/// Two edits in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// The answers. Where the edits clash they are mine.
    pub answers: Answers,
    /// What was taken from the other side, in the order of the paths.
    pub taken: Vec<Path>,
    /// What both sides changed differently.
    pub clashes: Vec<Clash>,
}

/// A question that two people answered differently, each unaware of the other.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Clash {
    /// Where. A row as a whole, which one side removed and the other edited, has its repeat's id for the field.
    pub path: Path,
    /// The answer on this phone; none when it was taken back. A row is a list of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<Answer>,
    /// The other side's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theirs: Option<Answer>,
    /// Which one a person chose; none until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Side>,
}

/// One of two edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Json)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What was written on this phone.
    Mine,
    /// What came from elsewhere.
    Theirs,
}

/// Merges `mine` and `theirs`, which both began as `base`.
///
/// Blank is as good as unanswered. Rows are matched by their ids and files by their hashes; what both sides added is
/// kept. A row that one side removed stays removed unless the other edited it. The order of rows is that of the side
/// that changed it; mine when both did.
pub fn merge(base: &Answers, mine: &Answers, theirs: &Answers) -> Merged {
    let mut merged = Merged::default();
    merged.answers = merged.level(None, [base, mine, theirs]);
    merged
}

impl Merged {
    /// Merges the whole form, or the row of a repeat.
    fn level(&mut self, row: Option<(&str, &str)>, versions: [&Answers; 3]) -> Answers {
        let mut answers = versions[1].clone();
        let ids = versions.into_iter().flat_map(|version| version.0.keys());
        for id in ids.collect::<Set<_>>().iter() {
            let [base, mine, theirs] =
                versions.map(|version| version.get(id).filter(|answer| !answer.is_blank()));
            if mine == theirs || theirs == base {
                continue;
            }
            let path = match row {
                Some((repeat, row)) => Path::in_row(repeat, row, id.as_str()),
                None => Path::top(id.as_str()),
            };
            if mine == base {
                answers.set(id, theirs.cloned());
                self.taken.push(path);
            } else if let [Some(base), Some(mine), Some(theirs)] = [base, mine, theirs].map(rows) {
                let rows = self.rows(id, [base, mine, theirs]);
                answers.set(id, (!rows.is_empty()).then_some(Answer::Rows(rows)));
            } else if let [Some(base), Some(theirs), Some(mine)] = [base, theirs, mine].map(files)
                && let Some(files) = merge_files([base, mine, theirs])
            {
                if files != mine {
                    self.taken.push(path);
                }
                answers.set(id, (!files.is_empty()).then_some(Answer::Files(files)));
            } else {
                self.clash(path, mine.cloned(), theirs.cloned());
            }
        }
        answers
    }

    fn rows(&mut self, repeat: &str, versions: [&[Row]; 3]) -> Vec<Row> {
        let [base, mine, theirs] = versions;
        let moved = !mine
            .iter()
            .map(|row| &row.id)
            .eq(base.iter().map(|row| &row.id));
        let (first, then) = if moved {
            (mine, theirs)
        } else {
            (theirs, mine)
        };
        let mut merged = Vec::new();
        let more = then.iter().filter(|row| find(first, &row.id).is_none());
        for Row { id, .. } in first.iter().chain(more) {
            let path = || Path::in_row(repeat, id.as_str(), repeat);
            let alone = |row: &Row| Some(Answer::Rows(vec![row.clone()]));
            match versions.map(|rows| find(rows, id)) {
                [base, Some(mine), Some(theirs)] => {
                    let none = Answers::default();
                    let base = base.map_or(&none, |row| &row.answers);
                    let answers =
                        self.level(Some((repeat, id)), [base, &mine.answers, &theirs.answers]);
                    let id = id.clone();
                    merged.push(Row { id, answers });
                }
                [None, Some(mine), None] => merged.push(mine.clone()),
                [None, None, Some(theirs)] => {
                    self.taken.push(path());
                    merged.push(theirs.clone());
                }
                [Some(base), Some(mine), None] if base == mine => self.taken.push(path()),
                [Some(_), Some(mine), None] => {
                    self.clash(path(), alone(mine), None);
                    merged.push(mine.clone());
                }
                [Some(base), None, Some(theirs)] if base != theirs => {
                    self.clash(path(), None, alone(theirs));
                }
                _ => {}
            }
        }
        merged
    }

    fn clash(&mut self, path: Path, mine: Option<Answer>, theirs: Option<Answer>) {
        self.clashes.push(Clash {
            path,
            mine,
            theirs,
            choice: None,
        });
    }
}

impl Clash {
    /// Puts the answer of `side` into `answers`. Until it is sent it can be settled the other way again, and what was
    /// made of the answer in between is then not lost either.
    pub fn settle(&mut self, answers: &mut Answers, side: Side) {
        let now = answer_at(answers, &self.path);
        let (before, after) = match side {
            Side::Mine => (&mut self.theirs, &self.mine),
            Side::Theirs => (&mut self.mine, &self.theirs),
        };
        // Only what stands there now belongs to the side that was chosen before.
        if self.choice.unwrap_or(Side::Mine) != side && now.is_some() {
            *before = now;
        }
        put(answers, &self.path, after.clone());
        self.choice = Some(side);
    }
}

/// The answer at `path`, or the row as a whole as a list of one; none when it is blank or not there.
pub fn answer_at(answers: &Answers, path: &Path) -> Option<Answer> {
    let Some((repeat, row)) = &path.repeat else {
        let answer = answers.get(&path.field);
        return answer.filter(|answer| !answer.is_blank()).cloned();
    };
    let row = find(answers.rows(repeat), row)?;
    if path.field == *repeat {
        return Some(Answer::Rows(vec![row.clone()]));
    }
    let answer = row.answers.get(&path.field);
    answer.filter(|answer| !answer.is_blank()).cloned()
}

fn put(answers: &mut Answers, path: &Path, answer: Option<Answer>) {
    let Some((repeat, id)) = &path.repeat else {
        answers.set(&path.field, answer);
        return;
    };
    let mut rows = answers.rows(repeat).to_vec();
    let at = rows.iter().position(|row| row.id == *id);
    match (answer, at) {
        (Some(Answer::Rows(mut alone)), None) if path.field == *repeat => rows.append(&mut alone),
        (Some(Answer::Rows(alone)), Some(at)) if path.field == *repeat => {
            rows.splice(at..=at, alone);
        }
        (None, Some(at)) if path.field == *repeat => {
            rows.remove(at);
        }
        (answer, Some(at)) => rows[at].answers.set(&path.field, answer),
        // The row was removed since.
        (_, None) => {}
    }
    answers.set(repeat, (!rows.is_empty()).then_some(Answer::Rows(rows)));
}

fn find<'a>(rows: &'a [Row], id: &str) -> Option<&'a Row> {
    rows.iter().find(|row| row.id == id)
}

/// Rows, where the answer may be some.
fn rows(answer: Option<&Answer>) -> Option<&[Row]> {
    match answer {
        None => Some(&[]),
        Some(Answer::Rows(rows)) => Some(rows),
        Some(_) => None,
    }
}

/// Files, where the answer may be some.
fn files(answer: Option<&Answer>) -> Option<&[FileRef]> {
    match answer {
        None => Some(&[]),
        Some(Answer::Files(files)) => Some(files),
        Some(_) => None,
    }
}

/// None when both sides said something else of one file.
fn merge_files(versions: [&[FileRef]; 3]) -> Option<Vec<FileRef>> {
    let mut merged: Vec<FileRef> = Vec::new();
    for FileRef { hash, .. } in versions[1].iter().chain(versions[2]) {
        let [base, mine, theirs] =
            versions.map(|files| files.iter().find(|file| file.hash == *hash));
        let kept = if mine == theirs || theirs == base {
            mine
        } else if mine == base {
            theirs
        } else {
            return None;
        };
        if let Some(file) = kept
            && merged.iter().all(|known| known.hash != *hash)
        {
            merged.push(file.clone());
        }
    }
    Some(merged)
}
