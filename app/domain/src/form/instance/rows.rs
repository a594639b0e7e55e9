//! Rows of repeats that come and go.

use std::sync::Arc;

use super::{Change, Instance};
use crate::{
    answer::{Answer, Answers, Row},
    form::path::Path,
};

impl Instance {
    /// Adds a row at the end of a repeat, with its defaults.
    ///
    /// A row whose id is taken, and one of a repeat that the form does not have, is not added.
    pub fn add_row(&mut self, repeat: &str, row_id: String) -> Vec<Change> {
        let Some(index) = self.form.repeat_index(repeat) else {
            return Vec::new();
        };
        let mut rows = match self.answers.get(repeat) {
            Some(Answer::Rows(rows)) => rows.clone(),
            _ => Vec::new(),
        };
        if rows.iter().any(|row| row.id == row_id) {
            return Vec::new();
        }
        rows.push(Row {
            id: row_id,
            answers: Answers::default(),
        });
        let row = rows.len() - 1;
        self.answers.set(repeat, Some(Answer::Rows(rows)));
        self.state.push_row(&self.form, index);
        let form = Arc::clone(&self.form);
        let inside = form
            .graph
            .order
            .iter()
            .filter(|node| form.graph.nodes[**node].repeat == Some(index));
        let mut dirty: Vec<_> = inside.map(|node| (*node, Some(row))).collect();
        dirty.push((form.layout.rows[index], None));
        let mut changes = self.propagate(&dirty);
        for field in 0..form.fields.len() {
            if form.fields[field].repeat == Some(index) {
                changes.extend(self.set_default(field, Some(row)));
            }
        }
        self.rows_changed(repeat, Some(row), changes)
    }

    /// Removes a row with its answers.
    pub fn remove_row(&mut self, repeat: &str, row_id: &str) -> Vec<Change> {
        let Some(index) = self.form.repeat_index(repeat) else {
            return Vec::new();
        };
        let Some(row) = self
            .answers
            .rows(repeat)
            .iter()
            .position(|row| row.id == row_id)
        else {
            return Vec::new();
        };
        let mut rows = self.answers.rows(repeat).to_vec();
        rows.remove(row);
        let rows = if rows.is_empty() {
            None
        } else {
            Some(Answer::Rows(rows))
        };
        self.answers.set(repeat, rows);
        self.state.remove_row(index, row);
        let changes = self.propagate(&[(self.form.layout.rows[index], None)]);
        self.rows_changed(repeat, None, changes)
    }

    /// The changes of a repeat that gained or lost a row. Those inside a new row say nothing more.
    fn rows_changed(
        &self,
        repeat: &str,
        new_row: Option<usize>,
        changes: Vec<Change>,
    ) -> Vec<Change> {
        let new_row = new_row.and_then(|row| self.answers.rows(repeat).get(row));
        let is_inside = |path: &Path| match (&path.repeat, new_row) {
            (Some((of, row)), Some(new)) => of == repeat && *row == new.id,
            _ => false,
        };
        let mut all = vec![Change::Rows(repeat.to_owned())];
        for change in changes {
            let inside = match &change {
                Change::Value(path)
                | Change::Relevance(path)
                | Change::Required(path)
                | Change::Choices(path) => is_inside(path),
                Change::StepRelevance(_) | Change::Rows(_) => false,
            };
            // Defaults of a new row can change the same total several times.
            if !inside && !all.contains(&change) {
                all.push(change);
            }
        }
        all
    }
}
