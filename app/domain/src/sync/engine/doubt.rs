//! A change that seems to be refused though an earlier copy of it may have arrived, or may be on its way: the answer to
//! that one was lost. A writer who got it back and sent it again would send it twice, so the server is asked for it
//! first. Either it has the change, or it never will.

use uuid::Uuid;

use super::Engine;
use crate::{
    id::EnterpriseId,
    sync::{OutboxItem, Parked, batch},
};

impl Engine {
    /// Asks before the item goes back to its writer.
    pub(super) fn doubt(&mut self, id: Uuid, parked: Parked) {
        self.doubted.insert(id, parked);
    }

    /// The items to ask for. What the disk shows to be settled is asked for no more.
    pub(super) fn in_doubt(&mut self, owner: EnterpriseId) -> Vec<Uuid> {
        let outbox = &self.disk.outbox;
        self.doubted.retain(|id, _| {
            let item = outbox.get(id);
            item.is_some_and(|item| batch::is_ready(item, owner))
        });
        self.doubted.keys().copied().collect()
    }

    /// Whether the server is asked for it, and not given it.
    pub(super) fn asks_for(&self, item: &OutboxItem) -> bool {
        item.recall || self.doubted.contains_key(&item.id())
    }
}
