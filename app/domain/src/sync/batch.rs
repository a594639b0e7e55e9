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
        .filter(|item| is_ready(item, owner) && !item.recall && item.awaits_files())
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
