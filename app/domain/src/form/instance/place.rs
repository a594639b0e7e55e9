//! Where things are: paths, rows by position, and the walk over what is relevant.

use super::{Instance, compute};
use crate::{
    answer::{Answer, Answers},
    form::{model::Item, path::Path},
};

/// What a walk over the items of a step meets.
pub(crate) enum Visit {
    /// A relevant field, in a row of its repeat.
    Field(usize, Option<usize>),
    /// A relevant repeat, before its rows.
    Repeat(usize),
}

impl Instance {
    /// Calls `visit` for every relevant repeat and field among `items`.
    pub(crate) fn walk(&self, items: &[Item], row: Option<usize>, visit: &mut dyn FnMut(Visit)) {
        for item in items {
            match item {
                Item::Field(field) => {
                    if let Some(index) = self.form.field_index(&field.id)
                        && self.flag(Some(self.form.layout.relevant[index]), row)
                    {
                        visit(Visit::Field(index, row));
                    }
                }
                Item::Group(group) => self.walk(&group.items, row, visit),
                Item::Repeat(repeat) => {
                    if let Some(index) = self.form.repeat_index(&repeat.id)
                        && self.is_repeat_relevant(&repeat.id)
                    {
                        visit(Visit::Repeat(index));
                        for row in 0..self.state.row_count(index) {
                            self.walk(&repeat.items, Some(row), visit);
                        }
                    }
                }
            }
        }
    }

    /// The field and the row's position a path names.
    pub(crate) fn locate(&self, path: &Path) -> Option<(usize, Option<usize>)> {
        let field = self.form.field_index(&path.field)?;
        match (&path.repeat, self.form.fields[field].repeat) {
            (None, None) => Some((field, None)),
            (Some((repeat, row)), Some(index)) if self.form.repeats[index].repeat.id == *repeat => {
                Some((field, Some(self.row_position(index, row)?)))
            }
            _ => None,
        }
    }

    /// The path of a field in a row.
    pub(crate) fn path_of(&self, field: usize, row: Option<usize>) -> Path {
        let entry = &self.form.fields[field];
        self.path_in(entry.repeat, row, &entry.field.id)
    }

    pub(crate) fn path_in(&self, repeat: Option<usize>, row: Option<usize>, id: &str) -> Path {
        let row = repeat.zip(row).and_then(|(repeat, row)| {
            let repeat = &self.form.repeats[repeat].repeat.id;
            self.answers
                .rows(repeat)
                .get(row)
                .map(|row| (repeat.clone(), row.id.clone()))
        });
        Path {
            repeat: row,
            field: id.to_owned(),
        }
    }

    pub(super) fn row_position(&self, repeat: usize, row: &str) -> Option<usize> {
        let repeat = &self.form.repeats[repeat].repeat.id;
        self.answers
            .rows(repeat)
            .iter()
            .position(|known| known.id == row)
    }

    /// The stored answer of a field.
    pub(crate) fn stored(&self, field: usize, row: Option<usize>) -> Option<&Answer> {
        compute::stored(&self.form, &self.answers, field, row)
    }

    /// The answers a field is stored among.
    pub(super) fn answers_of(&mut self, field: usize, row: Option<usize>) -> Option<&mut Answers> {
        let (Some(repeat), Some(row)) = (self.form.fields[field].repeat, row) else {
            return Some(&mut self.answers);
        };
        match self.answers.0.get_mut(&self.form.repeats[repeat].repeat.id) {
            Some(Answer::Rows(rows)) => rows.get_mut(row).map(|row| &mut row.answers),
            _ => None,
        }
    }
}
