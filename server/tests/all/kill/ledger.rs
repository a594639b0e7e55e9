//! What was acknowledged, and the comparison with what is there.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use domain::id::{EnterpriseId, SubmissionId};
use server::{
    attachment::{AttachmentStore as _, DiskStore, Shape},
    audit::{self, GENESIS},
    storage::{Digest, SqliteStorage, Storage},
};

use super::lane::{Lane, Sent};
use crate::upload::hash;

/// How many links of the audit trail are read at a time.
const STRETCH: usize = 5_000;

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    sent: Vec<(EnterpriseId, Sent)>,
    /// How many of them were compared already.
    compared: usize,
    trail: Trail,
}

/// How far the audit trail was followed.
#[derive(Clone, Debug)]
struct Trail {
    seq: i64,
    head: Digest,
    received: HashMap<SubmissionId, usize>,
}

impl Default for Trail {
    fn default() -> Self {
        Self {
            seq: 0,
            head: GENESIS,
            received: HashMap::new(),
        }
    }
}

impl Ledger {
    /// Takes over what a phone has receipts for.
    pub(crate) fn note(&mut self, lane: &mut Lane) {
        let enterprise = lane.enterprise;
        let sent = lane.sent.drain(..).map(|sent| (enterprise, sent));
        self.sent.extend(sent);
    }

    /// What is wrong with everything that came since the last comparison, and with the audit trail since then. The
    /// trail goes on from the head that was seen before, so a link that was rewritten meanwhile shows as well.
    pub(crate) async fn faults(&mut self, data: &Path) -> Vec<String> {
        let storage = SqliteStorage::open(&data.join("ieum.db")).await.unwrap();
        let files = DiskStore::open(&data.join("attachments")).unwrap();
        let mut faults = Vec::new();
        let mut numbers = HashSet::new();
        for (enterprise, sent) in &self.sent[self.compared..] {
            compare(&storage, &files, *enterprise, sent, &mut faults).await;
        }
        self.compared = self.sent.len();
        for (_, sent) in &self.sent {
            let number = sent.receipt.as_ref().map(|receipt| &receipt.number);
            if !numbers.insert(number) {
                faults.push(format!("{number:?} was given twice or not at all"));
            }
        }
        self.trail.follow(&storage, &mut faults).await;
        for (_, sent) in &self.sent {
            let id = sent.revision.submission;
            let count = self.trail.received.get(&id).copied().unwrap_or_default();
            if count != 1 {
                faults.push(format!("{id} was received {count} times by the trail"));
            }
        }
        if self.trail.received.len() != self.sent.len() {
            faults.push("the trail knows of what nobody sent".to_owned());
        }
        storage.close().await;
        faults
    }

    /// The same for everything from the beginning.
    pub(crate) async fn all_faults(&mut self, data: &Path) -> Vec<String> {
        self.compared = 0;
        self.trail = Trail::default();
        self.faults(data).await
    }

    #[expect(clippy::print_stdout, reason = "a soak tells its totals")]
    pub(crate) fn tell(&self, seed: u64, rounds: u64) {
        let files = self.sent.iter().filter(|(_, sent)| sent.file.is_some());
        println!(
            "{rounds} kills from seed {seed}: {} revisions acknowledged, {} of them with a file, none lost or doubled",
            self.sent.len(),
            files.count()
        );
    }
}

impl Trail {
    async fn follow(&mut self, storage: &dyn Storage, faults: &mut Vec<String>) {
        loop {
            let links = storage.audit(self.seq, STRETCH).await.unwrap();
            let Some(last) = links.last() else { return };
            match audit::verify(self.head, &links) {
                Ok(head) => self.head = head,
                Err(seq) => faults.push(format!("the trail breaks at link {seq}")),
            }
            self.seq = last.seq;
            for link in &links {
                if let Some(id) = link.entry.submission {
                    *self.received.entry(id).or_default() += 1;
                }
            }
        }
    }
}

async fn compare(
    storage: &dyn Storage,
    files: &DiskStore,
    enterprise: EnterpriseId,
    sent: &Sent,
    faults: &mut Vec<String>,
) {
    let revision = &sent.revision;
    let mut fault = |what: &str| faults.push(format!("{}: {what}", revision.id));
    let Some(receipt) = &sent.receipt else {
        return fault("it has no receipt");
    };
    let Some(known) = storage.revision(revision.id).await.unwrap() else {
        return fault("it is gone");
    };
    let as_told = known.enterprise == enterprise
        && (known.submission, &known.number) == (receipt.submission, &receipt.number)
        && (&known.hash, known.received_at) == (&receipt.hash, receipt.received_at);
    if !as_told {
        fault("it is not what its receipt says");
    }
    let stored = storage.revisions(revision.submission).await.unwrap();
    match stored.as_slice() {
        [one] if one.id == revision.id && one.content == revision.content => {}
        [_] => fault("its content is another"),
        others => fault(&format!("it is there {} times", others.len())),
    }
    let Some(file) = &sent.file else { return };
    let kept = storage.attachment(enterprise, &hash(file)).await.unwrap();
    match kept {
        Some(kept) => {
            let bytes = files.read(&kept.blob, Shape::Original).await.unwrap();
            if bytes.as_ref() != Some(file) {
                fault("its file is another or gone");
            }
        }
        None => fault("its file is not known"),
    }
}
