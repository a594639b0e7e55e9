//! Reads results by position: values, choices, flags.

use super::{Change, Instance, state::Cell};
use crate::{
    answer::Answer,
    form::{
        expression::{code::Code, scene::Scene, value::Value},
        model::{Choice, Field},
        normal,
        path::Path,
    },
};

impl Instance {
    /// Where "…와 같음" at `path` copies from: in the same row, or from the first row of another repeat. None when the
    /// field copies nothing, or that repeat has no row.
    pub fn copy_source(&self, path: &Path) -> Option<Path> {
        let (field, row) = self.locate(path)?;
        let entry = &self.form.fields[field];
        let source = self.form.field_index(entry.field.copy_from.as_deref()?)?;
        match self.form.fields[source].repeat {
            None => Some(self.path_of(source, None)),
            Some(repeat) if entry.repeat == Some(repeat) => Some(self.path_of(source, row)),
            Some(repeat) => {
                (self.state.row_count(repeat) > 0).then(|| self.path_of(source, Some(0)))
            }
        }
    }

    /// How many won a bare number typed into `field` counts: what the field's unit says, else 1.
    pub fn won_unit(&self, field: &Field) -> u32 {
        let chosen = || {
            let unit = self.form.field_index(field.unit.as_deref()?)?;
            let Some(Answer::Text(code)) = self.value_at(unit, None) else {
                return None;
            };
            let choices = self.form.choices_of(unit).iter();
            let choice = choices.clone().find(|choice| choice.code == code)?;
            choice.attributes.get("won")?.parse().ok()
        };
        chosen().unwrap_or(1)
    }

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

    /// Whether what is filled in now is a quick report (간편 접수), by the form's own rule (`quick` in its file). A form
    /// without a rule has no quick reports.
    pub fn is_quick(&self) -> bool {
        let code = self.form.quick.as_ref();
        code.is_some_and(|code| self.judge(code, None, &Value::Empty).is_true())
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
