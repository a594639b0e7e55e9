//! Judges answers: each field by its kind, its limits and the form's own rules.
//!
//! Irrelevant fields are not judged. A missing answer is a finding only where one
//! is required; whether the moment has come to say so is for the caller.

use super::{
    Form, Instance,
    consent::ConsentKind,
    expression::value::Value,
    finding::{Finding, Severity},
    instance::Visit,
    model::{Bound, Field, Kind, Step},
    normal,
    path::Path,
};
use crate::map::Set;
use crate::{
    answer::{Address, Answer},
    korea::{rrn, won},
};

mod format;
mod limit;

/// What one field's judgement is collected in.
struct Judge<'a> {
    field: &'a Field,
    path: &'a Path,
    findings: Vec<Finding>,
}

impl Judge<'_> {
    fn error(&mut self, code: &str) -> &mut Finding {
        self.find(Severity::Error, code)
    }

    fn find(&mut self, severity: Severity, code: &str) -> &mut Finding {
        let position = self.findings.len();
        self.findings.push(Finding::new(self.path, severity, code));
        &mut self.findings[position]
    }
}

impl Instance {
    /// Judges one field, or the number of rows of a repeat.
    pub fn check(&self, path: &Path) -> Vec<Finding> {
        if !self.is_relevant(path) {
            return Vec::new();
        }
        if let Some((field, row)) = self.locate(path) {
            return self.check_field(field, row, path);
        }
        match self.form().repeat_index(&path.field) {
            Some(repeat) => self.check_rows(repeat),
            None => Vec::new(),
        }
    }

    /// Judges one field as if it were asked.
    pub(crate) fn check_unasked(&self, path: &Path) -> Vec<Finding> {
        self.locate(path)
            .map_or_else(Vec::new, |(field, row)| self.check_field(field, row, path))
    }

    /// Judges all that is relevant on a step, in the order it is shown.
    pub fn validate_step(&self, step: &str) -> Vec<Finding> {
        self.form()
            .step(step)
            .map_or_else(Vec::new, |step| self.validate_items(step))
    }

    /// Judges the whole form: errors and warnings in the order of the form.
    pub fn validate(&self) -> Vec<Finding> {
        self.form()
            .steps()
            .iter()
            .flat_map(|step| self.validate_items(step))
            .collect()
    }

