//! Forms: how they are described, filled in and judged.
//!
//! [`Form::load`] reads and checks a form's file (`load`); [`instance::Instance`]
//! is one filling-in of it, which recomputes only what a change reaches
//! (`graph`); judging yields [`finding::Finding`]s (`validate`). The format is
//! told in `docs/forms.md`. Nothing here knows how a form is shown, stored or sent.

use crate::map::Map;
use std::sync::Arc;

pub(crate) mod calendar;
pub mod consent;
pub mod expression;
pub mod file_kind;
pub mod finding;
pub(crate) mod graph;
pub mod input;
pub mod instance;
pub(crate) mod keys;
pub(crate) mod load;
pub mod migrate;
pub mod model;
pub(crate) mod normal;
pub mod path;
pub mod problem;
pub mod profile;
pub(crate) mod read;
pub mod readback;
pub(crate) mod url;
pub(crate) mod validate;

pub use consent::{ConsentKind, ConsentNotice, Paragraph};
pub use file_kind::FileKind;
pub use finding::{Finding, Severity};
pub use instance::{Change, Env, Instance};
pub use model::{Appearance, Bound, CalcResult, Choice, Field, Group, Item, Kind, Repeat, Step};
pub use path::{Path, PathError};
pub use problem::{LoadError, LoadProblem, Reason};

use crate::text::Text;
use expression::{code::Code, types::Named};
use graph::Graph;

/// A form that was read, checked and compiled. Never changes; share it as `Arc<Form>`.
#[derive(Clone, Debug)]
pub struct Form {
    id: String,
    version: String,
    title: Text,
    intro: Option<Text>,
    receipt_kind: String,
    /// Whether what was filled in is the short kind of report.
    pub(crate) quick: Option<Code>,
    steps: Vec<Step>,
    step_sections: Vec<usize>,
    lists: Map<String, Vec<Choice>>,
    names: Map<String, Named>,
    pub(crate) sections: Vec<SectionEntry>,
    pub(crate) fields: Vec<FieldEntry>,
    pub(crate) repeats: Vec<RepeatEntry>,
    pub(crate) graph: Graph,
    pub(crate) layout: Layout,
}

/// A step, group or repeat, as far as relevance goes.
#[derive(Clone, Debug)]
pub(crate) struct SectionEntry {
    pub(crate) id: String,
    pub(crate) parent: Option<usize>,
    pub(crate) repeat: Option<usize>,
    pub(crate) relevant: Option<Code>,
}

/// A field with its compiled expressions.
#[derive(Clone, Debug)]
pub(crate) struct FieldEntry {
    pub(crate) field: Arc<Field>,
    pub(crate) section: usize,
    pub(crate) repeat: Option<usize>,
    pub(crate) codes: Codes,
}

/// A repeat with its compiled expression.
#[derive(Clone, Debug)]
pub(crate) struct RepeatEntry {
    pub(crate) repeat: Arc<Repeat>,
    pub(crate) section: usize,
    pub(crate) required: Option<Code>,
}

/// The compiled expressions of a field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Codes {
    pub(crate) relevant: Option<Code>,
    pub(crate) required: Option<Code>,
    pub(crate) constraint: Option<Code>,
    pub(crate) warning: Option<Code>,
    pub(crate) calculate: Option<Code>,
    pub(crate) default: Option<Code>,
    pub(crate) suggest: Option<Code>,
    pub(crate) choice_filter: Option<Code>,
}

/// The graph's nodes of every section, repeat and field.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub(crate) sections: Vec<usize>,
    pub(crate) rows: Vec<usize>,
    pub(crate) rows_required: Vec<Option<usize>>,
    pub(crate) relevant: Vec<usize>,
    pub(crate) values: Vec<usize>,
    pub(crate) required: Vec<Option<usize>>,
    pub(crate) choices: Vec<Option<usize>>,
}

impl Form {
    /// Reads a form's file and checks everything in it.
    ///
    /// # Errors
    /// Every problem with its place.
    pub fn load(json: &str) -> Result<Self, LoadError> {
        load::load(json)
    }

    /// The form's code, such as `ONB`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its version, such as `2020.1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Its title.
    pub fn title(&self) -> &Text {
        &self.title
    }

    /// What is said before the first question.
    pub fn intro(&self) -> Option<&Text> {
        self.intro.as_ref()
    }

    /// The word in its receipt numbers, such as `피해`.
    pub fn receipt_kind(&self) -> &str {
        &self.receipt_kind
    }

    /// Its steps in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The step called `id`.
    pub fn step(&self, id: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id)
    }

    /// The field called `id`, wherever it stands.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.field_index(id).map(|index| &*self.fields[index].field)
    }

    /// The repeat called `id`.
    pub fn repeat(&self, id: &str) -> Option<&Repeat> {
        self.repeat_index(id)
            .map(|index| &*self.repeats[index].repeat)
    }

    /// Every field in document order; [`Field::repeat`] tells which are in a repeat.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().map(|entry| &*entry.field)
    }

    /// The choice list called `list`; empty when there is none.
    pub fn choices(&self, list: &str) -> &[Choice] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn field_index(&self, id: &str) -> Option<usize> {
        match self.names.get(id) {
            Some(Named::Field(field)) => Some(field.index),
            _ => None,
        }
    }

    pub(crate) fn repeat_index(&self, id: &str) -> Option<usize> {
        match self.names.get(id) {
            Some(Named::Repeat(index, _)) => Some(*index),
            _ => None,
        }
    }

    /// The group or repeat called `id`, as a section.
    pub(crate) fn section_index(&self, id: &str) -> Option<usize> {
        match self.names.get(id) {
            Some(Named::Group(section) | Named::Repeat(_, section)) => Some(*section),
            _ => None,
        }
    }

    pub(crate) fn step_section(&self, id: &str) -> Option<usize> {
        let position = self.steps.iter().position(|step| step.id == id)?;
        self.step_sections.get(position).copied()
    }

    /// The choices of field number `field`.
    pub(crate) fn choices_of(&self, field: usize) -> &[Choice] {
        match &self.fields[field].field.choices {
            Some(list) => self.choices(list),
            None => &[],
        }
    }
}
