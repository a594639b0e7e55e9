//! One filling-in on the screen: the instance, and a trigger for each thing a view may wait for.
//!
//! A keystroke tells only the views of what [`Instance::set`] reports. Says nothing about where answers are kept:
//! whoever opens a session is told of every change.

use domain::map::Map;
use domain::{
    answer::{Answer, Answers, Row},
    form::{Change, Field, Finding, Form, Instance, Kind, Path, Step},
};
use leptos::prelude::*;
use std::{rc::Rc, sync::Arc};

use super::{files::FileStore, screen::Screen, words};

/// Handle to one filling-in; cheap to copy into every view of a page.
#[derive(Clone, Copy)]
pub struct Session(StoredValue<Inner, LocalStorage>);

struct Inner {
    instance: Instance,
    cells: Map<Path, Cell>,
    changed: Box<dyn Fn(&Answers)>,
    refused: Box<dyn Fn() -> AnyView>,
    read_only: bool,
    files: Option<Rc<dyn FileStore>>,
    /// By repeat; see [`Session::open_row`].
    open: Map<String, ArcRwSignal<String>>,
}

/// What views wait for at one path. Made when first asked for.
#[derive(Clone)]
struct Cell {
    value: ArcTrigger,
    relevance: ArcTrigger,
    required: ArcTrigger,
    choices: ArcTrigger,
    rows: ArcTrigger,
    findings: ArcRwSignal<Vec<Finding>>,
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            value: ArcTrigger::new(),
            relevance: ArcTrigger::new(),
            required: ArcTrigger::new(),
            choices: ArcTrigger::new(),
            rows: ArcTrigger::new(),
            findings: ArcRwSignal::new(Vec::new()),
        }
    }
}

impl Session {
    /// Opens a session. `changed` hears of the answers after every change; `refused` is what stands below a consent
    /// without which nothing can be sent, once it is refused.
    pub fn new(
        instance: Instance,
        read_only: bool,
        changed: impl Fn(&Answers) + 'static,
        refused: impl Fn() -> AnyView + 'static,
    ) -> Self {
        Self(StoredValue::new_local(Inner {
            instance,
            cells: Map::new(),
            changed: Box::new(changed),
            refused: Box::new(refused),
            read_only,
            files: None,
            open: Map::new(),
        }))
    }

    /// Lets files be attached: `files` keeps their bytes. Without it a question for files says that it cannot take any.
    pub fn with_files(self, files: Rc<dyn FileStore>) -> Self {
        self.0.update_value(|inner| inner.files = Some(files));
        self
    }

    /// Who keeps files.
    pub(super) fn files(self) -> Option<Rc<dyn FileStore>> {
        self.0.with_value(|inner| inner.files.clone())
    }

    /// The answer that "…와 같음" at `path` copies; follows it.
    pub(super) fn copied(self, path: &Path) -> Option<Answer> {
        let form = self.form();
        let source = form.field(form.field(&path.field)?.copy_from.as_deref()?)?;
        if let Some(repeat) = &source.repeat {
            self.cell(&Path::top(repeat.as_str())).rows.track();
        }
        let source = self.with(|instance| instance.copy_source(path))?;
        self.value(&source)
    }

    /// How many won a bare number typed into `field` counts, and the word for that unit; follows it.
    pub(super) fn unit(self, field: &Field) -> (u32, Option<String>) {
        let Some(unit) = &field.unit else {
            return (1, None);
        };
        let form = self.form();
        let answer = self.value(&Path::top(unit.as_str()));
        let word = match (answer, form.field(unit)) {
            (Some(Answer::Text(code)), Some(unit)) => Some(words::choice(&form, unit, &code)),
            _ => None,
        };
        (self.with(|instance| instance.won_unit(field)), word)
    }

    /// Whether the page that opened it still stands. A browser tells a box that it lost the focus even while the page
    /// around it is being taken down.
    pub fn is_open(self) -> bool {
        self.0.try_with_value(|_| ()).is_some()
    }

    /// Whether nothing can be changed, because another window holds the draft.
    pub fn is_read_only(self) -> bool {
        self.0.with_value(|inner| inner.read_only)
    }

