//! One filling-in of a form (XForms calls it an instance): answers, and what follows from them.
//!
//! A change recomputes only what depends on it. Judging is in [`super::validate`];
//! nothing here stores or sends.

use std::sync::Arc;

use time::Date;

use super::{
    Form,
    expression::{scene::Scene, types::Code, value::Value},
    model::{Choice, Item},
    normal,
    path::Path,
};
use crate::answer::{Answer, Answers, Row};

pub(crate) mod change;
mod compute;
pub(crate) mod state;
mod submission;

pub use change::Change;
use state::{Cell, State};

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
        let mut changes = self.propagate(&[(node, row)], None);
        changes.retain(|change| !matches!(change, Change::Value(changed) if changed == path));
        changes
    }

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
        let nodes = form
            .graph
            .order
            .iter()
            .filter(|node| form.graph.nodes[**node].repeat == Some(index));
        let dirty: Vec<_> = nodes.map(|node| (*node, Some(row))).collect();
        let mut changes = self.propagate(&dirty, Some(index));
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
        let changes = self.propagate(&[], Some(index));
        self.rows_changed(repeat, None, changes)
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

    fn row_position(&self, repeat: usize, row: &str) -> Option<usize> {
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
    fn answers_of(&mut self, field: usize, row: Option<usize>) -> Option<&mut Answers> {
        let (Some(repeat), Some(row)) = (self.form.fields[field].repeat, row) else {
            return Some(&mut self.answers);
        };
        match self.answers.0.get_mut(&self.form.repeats[repeat].repeat.id) {
            Some(Answer::Rows(rows)) => rows.get_mut(row).map(|row| &mut row.answers),
            _ => None,
        }
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

    fn set_default(&mut self, field: usize, row: Option<usize>) -> Vec<Change> {
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
