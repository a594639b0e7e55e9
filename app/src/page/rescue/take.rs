//! Opens a file, shows what is inside, and takes it when the person says so.

use std::{cell::Cell, rc::Rc};

use domain::{
    rescue::{Enrolling, Holdings, Plan, Tally},
    sync::Draft,
};
use leptos::{prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use ui::{
    component::{
        banner::{Tone, banner},
        button::{Look, button, link},
    },
    dom::{El, el, el_class, live, nothing},
    focus,
    i18n::{Key, t, tr},
    when,
};
use wasm_bindgen::JsCast as _;
use web_sys::{Event, HtmlInputElement};

use super::{Desk, words};
use crate::{
    page::secret::secret,
    rescue::{Opened, RescueError, Sealed},
    state::AppState,
};

const FOUND: &str = "rescue-found";

/// A file whose passphrase is asked for; away while one is tried.
type Locked = SendWrapper<Rc<Cell<Option<Sealed>>>>;

/// How far one is.
#[derive(Clone)]
enum Stage {
    /// No file yet.
    Empty,
    /// A whole file.
    Locked(Locked),
    /// What is inside is shown.
    Open(SendWrapper<Rc<Opened>>, Box<Inside>),
    /// Taken.
    Done(Box<Plan>),
}

/// What is said of an opened file.
#[derive(Clone)]
struct Inside {
    whose: String,
    plan: Plan,
    files: usize,
    unreadable: usize,
}

pub(super) fn section(state: AppState) -> El {
    let desk = Desk::new(state, "rescue-take");
    let stage = RwSignal::new(Stage::Empty);
    let passphrase = RwSignal::new(String::new());
    el("section")
        .child(el("h2").text(t(Key::RESCUE_TAKE)))
        .child(el("p").text(t(Key::RESCUE_TAKE_LEAD)))
        .child(
            el_class("div", "field")
                .child(
                    el_class("label", "field__label")
                        .attr("for", "rescue-in")
                        .text(t(Key::RESCUE_CHOOSE)),
                )
                .child(
                    // Phones hide files whose kind they do not know, so any may be chosen.
                    el_class("input", "input")
                        .attr("id", "rescue-in")
                        .attr("type", "file")
                        .on("change", move |event| choose(desk, stage, &event)),
                ),
        )
        .child(desk.line())
        .child(live(move || match stage.get() {
            Stage::Empty => nothing(),
            Stage::Locked(file) => el("div")
                .child(secret(
                    "rescue-key",
                    Key::RESCUE_KEY,
                    ("current-password", "text"),
                    passphrase,
                ))
                .child(button(Look::Secondary, t(Key::RESCUE_UNLOCK), move || {
                    unlock(desk, stage, passphrase, Rc::clone(&file));
                }))
                .view(),
            Stage::Open(file, inside) => found(&inside, &file)
                .child(button(Look::Primary, t(Key::RESCUE_IN), move || {
                    take(desk, stage, Rc::clone(&file));
                }))
                .view(),
            Stage::Done(plan) => banner(Tone::Success, t(Key::RESCUE_TAKEN))
                .attr("id", FOUND)
                .attr("tabindex", "-1")
                .children(lines(&plan))
                .child(link(Look::Primary, t(Key::GO_HOME), "/"))
                .view(),
        }))
}

fn choose(desk: Desk, stage: RwSignal<Stage>, event: &Event) {
    let input = event
        .target()
        .and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
    let file = input.and_then(|input| input.files()?.get(0));
    let Some(file) = file.filter(|_| desk.begin()) else {
        return;
    };
    stage.set(Stage::Empty);
    spawn_local(async move {
        match Sealed::look(file.into()).await {
            Ok(sealed) => {
                desk.busy.set(false);
                stage.set(Stage::Locked(locked(sealed)));
                focus::on("rescue-key");
            }
            Err(error) => desk.say(words(error)),
        }
    });
}

fn locked(sealed: Sealed) -> Locked {
    SendWrapper::new(Rc::new(Cell::new(Some(sealed))))
}

fn unlock(
    desk: Desk,
    stage: RwSignal<Stage>,
    passphrase: RwSignal<String>,
    file: Rc<Cell<Option<Sealed>>>,
) {
    let Some(sealed) = file.take() else { return };
    desk.begin();
    let typed = passphrase.get_untracked();
    spawn_local(async move {
        let opened = match sealed.open(&typed).await {
            Ok(opened) => opened,
            Err((sealed, error)) => {
                file.set(Some(sealed));
                return desk.say(words(error));
            }
        };
        passphrase.set(String::new());
        match desk.state.compare(&opened).await {
            Ok((held, plan, unreadable)) => {
                desk.busy.set(false);
                let inside = Inside {
                    whose: whose(&held),
                    plan,
                    files: opened.contents.files.len(),
                    unreadable,
                };
                let opened = SendWrapper::new(Rc::new(opened));
                stage.set(Stage::Open(opened, Box::new(inside)));
                focus::on(FOUND);
            }
            Err(error) => {
                stage.set(Stage::Empty);
                desk.say(words(error));
            }
        }
    });
}

fn take(desk: Desk, stage: RwSignal<Stage>, file: Rc<Opened>) {
    if !desk.begin() {
        return;
    }
    spawn_local(async move {
        let taken: Result<Plan, RescueError> = desk.state.take_rescued(&file).await;
        match taken {
            Ok(plan) => {
                desk.busy.set(false);
                stage.set(Stage::Done(Box::new(plan)));
                focus::on(FOUND);
            }
            Err(error) => desk.say(words(error)),
        }
    });
}

/// The enterprise that the other phone was enrolled for, or the one that its newest draft names.
fn whose(held: &Holdings) -> String {
    if let Some(enrolment) = &held.snapshot.enrolment {
        return enrolment.enterprise_name.clone();
    }
    let sealed = held
        .snapshot
        .outbox
        .iter()
        .filter_map(|item| item.draft.as_ref());
    let named = |draft: &&Draft| draft.answers.text("org_name").is_some();
    let drafts = held.drafts.iter().chain(sealed).filter(named);
    let newest = drafts.max_by_key(|draft| draft.updated_at);
    let name = newest.and_then(|draft| draft.answers.text("org_name"));
    name.unwrap_or_default().to_owned()
}

fn found(inside: &Inside, file: &Opened) -> El {
    let made = when::moment(file.contents.made_at);
    let whose = (!inside.whose.is_empty())
        .then(|| el("p").text(tr(Key::RESCUE_WHOSE, &[("name", &inside.whose)])));
    let count = |words: Key, count: usize| {
        (count > 0).then(|| el("p").text(tr(words, &[("n", &count.to_string())])))
    };
    el_class("div", "card")
        .attr("id", FOUND)
        .attr("tabindex", "-1")
        .child(el_class("p", "card__title").text(tr(Key::RESCUE_FROM, &[("time", &made)])))
        .child(whose)
        .children(lines(&inside.plan))
        .child(count(Key::RESCUE_FILES, inside.files))
        .child(count(Key::RESCUE_UNREADABLE, inside.unreadable))
}

/// What becomes of each kind, and of the enrolment.
fn lines(plan: &Plan) -> Vec<El> {
    let kinds = [
        (Key::STORAGE_DRAFTS, plan.drafts),
        (Key::STORAGE_WAITING, plan.waiting),
        (Key::STORAGE_RECEIVED, plan.received),
    ];
    let mut lines: Vec<El> = kinds
        .into_iter()
        .map(|(words, tally)| line(words, tally))
        .collect();
    let enrolment = match plan.enrolment {
        Enrolling::Absent => None,
        Enrolling::Taken => Some(Key::RESCUE_ENROLS),
        Enrolling::Kept => Some(Key::RESCUE_ENROLLED),
    };
    lines.extend(enrolment.map(|words| el("p").text(t(words))));
    lines
}

fn line(words: Key, tally: Tally) -> El {
    let numbers = [
        ("added", tally.added),
        ("renewed", tally.renewed),
        ("kept", tally.kept),
        ("gone", tally.gone),
    ]
    .map(|(name, count)| (name, count.to_string()));
    let mut arguments: Vec<(&str, &str)> = Vec::new();
    let all = (tally.added + tally.renewed + tally.kept + tally.gone).to_string();
    arguments.push(("n", &all));
    arguments.extend(numbers.iter().map(|(name, count)| (*name, count.as_str())));
    el("p").text(format!(
        "{} · {}",
        tr(words, &arguments),
        tr(Key::RESCUE_TALLY, &arguments)
    ))
}
