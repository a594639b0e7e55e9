//! Which results of a form depend on which, and in what order to compute them.
//!
//! A node is computed once, or once per row when its field is in a repeat. The
//! graph knows nodes, not rows; [`super::instance`] multiplies them by rows.

/// Something that is computed and remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// Whether a step, group or repeat is relevant.
    Section(usize),
    /// Whether a field is relevant.
    Relevant(usize),
    /// A field's value as expressions read it.
    Value(usize),
    /// Whether a field must be answered.
    Required(usize),
    /// Which choices a field offers; only for fields with a filter.
    Choices(usize),
    /// How many rows a repeat has.
    Rows(usize),
    /// Whether a repeat must have rows.
    RowsRequired(usize),
}

/// A node of the graph.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) target: Target,
    /// The repeat in whose rows it is computed.
    pub(crate) repeat: Option<usize>,
    /// Its position among the nodes of its repeat, or among those outside any.
    pub(crate) cell: usize,
    /// What must be computed again after this, with whether all rows of it must.
    pub(crate) dependents: Vec<Dependent>,
    /// Its position in the order of computation.
    pub(crate) rank: usize,
}

/// A node that depends on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dependent {
    pub(crate) node: usize,
    /// Whether one row's change reaches every row.
    pub(crate) all_rows: bool,
}

/// The nodes of a form.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    pub(crate) nodes: Vec<Node>,
    /// The nodes in an order in which each comes after what it depends on.
    pub(crate) order: Vec<usize>,
    /// How many cells the nodes outside repeats need.
    pub(crate) top_cells: usize,
    /// How many cells a row of each repeat needs.
    pub(crate) row_cells: Vec<usize>,
}

impl Graph {
    pub(crate) fn with_repeats(repeats: usize) -> Self {
        Self {
            row_cells: vec![0; repeats],
            ..Self::default()
        }
    }

    /// Adds a node.
    pub(crate) fn add(&mut self, target: Target, repeat: Option<usize>) -> usize {
        let cells = match repeat {
            Some(repeat) => &mut self.row_cells[repeat],
            None => &mut self.top_cells,
        };
        let cell = *cells;
        *cells += 1;
        self.nodes.push(Node {
            target,
            repeat,
            cell,
            dependents: Vec::new(),
            rank: 0,
        });
        self.nodes.len() - 1
    }

    /// Notes that `node` reads `source`, in every row of it when `column`.
    pub(crate) fn depend(&mut self, node: usize, source: usize, column: bool) {
        let same_row = self.nodes[node].repeat == self.nodes[source].repeat && !column;
        let dependent = Dependent {
            node,
            all_rows: !same_row,
        };
        let dependents = &mut self.nodes[source].dependents;
        if !dependents.contains(&dependent) {
            dependents.push(dependent);
        }
    }

    /// Finds the order of computation.
    ///
    /// # Errors
    /// The nodes of every cycle, each beginning and ending with the same node.
    pub(crate) fn sort(&mut self) -> Result<(), Vec<Vec<usize>>> {
        let mut waiting = vec![0_usize; self.nodes.len()];
        for node in &self.nodes {
            for dependent in &node.dependents {
                waiting[dependent.node] += 1;
            }
        }
        self.order = (0..self.nodes.len())
            .filter(|node| waiting[*node] == 0)
            .collect();
        let mut rank = 0;
        while let Some(node) = self.order.get(rank).copied() {
            self.nodes[node].rank = rank;
            rank += 1;
            for dependent in &self.nodes[node].dependents {
                waiting[dependent.node] -= 1;
                if waiting[dependent.node] == 0 {
                    self.order.push(dependent.node);
                }
            }
        }
        if self.order.len() == self.nodes.len() {
            Ok(())
        } else {
            Err(self.cycles(&waiting))
        }
    }

    /// One cycle for each knot among the nodes that are still waiting.
    fn cycles(&self, waiting: &[usize]) -> Vec<Vec<usize>> {
        // Walking backwards from a waiting node always meets a waiting node, so it must close a cycle.
        let mut sources = vec![Vec::new(); self.nodes.len()];
        for (source, node) in self.nodes.iter().enumerate() {
            for dependent in &node.dependents {
                if waiting[source] > 0 && waiting[dependent.node] > 0 {
                    sources[dependent.node].push(source);
                }
            }
        }
        let mut seen = vec![false; self.nodes.len()];
        let mut cycles = Vec::new();
        for start in (0..self.nodes.len()).filter(|node| waiting[*node] > 0) {
            let mut walk: Vec<usize> = Vec::new();
            let mut node = start;
            while !seen[node] {
                seen[node] = true;
                walk.push(node);
                match sources[node].first() {
                    Some(source) => node = *source,
                    None => break,
                }
            }
            if let Some(first) = walk.iter().position(|known| *known == node)
                && !sources[node].is_empty()
            {
                let mut cycle = walk.split_off(first);
                cycle.push(node);
                cycles.push(cycle);
            }
        }
        cycles
    }
}
