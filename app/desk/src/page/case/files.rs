//! The files of a version: every one that it names, also those that the server has lost.

use domain::{
    answer::{Answers, FileRef},
    api::{AttachmentView, path},
    attachment::named,
    form::{Form, Path},
};
use leptos::prelude::*;
use ui::{
    dom::{El, el, el_class},
    i18n::{t, text, tr},
};

use super::Case;
use crate::{server::with_id, word::Word};

/// All of them; nothing where there are none.
pub(super) fn panel(
    case: Case,
    form: &Form,
    answers: &Answers,
    before: Option<&Answers>,
) -> Option<El> {
    let files = named(answers);
    if files.is_empty() {
        return None;
    }
    let known: Vec<String> = before.map_or_else(Vec::new, |before| {
        let files = named(before).into_iter();
        files.map(|(_, file)| file.hash.clone()).collect()
    });
    let stored = case.file.value.with(|file| {
        file.as_ref()
            .map(|file| file.attachments.clone())
            .unwrap_or_default()
    });
    let items = files.iter().map(|(path, file)| {
        let view = stored
            .iter()
            .find(|view| view.hash == file.hash && view.intact);
        let is_new = before.is_some() && !known.contains(&file.hash);
        // A field of a newer form has no label here.
        let question = form.field(&path.field).map(|field| text(&field.label));
        item(case, question, file, view)
            .child(is_new.then(|| el_class("span", "badge").text(t(Word::FILES_NEW))))
            .attr("data-path", Path::to_string(path))
    });
    let count = files.len().to_string();
    Some(
        el_class("section", "panel")
            .attr("aria-labelledby", "files-title")
            .child(
                el_class("h2", "panel__title")
                    .attr("id", "files-title")
                    .text(tr(Word::FILES_TITLE, &[("count", &count)])),
            )
            .child(el_class("ul", "files").children(items)),
    )
}

fn item(case: Case, question: Option<String>, file: &FileRef, view: Option<&AttachmentView>) -> El {
    let address = with_id(path::DESK_ATTACHMENT, case.id).replace("{hash}", &file.hash);
    let picture = view.and_then(|view| view.pixels).is_some();
    let words = if picture {
        Word::FILES_OPEN
    } else {
        Word::FILES_SAVE
    };
    let link = |class: &'static str| {
        let link = el_class("a", class).attr("href", address.clone());
        if picture {
            link.attr("target", "_blank").attr("rel", "noopener")
        } else {
            // Should the server say no, this page and what is typed in it stay.
            link.attr("download", "")
        }
    };
    let thumbnail = picture.then(|| {
        // The name beside it leads to the same place.
        link("files__picture")
            .attr("tabindex", "-1")
            .attr("aria-hidden", "true")
            .child(
                el("img")
                    .attr("src", format!("{address}?thumbnail=true"))
                    .attr("alt", "")
                    .attr("loading", "lazy"),
            )
    });
    let name = match view {
        Some(_) => link("files__name")
            .attr("aria-label", tr(words, &[("name", &file.name)]))
            .text(file.name.clone()),
        None => el_class("span", "files__name").text(file.name.clone()),
    };
    let bytes = view.map_or(file.size, |view| view.size);
    let about = question.into_iter().chain([size(bytes)]);
    let about = about.collect::<Vec<_>>().join(" · ");
    el_class("li", "files__item").child(thumbnail).child(
        el_class("div", "files__words")
            .child(name)
            .child(el_class("p", "card__meta").text(about))
            .child((!file.caption.is_empty()).then(|| el("p").text(file.caption.clone())))
            .child(
                view.is_none()
                    .then(|| el_class("p", "files__lost").text(t(Word::FILES_LOST))),
            ),
    )
}

/// A size as people say it: `340KB`, `2.4MB`.
fn size(bytes: u64) -> String {
    const MB: u64 = 1024 * 1024;
    if bytes < MB {
        format!("{}KB", bytes.div_ceil(1024))
    } else {
        let tenths = (bytes * 10 + MB / 2) / MB;
        format!("{}.{}MB", tenths / 10, tenths % 10)
    }
}
