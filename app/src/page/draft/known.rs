//! Says that the draft was begun with what is known of the organisation, and takes it out again.

use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button},
    },
    dom::El,
    i18n::{Key, t},
};

use super::Editor;

impl Editor {
    /// Stands on the steps that hold something of it.
    pub(super) fn known(&self) -> Option<El> {
        let prefilled = &self.draft.prefilled;
        if prefilled.is_empty() || self.session.is_read_only() {
            return None;
        }
        let paths = self
            .session
            .with(|instance| instance.paths_of_step(&self.step));
        let here = paths.iter().filter(|path| self.shows(path)).any(|path| {
            let repeat = path.repeat.as_ref().map(|(repeat, _)| repeat);
            prefilled.get(repeat.unwrap_or(&path.field)).is_some()
        });
        let editor = self.clone();
        here.then(|| {
            banner(Tone::Info, t(Key::PROFILE_FILLED))
                .attr("data-testid", "prefilled")
                .child(button(Look::Secondary, t(Key::PROFILE_EMPTY), move || {
                    editor.state.empty_prefilled(editor.draft.id);
                    editor.reopen();
                }))
        })
    }
}