    /// The form.
    pub fn form(self) -> Arc<Form> {
        self.0.with_value(|inner| Arc::clone(inner.instance.form()))
    }

    /// Reads the instance; follows nothing.
    pub fn with<T>(self, read: impl FnOnce(&Instance) -> T) -> T {
        self.0.with_value(|inner| read(&inner.instance))
    }

    /// The answer or calculated value at `path`; follows it.
    pub fn value(self, path: &Path) -> Option<Answer> {
        self.cell(path).value.track();
        self.with(|instance| instance.value(path))
    }

    /// Whether the field or the group at `path` is asked; follows it.
    pub fn is_relevant(self, path: &Path) -> bool {
        self.cell(path).relevance.track();
        self.with(|instance| instance.is_relevant(path))
    }

    /// Whether `path` must be answered before sending; follows it.
    pub fn is_required(self, path: &Path) -> bool {
        self.cell(path).required.track();
        self.with(|instance| instance.is_required(path))
    }

    /// Codes and labels of the choices at `path`, in the language in force; follows them.
    pub fn choices(self, path: &Path) -> Vec<(String, String)> {
        self.cell(path).choices.track();
        self.with(|instance| {
            let choices = instance.choices(path);
            choices
                .iter()
                .map(|choice| (choice.code.clone(), crate::i18n::text(&choice.label)))
                .collect()
        })
    }

    /// The rows of `repeat`; follows adding and removing, not what is typed in them.
    pub fn rows(self, repeat: &str) -> Vec<String> {
        self.cell(&Path::top(repeat)).rows.track();
        self.with(|instance| {
            instance
                .answers()
                .rows(repeat)
                .iter()
                .map(|row: &Row| row.id.clone())
                .collect()
        })
    }

    /// The id of the row of `repeat` whose questions are shown, blank for none. A lone row is open from the start.
    pub(super) fn open_row(self, repeat: &str) -> ArcRwSignal<String> {
        let mut open = None;
        self.0.update_value(|inner| {
            if !inner.open.contains_key(repeat) {
                let first = match inner.instance.answers().rows(repeat) {
                    [only] => only.id.clone(),
                    _ => String::new(),
                };
                inner
                    .open
                    .insert(repeat.to_owned(), ArcRwSignal::new(first));
            }
            open = inner.open.get(repeat).cloned();
        });
        open.unwrap_or_else(|| ArcRwSignal::new(String::new()))
    }

    /// Follows everything that is answered in a row.
    pub(super) fn follow_row(self, repeat: &str, row: &str) {
        self.cell(&Path::in_row(repeat, row, "")).value.track();
    }

    /// What was found at `path` when it was last judged; follows it.
    pub fn findings(self, path: &Path) -> Vec<Finding> {
        self.cell(path).findings.get()
    }

    /// Answers, clears (`None`), and tells whom it concerns.
    pub fn set(self, path: &Path, answer: Option<Answer>) {
        if self.is_read_only() {
            return;
        }
        let mut changes = Vec::new();
        self.0
            .update_value(|inner| changes = inner.instance.set(path, answer));
        changes.push(Change::Value(path.clone()));
        self.tell(&changes);
    }

    /// Adds a row and gives it the id `row`.
    pub fn add_row(self, repeat: &str, row: String) {
        if self.is_read_only() {
            return;
        }
        let mut changes = Vec::new();
        self.0
            .update_value(|inner| changes = inner.instance.add_row(repeat, row));
        changes.push(Change::Rows(repeat.to_owned()));
        self.tell(&changes);
    }

    /// Removes a row with its answers.
    pub fn remove_row(self, repeat: &str, row: &str) {
        if self.is_read_only() {
            return;
        }
        let mut changes = Vec::new();
        self.0
            .update_value(|inner| changes = inner.instance.remove_row(repeat, row));
        changes.push(Change::Rows(repeat.to_owned()));
        self.tell(&changes);
    }

    /// Judges one answer when its box is left. That something is still blank is no news while one is writing.
    pub fn judge(self, path: &Path) {
        let mut findings = self.with(|instance| instance.check(path));
        findings.retain(|finding| !is_blank_code(&finding.code));
        self.show(path, findings);
    }

