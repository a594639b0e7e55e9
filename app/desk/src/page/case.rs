//! One case: what was answered, beside what is being done about it.

mod action;
mod answers;
mod assist;
mod draft;
mod enterprise;
mod files;
mod forms;
mod head;
mod trail;
mod versions;

use std::sync::Arc;

use domain::{
    api::{Account, AccountList, ActRequest, CaseFile, path},
    case::{ActionKind, Permission},
    id::SubmissionId,
    json::Json,
};
use leptos::{leptos_dom::helpers::window_event_listener_untyped, prelude::*, task::spawn_local};
use ui::{
    component::banner::{Tone, banner},
    dom::{el, el_class, live, nothing},
    focus,
    i18n::t,
};

use self::{assist::Assist, draft::Drafts, forms::Forms, versions::Version};
use crate::{
    component::{
        loader::Loader,
        page::{heading, maybe, problem, progress},
    },
    desk::Desk,
    server::{self, Failure, with_id},
    word::Word,
};

/// A case on the screen. What is typed lives here, so that a newer state of the case never takes it away.
#[derive(Clone, Copy)]
pub(crate) struct Case {
    desk: Desk,
    id: SubmissionId,
    file: Loader<CaseFile>,
    versions: Memo<Vec<Arc<Version>>>,
    forms: Forms,
    accounts: RwSignal<Vec<Account>>,
    drafts: Drafts,
    assist: Assist,
    /// Which action's form is open.
    open: RwSignal<Option<ActionKind>>,
    /// Whether an action is under way.
    acting: RwSignal<bool>,
    /// What stands against the last action, in words.
    refused: RwSignal<String>,
    /// The number of the version that is shown; the newest without one.
    shown: RwSignal<Option<u32>>,
    /// Whether unchanged answers are left out.
    only_changes: RwSignal<bool>,
}

/// The page.
pub(crate) fn page(desk: Desk, id: SubmissionId) -> AnyView {
    let file: Loader<CaseFile> =
        Loader::new(desk, move || Some(with_id(path::DESK_SUBMISSION, id)));
    let case = Case {
        desk,
        id,
        file,
        versions: Memo::new(move |_| {
            file.value
                .with(|file| file.as_ref().map(versions::read).unwrap_or_default())
        }),
        forms: Forms::new(desk),
        accounts: RwSignal::new(Vec::new()),
        drafts: Drafts::new(),
        assist: Assist::new(),
        open: RwSignal::new(None),
        acting: RwSignal::new(false),
        refused: RwSignal::new(String::new()),
        shown: RwSignal::new(None),
        only_changes: RwSignal::new(false),
    };
    let back = window_event_listener_untyped("focus", move |_| case.file.reload());
    on_cleanup(move || back.remove());
    case.load_accounts();
    ui::dom::pieces([
        live(move || head::way_back(desk).view()),
        heading(move || case.title()).view(),
        maybe(move || {
            let words = case.file.problem.get()?;
            Some(problem(words, move || case.file.reload()).view())
        }),
        maybe(move || {
            (case.file.value.with(Option::is_none) && case.file.busy.get())
                .then(|| progress().view())
        }),
        case.view(),
    ])
}

impl Case {
    fn view(self) -> AnyView {
        let loaded = Memo::new(move |_| self.file.value.with(Option::is_some));
        live(move || {
            if !loaded.get() {
                return nothing();
            }
            untrack(move || {
                ui::dom::pieces([
                    live(move || self.with_file(head::head)),
                    el_class("div", "detail")
                        .child(
                            el("div")
                                .child(live(move || self.with_file(head::notices)))
                                .child(live(move || {
                                    assist::form(self).unwrap_or_else(|| {
                                        ui::dom::pieces([
                                            live(move || versions::switch(self)),
                                            live(move || answers::answers(self)),
                                        ])
                                    })
                                })),
                        )
                        .child(
                            el_class("aside", "detail__aside")
                                .attr("aria-labelledby", "act-title")
                                .child(action::panel(self))
                                .child(live(move || enterprise::panel(self)))
                                .child(live(move || trail::panel(self))),
                        )
                        .view(),
                ])
            })
        })
    }

    fn with_file(self, view: fn(Self, &CaseFile) -> AnyView) -> AnyView {
        self.file
            .value
            .with(|file| file.as_ref().map_or_else(nothing, |file| view(self, file)))
    }

