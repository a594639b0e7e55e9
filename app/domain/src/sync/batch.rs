//! Which sealed items go into the next request.

use crate::map::Set;
use uuid::Uuid;

use super::{Failure, OutboxItem};
use crate::{api::MAX_CHANGES, attachment::Attached, id::EnterpriseId};

/// About how many bytes of changes a request holds at most, unless a single item is larger.
const MAX_BYTES: usize = 512 * 1024;

/// How many items a request may hold at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limit(usize);

impl Default for Limit {
    fn default() -> Self {
        Self(MAX_CHANGES)
    }
}

impl Limit {
    /// A request of `count` items was too much: half of it next time.
    pub(super) fn shrink(&mut self, count: usize) {
        self.0 = (count / 2).max(1);
    }

    pub(super) fn grow(&mut self) {
        self.0 = (self.0 * 2).min(MAX_CHANGES);
    }
}

/// Whether a failure of a whole request may be the fault of one of its items.
pub(super) fn may_be_an_items_fault(failure: Failure) -> bool {
    matches!(failure, Failure::TooLarge | Failure::Rejected)
}

/// The next file of `owner` to be sent: of the item that was sealed first, in the order of its content.
pub(super) fn next_file<'a>(
    outbox: impl Iterator<Item = &'a OutboxItem>,
    owner: EnterpriseId,
) -> Option<&'a Attached> {
    let item = outbox
        .filter(|item| is_ready(item, owner) && item.awaits_files())
        .min_by_key(|item| (item.sealed_at, item.id()))?;
    item.files.iter().find(|file| !file.sent)
}

/// Whether an item tries, under an enrolment of `owner`.
pub(super) fn is_ready(item: &OutboxItem, owner: EnterpriseId) -> bool {
    item.parked.is_none() && item.owner == Some(owner)
}

/// The ids of the next items of `owner`, oldest first. At most one of each submission, so that a change is never
/// judged before the one it follows; a parked item doesn't hold up what follows it.
pub(super) fn next<'a>(
    outbox: impl Iterator<Item = &'a OutboxItem>,
    owner: EnterpriseId,
    limit: Limit,
) -> Vec<Uuid> {
    let mut ready: Vec<_> = outbox.filter(|item| is_ready(item, owner)).collect();
    ready.sort_by_key(|item| (item.sealed_at, item.id()));
    let mut submissions = Set::new();
    let mut bytes = 0;
    let mut chosen = Vec::new();
    for item in ready {
        if chosen.len() == limit.0 {
            break;
        }
        // A later change of a submission waits even where its first one did not fit or still awaits its files.
        if !submissions.insert(item.submission()) || (item.awaits_files() && !item.recall) {
            continue;
        }
        bytes += item.size();
        if bytes > MAX_BYTES && !chosen.is_empty() {
            break;
        }
        chosen.push(item.id());
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const OWN: EnterpriseId = EnterpriseId(Uuid::from_u128(9));

    /// A withdrawal of so many bytes, sealed at `number`.
    fn item(number: u128, submission: u128, size: usize) -> OutboxItem {
        let text = format!(
            r#"{{"change":{{"kind":"withdraw","id":"{}","submission":"{}","at":1,"reason":"{}"}},"sealed_at":{number},"owner":"{}"}}"#,
            Uuid::from_u128(number),
            Uuid::from_u128(submission),
            "x".repeat(size.saturating_sub(512)),
            OWN.0,
        );
        json::read(&text).unwrap()
    }

    fn chosen(items: &[OutboxItem], limit: Limit) -> Vec<u128> {
        let ids = next(items.iter(), OWN, limit);
        ids.iter().map(Uuid::as_u128).collect()
    }

    #[test]
    fn a_request_holds_half_a_megabyte_or_one_item() {
        let sized = |sizes: &[usize]| {
            let items = sizes.iter().zip(1..).map(|(size, at)| item(at, at, *size));
            chosen(&items.collect::<Vec<_>>(), Limit::default())
        };
        let half = 256 * 1024;
        assert_eq!(sized(&[half, half, 512]), [1, 2], "just as much as fits");
        assert_eq!(sized(&[half, half + 1, 512]), [1]);
        assert_eq!(sized(&[3 * half, 512]), [1], "goes alone");
        assert_eq!(sized(&[512, 3 * half, 512]), [1], "and in its turn");
    }

    #[test]
    fn one_change_of_each_submission_goes_at_a_time_the_oldest_first() {
        let items = [item(3, 30, 1), item(2, 20, 1), item(1, 30, 1)];
        assert_eq!(chosen(&items, Limit::default()), [1, 2]);
        let mut parked = items;
        parked[2].parked = Some(crate::sync::Parked {
            reason: crate::api::Refusal::Invalid,
            findings: Vec::new(),
            at: 1,
        });
        assert_eq!(
            chosen(&parked, Limit::default()),
            [2, 3],
            "what is parked holds nothing up"
        );
        assert!(next(parked.iter(), EnterpriseId(Uuid::nil()), Limit::default()).is_empty());
    }

    #[test]
    fn a_request_that_was_too_much_is_halved_and_grows_again() {
        let items: Vec<_> = (1..=200).map(|at| item(at, at, 1)).collect();
        let mut limit = Limit::default();
        assert_eq!(chosen(&items, limit).len(), MAX_CHANGES);
        limit.grow();
        assert_eq!(limit, Limit::default());
        for (count, half) in [(9, 4), (2, 1), (1, 1)] {
            limit.shrink(count);
            assert_eq!(chosen(&items, limit).len(), half);
        }
        limit.shrink(7);
        limit.grow();
        assert_eq!(limit, Limit(6));
    }
}
