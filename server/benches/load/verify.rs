//! What was acknowledged, compared with what the database holds once the server has ended.

use std::{collections::HashSet, path::Path};

use domain::id::{EnterpriseId, RevisionId, SubmissionId};
use server::{
    audit::{self, GENESIS},
    storage::{SqliteStorage, Storage as _},
};

use crate::{
    parcel::Parcel,
    phone::Phone,
    table::{Table, thousands},
};

/// Everything that was acknowledged.
#[derive(Debug, Default)]
pub(crate) struct Sent(Vec<(EnterpriseId, RevisionId, SubmissionId, String)>);

impl Sent {
    pub(crate) fn note(&mut self, phone: &Phone, parcels: Vec<Parcel>) {
        self.0.extend(parcels.into_iter().map(|parcel| {
            (
                phone.enterprise,
                parcel.revision,
                parcel.submission,
                parcel.hash,
            )
        }));
    }
}

/// Finds every acknowledged revision where it belongs, no number twice, and the audit chain whole.
pub(crate) async fn everything(database: &Path, sent: &Sent, table: &mut Table) {
    let storage = SqliteStorage::open(database).await.unwrap();
    let mut numbers = HashSet::new();
    for (enterprise, revision, submission, hash) in &sent.0 {
        let known = storage.revision(*revision).await.unwrap();
        let known = known.expect("what was acknowledged is there");
        assert_eq!(
            (known.enterprise, known.submission, &known.hash),
            (*enterprise, *submission, hash)
        );
        assert!(numbers.insert(known.number), "no number twice");
    }
    let (mut previous, mut last, mut accepts) = (GENESIS, 0, 0);
    loop {
        let links = storage.audit(last, 5_000).await.unwrap();
        let Some(newest) = links.last() else { break };
        last = newest.seq;
        accepts += links
            .iter()
            .filter(|link| link.entry.submission.is_some())
            .count();
        previous = audit::verify(previous, &links).expect("the chain holds");
    }
    assert_eq!(accepts, sent.0.len(), "each was received once");
    storage.close().await;
    let count = thousands(sent.0.len() as f64);
    table.row(
        "acknowledged in this run and found afterwards",
        format!("{count} of {count}, audit chain whole"),
        "all",
    );
}