    fn validate_items(&self, step: &Step) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.walk(&step.items, None, &mut |visit| match visit {
            Visit::Field(field, row) => {
                let path = self.path_of(field, row);
                findings.extend(self.check_field(field, row, &path));
            }
            Visit::Repeat(repeat) => findings.extend(self.check_rows(repeat)),
        });
        findings
    }

    fn check_rows(&self, index: usize) -> Vec<Finding> {
        let form: &Form = self.form();
        let repeat = &form.repeats[index].repeat;
        let path = Path::top(repeat.id.clone());
        let error = |code: &str| Finding::new(&path, Severity::Error, code);
        let answer = self.answers().get(&repeat.id);
        if answer.is_some_and(|answer| !answer.is_blank() && !matches!(answer, Answer::Rows(_))) {
            return vec![error("type")];
        }
        let rows = self.answers().rows(&repeat.id);
        let mut findings = Vec::new();
        let mut ids = Set::new();
        let odd = |id: &str| id.is_empty() || id.chars().count() > 40;
        if !rows
            .iter()
            .all(|row| !odd(&row.id) && ids.insert(row.id.as_str()))
        {
            findings.push(error("row_id"));
        }
        let required = self.flag(form.layout.rows_required[index], None);
        let fewest = match (required, rows.is_empty()) {
            (true, _) => repeat.min.max(1),
            (false, true) => 0,
            (false, false) => repeat.min,
        };
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let mut limit = |code: &str, name: &str, limit: u32| {
            let mut finding = error(code);
            finding
                .arg(name, limit.to_string())
                .arg("count", count.to_string());
            findings.push(finding);
        };
        if count < fewest {
            limit("rows_min", "min", fewest);
        }
        if let Some(most) = repeat.max.filter(|most| count > *most) {
            limit("rows_max", "max", most);
        }
        findings
    }

    fn check_field(&self, index: usize, row: Option<usize>, path: &Path) -> Vec<Finding> {
        let entry = &self.form().fields[index];
        let field = &*entry.field;
        let mut judge = Judge {
            field,
            path,
            findings: Vec::new(),
        };
        let answer = self.value_at(index, row);
        match &answer {
            None => self.check_missing(index, row, &mut judge),
            Some(answer) if field.kind != Kind::Calc && !normal::fits(field, answer) => {
                judge.error("type");
            }
            Some(Answer::Unknown) => {}
            Some(answer) => {
                self.check_answer(index, row, answer, &mut judge);
                let this = self.value_of(index, row);
                let holds = |code| self.judge(code, row, this);
                let constraint = entry.codes.constraint.as_ref();
                if constraint.is_some_and(|code| holds(code) == Value::Bool(false)) {
                    judge.error("constraint").message = field.constraint_message.clone();
                }
                let warning = entry.codes.warning.as_ref();
                if warning.is_some_and(|code| holds(code).is_true()) {
                    judge.find(Severity::Warning, "warning").message =
                        field.warning_message.clone();
                }
            }
        }
        judge.findings
    }

    fn check_missing(&self, index: usize, row: Option<usize>, judge: &mut Judge<'_>) {
        let consent = judge.field.consent.as_ref();
        if consent.is_some_and(|notice| notice.kind == ConsentKind::Required) {
            judge.error("consent_required");
        } else if self.is_required_at(index, row) {
            judge.error("required");
        }
    }

    fn check_answer(
        &self,
        index: usize,
        row: Option<usize>,
        answer: &Answer,
        judge: &mut Judge<'_>,
    ) {
        let field = judge.field;
        match answer {
            Answer::Text(_) if field.kind == Kind::Calc => {}
            Answer::Text(code) if field.kind == Kind::Enum => {
                self.check_choices(index, row, std::slice::from_ref(code), judge);
            }
            Answer::Text(typed) if matches!(field.kind, Kind::Date | Kind::Month) => {
                format::date(typed, self.env().today, judge);
            }
            Answer::Text(typed) => {
                limit::length(typed, judge);
                format::text(typed, self.env().today, judge);
                if field.free_text {
                    resident_number(typed, judge);
                }
            }
            Answer::Int(number) if field.kind == Kind::Likert5 => {
                let choices = self.choices_at(index, row);
                let known = if field.choices.is_some() {
                    choices
                        .iter()
                        .any(|choice| choice.code == number.to_string())
                } else {
                    (1..=5).contains(number)
                };
                if !known {
                    judge.error("choice").arg("code", number.to_string());
                }
            }
            Answer::Int(number) => limit::number(*number, judge),
            Answer::Many(codes) => {
                self.check_choices(index, row, codes, judge);
                limit::choices(codes, judge);
            }
            Answer::Consent(consent) => {
                let required = field
                    .consent
                    .as_ref()
                    .is_some_and(|n| n.kind == ConsentKind::Required);
                if required && !consent.given {
                    judge.error("consent_required");
                }
            }
            Answer::Address(address) => {
                let required = self.is_required_at(index, row);
                format::address(address, required, self.env().today, judge);
            }
            Answer::Files(files) => {
                limit::number(i64::try_from(files.len()).unwrap_or(i64::MAX), judge);
                for file in files {
                    format::file(file, judge);
                    limit::caption(&file.caption, judge);
                    resident_number(&file.name, judge);
                    resident_number(&file.caption, judge);
                }
            }
            Answer::Bool(_) | Answer::Rows(_) | Answer::Unknown => {}
        }
    }

    fn check_choices(
        &self,
        index: usize,
        row: Option<usize>,
        codes: &[String],
        judge: &mut Judge<'_>,
    ) {
        let offered = self.choices_at(index, row);
        for code in codes {
            if offered.iter().all(|choice| choice.code != *code) {
                judge.error("choice").arg("code", code.clone());
            }
        }
    }
}

/// A warning, once per field: the number itself must not be repeated in it.
fn resident_number(text: &str, judge: &mut Judge<'_>) {
    let known = judge.findings.iter().any(|finding| finding.code == "rrn");
    if !known && rrn::is_suspected(text) {
        judge.find(Severity::Warning, "rrn");
    }
}
