//! Reads a form's JSON into its model, and lays fields, repeats and sections out flat.
//!
//! Expressions stay text here; [`super::load`] compiles them once all names are known.

use crate::map::{Map, Set};
use std::sync::Arc;

use super::{
    keys::{Keys, Source},
    model::{Choice, Field, Group, Item, Repeat, Step},
    problem::{LoadProblem, Reason},
};
use crate::{
    json::{self, Json},
    text::Text,
};

mod field;

/// A step, group or repeat: what its items' relevance hangs on.
pub(crate) struct RawSection {
    pub(crate) id: String,
    pub(crate) parent: Option<usize>,
    /// The repeat whose rows it is in (a repeat itself is not in its rows).
    pub(crate) repeat: Option<usize>,
    pub(crate) relevant: Option<Source>,
}

pub(crate) struct RawField {
    pub(crate) field: Arc<Field>,
    pub(crate) place: String,
    pub(crate) section: usize,
    pub(crate) repeat: Option<usize>,
    pub(crate) sources: Sources,
}

pub(crate) struct RawRepeat {
    pub(crate) repeat: Arc<Repeat>,
    pub(crate) section: usize,
    pub(crate) required: Option<Source>,
}

/// The expressions of one field.
#[derive(Default)]
pub(crate) struct Sources {
    pub(crate) relevant: Option<Source>,
    pub(crate) required: Option<Source>,
    pub(crate) constraint: Option<Source>,
    pub(crate) warning: Option<Source>,
    pub(crate) calculate: Option<Source>,
    pub(crate) default: Option<Source>,
    pub(crate) suggest: Option<Source>,
    pub(crate) choice_filter: Option<Source>,
}

/// Everything a form's file holds.
#[derive(Default)]
pub(crate) struct Raw {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) title: Text,
    pub(crate) intro: Option<Text>,
    pub(crate) receipt_kind: String,
    pub(crate) quick: Option<Source>,
    pub(crate) steps: Vec<Step>,
    /// The section of each step.
    pub(crate) step_sections: Vec<usize>,
    pub(crate) lists: Map<String, Vec<Choice>>,
    pub(crate) sections: Vec<RawSection>,
    pub(crate) fields: Vec<RawField>,
    pub(crate) repeats: Vec<RawRepeat>,
    pub(crate) problems: Vec<LoadProblem>,
    /// Ids of fields, groups and repeats.
    ids: Set<String>,
}

/// Where an item stands.
#[derive(Clone, Copy)]
struct Within {
    section: usize,
    repeat: Option<usize>,
}

/// How deep groups may nest; a limit on recursion.
const MAX_DEPTH: usize = 8;

impl Raw {
    /// Reads the file; what is wrong with it is in `problems`.
    pub(crate) fn read(text: &str) -> Self {
        let mut raw = Self::default();
        match json::parse(text) {
            Ok(json) => raw.form(json),
            Err(error) => raw.report("", Reason::Json(error.to_string())),
        }
        raw
    }

    fn report(&mut self, place: &str, reason: Reason) {
        self.problems.push(LoadProblem {
            place: place.to_owned(),
            reason,
        });
    }

    fn form(&mut self, json: Json) {
        let mut problems = Vec::new();
        let mut keys = Keys::new(String::new(), json, &mut problems);
        self.id = keys.needed_text("id");
        self.version = keys.needed_text("version");
        self.title = keys.needed_label("title");
        self.intro = keys.label("intro");
        self.receipt_kind = keys.needed_text("receipt_kind");
        self.quick = keys.source("quick");
        let lists = keys.take("choices");
        if !keys.has("steps") {
            keys.report("steps", Reason::Missing);
        }
        let steps = keys.list("steps");
        keys.finish();
        self.problems = problems;
        if let Some(lists) = lists {
            self.choice_lists(lists);
        }
        for (position, step) in steps.into_iter().enumerate() {
            let step = self.step(format!("steps[{position}]"), step);
            if self.steps.iter().any(|known| known.id == step.id) {
                self.report(
                    &format!("steps[{position}].id"),
                    Reason::DoubleId(step.id.clone()),
                );
            }
            self.steps.push(step);
        }
    }

    fn choice_lists(&mut self, json: Json) {
        let mut problems = Vec::new();
        let mut keys = Keys::new("choices".to_owned(), json, &mut problems);
        for name in keys.names() {
            let mut choices: Vec<Choice> = Vec::new();
            for (position, json) in keys.list(&name).into_iter().enumerate() {
                let place = format!("choices.{name}[{position}]");
                let mut keys = Keys::new(place, json, keys.problems);
                let choice = choice(&mut keys);
                if choices.iter().any(|known| known.code == choice.code) {
                    keys.report("code", Reason::DoubleCode(choice.code.clone()));
                }
                keys.finish();
                choices.push(choice);
            }
            self.lists.insert(name, choices);
        }
        self.problems.append(&mut problems);
    }

