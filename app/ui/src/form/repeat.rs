//! Rows of the same questions: adding, removing (after asking), numbering. Folding them is `fold`'s business.

use std::sync::Arc;

use domain::form::{Path, Repeat};
use leptos::prelude::*;

use super::{fold, session::Session, step::items};
use crate::{
    component::dialog::{self, Question as Ask},
    dom::{El, el, el_class, live, nothing, pieces},
    focus,
    i18n::{Key, t, text, tr},
    ids,
};

/// The rows of a repeat, while it is relevant.
pub(super) fn repeat(session: Session, repeat: &Arc<Repeat>) -> AnyView {
    let repeat = Arc::clone(repeat);
    let path = Path::top(&*repeat.id);
    live(move || {
        if session.is_relevant(&path) {
            rows(session, &repeat)
        } else {
            nothing()
        }
    })
}

fn rows(session: Session, repeat: &Arc<Repeat>) -> AnyView {
    let (listed, counted) = (Arc::clone(repeat), Arc::clone(repeat));
    let slug = repeat.id.clone();
    if fold::folds(repeat) {
        fold::follow_focus(session, repeat);
    }
    el_class("fieldset", "repeat")
        .attr("id", format!("f-{slug}"))
        .attr("aria-describedby", format!("e-{slug}"))
        .child(
            el_class("legend", "fieldset__legend")
                .attr("id", format!("l-{}", repeat.id))
                .attr("tabindex", "-1")
                .text(text(&repeat.label)),
        )
        .child(
            repeat
                .hint
                .as_ref()
                .map(|hint| el_class("p", "field__hint").text(text(hint))),
        )
        .child(el_class("div", "repeat").live(move || {
            let rows = session.rows(&listed.id);
            pieces(
                rows.iter()
                    .enumerate()
                    .map(|(at, id)| row(session, &listed, at, id)),
            )
        }))
        .child(found(session, repeat))
        .live(move || {
            let full = counted
                .max
                .is_some_and(|max| session.rows(&counted.id).len() >= max as usize);
            if full || session.is_read_only() {
                nothing()
            } else {
                add(session, &counted).view()
            }
        })
        .view()
}

fn found(session: Session, repeat: &Arc<Repeat>) -> El {
    let path = Path::top(&*repeat.id);
    el("div")
        .attr("id", format!("e-{}", repeat.id))
        .live(move || {
            let form = session.form();
            pieces(session.findings(&path).into_iter().map(|finding| {
                el_class("p", "field__error")
                    .child(el("span").text(super::words::sentence(&form, &finding)))
            }))
        })
}

fn row_name(repeat: &Repeat) -> String {
    text(repeat.row_label.as_ref().unwrap_or(&repeat.label))
}

fn row(session: Session, repeat: &Arc<Repeat>, at: usize, id: &str) -> El {
    let title = format!("{} {}", row_name(repeat), at + 1);
    let place = (repeat.id.clone(), id.to_owned());
    let (toggle, below) = if fold::folds(repeat) {
        let (toggle, below) = fold::fold(session, repeat, id, &title);
        (Some(toggle), vec![below])
    } else {
        (None, items(session, &repeat.items, Some(&place)))
    };
    let removable = !session.is_read_only();
    let frame = format!("f-{}-{id}", repeat.id);
    el_class("div", "repeat__row")
        .attr("id", frame.clone())
        .attr("role", "group")
        .attr("aria-label", title.clone())
        .child(
            el_class("div", "repeat__head")
                .child(el("span").text(title.clone()))
                .child(
                    el_class("div", "actions")
                        .child(toggle)
                        .child(removable.then(|| remove(session, repeat, id, title))),
                ),
        )
        // What is added is written in at once: the focus goes behind the buttons.
        .child(
            el_class("div", "repeat__body")
                .attr("id", frame + "-")
                .children(below),
        )
}

fn remove(session: Session, repeat: &Arc<Repeat>, id: &str, title: String) -> El {
    let (repeat, row) = (repeat.id.clone(), id.to_owned());
    el_class("button", "button button--small")
        .attr("type", "button")
        .attr("aria-label", format!("{title} {}", t(Key::HOME_DELETE)))
        .text(t(Key::HOME_DELETE))
        .on("click", move |_| {
            let (repeat, row) = (repeat.clone(), row.clone());
            dialog::ask(Ask {
                title: tr(Key::REPEAT_REMOVE_ASK, &[("row", &title)]),
                body: t(Key::REPEAT_REMOVE_BODY).to_owned(),
                yes: tr(Key::REPEAT_REMOVE, &[("row", &title)]),
                act: Box::new(move || {
                    session.remove_row(&repeat, &row);
                    focus::on(&format!("f-{repeat}"));
                }),
            });
        })
}

fn add(session: Session, repeat: &Arc<Repeat>) -> El {
    let name = row_name(repeat);
    let open = session.open_row(&repeat.id);
    let repeat = repeat.id.clone();
    el_class("button", "button button--secondary")
        .attr("type", "button")
        .attr("id", format!("f-{repeat}-add"))
        .text(tr(Key::REPEAT_ADD, &[("row", &name)]))
        .on("click", move |_| {
            let row = format!("r{:x}", ids::entropy());
            open.set(row.clone());
            session.add_row(&repeat, row.clone());
            focus::on(&format!("f-{repeat}-{row}-"));
        })
}
