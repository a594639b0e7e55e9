//! What must be true, written down as it happens, apart from engine, phones and server.

use std::collections::BTreeMap;

use domain::{
    api::Change,
    id::{DraftId, EnterpriseId, SubmissionId},
    sync::{Draft, OutboxItem, SubmissionRecord, Write},
};
use uuid::Uuid;

use super::{phone::Disk, server::Server};

/// A promise that was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Violation {
    /// Something sealed is nowhere.
    Lost,
    /// Something was received twice, or given back and received.
    Doubled,
    /// Something is not what was sealed.
    Altered,
    /// Something counts as received that the server doesn't have.
    FalselyReceived,
    /// Something went to, or is shown to, the wrong enterprise.
    Crossed,
    /// Something that was known is forgotten.
    WentBack,
    /// The cursor passed something that is not known.
    Skipped,
    /// Something counts as received without a file that it names.
    Incomplete,
    /// A tab sends before the server wants to hear of it again.
    Hurried,
    /// A tab sends that doesn't lead.
    TwoSenders,
    /// Something leaves a phone that would not know of it after a crash.
    Unmarked,
    /// The faults are over, and something is still waiting.
    Stuck,
    /// The faults are over, and the phone doesn't know what the server knows.
    Diverged,
}

impl Violation {
    pub(crate) const ALL: [Self; 13] = [
        Self::Lost,
        Self::Doubled,
        Self::Altered,
        Self::FalselyReceived,
        Self::Crossed,
        Self::WentBack,
        Self::Skipped,
        Self::Incomplete,
        Self::Hurried,
        Self::TwoSenders,
        Self::Unmarked,
        Self::Stuck,
        Self::Diverged,
    ];
}

/// Where something sealed is supposed to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Queued,
    Received,
    GivenBack,
    Dropped,
    /// Received, and its copy taken off the phone by a person.
    Removed,
}

