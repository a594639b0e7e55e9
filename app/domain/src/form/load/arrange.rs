//! Builds the graph of a form, and tells its cycles.

use super::super::{
    FieldEntry, Layout, RepeatEntry, SectionEntry,
    expression::code::{Code, Reading},
    graph::{Graph, Target},
    problem::{LoadProblem, Reason},
    read::Raw,
};

/// Builds the graph; calls `report` for every cycle.
pub(super) fn arrange(
    sections: &[SectionEntry],
    fields: &[FieldEntry],
    repeats: &[RepeatEntry],
    report: &mut dyn FnMut(&[usize], &Graph),
) -> (Graph, Layout) {
    let mut graph = Graph::with_repeats(repeats.len());
    let mut layout = Layout::default();
    for (index, section) in sections.iter().enumerate() {
        layout
            .sections
            .push(graph.add(Target::Section(index), section.repeat));
    }
    for (index, repeat) in repeats.iter().enumerate() {
        layout.rows.push(graph.add(Target::Rows(index), None));
        let required = repeat.required.as_ref();
        layout
            .rows_required
            .push(required.map(|_| graph.add(Target::RowsRequired(index), None)));
    }
    for (index, field) in fields.iter().enumerate() {
        layout
            .relevant
            .push(graph.add(Target::Relevant(index), field.repeat));
        layout
            .values
            .push(graph.add(Target::Value(index), field.repeat));
        let required = field.codes.required.as_ref();
        layout
            .required
            .push(required.map(|_| graph.add(Target::Required(index), field.repeat)));
        let filter = field.codes.choice_filter.as_ref();
        layout
            .choices
            .push(filter.map(|_| graph.add(Target::Choices(index), field.repeat)));
    }
    for (index, section) in sections.iter().enumerate() {
        let node = layout.sections[index];
        if let Some(parent) = section.parent {
            graph.depend(node, layout.sections[parent], false);
        }
        connect(&mut graph, &layout, fields, node, section.relevant.as_ref());
    }
    for (index, repeat) in repeats.iter().enumerate() {
        graph.depend(layout.rows[index], layout.sections[repeat.section], false);
        if let Some(node) = layout.rows_required[index] {
            connect(&mut graph, &layout, fields, node, repeat.required.as_ref());
        }
    }
    for (index, field) in fields.iter().enumerate() {
        let (relevant, value) = (layout.relevant[index], layout.values[index]);
        graph.depend(relevant, layout.sections[field.section], false);
        graph.depend(value, relevant, false);
        connect(
            &mut graph,
            &layout,
            fields,
            relevant,
            field.codes.relevant.as_ref(),
        );
        connect(
            &mut graph,
            &layout,
            fields,
            value,
            field.codes.calculate.as_ref(),
        );
        connect(
            &mut graph,
            &layout,
            fields,
            value,
            field.codes.suggest.as_ref(),
        );
        if let Some(node) = layout.required[index] {
            connect(
                &mut graph,
                &layout,
                fields,
                node,
                field.codes.required.as_ref(),
            );
        }
        if let Some(node) = layout.choices[index] {
            connect(
                &mut graph,
                &layout,
                fields,
                node,
                field.codes.choice_filter.as_ref(),
            );
        }
    }
    if let Err(cycles) = graph.sort() {
        for nodes in cycles {
            report(&nodes, &graph);
        }
    }
    (graph, layout)
}

/// Makes `node` depend on everything `code` reads.
fn connect(
    graph: &mut Graph,
    layout: &Layout,
    fields: &[FieldEntry],
    node: usize,
    code: Option<&Code>,
) {
    let Some(code) = code else { return };
    code.readings(&mut |reading| match reading {
        Reading::Field(field) => graph.depend(node, layout.values[field], false),
        Reading::Rows(repeat) => graph.depend(node, layout.rows[repeat], false),
        Reading::Column(field) => {
            graph.depend(node, layout.values[field], true);
            // A row that comes or goes changes the column as well.
            if let Some(repeat) = fields[field].repeat {
                graph.depend(node, layout.rows[repeat], false);
            }
        }
    });
}

/// A cycle in the author's words, at the place of its first expression.
pub(super) fn cycle(nodes: &[usize], graph: &Graph, raw: &Raw) -> LoadProblem {
    let mut place = String::new();
    let mut steps = Vec::new();
    for node in nodes {
        let (name, source) = match graph.nodes[*node].target {
            Target::Section(index) => {
                let section = &raw.sections[index];
                (
                    format!("{}.relevant", section.id),
                    section.relevant.as_ref(),
                )
            }
            Target::Relevant(index) => {
                let field = &raw.fields[index];
                (
                    format!("{}.relevant", field.field.id),
                    field.sources.relevant.as_ref(),
                )
            }
            Target::Value(index) => {
                let field = &raw.fields[index];
                let sources = &field.sources;
                let source = sources.calculate.as_ref().or(sources.suggest.as_ref());
                (field.field.id.clone(), source)
            }
            // Nothing depends on these, or they have no expression.
            Target::Required(index) | Target::Choices(index) => {
                (raw.fields[index].field.id.clone(), None)
            }
            Target::Rows(index) | Target::RowsRequired(index) => {
                (raw.repeats[index].repeat.id.clone(), None)
            }
        };
        if let (true, Some(source)) = (place.is_empty(), source) {
            place.clone_from(&source.place);
        }
        steps.push(name);
    }
    LoadProblem {
        place,
        reason: Reason::Cycle(steps.join(" → ")),
    }
}
