//! Attached files: choosing or shooting them, captions, taking them away again. Bytes are the business of whoever
//! opened the session ([`FileStore`]); here are only names, hashes and pictures.
//!
//! The camera has a button of its own, because some phones offer a form's "images" from the gallery only.

use std::{cell::RefCell, rc::Rc};

use domain::{
    answer::{Answer, FileRef},
    form::{Bound, Field, FileKind, Finding},
};
use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{field::Question, typed};
use crate::{
    dom::{El, el, el_class, event_value, live, nothing, pieces},
    focus,
    i18n::{Key, t, tr},
};

/// How many files a question takes when the form does not say (domain specification, section 2.10).
const MOST: usize = 10;

/// What became of a file that was chosen: what the answer holds of it, or the finding (`file.unreadable`,
/// `file.full`, …) that says why it was not kept, with the file's name.
pub type Taken = Result<FileRef, (&'static str, String)>;

/// Hears what became of a file.
pub type Done = Box<dyn FnOnce(Taken)>;

/// Hears an address at which a picture can be shown.
pub type Shown = Box<dyn FnOnce(String)>;

/// Who keeps the bytes of files.
pub trait FileStore {
    /// Keeps one file, a JavaScript `File` for this field, and calls back once it is kept or refused.
    fn take(&self, file: JsValue, field: &Field, done: Done);
    /// Calls back with an address at which the picture with this hash can be shown, if it is here.
    fn picture(&self, hash: &str, shown: Shown);
    /// Hears that an answer no longer holds the file with this hash.
    fn removed(&self, hash: &str);
}

/// The files so far, and the ways to add more.
pub(super) fn files(question: &Question) -> Vec<El> {
    let Some(store) = question.session.files() else {
        return vec![el("p").text(t(Key::FIELD_FILE_UNSUPPORTED))];
    };
    let store = StoredValue::new_local(store);
    let waiting = RwSignal::new(0_usize);
    let (listed, counted, added) = (question.clone(), question.clone(), question.clone());
    // Captions are typed into the list, so that it is built anew for other files only.
    let hashes = Memo::new(move |_| {
        let files = read(counted.session.value(&counted.path));
        files.into_iter().map(|file| file.hash).collect::<Vec<_>>()
    });
    let most = most(&question.field);
    vec![
        el_class("ul", "list-plain").live(move || {
            hashes.track();
            let files = listed
                .session
                .with(|instance| read(instance.value(&listed.path)));
            pieces(files.iter().map(|file| row(&listed, store, file)))
        }),
        el_class("p", "field__hint")
            .attr("aria-live", "polite")
            .text_live(move || {
                let count = hashes.with(Vec::len).to_string();
                let count = tr(
                    Key::FILE_COUNT,
                    &[("n", &count), ("max", &most.to_string())],
                );
                if waiting.get() > 0 {
                    format!("{count} · {}", t(Key::FILE_TAKING))
                } else {
                    count
                }
            }),
        el("div").live(move || {
            if added.session.is_read_only() || hashes.with(Vec::len) >= most {
                return nothing();
            }
            let camera = added.field.accept.contains(&FileKind::Image);
            el_class("div", "card__actions")
                .child(camera.then(|| picker(&added, store, waiting, true)))
                .child(picker(&added, store, waiting, false))
                .view()
        }),
    ]
}

fn read(answer: Option<Answer>) -> Vec<FileRef> {
    match answer {
        Some(Answer::Files(files)) => files,
        _ => Vec::new(),
    }
}

fn most(field: &Field) -> usize {
    match field.max {
        Some(Bound::Number(most)) => usize::try_from(most).unwrap_or(MOST),
        _ => MOST,
    }
}

type Store = StoredValue<Rc<dyn FileStore>, LocalStorage>;

/// A button with a file box in it; the camera's takes pictures only, one at a time.
fn picker(question: &Question, store: Store, waiting: RwSignal<usize>, camera: bool) -> El {
    let (words, suffix) = match camera {
        true => (Key::FILE_CAMERA, "camera"),
        false => (Key::FILE_CHOOSE, "choose"),
    };
    let accept = if camera {
        "image/*".to_owned()
    } else {
        accepted(&question.field)
    };
    let this = question.clone();
    let mut input = el("input")
        .attr("type", "file")
        .attr("id", format!("{}-{suffix}", question.id()))
        .attr("name", format!("{}-{suffix}", question.slug()))
        .attr("accept", accept)
        .attr("aria-describedby", question.described_by())
        .on("change", move |event| {
            if let Some(target) = event.target() {
                take(&this, store, waiting, &target);
            }
        });
    input = if camera {
        input.attr("capture", "environment")
    } else {
        input.flag("multiple", most(&question.field) > 1)
    };
    el_class("label", "button button--secondary button--file")
        .child(input)
        .child(el("span").text(t(words)))
}

/// What the browser's chooser offers: endings, and all pictures.
fn accepted(field: &Field) -> String {
    let mut list: Vec<String> = Vec::new();
    for kind in &field.accept {
        if *kind == FileKind::Image {
            list.push("image/*".to_owned());
        }
        list.extend(kind.endings().iter().map(|ending| format!(".{ending}")));
    }
    list.join(",")
}

/// Has every chosen file kept, as many as there is room for.
fn take(question: &Question, store: Store, waiting: RwSignal<usize>, input: &JsValue) {
    let chosen = Reflect::get(input, &JsValue::from_str("files")).unwrap_or_default();
    let count = Reflect::get(&chosen, &JsValue::from_str("length"));
    let mut count = count.ok().and_then(|count| count.as_f64()).unwrap_or(0.0);
    // What one file lacks stays to be read when the next one is kept.
    let failed: Rc<RefCell<Vec<Finding>>> = Rc::default();
    let mut at = 0;
    while count >= 1.0 {
        if let Ok(file) = Reflect::get_u32(&chosen, at) {
            waiting.update(|waiting| *waiting += 1);
            let (this, failed) = (question.clone(), Rc::clone(&failed));
            let done: Done = Box::new(move |taken| {
                if this.session.is_open() {
                    waiting.update(|waiting| *waiting = waiting.saturating_sub(1));
                    settle(&this, taken, &mut failed.borrow_mut());
                }
            });
            store.get_value().take(file, &question.field, done);
        }
        count -= 1.0;
        at += 1;
    }
    // The same file can be chosen again after it was removed.
    let _ = Reflect::set(input, &JsValue::from_str("value"), &JsValue::from_str(""));
}

/// Puts a kept file into the answer, or adds why it is not there to what `failed` so far.
fn settle(question: &Question, taken: Taken, failed: &mut Vec<Finding>) {
    match taken {
        Ok(file) => {
            let mut files = read(
                question
                    .session
                    .with(|instance| instance.value(&question.path)),
            );
            if files.iter().all(|known| known.hash != file.hash) {
                files.push(file);
                question
                    .session
                    .set(&question.path, Some(Answer::Files(files)));
            }
            question.session.judge(&question.path);
        }
        Err((code, name)) => {
            failed.push(Finding::error(&question.path, code).with("name", &name));
        }
    }
    if !failed.is_empty() {
        question.session.show(&question.path, failed.clone());
    }
}

fn row(question: &Question, store: Store, file: &FileRef) -> El {
    let image = FileKind::of(&file.media_type, &file.name) == Some(FileKind::Image);
    let kilobytes = (file.size / 1024).max(1).to_string();
    el_class("li", "card")
        .child(image.then(|| thumbnail(store, file)))
        .child(el("p").text(format!("{} ({kilobytes} KB)", file.name)))
        .child(image.then(|| caption(question, file)))
        .child(remove(question, store, file))
}

fn thumbnail(store: Store, file: &FileRef) -> AnyView {
    let source = RwSignal::new(String::new());
    store
        .get_value()
        .picture(&file.hash, Box::new(move |address| source.set(address)));
    let name = file.name.clone();
    live(move || {
        let address = source.get();
        if address.is_empty() {
            return nothing();
        }
        el_class("img", "thumbnail")
            .attr("src", address)
            .attr("alt", name.clone())
            .view()
    })
}

/// Changes the file with this hash in the answer.
fn change(question: &Question, hash: &str, edit: impl FnOnce(&mut Vec<FileRef>, usize)) {
    let mut files = read(
        question
            .session
            .with(|instance| instance.value(&question.path)),
    );
    if let Some(at) = files.iter().position(|file| file.hash == hash) {
        edit(&mut files, at);
        let answer = (!files.is_empty()).then_some(Answer::Files(files));
        question.session.set(&question.path, answer);
    }
}

fn caption(question: &Question, file: &FileRef) -> El {
    let id = format!("{}-{}", question.id(), short(&file.hash));
    let (this, left, hash) = (question.clone(), question.clone(), file.hash.clone());
    el_class("div", "field")
        .child(
            el_class("label", "field__label")
                .attr("for", id.clone())
                .text(t(Key::FILE_CAPTION)),
        )
        .child(
            el_class("input", "input")
                .attr("type", "text")
                .attr("id", id)
                .attr("maxlength", "60")
                .attr("value", file.caption.clone())
                .flag("readonly", question.session.is_read_only())
                .on("input", move |event| {
                    let caption = event_value(&event);
                    change(&this, &hash, |files, at| files[at].caption = caption);
                })
                .on("keydown", |event| typed::hold_enter(&event, "INPUT"))
                .on("blur", move |_| {
                    if left.session.is_open() {
                        left.session.judge(&left.path);
                    }
                }),
        )
}

fn remove(question: &Question, store: Store, file: &FileRef) -> Option<El> {
    if question.session.is_read_only() {
        return None;
    }
    let (this, hash) = (question.clone(), file.hash.clone());
    let words = t(Key::FILE_REMOVE);
    Some(
        el_class("button", "button button--small")
            .attr("type", "button")
            .attr("aria-label", format!("{} {words}", file.name))
            .text(words)
            .on("click", move |_| {
                change(&this, &hash, |files, at| {
                    files.remove(at);
                });
                store.get_value().removed(&hash);
                this.session.judge(&this.path);
                focus::on(&this.id());
            }),
    )
}

/// Enough of a hash for an id on a page.
fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}
