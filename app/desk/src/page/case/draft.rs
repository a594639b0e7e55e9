//! What is typed for each action, until it is done.

use domain::{
    case::{Action, ActionKind, Approval, RejectionReason, SupplementItem},
    korea::{
        date,
        deadline::Calendar,
        holiday::{BUNDLED, HolidayTable},
    },
};
use leptos::prelude::*;
use time::{Date, Duration};
use ui::{
    focus,
    i18n::{Key, t, tr},
};

use crate::{
    component::field::{Typed, all_pass},
    when,
    word::Word,
};

/// Days an applicant gets unless the coordinator says otherwise (domain specification section 6.3, transition 5).
const DEFAULT_DAYS: u16 = 10;
/// The fewest and the most; the server refuses others.
const DAYS: [i64; 2] = [3, 90];

/// The words that an action takes.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub(super) label: Key,
    pub(super) hint: Key,
    pub(super) min: usize,
    pub(super) max: usize,
}

/// The words that `kind` takes, if it takes any.
pub(super) const fn words(kind: ActionKind) -> Option<Words> {
    let (label, hint, min, max) = match kind {
        ActionKind::RequestSupplement => (Word::FIELD_NOTE, Word::HINT_SUPPLEMENT, 0, 1000),
        ActionKind::Approve => (Word::FIELD_NOTE, Word::HINT_APPROVE, 2, 1000),
        ActionKind::Reject => (Word::FIELD_NOTE, Word::HINT_REJECT, 2, 1000),
        ActionKind::Decline => (Word::FIELD_REASON, Word::HINT_DECLINE, 2, 1000),
        ActionKind::Withdraw => (Word::FIELD_REASON, Word::HINT_WITHDRAW, 0, 300),
        ActionKind::Close => (Word::FIELD_OUTCOME, Word::HINT_CLOSE, 0, 1000),
        ActionKind::Reopen => (Word::FIELD_REASON, Word::HINT_REOPEN, 2, 1000),
        ActionKind::Comment => (Word::FIELD_TEXT, Word::HINT_COMMENT, 1, 2000),
        ActionKind::Take
        | ActionKind::Assign
        | ActionKind::ExtendSupplement
        | ActionKind::Confirm => return None,
    };
    Some(Words {
        label,
        hint,
        min,
        max,
    })
}

/// Whether `kind` takes a last day.
pub(super) const fn takes_day(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::RequestSupplement | ActionKind::ExtendSupplement
    )
}

/// Whether `kind` takes one of several.
pub(super) const fn takes_choice(kind: ActionKind) -> bool {
    matches!(
        kind,
        ActionKind::Assign | ActionKind::Approve | ActionKind::Reject
    )
}

/// What is said once it is done.
pub(super) const fn done(kind: ActionKind) -> Key {
    match kind {
        ActionKind::Take => Word::DONE_TAKE,
        ActionKind::Assign => Word::DONE_ASSIGN,
        ActionKind::RequestSupplement => Word::DONE_SUPPLEMENT,
        ActionKind::ExtendSupplement => Word::DONE_EXTEND,
        ActionKind::Approve => Word::DONE_APPROVE,
        ActionKind::Reject => Word::DONE_REJECT,
        ActionKind::Confirm => Word::DONE_CONFIRM,
        ActionKind::Decline => Word::DONE_DECLINE,
        ActionKind::Withdraw => Word::DONE_WITHDRAW,
        ActionKind::Close => Word::DONE_CLOSE,
        ActionKind::Reopen => Word::DONE_REOPEN,
        ActionKind::Comment => Word::DONE_COMMENT,
    }
}

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

/// The action of that kind. None when `choice` is not among its choices.
fn action(
    kind: ActionKind,
    choice: &str,
    deadline: String,
    text: String,
    items: Vec<SupplementItem>,
) -> Option<Action> {
    Some(match kind {
        ActionKind::Take => Action::Take,
        ActionKind::Assign => Action::Assign {
            account: choice.parse().ok()?,
        },
        ActionKind::RequestSupplement => Action::RequestSupplement {
            items,
            deadline,
            note: text,
        },
        ActionKind::ExtendSupplement => Action::ExtendSupplement { deadline },
        ActionKind::Approve => Action::Approve {
            result: Approval::ALL
                .into_iter()
                .find(|result| result.code() == choice)?,
            note: text,
        },
        ActionKind::Reject => Action::Reject {
            reason: RejectionReason::ALL
                .into_iter()
                .find(|reason| reason.code() == choice)?,
            note: text,
        },
        ActionKind::Confirm => Action::Confirm,
        ActionKind::Decline => Action::Decline { note: text },
        ActionKind::Withdraw => Action::Withdraw { reason: text },
        ActionKind::Close => Action::Close { note: text },
        ActionKind::Reopen => Action::Reopen { reason: text },
        ActionKind::Comment => Action::Comment { text },
    })
}

/// The first and the last day that can be set today.
pub(super) fn days(today: Date) -> [Date; 2] {
    DAYS.map(|days| today.saturating_add(Duration::days(days)))
}

/// The default number of days from today, moved on to a working day where the holiday table reaches that far.
fn default_day(today: Date) -> String {
    let working = HolidayTable::from_json(BUNDLED).ok().and_then(|holidays| {
        Calendar::new(&holidays)
            .supplement(DEFAULT_DAYS, today)
            .ok()
    });
    date::iso(
        working.unwrap_or_else(|| today.saturating_add(Duration::days(i64::from(DEFAULT_DAYS)))),
    )
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

#[cfg(test)]
mod tests {
    use time::macros::date as day;

    use super::*;

    #[test]
    fn every_action_is_made_of_what_its_form_asks_for() {
        for kind in ActionKind::ALL {
            let choice = match kind {
                ActionKind::Assign => "01900000-0000-7000-8000-000000000001",
                ActionKind::Approve => "referral",
                ActionKind::Reject => "unmet",
                _ => "",
            };
            let made = action(
                kind,
                choice,
                "2020-05-01".to_owned(),
                "글".to_owned(),
                Vec::new(),
            );
            assert_eq!(made.map(|action| action.kind()), Some(kind));
            let nothing = action(kind, "nonsense", String::new(), String::new(), Vec::new());
            assert_eq!(nothing.is_none(), takes_choice(kind), "{kind:?}");
        }
    }

    #[test]
    fn the_default_deadline_is_a_working_day_that_the_server_takes() {
        // 2020-04-25 is ten days later and a Saturday; the Monday after it counts.
        assert_eq!(default_day(day!(2020 - 04 - 15)), "2020-04-27");
        // No table reaches there: ten days it is.
        assert_eq!(default_day(day!(2999 - 01 - 01)), "2999-01-11");
        let [first, last] = days(day!(2020 - 04 - 15));
        assert_eq!(
            [date::iso(first), date::iso(last)],
            ["2020-04-18", "2020-07-14"]
        );
    }
}
