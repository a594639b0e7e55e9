//! What a form is for and what it takes, before the first question.

use std::sync::Arc;

use domain::forms;
use leptos::{prelude::*, task::spawn_local};
use ui::{
    component::button::{Look, button, link},
    dom::{el, el_class, live},
    form,
    i18n::{Key, t, text, tr},
    route,
};

use super::{home::install, lead, page, unknown::unknown};
use crate::{path::Path, pwa, space, state::AppState};

/// The page of the newest version of `id`.
pub(crate) fn start(state: AppState, id: &str) -> AnyView {
    let Some(form) = forms::latest(id).and_then(|source| form::form(source.id, source.version))
    else {
        return unknown();
    };
    pwa::keep_later();
    let title = text(form.title());
    let steps = form.steps().len().to_string();
    let begun = Arc::clone(&form);
    page(&title)
        .child(form.intro().map(|intro| lead(text(intro))))
        .child(live(move || install(state)))
        .child(
            el("ul")
                .child(el("li").text(tr(Key::START_STEPS, &[("n", &steps)])))
                .child(el("li").text(t(Key::START_OFFLINE)))
                .child(el("li").text(t(Key::START_LATER)))
                .child(el("li").text(t(Key::START_SEVERAL))),
        )
        .child(
            el("ol").children(
                form.steps()
                    .iter()
                    .map(|step| el("li").text(text(&step.label))),
            ),
        )
        .child(
            el_class("div", "button-bar")
                .child(link(Look::Quiet, t(Key::GO_BACK), "/"))
                .child(button(
                    Look::Primary,
                    tr(Key::START_BEGIN, &[("form", &title)]),
                    move || {
                        spawn_local(space::ask());
                        let draft = state.begin_draft(&begun);
                        route::replace(&Path::Draft(draft, String::new()).to_string());
                    },
                )),
        )
        .view()
}
