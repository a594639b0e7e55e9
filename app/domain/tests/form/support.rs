//! Small forms and shorthand for the tests.

use std::sync::Arc;

use domain::{
    answer::{Answer, Answers},
    form::{Env, Finding, Form, Instance, Path},
};
use time::{Date, Month};

pub(crate) fn env() -> Env {
    Env {
        today: Date::from_calendar_date(2020, Month::April, 20).unwrap(),
        now: 1_587_340_800_000,
    }
}

/// A form of one step with these items and choice lists, both JSON.
pub(crate) fn form_text(items: &str, choices: &str) -> String {
    format!(
        r#"{{"id": "T", "version": "1", "title": {{"ko": "시험"}}, "receipt_kind": "시험",
        "steps": [{{"id": "s", "label": {{"ko": "단계"}}, "items": [{items}]}}],
        "choices": {{{choices}}}}}"#
    )
}

pub(crate) fn form(items: &str, choices: &str) -> Arc<Form> {
    let text = form_text(items, choices);
    Arc::new(Form::load(&text).unwrap_or_else(|error| panic!("{error}\n{text}")))
}

/// A field of `kind` with further keys, as JSON.
pub(crate) fn field(id: &str, kind: &str, more: &str) -> String {
    format!(r#"{{"id": "{id}", "type": "{kind}", "label": {{"ko": "{id}"}}{more}}}"#)
}

pub(crate) fn calc(id: &str, result: &str, expression: &str) -> String {
    let expression = serde_json::Value::from(expression);
    format!(r#"{{"id": "{id}", "type": "calc", "result": "{result}", "calculate": {expression}}}"#)
}

pub(crate) fn begin(form: &Arc<Form>) -> Instance {
    Instance::begin(Arc::clone(form), env())
}

pub(crate) fn open(form: &Arc<Form>, answers: &str) -> Instance {
    Instance::new(Arc::clone(form), answers_of(answers), env())
}

pub(crate) fn answers_of(json: &str) -> Answers {
    serde_json::from_str(json).unwrap()
}

pub(crate) fn json(answers: &Answers) -> String {
    serde_json::to_string(answers).unwrap()
}

pub(crate) fn text(text: &str) -> Option<Answer> {
    Some(Answer::Text(text.to_owned()))
}

/// `path code` of each finding, with `?` behind warnings.
pub(crate) fn codes(findings: &[Finding]) -> Vec<String> {
    let one = |finding: &Finding| {
        let mark = if finding.is_error() { "" } else { "?" };
        format!("{} {}{mark}", finding.path, finding.code)
    };
    findings.iter().map(one).collect()
}

pub(crate) fn path(written: &str) -> Path {
    written.parse().unwrap()
}
