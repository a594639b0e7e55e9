//! The computed results of an instance, one cell per node of the graph and row.

use crate::{
    answer::Answers,
    form::{Form, expression::value::Value, graph::Target},
};

/// One remembered result.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Flag(bool),
    Value(Value),
    /// The positions of the choices that are offered.
    Choices(Vec<usize>),
}

/// All remembered results.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    top: Vec<Cell>,
    /// By repeat, then by row.
    rows: Vec<Vec<Vec<Cell>>>,
}

const EMPTY: Value = Value::Empty;

impl State {
    /// Cells for all rows of `answers`, nothing computed yet.
    pub(super) fn blank(form: &Form, answers: &Answers) -> Self {
        let mut state = Self {
            top: blank_cells(form, None),
            rows: Vec::new(),
        };
        for (index, entry) in form.repeats.iter().enumerate() {
            let rows = answers.rows(&entry.repeat.id);
            let cells = blank_cells(form, Some(index));
            state.rows.push(vec![cells; rows.len()]);
        }
        state
    }

    pub(crate) fn row_count(&self, repeat: usize) -> usize {
        self.rows.get(repeat).map_or(0, Vec::len)
    }

    pub(super) fn push_row(&mut self, form: &Form, repeat: usize) {
        if let Some(rows) = self.rows.get_mut(repeat) {
            rows.push(blank_cells(form, Some(repeat)));
        }
    }

    pub(super) fn remove_row(&mut self, repeat: usize, row: usize) {
        if let Some(rows) = self.rows.get_mut(repeat)
            && row < rows.len()
        {
            rows.remove(row);
        }
    }

    /// The result of `node`, in `row` when it belongs to a repeat.
    pub(crate) fn get(&self, form: &Form, node: usize, row: Option<usize>) -> Option<&Cell> {
        let node = &form.graph.nodes[node];
        match node.repeat {
            None => self.top.get(node.cell),
            Some(repeat) => self.rows.get(repeat)?.get(row?)?.get(node.cell),
        }
    }

    /// Replaces a result; tells whether it differs.
    pub(super) fn put(&mut self, form: &Form, node: usize, row: Option<usize>, cell: Cell) -> bool {
        let node = &form.graph.nodes[node];
        let cells = match (node.repeat, row) {
            (None, _) => Some(&mut self.top),
            (Some(repeat), Some(row)) => {
                self.rows.get_mut(repeat).and_then(|rows| rows.get_mut(row))
            }
            (Some(_), None) => None,
        };
        match cells.and_then(|cells| cells.get_mut(node.cell)) {
            Some(place) if *place != cell => {
                *place = cell;
                true
            }
            _ => false,
        }
    }

    /// The value of a field as expressions read it.
    pub(crate) fn value(&self, form: &Form, field: usize, row: Option<usize>) -> &Value {
        self.value_cell(form, form.layout.values[field], row)
    }

    /// How many rows a repeat has, as expressions read it.
    pub(crate) fn rows_value(&self, form: &Form, repeat: usize) -> &Value {
        self.value_cell(form, form.layout.rows[repeat], None)
    }

    fn value_cell(&self, form: &Form, node: usize, row: Option<usize>) -> &Value {
        match self.get(form, node, row) {
            Some(Cell::Value(value)) => value,
            _ => &EMPTY,
        }
    }
}

/// The cells of one row of `repeat`, or of everything outside repeats.
fn blank_cells(form: &Form, repeat: Option<usize>) -> Vec<Cell> {
    let nodes = form.graph.nodes.iter().filter(|node| node.repeat == repeat);
    nodes
        .map(|node| match node.target {
            Target::Value(_) | Target::Rows(_) => Cell::Value(Value::Empty),
            Target::Choices(_) => Cell::Choices(Vec::new()),
            _ => Cell::Flag(false),
        })
        .collect()
}
