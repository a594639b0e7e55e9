//! Attached files on this phone: taken in, shown, and dropped once nothing names them.

pub(crate) mod digest;
mod picture;

use std::rc::Rc;

use domain::{
    answer::{Answer, Answers, FileRef},
    api::{Change, Content},
    attachment::manifest,
    form::{Field, FileKind},
    json,
    map::Set,
    sync::Draft,
};
use futures::lock::Mutex;
use js_sys::JsString;
use leptos::{
    prelude::{GetUntracked as _, WithUntracked as _},
    task::spawn_local,
};
use ui::{
    clock::now_ms,
    form::files::{Done, FileStore, Shown},
};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Blob, File, Url};

use crate::{
    state::Signals,
    store::{Incident, StoreError, browser::BrowserStore},
    sync::driver::Driver,
};

/// A file that nothing names yet may belong to a draft that is being written in another tab: it is left so long,
/// milliseconds.
const GRACE: i64 = 24 * 60 * 60 * 1_000;

/// Keeps the files of a form that is being filled in.
pub(crate) struct Keeper {
    driver: Rc<Driver>,
    /// One file at a time, in the order they were chosen: ten photos unpacked at once are half a gigabyte.
    turn: Rc<Mutex<()>>,
}

impl Keeper {
    pub(crate) fn new(driver: Rc<Driver>) -> Self {
        Self {
            driver,
            turn: Rc::default(),
        }
    }
}

impl FileStore for Keeper {
    fn take(&self, file: JsValue, field: &Field, done: Done) {
        let (driver, turn) = (Rc::clone(&self.driver), Rc::clone(&self.turn));
        let (accept, largest) = (field.accept.clone(), field.max_bytes);
        spawn_local(async move {
            let _turn = turn.lock().await;
            let taken = match file.dyn_into::<File>() {
                Ok(file) => {
                    let name = String::from(JsString::from(file.name()).normalize("NFC"));
                    let kept = keep(driver.store(), &file, &name, &accept, largest).await;
                    kept.map_err(|code| (code, name))
                }
                Err(_) => Err(("file.unreadable", String::new())),
            };
            done(taken);
        });
    }

    fn picture(&self, hash: &str, shown: Shown) {
        let (driver, hash) = (Rc::clone(&self.driver), hash.to_owned());
        spawn_local(async move {
            if let Ok(Some(bytes)) = driver.store().files().file(&hash).await
                && let Ok(address) = Url::create_object_url_with_blob(&bytes)
            {
                shown(address);
            }
        });
    }

    fn removed(&self, hash: &str) {
        if named(self.driver.signals()).contains(hash) {
            return;
        }
        let (driver, hash) = (Rc::clone(&self.driver), hash.to_owned());
        spawn_local(async move {
            // What could not be dropped now goes with the next sweep.
            let _ = driver.store().files().remove_files(&[hash]).await;
        });
    }
}

/// Puts a file into the store: a photo drawn anew, anything else as it is. The name of the finding, when it isn't.
async fn keep(
    store: &BrowserStore,
    file: &File,
    name: &str,
    accept: &[FileKind],
    largest: u64,
) -> Result<FileRef, &'static str> {
    let kind = FileKind::of(&file.type_(), name).filter(|kind| accept.contains(kind));
    let kind = kind.ok_or("file.kind")?;
    if file.size() == 0.0 {
        return Err("file.empty");
    }
    let (bytes, media_type, name) = if kind == FileKind::Image {
        let drawn = picture::redrawn(file).await.ok_or(unreadable(name))?;
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        (
            drawn,
            picture::MEDIA_TYPE.to_owned(),
            [stem, ".jpg"].concat(),
        )
    } else {
        (Blob::from(file.clone()), file.type_(), name.to_owned())
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a count of bytes"
    )]
    let size = bytes.size() as u64;
    if size > largest {
        return Err("file.size");
    }
    let hash = digest::sha256(&bytes).await.ok_or("file.unreadable")?;
    match store.files().put_file(&hash, &bytes, now_ms()).await {
        Ok(()) => Ok(FileRef {
            hash,
            name,
            media_type,
            size,
            caption: String::new(),
        }),
        Err(StoreError::Full) => Err("file.full"),
        Err(_) => Err("file.unreadable"),
    }
}

/// Most browsers do not know Apple's format.
fn unreadable(name: &str) -> &'static str {
    let name = name.to_ascii_lowercase();
    if name.ends_with(".heic") || name.ends_with(".heif") {
        "file.heic"
    } else {
        "file.unreadable"
    }
}

/// Drops what nothing on this phone names any more.
pub(crate) async fn sweep(driver: Rc<Driver>) {
    // A record that cannot be read may name files as well.
    let incident = driver.signals().incident.get_untracked();
    if matches!(incident, Some(Incident::Unreadable(_))) {
        return;
    }
    let files = driver.store().files();
    let Ok(kept) = files.files().await else {
        return;
    };
    let named = named(driver.signals());
    let since = now_ms().saturating_sub(GRACE);
    let dropped: Vec<String> = kept
        .into_iter()
        .filter(|file| file.at < since && !named.contains(&file.hash))
        .map(|file| file.hash)
        .collect();
    if !dropped.is_empty() {
        // The next start tries again.
        let _ = files.remove_files(&dropped).await;
    }
}

/// The files that a draft, something that waits, or something that this phone sent names.
fn named(signals: Signals) -> Set<String> {
    let mut named = Set::new();
    // What a newer version of the form had no place for is still the person's.
    let mut add_left = |draft: &Draft| {
        for left in &draft.left {
            if let Answer::Files(files) = &left.answer {
                named.extend(files.iter().map(|file| file.hash.clone()));
            }
        }
    };
    signals
        .drafts
        .with_untracked(|drafts| drafts.iter().for_each(&mut add_left));
    signals.outbox.with_untracked(|items| {
        let drafts = items.iter().filter_map(|item| item.draft.as_ref());
        drafts.for_each(&mut add_left);
    });
    let mut add = |answers: &Answers| {
        named.extend(manifest(answers).into_iter().map(|file| file.hash));
    };
    signals
        .drafts
        .with_untracked(|drafts| drafts.iter().for_each(|draft| add(&draft.answers)));
    let mut add_content = |text: &str| {
        if let Ok(content) = json::read::<Content>(text) {
            add(&content.answers);
        }
    };
    signals.outbox.with_untracked(|items| {
        for item in items {
            if let Change::Revision(revision) = &item.change {
                add_content(&revision.content);
            }
        }
    });
    signals.submissions.with_untracked(|records| {
        let own = records.iter().flat_map(|record| &record.own);
        own.for_each(|revision| add_content(&revision.content));
    });
    named
}
