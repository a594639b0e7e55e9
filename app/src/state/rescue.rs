//! Everything on this phone into a file, and from a file onto this phone.

use domain::{
    map::Set,
    rescue::{Contents, Holdings, Plan, Stored, merge},
    sync::{Draft, Event, Write},
};
use leptos::prelude::WithUntracked as _;
use ui::clock::now_ms;
use web_sys::Blob;

use super::{AppState, SaveState};
use crate::{
    rescue::{Opened, RescueError, pack},
    store::brought,
    tabs::Message,
};

impl AppState {
    /// A file with everything that is on this phone, what could not be saved included.
    ///
    /// # Errors
    /// See [`RescueError`].
    pub(crate) async fn rescue(&self, passphrase: &str) -> Result<Blob, RescueError> {
        let inner = self.inner();
        inner.saves.flush();
        let store = inner.driver.store();
        let records = store.records(&self.typed()).await?;
        let (mut files, mut stored) = (Vec::new(), Vec::new());
        for kept in store.files().files().await? {
            // One that goes away in this moment was needed by nothing.
            if let Some(file) = store.files().file(&kept.hash).await? {
                stored.push(Stored {
                    hash: kept.hash,
                    media_type: file.type_(),
                    at: kept.at,
                });
                files.push(file);
            }
        }
        let contents = Contents {
            made_at: now_ms(),
            records,
            files: stored,
        };
        pack(&contents, &files, passphrase).await
    }

    /// What would become of the records of an opened file, and how many of them this build cannot read.
    ///
    /// # Errors
    /// [`RescueError::Store`].
    pub(crate) async fn compare(
        &self,
        file: &Opened,
    ) -> Result<(Holdings, Plan, usize), RescueError> {
        let inner = self.inner();
        inner.saves.flush();
        let (held, unreadable) = brought(&file.contents.records);
        let mut here = inner.driver.store().holdings().await?;
        for draft in self.typed() {
            here.drafts.retain(|own| own.id != draft.id);
            here.drafts.push(draft);
        }
        let plan = merge(&held, &here);
        Ok((held, plan, unreadable))
    }

    /// Takes what is missing or newer out of the file: all of it, or nothing.
    ///
    /// # Errors
    /// See [`RescueError`].
    pub(crate) async fn take_rescued(&self, file: &Opened) -> Result<Plan, RescueError> {
        let inner = self.inner();
        let store = inner.driver.store();
        // Records are never there before the files they name.
        let here: Set<String> = store
            .files()
            .files()
            .await?
            .into_iter()
            .map(|it| it.hash)
            .collect();
        let mut added = Vec::new();
        let taken = async {
            for (at, stored) in file.contents.files.iter().enumerate() {
                if !here.contains(&stored.hash) {
                    let bytes = file.file(at).await?;
                    store
                        .files()
                        .put_file(&stored.hash, &bytes, now_ms())
                        .await?;
                    added.push(stored.hash.clone());
                }
            }
            // Compared again at the last moment: something may have been sent since it was shown.
            inner.driver.settled().await;
            let (_, plan, _) = self.compare(file).await?;
            if !plan.writes.is_empty() {
                store.commit(&plan.writes).await?;
            }
            Ok(plan)
        };
        let taken: Result<Plan, RescueError> = taken.await;
        match &taken {
            Ok(plan) => self.took(&plan.writes),
            // They have no record. Should this fail, they are dropped with the next that are not needed.
            Err(_) => drop(store.files().remove_files(&added).await),
        }
        taken
    }

    fn took(&self, writes: &[Write]) {
        let inner = self.inner();
        self.signals.take(writes);
        inner.driver.tabs().post(&Message::Wrote(writes.to_vec()));
        inner.driver.dispatch(Event::Changed(writes.to_vec()));
        self.sync_now();
    }

    /// The drafts of which the disk has an older state.
    pub(super) fn typed(&self) -> Vec<Draft> {
        let saves = &self.inner().saves;
        let behind =
            |draft: &Draft| !matches!(saves.state(draft.id), None | Some(SaveState::Saved { .. }));
        self.drafts
            .with_untracked(|drafts| drafts.iter().filter(|it| behind(it)).cloned().collect())
    }
}
