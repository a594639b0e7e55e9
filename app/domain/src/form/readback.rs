//! Answers read back in the form's order, alone or beside an older version of them.
//!
//! Yields fields and answers, never words; what nobody is shown (hidden fields, nameless calculations) is left out.

use super::{
    Form,
    model::{Appearance, Field, Item, Kind, Repeat, Step},
    path::Path,
};
use crate::answer::{Answer, Answers, Row};

/// The answered questions of a step.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// The step.
    pub step: &'a Step,
    /// Its questions that one of the versions answers, in order.
    pub lines: Vec<Line<'a>>,
}

/// A question with its answers.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// Where the answer sits.
    pub path: Path,
    /// The question.
    pub field: &'a Field,
    /// The repeat and the number of the row, counted from 1, when the question is asked in rows.
    pub row: Option<(&'a Repeat, usize)>,
    /// The answer now.
    pub answer: Option<&'a Answer>,
    /// How it differs from the older version; [`Difference::Same`] without one.
    pub difference: Difference<'a>,
}

/// How an answer differs from an older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference<'a> {
    /// Not at all.
    Same,
    /// It was not answered before.
    Added,
    /// It was this before, and is another one or none now.
    Was(&'a Answer),
}

/// The answers of every step that has any, each beside what it was in `older`.
///
/// Rows are matched by their ids; those that only the older version has come last.
pub fn read_back<'a>(
    form: &'a Form,
    answers: &'a Answers,
    older: Option<&'a Answers>,
) -> Vec<Section<'a>> {
    let sections = form.steps().iter().map(|step| {
        let mut lines = Vec::new();
        collect(
            &step.items,
            Versions {
                now: Some(answers),
                older,
            },
            None,
            older.is_some(),
            &mut lines,
        );
        Section { step, lines }
    });
    sections
        .filter(|section| !section.lines.is_empty())
        .collect()
}

/// The same level of both versions: the whole form or one row.
#[derive(Clone, Copy)]
struct Versions<'a> {
    now: Option<&'a Answers>,
    older: Option<&'a Answers>,
}

impl<'a> Versions<'a> {
    fn rows(self, repeat: &str) -> (&'a [Row], &'a [Row]) {
        let rows =
            |answers: Option<&'a Answers>| answers.map_or(&[][..], |answers| answers.rows(repeat));
        (rows(self.now), rows(self.older))
    }
}

fn collect<'a>(
    items: &'a [Item],
    versions: Versions<'a>,
    row: Option<(&'a Repeat, &'a str, usize)>,
    compared: bool,
    lines: &mut Vec<Line<'a>>,
) {
    for item in items {
        match item {
            Item::Field(field) => lines.extend(line(field, versions, row, compared)),
            Item::Group(group) => collect(&group.items, versions, row, compared, lines),
            Item::Repeat(repeat) => {
                let (now, older) = versions.rows(&repeat.id);
                let same = |rows: &'a [Row], id: &str| {
                    rows.iter().find(|row| row.id == id).map(|row| &row.answers)
                };
                for (at, row) in now.iter().enumerate() {
                    let versions = Versions {
                        now: Some(&row.answers),
                        older: same(older, &row.id),
                    };
                    collect(
                        &repeat.items,
                        versions,
                        Some((repeat, &row.id, at + 1)),
                        compared,
                        lines,
                    );
                }
                for (at, row) in older.iter().enumerate() {
                    if same(now, &row.id).is_none() {
                        let versions = Versions {
                            now: None,
                            older: Some(&row.answers),
                        };
                        collect(
                            &repeat.items,
                            versions,
                            Some((repeat, &row.id, at + 1)),
                            compared,
                            lines,
                        );
                    }
                }
            }
        }
    }
}

fn line<'a>(
    field: &'a Field,
    versions: Versions<'a>,
    row: Option<(&'a Repeat, &'a str, usize)>,
    compared: bool,
) -> Option<Line<'a>> {
    let nameless = field.kind == Kind::Calc && field.label.ko.is_empty();
    if field.appearance == Some(Appearance::Hidden) || nameless {
        return None;
    }
    let answered = |answers: Option<&'a Answers>| {
        answers
            .and_then(|answers| answers.get(&field.id))
            .filter(|answer| !answer.is_blank())
    };
    let (answer, older) = (answered(versions.now), answered(versions.older));
    let difference = match (answer, older) {
        (None, None) => return None,
        (Some(_), None) if compared => Difference::Added,
        (now, Some(older)) if now != Some(older) => Difference::Was(older),
        _ => Difference::Same,
    };
    let path = match row {
        Some((repeat, id, _)) => Path::in_row(&*repeat.id, id, &*field.id),
        None => Path::top(&*field.id),
    };
    Some(Line {
        path,
        field,
        row: row.map(|(repeat, _, number)| (repeat, number)),
        answer,
        difference,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = r#"{
      "id": "T", "version": "1", "title": {"ko": "t"}, "receipt_kind": "t",
      "steps": [
        {"id": "a", "label": {"ko": "가"}, "items": [
          {"id": "name", "type": "text", "label": {"ko": "이름"}},
          {"id": "secret", "type": "text", "label": {"ko": "x"}, "appearance": "hidden"},
          {"repeat": "rows", "label": {"ko": "행"}, "min": 0, "max": 9, "items": [
            {"id": "item", "type": "text", "label": {"ko": "품목"}}
          ]}
        ]},
        {"id": "b", "label": {"ko": "나"}, "items": [
          {"id": "count", "type": "int", "label": {"ko": "수"}}
        ]}
      ],
      "choices": {}
    }"#;

    fn answers(json: &str) -> Answers {
        serde_json::from_str(json).unwrap()
    }

    fn told(form: &Form, now: &Answers, older: Option<&Answers>) -> Vec<String> {
        let sections = read_back(form, now, older);
        let lines = sections.iter().flat_map(|section| &section.lines);
        lines
            .map(|line| {
                let sign = match line.difference {
                    Difference::Same => "=",
                    Difference::Added => "+",
                    Difference::Was(_) if line.answer.is_some() => "~",
                    Difference::Was(_) => "-",
                };
                format!(
                    "{sign}{}#{}",
                    line.path,
                    line.row.map_or(0, |(_, number)| number)
                )
            })
            .collect()
    }

    #[test]
    fn one_version_is_read_in_the_forms_order_without_what_is_hidden_or_blank() {
        let form = Form::load(FORM).unwrap();
        let now = answers(
            r#"{"count":3,"name":"n","secret":"s","rows":[{"_id":"r1","item":"x"},{"_id":"r2","item":" "}]}"#,
        );
        assert_eq!(
            told(&form, &now, None),
            ["=name#0", "=rows/r1/item#1", "=count#0"]
        );
        let sections = read_back(&form, &now, None);
        assert_eq!(sections.len(), 2);
        assert_eq!(sections[1].step.id, "b");
    }

    #[test]
    fn versions_are_compared_and_rows_matched_by_their_ids() {
        let form = Form::load(FORM).unwrap();
        let older = answers(
            r#"{"name":"n","count":3,"rows":[{"_id":"r1","item":"x"},{"_id":"r2","item":"y"}]}"#,
        );
        let now =
            answers(r#"{"name":"m","rows":[{"_id":"r2","item":"y"},{"_id":"r3","item":"z"}]}"#);
        assert_eq!(
            told(&form, &now, Some(&older)),
            [
                "~name#0",
                "=rows/r2/item#1",
                "+rows/r3/item#2",
                "-rows/r1/item#1",
                "-count#0"
            ]
        );
    }
}
