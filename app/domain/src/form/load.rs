//! Turns what was read into a [`Form`]: resolves names, compiles expressions,
//! orders the computation. Every problem is reported, not only the first.

use super::{
    Codes, FieldEntry, Form, RepeatEntry, SectionEntry,
    expression::{
        code::Code,
        error::Fault,
        parse::parse,
        types::{FieldName, Named, Scope, Type},
    },
    keys::Source,
    model::{Choice, Field, Kind},
    problem::{LoadError, LoadProblem, Reason, TERSE, within},
    read::{Raw, RawField},
};
use crate::map::Map;

mod arrange;

use arrange::{arrange, cycle};

/// More fields than this no phone should be asked to show.
const MAX_FIELDS: usize = 5_000;

/// Reads and checks `json`.
pub(super) fn load(json: &str) -> Result<Form, LoadError> {
    let mut raw = Raw::read(json);
    let mut problems = std::mem::take(&mut raw.problems);
    if raw.fields.len() > MAX_FIELDS {
        let reason = Reason::TooMany("5000 fields");
        problems.push(LoadProblem::new(String::new(), reason));
        return Err(LoadError(problems));
    }
    let names = names(&raw);
    let mut loader = Loader {
        lists: &raw.lists,
        names: &names,
        problems,
    };
    if !TERSE {
        loader.references(&raw.fields);
    }
    let sections: Vec<SectionEntry> = raw
        .sections
        .iter()
        .map(|section| SectionEntry {
            id: section.id.clone(),
            parent: section.parent,
            repeat: section.repeat,
            relevant: loader.optional(section.relevant.as_ref(), section.repeat, Type::Bool),
        })
        .collect();
    let fields: Vec<FieldEntry> = raw.fields.iter().map(|field| loader.field(field)).collect();
    let repeats: Vec<RepeatEntry> = raw
        .repeats
        .iter()
        .map(|raw| RepeatEntry {
            repeat: raw.repeat.clone(),
            section: raw.section,
            required: loader.optional(raw.required.as_ref(), None, Type::Bool),
        })
        .collect();
    let quick = loader.optional(raw.quick.as_ref(), None, Type::Bool);
    let mut problems = loader.problems;
    let (graph, layout) = arrange(&sections, &fields, &repeats, &mut |nodes, graph| {
        problems.push(if TERSE {
            LoadProblem::new(String::new(), Reason::Missing)
        } else {
            cycle(nodes, graph, &raw)
        });
    });
    if !problems.is_empty() {
        return Err(LoadError(problems));
    }
    Ok(Form {
        id: raw.id,
        version: raw.version,
        title: raw.title,
        intro: raw.intro,
        receipt_kind: raw.receipt_kind,
        quick,
        steps: raw.steps,
        step_sections: raw.step_sections,
        lists: raw.lists,
        names,
        sections,
        fields,
        repeats,
        graph,
        layout,
    })
}

fn names(raw: &Raw) -> Map<String, Named> {
    let mut names = Map::new();
    for (index, section) in raw.sections.iter().enumerate() {
        if section.parent.is_some() {
            names.insert(section.id.clone(), Named::Group(index));
        }
    }
    for (index, repeat) in raw.repeats.iter().enumerate() {
        let named = Named::Repeat(index, repeat.section);
        names.insert(repeat.repeat.id.clone(), named);
    }
    for (index, field) in raw.fields.iter().enumerate() {
        names.insert(
            field.field.id.clone(),
            Named::Field(field_name(index, field)),
        );
    }
    names
}

fn field_name(index: usize, raw: &RawField) -> FieldName {
    let field = &raw.field;
    FieldName {
        index,
        ty: field.kind.value_type(field.result),
        repeat: raw.repeat,
        choices: field.choices.clone(),
    }
}

struct Loader<'a> {
    lists: &'a Map<String, Vec<Choice>>,
    names: &'a Map<String, Named>,
    problems: Vec<LoadProblem>,
}