    /// Shows `finding` at its path until the answer changes; used for what only typing can get wrong.
    pub fn show(self, path: &Path, findings: Vec<Finding>) {
        let cell = self.cell(path);
        if *cell.findings.read_untracked() != findings {
            cell.findings.set(findings);
        }
    }

    /// Judges a screen of a step, shows what was found beside each question, and gives it back in the order of the form.
    pub fn judge_screen(self, step: &Step, screen: &Screen) -> Vec<Finding> {
        let mut found = self.with(|instance| instance.validate_step(&step.id));
        found.retain(|finding| screen.holds(step, &finding.path));
        let mut by_path: Map<Path, Vec<Finding>> = Map::new();
        let mut paths = self.with(|instance| instance.paths_of_step(&step.id));
        paths.retain(|path| screen.holds(step, path));
        for path in paths {
            by_path.insert(path, Vec::new());
        }
        for finding in &found {
            by_path
                .or_insert_with(finding.path.clone(), Vec::new)
                .push(finding.clone());
        }
        for (path, findings) in by_path {
            self.show(&path, findings);
        }
        found
    }

    /// Whether a consent without which nothing can be sent was refused; follows it.
    pub fn is_refused(self) -> bool {
        self.form().fields().any(|field| {
            is_required_consent(field)
                && matches!(self.value(&Path::top(&*field.id)), Some(Answer::Consent(consent)) if !consent.given)
        })
    }

    /// What to say about it.
    pub(super) fn refused(self) -> AnyView {
        self.0.with_value(|inner| (inner.refused)())
    }

    fn cell(self, path: &Path) -> Cell {
        let mut cell = None;
        self.0.update_value(|inner| {
            if !inner.cells.contains_key(path) {
                inner.cells.insert(path.clone(), Cell::default());
            }
            cell = inner.cells.get(path).cloned();
        });
        cell.unwrap_or_default()
    }

    fn known_cell(self, path: &Path) -> Option<Cell> {
        self.0.with_value(|inner| inner.cells.get(path).cloned())
    }

    fn tell(self, changes: &[Change]) {
        self.0
            .with_value(|inner| (inner.changed)(inner.instance.answers()));
        for change in changes {
            if let Change::Value(path) | Change::Relevance(path) | Change::Required(path) = change
                && let Some((repeat, row)) = &path.repeat
            {
                let row = Path::in_row(repeat.as_str(), row.as_str(), "");
                self.notify(&row, |cell| cell.value);
            }
            match change {
                Change::Value(path) => {
                    let Some(cell) = self.known_cell(path) else {
                        continue;
                    };
                    cell.value.notify();
                    // What was found may be mended now; what was never judged stays quiet.
                    if !cell.findings.read_untracked().is_empty() {
                        self.judge(path);
                    }
                }
                Change::Relevance(path) => self.notify(path, |cell| cell.relevance),
                Change::Required(path) => self.notify(path, |cell| cell.required),
                Change::Choices(path) => self.notify(path, |cell| cell.choices),
                Change::Rows(repeat) => self.notify(&Path::top(repeat.as_str()), |cell| cell.rows),
                Change::StepRelevance(step) => {
                    self.notify(&step_path(step), |cell| cell.relevance);
                }
            }
        }
    }

    fn notify(self, path: &Path, which: fn(Cell) -> ArcTrigger) {
        if let Some(cell) = self.known_cell(path) {
            which(cell).notify();
        }
    }

    /// The ids of the steps that are asked; follows them.
    pub fn steps(self) -> Vec<String> {
        let form = self.form();
        for step in form.steps() {
            self.cell(&step_path(&step.id)).relevance.track();
        }
        self.with(|instance| {
            form.steps()
                .iter()
                .filter(|step| instance.is_step_relevant(&step.id))
                .map(|step| step.id.clone())
                .collect()
        })
    }
}

/// Where a step's trigger is kept: no field's id holds a `#`.
fn step_path(step: &str) -> Path {
    Path::top(format!("#{step}"))
}

fn is_blank_code(code: &str) -> bool {
    matches!(code, "required" | "rows_min" | "consent_required")
}

fn is_required_consent(field: &Field) -> bool {
    field.kind == Kind::Consent
        && field
            .consent
            .as_ref()
            .is_some_and(|notice| notice.kind == domain::form::ConsentKind::Required)
}
