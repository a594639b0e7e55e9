//! The organisation's profile: kept when a form is sent, put into the next one.

use domain::{form::Instance, id::DraftId, sync::Write};
use leptos::{prelude::WithUntracked as _, task::spawn_local};

use super::AppState;
use crate::tabs::Message;

impl AppState {
    /// Takes over what a form that is being sent says of the organisation.
    pub(crate) fn keep_profile(&self, instance: &Instance) {
        let mut profile = self
            .profile
            .with_untracked(Clone::clone)
            .unwrap_or_default();
        profile.take(instance);
        let writes = vec![Write::PutProfile(profile)];
        self.take(&writes);
        let inner = self.inner();
        spawn_local(async move {
            // Not keeping it costs typing, nothing else.
            if inner.driver.store().commit(&writes).await.is_ok() {
                inner.driver.tabs().post(&Message::Wrote(writes));
            }
        });
    }

    /// Takes out of a draft what the profile put in; what the person wrote there since stays.
    pub(crate) fn empty_prefilled(&self, id: DraftId) {
        if let Some(mut draft) = self.draft(id) {
            let prefilled = std::mem::take(&mut draft.prefilled);
            domain::form::profile::take_back(&mut draft.answers, &prefilled);
            self.save_draft(draft);
        }
    }
}
