//! Reads results by position: values, choices, flags.

use super::{Change, Instance, state::Cell};
use crate::{
    answer::Answer,
    form::{
        expression::{code::Code, scene::Scene, value::Value},
        model::Choice,
        normal,
    },
};

impl Instance {
    pub(crate) fn value_at(&self, field: usize, row: Option<usize>) -> Option<Answer> {
        let entry = &self.form.fields[field];
        if entry.codes.calculate.is_none()
            && let Some(stored) = self.stored(field, row).filter(|answer| !answer.is_blank())
        {
            return Some(stored.clone());
        }
        if entry.codes.calculate.is_none() && entry.codes.suggest.is_none() {
            return None;
        }
        normal::to_answer(&entry.field, self.state.value(&self.form, field, row))
    }

    pub(crate) fn is_required_at(&self, field: usize, row: Option<usize>) -> bool {
        self.flag(self.form.layout.required[field], row)
    }

    pub(crate) fn choices_at(&self, field: usize, row: Option<usize>) -> Vec<&Choice> {
        let all = self.form.choices_of(field);
        match self.form.layout.choices[field] {
            Some(node) => match self.state.get(&self.form, node, row) {
                Some(Cell::Choices(positions)) => positions
                    .iter()
                    .filter_map(|position| all.get(*position))
                    .collect(),
                _ => Vec::new(),
            },
            None => all
                .iter()
                .filter(|choice| choice.is_valid_on(self.env.today))
                .collect(),
        }
    }

    /// Evaluates an expression over the value `this` of a field.
    pub(crate) fn judge(&self, code: &Code, row: Option<usize>, this: &Value) -> Value {
        let (form, state) = (&*self.form, &self.state);
        let scene = Scene {
            form,
            state,
            row,
            this: Some(this),
            choice: None,
            today: self.env.today,
        };
        scene.eval(code)
    }

    pub(crate) fn value_of(&self, field: usize, row: Option<usize>) -> &Value {
        self.state.value(&self.form, field, row)
    }

    pub(crate) fn flag(&self, node: Option<usize>, row: Option<usize>) -> bool {
        node.is_some_and(|node| {
            matches!(
                self.state.get(&self.form, node, row),
                Some(Cell::Flag(true))
            )
        })
    }

    pub(super) fn set_default(&mut self, field: usize, row: Option<usize>) -> Vec<Change> {
        let entry = &self.form.fields[field];
        let Some(code) = &entry.codes.default else {
            return Vec::new();
        };
        let value = normal::coerce(&entry.field, self.judge(code, row, &Value::Empty));
        let answer = normal::to_answer(&entry.field, &value);
        let path = self.path_of(field, row);
        self.set(&path, answer)
    }
}