    fn section(&mut self, id: &str, within: Option<Within>, relevant: Option<Source>) -> usize {
        self.sections.push(RawSection {
            id: id.to_owned(),
            parent: within.map(|within| within.section),
            repeat: within.and_then(|within| within.repeat),
            relevant,
        });
        self.sections.len() - 1
    }

    fn step(&mut self, place: String, json: Json) -> Step {
        let mut problems = std::mem::take(&mut self.problems);
        let mut keys = Keys::new(place, json, &mut problems);
        let id = keys.id("id");
        let label = keys.needed_label("label");
        let hint = keys.label("hint");
        let relevant = keys.source("relevant");
        let paged = keys.flag("paged");
        let items = keys.list("items");
        let place = keys.at("items");
        keys.finish();
        self.problems = problems;
        let section = self.section(&id, None, relevant);
        self.step_sections.push(section);
        let items = self.items(
            &place,
            items,
            Within {
                section,
                repeat: None,
            },
            0,
        );
        Step {
            id,
            label,
            hint,
            paged,
            items,
        }
    }

    fn items(&mut self, place: &str, items: Vec<Json>, within: Within, depth: usize) -> Vec<Item> {
        if depth > MAX_DEPTH {
            self.report(place, Reason::TooMany("groups inside each other"));
            return Vec::new();
        }
        let mut read = Vec::with_capacity(items.len());
        for (position, json) in items.into_iter().enumerate() {
            let place = format!("{place}[{position}]");
            read.extend(self.item(place, json, within, depth));
        }
        read
    }

    fn item(&mut self, place: String, json: Json, within: Within, depth: usize) -> Option<Item> {
        let mut problems = std::mem::take(&mut self.problems);
        let mut keys = Keys::new(place.clone(), json, &mut problems);
        if keys.has("group") || keys.has("repeat") {
            let is_repeat = keys.has("repeat");
            let key = if is_repeat { "repeat" } else { "group" };
            let id = keys.id(key);
            let label = keys.needed_label("label");
            let hint = keys.label("hint");
            let relevant = keys.source("relevant");
            let items = keys.list("items");
            if !is_repeat {
                keys.finish();
                self.problems = problems;
                self.claim(&place, key, &id);
                let section = self.section(&id, Some(within), relevant);
                let within = Within { section, ..within };
                let items = self.items(&format!("{place}.items"), items, within, depth + 1);
                return Some(Item::Group(Arc::new(Group {
                    id,
                    label,
                    hint,
                    items,
                })));
            }
            let row_label = keys.label("row_label");
            let min = keys.count("min").unwrap_or(0);
            let max = keys.count("max");
            if max.is_some_and(|max| max < min) {
                keys.report("min", Reason::MinAboveMax);
            }
            let required = keys.source("required");
            keys.finish();
            self.problems = problems;
            self.claim(&place, key, &id);
            if within.repeat.is_some() {
                self.report(&place, Reason::NestedRepeat);
                return None;
            }
            let section = self.section(&id, Some(within), relevant);
            // Its position is taken before its items are read, because they refer to it.
            let mut repeat = Repeat {
                id,
                label,
                row_label,
                hint,
                min,
                max,
                items: Vec::new(),
            };
            let index = self.repeats.len();
            self.repeats.push(RawRepeat {
                repeat: Arc::new(repeat.clone()),
                section,
                required,
            });
            let within = Within {
                section,
                repeat: Some(index),
            };
            repeat.items = self.items(&format!("{place}.items"), items, within, depth + 1);
            let repeat = Arc::new(repeat);
            self.repeats[index].repeat = Arc::clone(&repeat);
            return Some(Item::Repeat(repeat));
        }
        let repeat = within
            .repeat
            .map(|index| self.repeats[index].repeat.id.clone());
        let (field, sources) = field::read(&mut keys, repeat);
        keys.finish();
        self.problems = problems;
        self.claim(&place, "id", &field.id);
        let field = Arc::new(field);
        self.fields.push(RawField {
            field: Arc::clone(&field),
            place,
            section: within.section,
            repeat: within.repeat,
            sources,
        });
        Some(Item::Field(field))
    }

    /// Reports an id that is taken.
    fn claim(&mut self, place: &str, key: &str, id: &str) {
        if !id.is_empty() && !self.ids.insert(id.to_owned()) {
            self.report(&format!("{place}.{key}"), Reason::DoubleId(id.to_owned()));
        }
    }
}

fn choice(keys: &mut Keys<'_>) -> Choice {
    let code = keys.needed_text("code");
    let label = keys.needed_label("label");
    let valid_from = keys.date("valid_from");
    let valid_to = keys.date("valid_to");
    if let (Some(from), Some(to)) = (valid_from, valid_to)
        && to < from
    {
        keys.report("valid_to", Reason::ValidBackwards);
    }
    let mut attributes = Map::new();
    if let Some(json) = keys.take("attributes") {
        let mut inner = Keys::new(keys.at("attributes"), json, keys.problems);
        for name in inner.names() {
            if let Some(value) = inner.text(&name) {
                attributes.insert(name, value);
            }
        }
    }
    Choice {
        code,
        label,
        valid_from,
        valid_to,
        attributes,
    }
}
