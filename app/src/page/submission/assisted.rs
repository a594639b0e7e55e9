//! That staff wrote the newest content for the applicant: how they were told, and what it changed.

use domain::{
    answer::merge::{answer_at, merge},
    api::{Content, SubmissionView},
    json,
    sync::SubmissionRecord,
};
use ui::{
    component::banner::{Tone, banner},
    dom::El,
    form::{form, lines},
    i18n::{Key, tr},
};

use crate::page::draft::{is_asked, read};

/// Nothing while the newest content is a phone's.
pub(super) fn told(record: &SubmissionRecord, view: &SubmissionView) -> Option<El> {
    if view.assisted.is_empty() {
        return None;
    }
    let told = banner(Tone::Info, tr(Key::ASSISTED, &[("reason", &view.assisted)]));
    Some(told.child(changes(record, view)))
}

/// What differs from the content that this phone sent last.
fn changes(record: &SubmissionRecord, view: &SubmissionView) -> Option<El> {
    let content = |text: &str| json::read::<Content>(text).ok();
    let sent = content(&record.own.last()?.content)?.answers;
    let newest = content(&view.content)?;
    let form = form(&newest.form, &newest.version)?;
    let merged = merge(&sent, &sent, &newest.answers);
    let said = merged.taken.iter().filter(|path| is_asked(&form, path));
    let said: Vec<_> = said
        .map(|path| {
            let answer = answer_at(&newest.answers, path);
            read(&form, [&newest.answers, &sent], path, answer)
        })
        .collect();
    Some(lines(said))
}