impl Fate {
    pub(crate) fn is_received(self) -> bool {
        matches!(self, Self::Received | Self::Removed)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Sealed {
    pub(crate) change: Change,
    pub(crate) owner: Option<EnterpriseId>,
    pub(crate) phone: usize,
    pub(crate) fate: Fate,
}

impl Sealed {
    fn submission(&self) -> SubmissionId {
        match &self.change {
            Change::Revision(revision) => revision.submission,
            Change::Withdraw(withdrawal) => withdrawal.submission,
        }
    }

    pub(crate) fn hash(&self) -> &str {
        match &self.change {
            Change::Revision(revision) => &revision.hash,
            Change::Withdraw(_) => "",
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) sealed: BTreeMap<Uuid, Sealed>,
    /// The draft behind each pressing of "send".
    pub(crate) pressed: BTreeMap<Uuid, DraftId>,
}

type Checked = Result<(), Violation>;

fn ensure(holds: bool, or: Violation) -> Checked {
    if holds { Ok(()) } else { Err(or) }
}

impl Ledger {
    /// A transaction changes a phone's disk.
    pub(crate) fn phone_writes(
        &mut self,
        phone: usize,
        disk: &mut Disk,
        writes: &[Write],
        server: &Server,
    ) -> Checked {
        let before = &*disk;
        for write in writes {
            match write {
                Write::PutItem(item) => self.queued(phone, item)?,
                Write::DeleteItem(id) => {
                    let Some(item) = before.outbox.get(id) else {
                        continue;
                    };
                    let fate = leaves(item, writes, server)?;
                    if let Some(sealed) = self.sealed.get_mut(id) {
                        sealed.fate = fate;
                    }
                }
                Write::PutSubmission(record) => known(before, record, server)?,
                Write::DeleteSubmission(id) => {
                    for sealed in self.sealed.values_mut().filter(|own| own.phone == phone) {
                        if sealed.fate == Fate::Received && sealed.submission() == *id {
                            sealed.fate = Fate::Removed;
                        }
                    }
                }
                _ => {}
            }
        }
        disk.apply_all(writes);
        self.holds(phone, disk)?;
        covers(disk, server)
    }

    fn queued(&mut self, phone: usize, item: &OutboxItem) -> Checked {
        let new = Sealed {
            change: item.change.clone(),
            owner: item.owner,
            phone,
            fate: Fate::Queued,
        };
        let sealed = self.sealed.entry(item.id()).or_insert(new);
        ensure(sealed.change == item.change, Violation::Altered)?;
        ensure(
            sealed.owner.is_none() || sealed.owner == item.owner,
            Violation::Crossed,
        )?;
        sealed.owner = item.owner;
        Ok(())
    }

    /// Whatever waits is on the disk of the phone that sealed it; what was received is there too.
    fn holds(&self, phone: usize, disk: &Disk) -> Checked {
        for (id, sealed) in self
            .sealed
            .iter()
            .filter(|(_, sealed)| sealed.phone == phone)
        {
            match sealed.fate {
                Fate::Queued => ensure(disk.outbox.contains_key(id), Violation::Lost)?,
                Fate::Received => {
                    let kept = disk
                        .submissions
                        .values()
                        .any(|record| match &sealed.change {
                            Change::Revision(revision) => record.own.contains(revision),
                            Change::Withdraw(_) => {
                                record.receipts.iter().any(|receipt| receipt.change == *id)
                            }
                        });
                    ensure(kept, Violation::Lost)?;
                }
                Fate::GivenBack | Fate::Dropped | Fate::Removed => {}
            }
        }
        Ok(())
    }

    /// The server has taken a change of `enterprise`.
    pub(crate) fn server_takes(&self, change: &Change, enterprise: EnterpriseId) -> Checked {
        let Some(sealed) = self.sealed.get(&change.id()) else {
            return Err(Violation::Altered);
        };
        ensure(sealed.change == *change, Violation::Altered)?;
        ensure(sealed.owner == Some(enterprise), Violation::Crossed)?;
        ensure(
            sealed.fate == Fate::Queued || sealed.fate.is_received(),
            Violation::Doubled,
        )
    }

    /// "Not sealed", says the screen: then it is still a draft.
    pub(crate) fn not_sealed(&self, id: Uuid, disk: &Disk) -> Checked {
        ensure(!disk.outbox.contains_key(&id), Violation::Doubled)?;
        let Some(draft) = self.pressed.get(&id) else {
            return Ok(());
        };
        // Or another finger has sealed it in the meantime.
        let sealed = |id| self.pressed.get(id) == Some(draft);
        let kept = disk.drafts.contains_key(draft) || self.sealed.keys().any(sealed);
        ensure(kept, Violation::Lost)
    }

    /// What counts as received is with the server, whatever it went through, and is what was sealed.
    pub(crate) fn server_keeps(&self, server: &Server) -> Checked {
        for (id, sealed) in &self.sealed {
            if sealed.fate.is_received() {
                ensure(server.has(*id, sealed.hash()), Violation::FalselyReceived)?;
            }
            if let Change::Revision(revision) = &sealed.change
                && let Some(content) = server.content(revision)
            {
                ensure(content == revision.content, Violation::Altered)?;
            }
        }
        Ok(())
    }
}

/// An item may leave with a receipt, or as the draft it was.
fn leaves(item: &OutboxItem, writes: &[Write], server: &Server) -> Result<Fate, Violation> {
    let (id, hash) = (item.id(), item.hash());
    let receipt = writes.iter().any(|write| {
        matches!(write, Write::PutSubmission(record) if record
            .receipts
            .iter()
            .any(|receipt| receipt.change == id && receipt.hash == hash))
    });
    if receipt {
        ensure(server.has(id, hash), Violation::FalselyReceived)?;
        return Ok(Fate::Received);
    }
    let same = |draft: &Draft, own: &Draft| draft.id == own.id && draft.answers == own.answers;
    let back = item.draft.as_ref().is_some_and(|own| {
        writes
            .iter()
            .any(|it| matches!(it, Write::PutDraft(draft) if same(draft, own)))
    });
    match item.draft {
        Some(_) if back => ensure(!server.has(id, hash), Violation::Doubled)?,
        Some(_) => return Err(Violation::Lost),
        None => ensure(!server.has(id, hash), Violation::Lost)?,
    }
    Ok(if back { Fate::GivenBack } else { Fate::Dropped })
}

/// What a phone knows of a submission only grows, and is true.
fn known(before: &Disk, record: &SubmissionRecord, server: &Server) -> Checked {
    if let Some(old) = before.submissions.get(&record.id) {
        ensure(record.version() >= old.version(), Violation::WentBack)?;
        ensure(record.seen_version >= old.seen_version, Violation::WentBack)?;
        let kept = old
            .receipts
            .iter()
            .all(|receipt| record.receipts.contains(receipt))
            && old.own.iter().all(|own| record.own.contains(own));
        ensure(kept, Violation::WentBack)?;
        ensure(old.owner == record.owner, Violation::Crossed)?;
    }
    for receipt in &record.receipts {
        ensure(
            server.has(receipt.change, &receipt.hash),
            Violation::FalselyReceived,
        )?;
    }
    let mine = record.view.is_none() || server.owner(record.id) == Some(record.owner);
    ensure(mine, Violation::Crossed)
}

/// Everything up to the cursor is on the same disk.
fn covers(disk: &Disk, server: &Server) -> Checked {
    let Some(cursor) = disk.cursor else {
        return Ok(());
    };
    for (id, version) in server
        .log(cursor.enterprise)
        .iter()
        .take(cursor.at as usize)
    {
        ensure(disk.knows(id) >= *version, Violation::Skipped)?;
    }
    Ok(())
}
