//! What is typed for each action, until it is done.

mod make;
mod need;

use domain::{
    case::{Action, ActionKind, SupplementItem},
    korea::date,
};
use leptos::prelude::*;
use ui::{
    focus,
    i18n::{t, tr},
};

use self::make::{action, default_day};
pub(super) use self::{
    make::days,
    need::{done, takes_choice, takes_day, words},
};
use crate::{
    component::field::{Typed, all_pass},
    when,
    word::Word,
};

/// What is typed for one action.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) choice: Typed,
    pub(super) day: Typed,
    pub(super) text: Typed,
}

/// One thing that is asked for, as typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// Tells items apart while some are taken away.
    pub(super) key: u32,
    /// The path of the answer; empty for the whole.
    pub(super) field: String,
    /// The label of the answer.
    pub(super) label: String,
    pub(super) what: String,
    pub(super) why: String,
    pub(super) example: String,
    /// What is the matter with `what`.
    pub(super) error: String,
}

/// What is typed for every action.
#[derive(Clone, Copy)]
pub(super) struct Drafts {
    drafts: [Draft; ActionKind::ALL.len()],
    pub(super) items: RwSignal<Vec<Item>>,
    /// How many items there ever were.
    count: RwSignal<u32>,
    /// The matter with the list of items as a whole.
    pub(super) items_error: RwSignal<String>,
}

/// The id of a box of an action's form.
pub(super) fn id(part: &str) -> String {
    format!("act-{part}")
}

/// The id of a box of an item.
pub(super) fn item_id(key: u32, part: &str) -> String {
    format!("item-{key}-{part}")
}

impl Drafts {
    pub(super) fn new() -> Self {
        let this = Self {
            drafts: std::array::from_fn(|_| Draft {
                choice: Typed::new(),
                day: Typed::new(),
                text: Typed::new(),
            }),
            items: RwSignal::new(Vec::new()),
            count: RwSignal::new(0),
            items_error: RwSignal::new(String::new()),
        };
        for kind in ActionKind::ALL.into_iter().filter(|kind| takes_day(*kind)) {
            this.of(kind)
                .day
                .text
                .set(default_day(ui::clock::today_kst()));
        }
        this
    }

    /// What is typed for `kind`.
    pub(super) fn of(self, kind: ActionKind) -> Draft {
        let at = ActionKind::ALL
            .iter()
            .position(|known| *known == kind)
            .unwrap_or_default();
        self.drafts[at]
    }

    /// Puts an answer on the list of what is asked for; an answer that is on it already gets the keyboard only.
    pub(super) fn ask(self, field: &str, label: &str) {
        let known = self.items.with_untracked(|items| {
            items
                .iter()
                .find(|item| item.field == field && !field.is_empty())
                .map(|item| item.key)
        });
        let key = known.unwrap_or_else(|| {
            self.count.update_untracked(|count| *count += 1);
            let key = self.count.get_untracked();
            let item = Item {
                key,
                field: field.to_owned(),
                label: label.to_owned(),
                ..Item::default()
            };
            self.items.update(|items| items.push(item));
            key
        });
        self.items_error.set(String::new());
        focus::on(&item_id(key, "what"));
    }

    /// Takes an item off the list.
    pub(super) fn drop_item(self, key: u32) {
        self.items
            .update(|items| items.retain(|item| item.key != key));
    }

    /// Changes an item as it is typed; nothing is drawn anew.
    pub(super) fn edit(self, key: u32, edit: impl FnOnce(&mut Item)) {
        self.items.update_untracked(|items| {
            if let Some(item) = items.iter_mut().find(|item| item.key == key) {
                edit(item);
            }
        });
    }

    /// Forgets what was typed for `kind`.
    pub(super) fn clear(self, kind: ActionKind) {
        let draft = self.of(kind);
        draft.choice.clear();
        draft.text.clear();
        draft.day.error.set(String::new());
        draft.day.text.set(if takes_day(kind) {
            default_day(ui::clock::today_kst())
        } else {
            String::new()
        });
        if kind == ActionKind::RequestSupplement {
            self.items.set(Vec::new());
        }
    }

    /// The action as typed; none when something is missing, which is said at its box.
    pub(super) fn action(self, kind: ActionKind) -> Option<Action> {
        let draft = self.of(kind);
        let mut checks = Vec::new();
        if takes_choice(kind) {
            let chosen = !draft.choice.trimmed().is_empty();
            draft.choice.error.set(if chosen {
                String::new()
            } else {
                t(Word::ERROR_NO_CHOICE).to_owned()
            });
            checks.push((id("choice"), chosen));
        }
        if kind == ActionKind::RequestSupplement {
            checks.extend(self.check_items());
        }
        if takes_day(kind) {
            checks.push((id("day"), check_day(draft.day)));
        }
        if let Some(words) = words(kind) {
            checks.push((
                id("text"),
                draft.text.has_length(words.label, words.min, words.max),
            ));
        }
        if !all_pass(&checks) {
            return None;
        }
        let items = self
            .items
            .with_untracked(|items| items.iter().map(Item::wire).collect());
        action(
            kind,
            &draft.choice.trimmed(),
            draft.day.trimmed(),
            draft.text.trimmed(),
            items,
        )
    }

    fn check_items(self) -> Vec<(String, bool)> {
        let empty = self.items.with_untracked(Vec::is_empty);
        self.items_error.set(if empty {
            t(Word::ERROR_NO_ITEMS).to_owned()
        } else {
            String::new()
        });
        if empty {
            return vec![(id("add-item"), false)];
        }
        let mut checks = Vec::new();
        self.items.update(|items| {
            for item in items {
                let count = item.what.trim().chars().count();
                let fits = (2..=300).contains(&count)
                    && [&item.why, &item.example]
                        .iter()
                        .all(|text| text.trim().chars().count() <= 300);
                item.error = if fits {
                    String::new()
                } else {
                    t(Word::ERROR_ITEM).to_owned()
                };
                checks.push((item_id(item.key, "what"), fits));
            }
        });
        checks
    }
}

impl Item {
    fn wire(&self) -> SupplementItem {
        SupplementItem {
            field: self.field.clone(),
            what: self.what.trim().to_owned(),
            why: self.why.trim().to_owned(),
            example: self.example.trim().to_owned(),
        }
    }
}

fn check_day(day: Typed) -> bool {
    let [first, last] = days(ui::clock::today_kst());
    let fits = date::parse_iso(&day.trimmed()).is_ok_and(|day| (first..=last).contains(&day));
    let (first, last) = (
        when::iso_day(&date::iso(first)),
        when::iso_day(&date::iso(last)),
    );
    day.error.set(if fits {
        String::new()
    } else {
        tr(Word::ERROR_DAY, &[("first", &first), ("last", &last)])
    });
    fits
}
