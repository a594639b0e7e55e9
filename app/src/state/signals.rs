//! The signals behind the screen, and how what is stored reaches them.

use domain::{
    api::{About, ReceiptKey},
    form::profile::Profile,
    sync::{Draft, Engine, Enrolment, Notice, OutboxItem, SubmissionRecord, SyncPhase, Write},
};
use leptos::prelude::{RwSignal, Set as _, Update as _, WithUntracked as _};
use uuid::Uuid;

use crate::store::{Incident, Loaded};

/// Whether our server was reached last time, as far as requests have shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Link {
    /// Nobody has tried yet.
    #[default]
    Unknown,
    /// It answered.
    Online,
    /// It did not, or somebody else did.
    Offline,
}

/// Everything that views may watch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signals {
    /// Forms being written.
    pub(crate) drafts: RwSignal<Vec<Draft>>,
    /// What was sent, and what the server says of it; of the enrolled enterprise only.
    pub(crate) submissions: RwSignal<Vec<SubmissionRecord>>,
    /// What waits to be sent, oldest first.
    pub(crate) outbox: RwSignal<Vec<OutboxItem>>,
    /// The changes on their way at this moment.
    pub(crate) in_flight: RwSignal<Vec<Uuid>>,
    /// Whose phone it is.
    pub(crate) enrolment: RwSignal<Option<Enrolment>>,
    /// The organisation, as the forms that were sent told it.
    pub(crate) profile: RwSignal<Option<Profile>>,
    /// What the server said of itself last.
    pub(crate) about: RwSignal<Option<About>>,
    /// The connection.
    pub(crate) link: RwSignal<Link>,
    /// What the engine does.
    pub(crate) sync: RwSignal<SyncPhase>,
    /// What a person should know. Views take away what they have shown.
    pub(crate) notices: RwSignal<Vec<Notice>>,
    /// What was wrong with the storage at start.
    pub(crate) incident: RwSignal<Option<Incident>>,
    /// Set by the page of a draft that was left: the list says that it is kept.
    pub(crate) left_draft: RwSignal<bool>,
}

impl Signals {
    pub(super) fn new(loaded: &Loaded) -> Self {
        Self {
            drafts: RwSignal::new(loaded.drafts.clone()),
            submissions: RwSignal::default(),
            outbox: RwSignal::default(),
            in_flight: RwSignal::default(),
            enrolment: RwSignal::default(),
            profile: RwSignal::new(loaded.profile.clone()),
            about: RwSignal::new(loaded.about.clone()),
            link: RwSignal::default(),
            sync: RwSignal::default(),
            notices: RwSignal::default(),
            incident: RwSignal::new(loaded.incident.clone()),
            left_draft: RwSignal::default(),
        }
    }

    /// Shows what the engine knows.
    pub(crate) fn show(&self, engine: &Engine, now: i64) {
        replace(self.submissions, engine.submissions());
        replace(self.outbox, engine.outbox());
        replace(self.in_flight, engine.in_flight().to_vec());
        replace(self.enrolment, engine.enrolment().cloned());
        replace(self.sync, engine.phase(now));
    }

    /// Shows what was written that is no business of the engine's.
    pub(crate) fn take(&self, writes: &[Write]) {
        for write in writes {
            match write {
                Write::PutDraft(draft) => self.drafts.update(|drafts| put(drafts, draft.clone())),
                Write::DeleteDraft(id) => {
                    self.drafts
                        .update(|drafts| drafts.retain(|draft| draft.id != *id));
                }
                Write::PutAbout(about) => replace(self.about, Some(about.clone())),
                Write::PutProfile(profile) => replace(self.profile, Some(profile.clone())),
                Write::PutItem(_)
                | Write::DeleteItem(_)
                | Write::PutSubmission(_)
                | Write::DeleteSubmission(_)
                | Write::PutEnrolment(_)
                | Write::DeleteEnrolment
                | Write::PutCursor(_)
                | Write::PutCredentials(_)
                | Write::DeleteCredentials => {}
            }
        }
    }

    /// Another tab may have written without a word: adds what it left, and keeps what is being typed here.
    pub(crate) fn reloaded(&self, loaded: &Loaded) {
        self.drafts.update(|drafts| {
            for draft in &loaded.drafts {
                if drafts
                    .iter()
                    .all(|own| own.id != draft.id || own.updated_at < draft.updated_at)
                {
                    put(drafts, draft.clone());
                }
            }
        });
        replace(self.profile, loaded.profile.clone());
    }

    pub(crate) fn tell(&self, notice: Notice) {
        self.notices.update(|notices| notices.push(notice));
    }

    /// The public keys that the server signs receipts with, as far as it was heard.
    pub(crate) fn receipt_keys(&self) -> Vec<ReceiptKey> {
        self.about.with_untracked(|about| {
            let about = about.as_ref();
            about.map_or_else(Vec::new, |about| about.receipt_keys.clone())
        })
    }

    pub(crate) fn link_is(&self, link: Link) {
        replace(self.link, link);
    }
}

/// Puts a draft in its place, or at the end.
pub(super) fn put(drafts: &mut Vec<Draft>, draft: Draft) {
    match drafts.iter_mut().find(|own| own.id == draft.id) {
        Some(own) => *own = draft,
        None => drafts.push(draft),
    }
}

/// Wakes the views only when something is different.
fn replace<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}
