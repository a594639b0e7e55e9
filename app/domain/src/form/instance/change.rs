//! What a change to an instance led to, for views that keep up with it.

use super::Instance;
use crate::form::{graph::Target, path::Path};

/// Something that changed besides the answer that was set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// A calculated or suggested value.
    Value(Path),
    /// Whether a field, group or repeat is relevant.
    Relevance(Path),
    /// Whether a field or repeat is required.
    Required(Path),
    /// Which choices a field offers.
    Choices(Path),
    /// Whether the step with this id is relevant.
    StepRelevance(String),
    /// The rows of the repeat with this id.
    Rows(String),
}

impl Instance {
    /// The change that a new result of `node` means; none when no view shows it.
    pub(super) fn change(&self, node: usize, row: Option<usize>) -> Option<Change> {
        let form = &self.form;
        Some(match form.graph.nodes[node].target {
            Target::Section(index) => {
                let section = &form.sections[index];
                if section.parent.is_none() {
                    Change::StepRelevance(section.id.clone())
                } else {
                    Change::Relevance(self.path_in(section.repeat, row, &section.id))
                }
            }
            Target::Relevant(field) => Change::Relevance(self.path_of(field, row)),
            Target::Value(field) => {
                // A stored answer stays what it is when its field becomes irrelevant.
                let codes = &form.fields[field].codes;
                if codes.calculate.is_none() && codes.suggest.is_none() {
                    return None;
                }
                Change::Value(self.path_of(field, row))
            }
            Target::Required(field) => Change::Required(self.path_of(field, row)),
            Target::Choices(field) => Change::Choices(self.path_of(field, row)),
            Target::RowsRequired(repeat) => {
                Change::Required(Path::top(form.repeats[repeat].repeat.id.clone()))
            }
            Target::Rows(_) => return None,
        })
    }
}