    /// The enterprise as the form names it, with the receipt number.
    fn title(self) -> String {
        self.file.value.with(|file| match file {
            Some(file) => format!("{} {}", self.name(file), file.view.number),
            None => t(Word::CASE_TITLE).to_owned(),
        })
    }

    fn name(self, file: &CaseFile) -> String {
        self.versions.with(|versions| {
            let content = versions.last().and_then(|version| version.content.as_ref());
            let written = content.and_then(|content| content.answers.text("org_name"));
            written.unwrap_or(&file.enterprise.name).to_owned()
        })
    }

    /// The names of colleagues, for whoever may see them.
    fn load_accounts(self) {
        if !untrack(|| self.desk.may(Permission::ReadAccounts)) {
            return;
        }
        spawn_local(async move {
            if let Ok(list) = server::get::<AccountList>(self.desk, path::DESK_ACCOUNTS).await {
                let _ = self.accounts.try_set(list.accounts);
            }
        });
    }

    /// Opens the form of an action.
    fn begin(self, kind: ActionKind) {
        self.refused.set(String::new());
        self.desk.said.set(String::new());
        if kind == ActionKind::Assist {
            self.assist.begin(self);
        }
        self.open.set(Some(kind));
        focus::on(action::TITLE);
    }

    /// Does what the draft of `kind` says.
    fn act(self, kind: ActionKind) {
        if self.acting.get_untracked() {
            return;
        }
        let action = match kind {
            ActionKind::Assist => self.assist.action(self),
            _ => self.drafts.action(kind),
        };
        let Some(action) = action else { return };
        let Some(version) = self
            .file
            .value
            .with_untracked(|file| file.as_ref().map(|file| file.view.version))
        else {
            return;
        };
        self.acting.set(true);
        self.refused.set(String::new());
        spawn_local(async move {
            let address = with_id(path::DESK_ACTIONS, self.id);
            let answer =
                server::post::<CaseFile>(self.desk, &address, &ActRequest { version, action })
                    .await;
            if self.acting.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(file) => self.done(kind, file),
                Err(Failure::Conflict) => {
                    self.refused.set(t(Word::CASE_MOVED_ON).to_owned());
                    self.file.reload();
                }
                Err(failure) => self.refused.set(failure.words()),
            }
        });
    }

    fn done(self, kind: ActionKind, file: CaseFile) {
        self.drafts.clear(kind);
        if kind == ActionKind::Assist {
            self.assist.clear();
        }
        self.shown.set(None);
        self.open.set(None);
        self.desk.said.set(t(draft::done(kind)).to_owned());
        self.file.take(file);
        focus::on(action::TITLE);
    }

    /// Does something to the enterprise and loads the case again.
    fn tend(self, address: String, said: String) {
        spawn_local(async move {
            match server::post::<Json>(self.desk, &address, &()).await {
                Ok(_) => {
                    self.desk.said.set(said);
                    if !self.file.value.is_disposed() {
                        self.file.reload();
                    }
                }
                Err(failure) => {
                    let _ = self.refused.try_set(failure.words());
                }
            }
        });
    }

    /// The name of an account as far as this person may know it.
    fn account(self, id: domain::id::AccountId) -> Option<String> {
        let mine = self
            .desk
            .me()
            .filter(|me| me.account.id == id)
            .map(|me| me.account.name.clone());
        let known = || {
            self.accounts.with(|all| {
                all.iter()
                    .find(|one| one.id == id)
                    .map(|one| one.name.clone())
            })
        };
        let assigned = || {
            self.file.value.with(|file| {
                let file = file.as_ref().filter(|file| file.assignee_id == Some(id))?;
                file.assignee.as_ref().map(|officer| officer.name.clone())
            })
        };
        mine.or_else(known).or_else(assigned)
    }

    /// The refusal of the last action, beside its form.
    fn refusal(self) -> AnyView {
        el("div")
            .attr("role", "alert")
            .live(move || {
                let words = self.refused.get();
                if words.is_empty() {
                    return nothing();
                }
                // Not a status of its own: the alert around it speaks.
                banner(Tone::Danger, words)
                    .attr("role", "presentation")
                    .view()
            })
            .view()
    }
}
