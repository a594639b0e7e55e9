//! Browsers that throw away what a page stored when it was not visited for seven days, and when to warn of it.
//!
//! Judges by what it is told and touches nothing. Source: `WebKit`, "Full Third-Party Cookie Blocking and More" (2020),
//! 7-day cap on script-writable storage; apps on the home screen are exempt.

use domain::sync::{Draft, OutboxItem};

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// So long nothing is said: four days are left then.
const QUIET: i64 = 3 * DAY;

/// Whether the browser of that user agent does so. Every browser of an iPhone or iPad is Safari inside; an iPad says
/// that it is a Mac.
pub(crate) fn forgets(user_agent: &str, installed: bool) -> bool {
    let has = |mark: &str| user_agent.contains(mark);
    let ios = has("iPhone") || has("iPad") || has("iPod");
    let safari = has("Safari/") && has("Version/") && !has("Chrome") && !has("Android");
    !installed && (ios || safari)
}

/// Whether something that exists on this phone only has not been touched for three days. All times are Unix
/// milliseconds.
pub(crate) fn is_due(drafts: &[Draft], outbox: &[OutboxItem], now: i64) -> bool {
    let written = drafts.iter().map(|draft| draft.updated_at);
    let sealed = outbox.iter().map(|item| item.sealed_at);
    written
        .chain(sealed)
        .any(|at| now.saturating_sub(at) > QUIET)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        answer::Answers,
        api::{Change, Withdrawal},
        id::{DraftId, SubmissionId},
    };
    use uuid::Uuid;

    const AGENTS: [(&str, bool); 7] = [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
            true,
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/123.0 Mobile/15E148 Safari/604.1",
            true,
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
            true,
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/123.0.0.0 Safari/537.36",
            false,
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S911N) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36",
            false,
        ),
        (
            "Mozilla/5.0 (Linux; U; Android 4.0; ko-kr) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30",
            false,
        ),
        (
            "Mozilla/5.0 (Android 14; Mobile; rv:124.0) Gecko/124.0 Firefox/124.0",
            false,
        ),
    ];

    #[test]
    fn safari_forgets_unless_it_is_on_the_home_screen() {
        for (agent, expected) in AGENTS {
            assert_eq!(forgets(agent, false), expected, "{agent}");
            assert!(!forgets(agent, true), "{agent}");
        }
    }

    fn draft(updated_at: i64) -> Draft {
        Draft {
            id: DraftId(Uuid::nil()),
            form: "DMG".to_owned(),
            version: "1".to_owned(),
            answers: Answers::default(),
            step: String::new(),
            locale: "ko".to_owned(),
            note: String::new(),
            created_at: 0,
            updated_at,
            prefilled: Answers::default(),
            left: Vec::new(),
            stayed: String::new(),
            answering: None,
            base: Answers::default(),
            taken: Vec::new(),
            clashes: Vec::new(),
        }
    }

    fn item(sealed_at: i64) -> OutboxItem {
        OutboxItem {
            change: Change::Withdraw(Withdrawal {
                id: Uuid::nil(),
                submission: SubmissionId(Uuid::nil()),
                reason: String::new(),
                at: sealed_at,
            }),
            owner: None,
            sealed_at,
            draft: None,
            attempts: 0,
            recall: false,
            parked: None,
            form: String::new(),
            files: Vec::new(),
        }
    }

    #[test]
    fn after_three_days_what_is_on_this_phone_only_is_warned_of() {
        let now = 100 * DAY;
        assert!(!is_due(&[], &[], now));
        assert!(!is_due(&[draft(now - QUIET)], &[item(now - QUIET)], now));
        assert!(is_due(&[draft(now), draft(now - QUIET - 1)], &[], now));
        assert!(is_due(&[], &[item(now - QUIET - 1)], now));
        // A clock that was set back is no reason.
        assert!(!is_due(&[draft(now + 9 * DAY)], &[], now));
    }
}
