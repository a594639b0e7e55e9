//! Shorthand: the shipped forms, and answering them path by path.

use std::sync::Arc;

use domain::{
    answer::Answer,
    form::{Env, Finding, Form, Instance, Path},
    forms,
};
use serde_json::Value;
use time::{Date, Month};

pub(crate) const IDS: [&str; 2] = ["ONB", "DMG"];

pub(crate) fn env() -> Env {
    Env {
        today: Date::from_calendar_date(2020, Month::May, 11).unwrap(),
        now: 1_589_155_200_000,
    }
}

pub(crate) fn form(id: &str) -> Arc<Form> {
    Arc::new(Form::load(forms::latest(id).unwrap().json).unwrap())
}

/// The form's file as JSON, for what the model does not keep: the texts of expressions.
pub(crate) fn file(id: &str) -> Value {
    serde_json::from_str(forms::latest(id).unwrap().json).unwrap()
}

/// Calls `visit` for every item of a file: steps, groups, repeats and fields.
pub(crate) fn visit_items(item: &Value, visit: &mut dyn FnMut(&Value)) {
    for list in ["steps", "items"] {
        for inner in item[list].as_array().into_iter().flatten() {
            visit(inner);
            visit_items(inner, visit);
        }
    }
}

/// One filling-in that is told by path.
pub(crate) struct Story(pub(crate) Instance);

impl Story {
    pub(crate) fn begin(id: &str) -> Self {
        Self(Instance::begin(form(id), env()))
    }

    pub(crate) fn set(&mut self, at: &str, answer: Answer) -> &mut Self {
        let at = path(at);
        assert!(self.0.form().field(&at.field).is_some(), "no field {at}");
        self.0.set(&at, Some(answer));
        self
    }

    pub(crate) fn clear(&mut self, at: &str) -> &mut Self {
        self.0.set(&path(at), None);
        self
    }

    pub(crate) fn text(&mut self, at: &str, text: &str) -> &mut Self {
        self.set(at, Answer::Text(text.to_owned()))
    }

    pub(crate) fn int(&mut self, at: &str, number: i64) -> &mut Self {
        self.set(at, Answer::Int(number))
    }

    pub(crate) fn yes(&mut self, at: &str, yes: bool) -> &mut Self {
        self.set(at, Answer::Bool(yes))
    }

    pub(crate) fn many(&mut self, at: &str, codes: &[&str]) -> &mut Self {
        let codes = codes.iter().map(|code| (*code).to_owned()).collect();
        self.set(at, Answer::Many(codes))
    }

    pub(crate) fn row(&mut self, repeat: &str, id: &str) -> &mut Self {
        assert!(
            !self.0.add_row(repeat, id.to_owned()).is_empty(),
            "{repeat}"
        );
        self
    }

    pub(crate) fn asks(&self, at: &str) -> bool {
        self.0.is_relevant(&path(at))
    }

    pub(crate) fn needs(&self, at: &str) -> bool {
        self.0.is_required(&path(at))
    }

    pub(crate) fn value(&self, at: &str) -> Option<Answer> {
        self.0.value(&path(at))
    }

    pub(crate) fn number(&self, at: &str) -> Option<i64> {
        match self.value(at) {
            Some(Answer::Int(number)) => Some(number),
            _ => None,
        }
    }

    pub(crate) fn word(&self, at: &str) -> String {
        match self.value(at) {
            Some(Answer::Text(text)) => text,
            _ => String::new(),
        }
    }

    /// The codes of what is found at `at`, warnings with `?`.
    pub(crate) fn found(&self, at: &str) -> Vec<String> {
        self.0.check(&path(at)).iter().map(code).collect()
    }

    pub(crate) fn steps(&self) -> Vec<&str> {
        let steps = self.0.form().steps().iter();
        steps
            .map(|step| step.id.as_str())
            .filter(|step| self.0.is_step_relevant(step))
            .collect()
    }
}

pub(crate) fn code(finding: &Finding) -> String {
    let mark = if finding.is_error() { "" } else { "?" };
    format!("{}{mark}", finding.code)
}

pub(crate) fn path(written: &str) -> Path {
    written.parse().unwrap()
}