impl Loader<'_> {
    #[inline]
    fn report(&mut self, place: String, reason: Reason) {
        self.problems.push(LoadProblem::new(place, reason));
    }

    /// Checks what fields name outside expressions: choice lists and `copy_from`.
    fn references(&mut self, fields: &[RawField]) {
        let mut unused: Vec<&str> = self.lists.keys().map(String::as_str).collect();
        for raw in fields {
            let field = &raw.field;
            if let Some(list) = &field.choices {
                unused.retain(|name| name != list);
                let place = within(&raw.place, "choices");
                match self.lists.get(list) {
                    None => self.report(place, Reason::UnknownList(list.clone())),
                    Some(choices) if field.kind == Kind::Likert5 => {
                        let odd = choices
                            .iter()
                            .find(|choice| choice.code.parse::<i64>().is_err());
                        if let Some(choice) = odd {
                            self.report(place, Reason::LikertCode(choice.code.clone()));
                        }
                    }
                    Some(_) => {}
                }
            }
            if let Some(other) = &field.copy_from {
                let place = within(&raw.place, "copy_from");
                match fields.iter().find(|known| known.field.id == *other) {
                    None => self.report(place, Reason::UnknownField(other.clone())),
                    Some(known) if known.field.kind != field.kind => {
                        let (theirs, ours) = (known.field.kind.name(), field.kind.name());
                        self.report(place, Reason::CopyType(other.clone(), theirs, ours));
                    }
                    Some(_) => {}
                }
            }
            if let Some(other) = &field.unit {
                let place = within(&raw.place, "unit");
                let list = fields
                    .iter()
                    .find(|known| known.field.id == *other && known.repeat.is_none())
                    .and_then(|known| self.lists.get(known.field.choices.as_ref()?));
                let fits = |choice: &Choice| {
                    let won = choice.attributes.get("won");
                    won.is_some_and(|won| won.parse::<u32>().is_ok_and(|won| won > 0))
                };
                if !list.is_some_and(|choices| choices.iter().all(fits)) {
                    self.report(place, Reason::Unit(other.clone()));
                }
            }
        }
        for list in unused {
            self.report(within("choices", list), Reason::UnusedList);
        }
    }

    fn optional(
        &mut self,
        source: Option<&Source>,
        repeat: Option<usize>,
        expected: Type,
    ) -> Option<Code> {
        self.compile(source, repeat, None, None, expected)
    }

    fn compile(
        &mut self,
        source: Option<&Source>,
        repeat: Option<usize>,
        this: Option<&FieldName>,
        filtered: Option<&[Choice]>,
        expected: Type,
    ) -> Option<Code> {
        let source = source?;
        let scope = Scope {
            names: self.names,
            lists: self.lists,
            repeat,
            this,
            filtered,
        };
        match parse(&source.text).and_then(|expr| scope.compile(&expr, expected)) {
            Ok(code) => Some(code),
            Err(error) => {
                self.report(source.place.clone(), Reason::Expression(error));
                None
            }
        }
    }

    fn field(&mut self, raw: &RawField) -> FieldEntry {
        let (sources, repeat) = (&raw.sources, raw.repeat);
        let this = field_name(0, raw);
        let filtered = raw
            .field
            .choices
            .as_ref()
            .and_then(|list| self.lists.get(list));
        let filtered = filtered.map(Vec::as_slice);
        let codes = Codes {
            relevant: self.optional(sources.relevant.as_ref(), repeat, Type::Bool),
            required: self.optional(sources.required.as_ref(), repeat, Type::Bool),
            constraint: self.compile(
                sources.constraint.as_ref(),
                repeat,
                Some(&this),
                None,
                Type::Bool,
            ),
            warning: self.compile(
                sources.warning.as_ref(),
                repeat,
                Some(&this),
                None,
                Type::Bool,
            ),
            calculate: self.optional(sources.calculate.as_ref(), repeat, this.ty),
            default: self.optional(sources.default.as_ref(), repeat, this.ty),
            suggest: self.optional(sources.suggest.as_ref(), repeat, this.ty),
            choice_filter: self.compile(
                sources.choice_filter.as_ref(),
                repeat,
                None,
                Some(filtered.unwrap_or_default()),
                Type::Bool,
            ),
        };
        if !TERSE {
            self.written_codes(&raw.field, sources.default.as_ref(), codes.default.as_ref());
            self.written_codes(&raw.field, sources.suggest.as_ref(), codes.suggest.as_ref());
        }
        FieldEntry {
            field: raw.field.clone(),
            section: raw.section,
            repeat,
            codes,
        }
    }

    /// Refuses a default or suggestion that is written out and is no choice of the field.
    fn written_codes(&mut self, field: &Field, source: Option<&Source>, code: Option<&Code>) {
        let (Some(source), Some(Code::Constant(value)), Some(list)) =
            (source, code, &field.choices)
        else {
            return;
        };
        let Some(choices) = self.lists.get(list) else {
            return;
        };
        for written in value.codes() {
            if choices.iter().all(|choice| choice.code != written) {
                let fault = Fault::UnknownChoice(written.to_owned(), list.clone());
                self.report(source.place.clone(), Reason::Expression(fault.at(1)));
                return;
            }
        }
    }
}
