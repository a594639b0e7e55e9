//! Titles of drafts and submissions: the form's name and whose it is.

use domain::{
    answer::Answers,
    api::{Change, Content},
    forms, json,
    sync::{Draft, OutboxItem, SubmissionRecord},
};
use ui::{form, i18n::text};

/// The title of a draft.
pub(crate) fn draft_title(draft: &Draft) -> String {
    title(&draft.form, &draft.version, Some(&draft.answers))
}

/// The title of something that waits.
pub(crate) fn item_title(item: &OutboxItem) -> String {
    match content(item) {
        Some(content) => title(&content.form, &content.version, Some(&content.answers)),
        None => title(&item.form, "", None),
    }
}

/// The title of a submission.
pub(crate) fn record_title(record: &SubmissionRecord) -> String {
    match record_content(record) {
        Some(content) => title(&content.form, &content.version, Some(&content.answers)),
        None => title(&record_form(record), "", None),
    }
}

/// The form of a submission; empty while nothing of it is known.
pub(crate) fn record_form(record: &SubmissionRecord) -> String {
    match &record.view {
        Some(view) => view.form.clone(),
        None => record_content(record)
            .map(|content| content.form)
            .unwrap_or_default(),
    }
}

/// What was sealed.
pub(crate) fn content(item: &OutboxItem) -> Option<Content> {
    match &item.change {
        Change::Revision(revision) => json::read(&revision.content).ok(),
        Change::Withdraw(_) => None,
    }
}

/// The newest content that this phone knows of a submission.
pub(crate) fn record_content(record: &SubmissionRecord) -> Option<Content> {
    let newest = match &record.view {
        Some(view) => Some(&view.content),
        None => record.own.last().map(|revision| &revision.content),
    };
    json::read(newest?).ok()
}

fn title(form: &str, version: &str, answers: Option<&Answers>) -> String {
    let version = if version.is_empty() {
        forms::latest(form).map_or("", |source| source.version)
    } else {
        version
    };
    let name = form::form(form, version).map_or_else(|| form.to_owned(), |form| text(form.title()));
    match answers
        .and_then(|answers| answers.text("org_name"))
        .map(str::trim)
    {
        Some(whose) if !whose.is_empty() => format!("{name} · {whose}"),
        _ => name,
    }
}
