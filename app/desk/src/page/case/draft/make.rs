//! From what was typed to an action; the days that a deadline can have. Plain functions.

use domain::{
    case::{Action, ActionKind, Approval, RejectionReason, SupplementItem},
    korea::{
        date,
        deadline::Calendar,
        holiday::{BUNDLED, HolidayTable},
    },
};
use time::{Date, Duration};

/// Days an applicant gets unless the coordinator says otherwise (domain specification section 6.3, transition 5).
const DEFAULT_DAYS: u16 = 10;
/// The fewest and the most; the server refuses others.
const DAYS: [i64; 2] = [3, 90];

/// The action of that kind. None when `choice` is not among its choices.
pub(super) fn action(
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
        // Made of the whole form.
        ActionKind::Assist => return None,
    })
}

/// The first and the last day that can be set today.
pub(in crate::page::case) fn days(today: Date) -> [Date; 2] {
    DAYS.map(|days| today.saturating_add(Duration::days(days)))
}

/// The default number of days from today, moved on to a working day where the holiday table reaches that far.
pub(super) fn default_day(today: Date) -> String {
    let working = HolidayTable::from_json(BUNDLED).ok().and_then(|holidays| {
        Calendar::new(&holidays)
            .supplement(DEFAULT_DAYS, today)
            .ok()
    });
    date::iso(
        working.unwrap_or_else(|| today.saturating_add(Duration::days(i64::from(DEFAULT_DAYS)))),
    )
}

#[cfg(test)]
mod tests {
    use time::macros::date as day;

    use super::{super::need::takes_choice, *};

    #[test]
    fn every_action_is_made_of_what_its_form_asks_for() {
        let typed = ActionKind::ALL
            .into_iter()
            .filter(|kind| *kind != ActionKind::Assist);
        for kind in typed {
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
