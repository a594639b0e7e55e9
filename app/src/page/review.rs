//! The last step of a form: everything read back, what is missing, the confirmation, sending.

use domain::{api::Content, form::Finding};
use leptos::prelude::*;
use ui::{
    clock,
    component::button::{Look, button, link},
    dom::{El, el_class, event_value},
    focus, form,
    form::items,
    i18n::{Key, locale, t},
    route,
};

use super::draft::Editor;
use crate::{path::Path, state::Link};

/// How much may be said to a supplement request, characters.
const NOTE_LENGTH: &str = "1000";

/// What stands on the page below its head.
pub(super) fn body(editor: &Editor, frame: El, body: El) -> AnyView {
    let step = editor.form.step(&editor.step);
    let id = editor.draft.id;
    let sections = editor.session.with(|instance| {
        form::review(&editor.form, instance.answers(), Some(instance), &|step| {
            // What is asked on this very page is not read back.
            (step != editor.step).then(|| {
                let label = editor
                    .form
                    .step(step)
                    .map(|step| ui::i18n::text(&step.label));
                link(
                    Look::Text,
                    t(Key::REVIEW_EDIT),
                    Path::Draft(id, step.to_owned()).to_string(),
                )
                .attr(
                    "aria-label",
                    format!("{} {}", label.unwrap_or_default(), t(Key::REVIEW_EDIT)),
                )
            })
        })
    });
    let send = editor.clone();
    let words = match (editor.draft.answering, editor.draft.form.as_str()) {
        (Some(_), _) => Key::SEND_SUPPLEMENT,
        (None, "DMG") => Key::SEND_DMG,
        (None, _) => Key::SEND_FORM,
    };
    let mut onward = button(Look::Primary, t(words), move || send.send());
    if editor.session.is_read_only() {
        onward = onward.attr("disabled", "");
    }
    frame
        .child(sections)
        .child(editor.left())
        .child(
            body.child(step.map(|step| items(editor.session, editor.screen.items(step), None)))
                .child(note(editor)),
        )
        .child(editor.save_line())
        .child(editor.bar_with(onward))
        .view()
}

/// A word to the coordinator, when a request is answered.
fn note(editor: &Editor) -> Option<El> {
    editor.draft.answering?;
    let (state, id) = (editor.state, editor.draft.id);
    Some(
        el_class("div", "field")
            .child(
                el_class("label", "field__label")
                    .attr("for", "f-note")
                    .text(t(Key::SUPPLEMENT_NOTE)),
            )
            .child(
                el_class("textarea", "textarea")
                    .attr("id", "f-note")
                    .attr("maxlength", NOTE_LENGTH)
                    .flag("readonly", editor.session.is_read_only())
                    .text(editor.draft.note.clone())
                    .on("input", move |event| {
                        if let Some(mut draft) = state.draft(id) {
                            draft.note = event_value(&event);
                            state.save_draft(draft);
                        }
                    }),
            ),
    )
}

impl Editor {
    /// Judges everything; sends what holds, and shows what does not.
    fn send(&self) {
        if untrack(|| self.session.is_refused()) {
            self.show_refused();
            return;
        }
        let mut found = self.session.with(domain::form::Instance::validate);
        if let Some(step) = self.form.step(&self.step) {
            self.session.judge_screen(step, &self.screen);
        }
        found.retain(Finding::is_error);
        if !found.is_empty() {
            self.found.set(found);
            focus::on("error-summary");
            return;
        }
        let Some(mut draft) = self.state.draft(self.draft.id) else {
            return;
        };
        draft.step.clone_from(&self.step);
        let content = Content {
            form: draft.form.clone(),
            version: draft.version.clone(),
            answers: self.session.with(domain::form::Instance::submission),
            locale: locale().tag().to_owned(),
            captured_at: draft.created_at,
            sealed_at: clock::now_ms(),
            note: draft.note.trim().to_owned(),
        };
        self.session
            .with(|instance| self.state.keep_profile(instance));
        let submission = self.state.send(draft, &content);
        let enrolled = self.state.enrolment.get_untracked().is_some();
        let offline = self.state.link.get_untracked() == Link::Offline;
        // Whoever is offline cannot enrol now; the submission's page says what it waits for.
        let onward = if enrolled || offline {
            Path::Submission(submission)
        } else {
            Path::Enrol
        };
        route::replace(&onward.to_string());
    }
}
