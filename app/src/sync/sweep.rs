//! Files that nothing names any more leave the phone when room is made.

use std::rc::Rc;

use domain::sync::named_files;
use leptos::prelude::GetUntracked as _;
use ui::clock::now_ms;

use super::driver::Driver;
use crate::store::Incident;

/// A file is stored before the draft that names it is, in this tab or another.
const SETTLED: i64 = 60 * 60 * 1_000;

/// Drops them. What cannot be read or dropped now is dropped with the next copy.
pub(super) async fn sweep(driver: Rc<Driver>) {
    let Ok(loaded) = driver.store().reload().await else {
        return;
    };
    // What cannot be read may name files as well.
    if matches!(loaded.incident, Some(Incident::Unreadable(_))) {
        return;
    }
    let mut drafts = loaded.drafts;
    // What could not be saved may name files too.
    drafts.extend(driver.signals().drafts.get_untracked());
    let named = named_files(&drafts, &loaded.snapshot);
    let files = driver.store().files();
    let Ok(kept) = files.files().await else {
        return;
    };
    let before = now_ms() - SETTLED;
    let unneeded = kept
        .into_iter()
        .filter(|it| it.at < before && !named.contains(&it.hash));
    let unneeded: Vec<_> = unneeded.map(|file| file.hash).collect();
    if !unneeded.is_empty() {
        let _ = files.remove_files(&unneeded).await;
    }
}
