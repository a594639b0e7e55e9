//! Computes the results of an instance: all at first, afterwards only what a change reaches.

use crate::map::Set;
use std::sync::Arc;

use super::{
    Change, Instance,
    state::{Cell, State},
};
use crate::{
    answer::{Answer, Answers},
    form::{
        Form,
        expression::{code::Code, scene::Scene, value::Value},
        graph::{Node, Target},
        normal,
    },
};

/// The stored answer of a field.
pub(super) fn stored<'a>(
    form: &Form,
    answers: &'a Answers,
    field: usize,
    row: Option<usize>,
) -> Option<&'a Answer> {
    let entry = &form.fields[field];
    let answers = match entry.repeat {
        None => answers,
        Some(repeat) => {
            &answers
                .rows(&form.repeats[repeat].repeat.id)
                .get(row?)?
                .answers
        }
    };
    answers.get(&entry.field.id)
}

impl Instance {
    /// Computes everything, in an order in which nothing is computed twice.
    pub(super) fn compute_all(&mut self) {
        let form = Arc::clone(&self.form);
        for node in &form.graph.order {
            for row in rows_of(&self.state, &form.graph.nodes[*node]) {
                let cell = self.compute(*node, row);
                self.state.put(&form, *node, row, cell);
            }
        }
    }

    /// Computes `dirty` again and everything that depends on what changed thereby.
    pub(super) fn propagate(&mut self, dirty: &[(usize, Option<usize>)]) -> Vec<Change> {
        let form = Arc::clone(&self.form);
        let nodes = &form.graph.nodes;
        let mut changes = Vec::new();
        // By rank, so that each result is computed once, after all it depends on.
        let mut waiting = Set::new();
        for (node, row) in dirty {
            waiting.insert((nodes[*node].rank, *row));
        }
        while let Some((rank, row)) = waiting.pop_first() {
            let node = form.graph.order[rank];
            let cell = self.compute(node, row);
            if !self.state.put(&form, node, row, cell) {
                continue;
            }
            changes.extend(self.change(node, row));
            for dependent in &nodes[node].dependents {
                let target = &nodes[dependent.node];
                if dependent.all_rows {
                    let rows = rows_of(&self.state, target);
                    for row in rows {
                        waiting.insert((target.rank, row));
                    }
                } else {
                    waiting.insert((target.rank, row));
                }
            }
        }
        changes
    }

    fn compute(&mut self, node: usize, row: Option<usize>) -> Cell {
        self.evaluations += 1;
        let form = &*self.form;
        let layout = &form.layout;
        let state = &self.state;
        let scene = Scene {
            form,
            state,
            row,
            this: None,
            choice: None,
            today: self.env.today,
        };
        let holds = |code: Option<&Code>| code.is_none_or(|code| scene.eval(code).is_true());
        match form.graph.nodes[node].target {
            Target::Section(index) => {
                let section = &form.sections[index];
                let parent = section.parent.map(|parent| layout.sections[parent]);
                let shown = parent.is_none() || self.flag(parent, row);
                Cell::Flag(shown && holds(section.relevant.as_ref()))
            }
            Target::Relevant(index) => {
                let entry = &form.fields[index];
                let shown = self.flag(Some(layout.sections[entry.section]), row);
                Cell::Flag(shown && holds(entry.codes.relevant.as_ref()))
            }
            Target::Value(index) => Cell::Value(self.compute_value(index, row, &scene)),
            Target::Required(index) => {
                Cell::Flag(holds(form.fields[index].codes.required.as_ref()))
            }
            Target::RowsRequired(index) => Cell::Flag(holds(form.repeats[index].required.as_ref())),
            Target::Rows(index) => {
                let section = layout.sections[form.repeats[index].section];
                let rows = i64::try_from(state.row_count(index)).unwrap_or(i64::MAX);
                Cell::Value(Value::Int(if self.flag(Some(section), None) {
                    rows
                } else {
                    0
                }))
            }
            Target::Choices(index) => {
                let filter = form.fields[index].codes.choice_filter.as_ref();
                let offered = form
                    .choices_of(index)
                    .iter()
                    .enumerate()
                    .filter(|(_, choice)| {
                        let scene = Scene {
                            choice: Some(*choice),
                            ..scene
                        };
                        choice.is_valid_on(self.env.today)
                            && filter.is_none_or(|code| scene.eval(code).is_true())
                    });
                Cell::Choices(offered.map(|(position, _)| position).collect())
            }
        }
    }

    /// The value expressions read: blank when irrelevant, else the answer, else the suggestion.
    fn compute_value(&self, index: usize, row: Option<usize>, scene: &Scene<'_>) -> Value {
        let entry = &self.form.fields[index];
        if !self.flag(Some(self.form.layout.relevant[index]), row) {
            return Value::Empty;
        }
        let computed = match &entry.codes.calculate {
            Some(code) => Some(code),
            None => {
                let answer = stored(&self.form, &self.answers, index, row);
                if let Some(answer) = answer.filter(|answer| !answer.is_blank()) {
                    return normal::value(&entry.field, answer);
                }
                entry.codes.suggest.as_ref()
            }
        };
        computed.map_or(Value::Empty, |code| {
            normal::coerce(&entry.field, scene.eval(code))
        })
    }
}

/// The rows in which `node` is computed.
fn rows_of(state: &State, node: &Node) -> impl Iterator<Item = Option<usize>> + use<> {
    let count = node.repeat.map_or(1, |repeat| state.row_count(repeat));
    let in_rows = node.repeat.is_some();
    (0..count).map(move |row| in_rows.then_some(row))
}
