//! One filling-in of a form (XForms calls it an instance): answers, and what follows from them.
//!
//! A change recomputes only what depends on it. Judging is in `validate`;
//! nothing here stores or sends.

use std::sync::Arc;

use time::Date;

use super::{Form, model::Choice, path::Path};
use crate::answer::{Answer, Answers};

pub(crate) mod change;
mod compute;
mod look;
mod place;
mod rows;
pub(crate) mod state;
mod submission;

pub use change::Change;
pub(crate) use place::Visit;
use state::State;

/// What a form may know of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Env {
    /// Today in Korea: `today()`, and the day on which choices must be valid.
    pub today: Date,
    /// The device's clock, Unix milliseconds.
    pub now: i64,
}

/// One filling-in of a form.
#[derive(Clone, Debug)]
pub struct Instance {
    form: Arc<Form>,
    answers: Answers,
    env: Env,
    state: State,
    evaluations: u64,
}

impl Instance {
    /// Opens existing answers. What the form does not know in them is kept untouched.
    pub fn new(form: Arc<Form>, answers: Answers, env: Env) -> Self {
        let state = State::blank(&form, &answers);
        let mut instance = Self {
            form,
            answers,
            env,
            state,
            evaluations: 0,
        };
        instance.compute_all();
        instance
    }

    /// Begins a form with its defaults, each worked out in the order of the form.
    pub fn begin(form: Arc<Form>, env: Env) -> Self {
        let mut instance = Self::new(form, Answers::default(), env);
        for field in 0..instance.form.fields.len() {
            if instance.form.fields[field].repeat.is_none() {
                instance.set_default(field, None);
            }
        }
        instance
    }

    /// The form.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// The answers as they were given, irrelevant ones included.
    pub fn answers(&self) -> &Answers {
        &self.answers
    }

    /// What the form knows of the world.
    pub fn env(&self) -> Env {
        self.env
    }

    /// How many results were computed since the instance was opened.
    pub fn evaluations(&self) -> u64 {
        self.evaluations
    }

    /// Answers a field, or takes its answer back; tells what else changed.
    ///
    /// A path that is no field of the form or names no row changes nothing, nor
    /// does a calculated field.
    pub fn set(&mut self, path: &Path, answer: Option<Answer>) -> Vec<Change> {
        let Some((field, row)) = self.locate(path) else {
            return Vec::new();
        };
        let entry = &self.form.fields[field];
        if entry.codes.calculate.is_some() {
            return Vec::new();
        }
        let Some(answers) = self.answers_of(field, row) else {
            return Vec::new();
        };
        if answers.get(&path.field) == answer.as_ref() {
            return Vec::new();
        }
        answers.set(&path.field, answer);
        let node = self.form.layout.values[field];
        let mut changes = self.propagate(&[(node, row)]);
        changes.retain(|change| !matches!(change, Change::Value(changed) if changed == path));
        changes
    }

    /// The answer to a field, or what is calculated or suggested for it.
    pub fn value(&self, path: &Path) -> Option<Answer> {
        let (field, row) = self.locate(path)?;
        self.value_at(field, row)
    }

    /// Whether a field, group or repeat is asked.
    pub fn is_relevant(&self, path: &Path) -> bool {
        if let Some((field, row)) = self.locate(path) {
            return self.flag(Some(self.form.layout.relevant[field]), row);
        }
        let Some(section) = self.form.section_index(&path.field) else {
            return false;
        };
        let row = match (&path.repeat, self.form.sections[section].repeat) {
            (None, None) => None,
            (Some((repeat, row)), Some(index)) => {
                if self.form.repeat_index(repeat) != Some(index) {
                    return false;
                }
                match self.row_position(index, row) {
                    Some(row) => Some(row),
                    None => return false,
                }
            }
            _ => return false,
        };
        self.flag(Some(self.form.layout.sections[section]), row)
    }

    /// Whether a step is shown.
    pub fn is_step_relevant(&self, step: &str) -> bool {
        let section = self.form.step_section(step);
        section.is_some_and(|section| self.flag(Some(self.form.layout.sections[section]), None))
    }

    /// Whether a group outside repeats is shown.
    pub fn is_group_relevant(&self, group: &str) -> bool {
        self.is_relevant(&Path::top(group))
    }

    /// Whether a repeat is shown.
    pub fn is_repeat_relevant(&self, repeat: &str) -> bool {
        self.is_relevant(&Path::top(repeat))
    }

    /// Whether a field must be answered, or a repeat must have rows, before submitting.
    pub fn is_required(&self, path: &Path) -> bool {
        if !self.is_relevant(path) {
            return false;
        }
        if let Some((field, row)) = self.locate(path) {
            return self.is_required_at(field, row);
        }
        self.form
            .repeat_index(&path.field)
            .is_some_and(|index| self.flag(self.form.layout.rows_required[index], None))
    }

    /// The choices a field offers today under its filter.
    pub fn choices(&self, path: &Path) -> Vec<&Choice> {
        match self.locate(path) {
            Some((field, row)) => self.choices_at(field, row),
            None => Vec::new(),
        }
    }

    /// The relevant fields of a step in order, those of repeats once per row.
    pub fn paths_of_step(&self, step: &str) -> Vec<Path> {
        let mut paths = Vec::new();
        if let Some(step) = self.form.step(step) {
            self.walk(&step.items, None, &mut |visit| match visit {
                Visit::Field(field, row) => paths.push(self.path_of(field, row)),
                Visit::Repeat(_) => {}
            });
        }
        paths
    }
}
