//! What an expression sees while it is evaluated.

use time::Date;

use super::value::Value;
use crate::form::{Form, instance::state::State, model::Choice};

/// The surroundings of one evaluation.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) form: &'a Form,
    pub(crate) state: &'a State,
    /// The row it happens in, by position.
    pub(crate) row: Option<usize>,
    /// What `.` stands for.
    pub(crate) this: Option<&'a Value>,
    /// The choice being filtered.
    pub(crate) choice: Option<&'a Choice>,
    pub(crate) today: Date,
}

impl<'a> Scene<'a> {
    /// The value of `field`, with "모름" still told apart from blank.
    pub(crate) fn raw(&self, field: usize) -> &'a Value {
        self.state.value(self.form, field, self.row)
    }

    /// The values of `field` in all rows.
    pub(crate) fn column(&self, field: usize) -> impl Iterator<Item = &'a Value> {
        let (form, state) = (self.form, self.state);
        let rows = form.fields[field]
            .repeat
            .map_or(0, |repeat| state.row_count(repeat));
        (0..rows).map(move |row| state.value(form, field, Some(row)))
    }
}
