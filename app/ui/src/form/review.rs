//! A form's answers read back, step by step.

use domain::{
    answer::{Answers, Row},
    form::{Appearance, Field, Form, Instance, Item, Kind, Path, Repeat},
};
use leptos::prelude::*;

use super::words;
use crate::{
    dom::{El, el, el_class},
    i18n::{Key, t, text},
};

/// The answers by step.
///
/// A draft's `instance` tells what is asked, so that blanks are shown too; without it only what was answered is. `edit` makes what stands below a step, such as the way to change it; none leaves the step out.
pub fn review(
    form: &Form,
    answers: &Answers,
    instance: Option<&Instance>,
    edit: &dyn Fn(&str) -> Option<El>,
) -> Vec<AnyView> {
    let reader = Reader {
        form,
        answers,
        instance,
    };
    form.steps()
        .iter()
        .filter(|step| instance.is_none_or(|instance| instance.is_step_relevant(&step.id)))
        .filter_map(|step| {
            let mut said = Vec::new();
            reader.collect(&step.items, None, "", &mut said);
            if said.is_empty() && instance.is_none() {
                return None;
            }
            let below = edit(&step.id)?;
            let section = el("section")
                .child(el("h2").text(text(&step.label)))
                .child(lines(said))
                .child(below);
            Some(section.view())
        })
        .collect()
}

/// Questions and answers one below the other.
pub fn lines(lines: impl IntoIterator<Item = (String, String)>) -> El {
    el_class("dl", "review-list").children(lines.into_iter().map(line))
}

fn line((label, said): (String, String)) -> El {
    let said = if said.is_empty() {
        t(Key::FIELD_BLANK).to_owned()
    } else {
        said
    };
    el("div")
        .child(el("dt").text(label))
        .child(el("dd").text(said))
}

struct Reader<'a> {
    form: &'a Form,
    answers: &'a Answers,
    instance: Option<&'a Instance>,
}

impl Reader<'_> {
    fn collect(
        &self,
        items: &[Item],
        row: Option<(&Repeat, &Row)>,
        prefix: &str,
        lines: &mut Vec<(String, String)>,
    ) {
        for item in items {
            match item {
                Item::Field(field) => {
                    if let Some(said) = self.said(field, row) {
                        lines.push((format!("{prefix}{}", text(&field.label)), said));
                    }
                }
                Item::Group(group) => self.collect(&group.items, row, prefix, lines),
                Item::Repeat(repeat) => {
                    let name = text(repeat.row_label.as_ref().unwrap_or(&repeat.label));
                    for (at, row) in self.answers.rows(&repeat.id).iter().enumerate() {
                        let prefix = format!("{name} {} · ", at + 1);
                        self.collect(&repeat.items, Some((repeat, row)), &prefix, lines);
                    }
                }
            }
        }
    }

    /// What was said to a field; none when it is not to be shown.
    fn said(&self, field: &Field, row: Option<(&Repeat, &Row)>) -> Option<String> {
        let nameless = field.kind == Kind::Calc && field.label.ko.is_empty();
        if field.appearance == Some(Appearance::Hidden) || nameless {
            return None;
        }
        let value = match self.instance {
            Some(instance) => {
                let path = match row {
                    Some((repeat, row)) => Path::in_row(&*repeat.id, &*row.id, &*field.id),
                    None => Path::top(&*field.id),
                };
                if !instance.is_relevant(&path) {
                    return None;
                }
                instance.value(&path)
            }
            None => {
                let answers = row.map_or(self.answers, |(_, row)| &row.answers);
                Some(
                    answers
                        .get(&field.id)
                        .filter(|answer| !answer.is_blank())?
                        .clone(),
                )
            }
        };
        Some(words::answer(self.form, field, value.as_ref()))
    }
}
