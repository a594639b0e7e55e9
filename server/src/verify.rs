//! `server verify`: whether what is stored is what was received.
//!
//! Reads everything once and changes nothing; a server may run beside it. What it finds is named by id, so that an
//! operator knows which submission to ask for again: the phone still has its copy.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fmt,
    path::Path,
};

use anyhow::Context as _;
use domain::{
    case::State,
    id::{RevisionId, SubmissionId},
    receipt::claim,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    attachment::{AttachmentStore, Blob, DiskStore, Shape},
    audit,
    clock::{Clock as _, SystemClock},
    config::Config,
    passing::Passing,
    random,
    receipt::{Receipts, find, holds},
    serve,
    storage::{Flaw, Position, QueueFilter, Result, Storage, Submission},
    sync,
};

/// Links of the trail and lines of the queue that are read at a time.
const STEP: usize = 500;

/// Something that is not as it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The audit trail was changed at this place, or a link is missing before it.
    Trail(i64),
    /// A content does not fit its hash.
    Content(SubmissionId, RevisionId),
    /// The trail does not say that a content was received when its row says so.
    Untold(SubmissionId, RevisionId),
    /// What a submission says of its newest content is not so, or it has none.
    Newest(SubmissionId),
    /// No good receipt can be given for a content.
    Receipt(SubmissionId, RevisionId),
    /// A file that a content names has no row.
    Unnamed(SubmissionId, String),
    /// The bytes of a file are gone.
    Lost(SubmissionId, String),
    /// The bytes of a file are others.
    Altered(SubmissionId, String),
    /// The queue counts so many in a state, and there are so many.
    Count(State, u64, u64),
    /// What the storage itself sees.
    Flaw(Flaw),
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trail(seq) => write!(f, "audit trail: link {seq} does not fit the one before it"),
            Self::Content(of, id) => write!(
                f,
                "submission {of}: content {id} is not what its hash names"
            ),
            Self::Untold(of, id) => write!(
                f,
                "submission {of}: the trail has no entry of when {id} was received"
            ),
            Self::Newest(of) => write!(f, "submission {of}: its newest content is another one"),
            Self::Receipt(of, id) => write!(f, "submission {of}: {id} has no good receipt"),
            Self::Unnamed(of, hash) => write!(f, "submission {of}: file {hash} is not known"),
            Self::Lost(of, hash) => write!(f, "submission {of}: the bytes of file {hash} are gone"),
            Self::Altered(of, hash) => {
                write!(f, "submission {of}: the bytes of file {hash} are others")
            }
            Self::Flaw(Flaw::File(said)) => write!(f, "database: {said}"),
            Self::Flaw(Flaw::Reference(table)) => {
                write!(f, "database: rows of {table} refer to rows that are gone")
            }
            Self::Flaw(Flaw::Cursor(of)) => {
                write!(
                    f,
                    "enterprise {of}: its changes are not counted as they happened"
                )
            }
            Self::Count(state, said, found) => {
                write!(
                    f,
                    "queue: {said} counted as {}, {found} there",
                    state.code()
                )
            }
        }
    }
}

/// What was read, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Submissions.
    pub submissions: u64,
    /// Their contents.
    pub revisions: u64,
    /// The files that they name, each once.
    pub files: u64,
    /// Links of the audit trail.
    pub links: u64,
    /// What is damaged.
    pub damage: Vec<Damage>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Submissions:   {}", self.submissions)?;
        writeln!(f, "Contents:      {}", self.revisions)?;
        writeln!(f, "Files:         {}", self.files)?;
        writeln!(f, "Audit trail:   {}", self.links)?;
        for damage in &self.damage {
            writeln!(f, "DAMAGED  {damage}")?;
        }
        match self.damage.len() {
            0 => f.write_str("Everything is as it was stored."),
            count => write!(f, "{count} damaged."),
        }
    }
}

/// What is verified.
#[derive(Clone, Copy, Debug)]
pub struct Stores<'a> {
    /// Rows, none of which changes meanwhile: a snapshot.
    pub storage: &'a dyn Storage,
    /// Rows as they are by now, where a server may go on.
    pub live: &'a dyn Storage,
    /// Bytes.
    pub attachments: &'a dyn AttachmentStore,
    /// Keys.
    pub receipts: &'a Receipts,
    /// The server's clock.
    pub now: i64,
}

/// Reads everything.
///
/// # Errors
/// When storage or store can't be read at all.
pub async fn verify(stores: Stores<'_>) -> Result<Report> {
    let mut report = Report::default();
    // Of the file in use: a snapshot has its indexes built anew.
    let flaws = stores.live.flaws().await?;
    report.damage.extend(flaws.into_iter().map(Damage::Flaw));
    trail(stores, &mut report).await?;
    let mut states: BTreeMap<&'static str, (State, u64)> = BTreeMap::new();
    let mut seen = HashSet::new();
    let mut after = None;
    loop {
        let filter = QueueFilter::default();
        let page = stores.storage.queue(&filter, after, STEP).await?;
        for item in &page {
            states.entry(item.state.code()).or_insert((item.state, 0)).1 += 1;
            after = Some(Position {
                received_at: item.received_at,
                id: item.id,
            });
            if let Some(submission) = stores.storage.submission(item.id).await? {
                contents(stores, &submission, &mut report).await?;
                files(stores, &submission, &mut seen, &mut report).await?;
            } else {
                report.damage.push(Damage::Newest(item.id));
            }
            report.submissions += 1;
        }
        if page.len() < STEP {
            break;
        }
    }
    for count in stores.storage.counts(&QueueFilter::default()).await? {
        let found = states.remove(count.state.code()).map_or(0, |found| found.1);
        if found != count.count {
            let damage = Damage::Count(count.state, count.count, found);
            report.damage.push(damage);
        }
    }
    let uncounted = states.into_values();
    let uncounted = uncounted.map(|(state, found)| Damage::Count(state, 0, found));
    report.damage.extend(uncounted);
    Ok(report)
}

async fn trail(stores: Stores<'_>, report: &mut Report) -> Result<()> {
    let (mut previous, mut seq) = (audit::GENESIS, 0);
    loop {
        let links = stores.storage.audit(seq, STEP).await?;
        let Some(last) = links.last() else {
            return Ok(());
        };
        report.links += links.len() as u64;
        if let Err(place) = audit::verify(previous, &links) {
            report.damage.push(Damage::Trail(place));
        }
        // What comes after a damage is judged by itself: one change is one line.
        (previous, seq) = (last.hash, last.seq);
    }
}

async fn contents(stores: Stores<'_>, submission: &Submission, report: &mut Report) -> Result<()> {
    let Stores { storage, now, .. } = stores;
    let id = submission.id;
    let revisions = storage.revisions(id).await?;
    let told = storage.trail(id).await?;
    let keys = stores.receipts.keys(storage, now).await?;
    for revision in &revisions {
        if random::hex(&Sha256::digest(&revision.content)) != revision.hash {
            report.damage.push(Damage::Content(id, revision.id));
        }
        if told.iter().all(|item| item.at != revision.received_at) {
            report.damage.push(Damage::Untold(id, revision.id));
        }
        let found = find(storage, stores.receipts, now, revision.id.0).await;
        let found = found.ok().flatten();
        let claim = found.and_then(|found| claim(&found.receipt, &keys).ok());
        if !claim.is_some_and(|claim| holds(&claim)) {
            report.damage.push(Damage::Receipt(id, revision.id));
        }
    }
    report.revisions += revisions.len() as u64;
    let newest = revisions.last();
    if newest.map(|newest| (newest.id, &newest.hash))
        != Some((submission.revision, &submission.hash))
    {
        report.damage.push(Damage::Newest(id));
    }
    Ok(())
}

async fn files(
    stores: Stores<'_>,
    submission: &Submission,
    seen: &mut HashSet<Uuid>,
    report: &mut Report,
) -> Result<()> {
    let id = submission.id;
    let files = stores.storage.attachments(id).await?;
    let revisions = stores.storage.revisions(id).await?;
    let named: BTreeSet<_> = revisions
        .iter()
        .flat_map(|revision| sync::named(&revision.content))
        .collect();
    for hash in named {
        if files.iter().all(|file| file.blob.hash != hash) {
            report.damage.push(Damage::Unnamed(id, hash));
        }
    }
    for file in files {
        if !seen.insert(file.blob.id) {
            continue;
        }
        report.files += 1;
        let found = match whole(stores.attachments, &file.blob).await? {
            Found::Whole => continue,
            found => found,
        };
        // A phone that sent a lost file again has put it into another place meanwhile.
        let now = stores
            .live
            .attachment(submission.enterprise, &file.blob.hash);
        let moved = now.await?.filter(|now| now.blob.id != file.blob.id);
        let found = match moved {
            Some(moved) => whole(stores.attachments, &moved.blob).await?,
            None => found,
        };
        match found {
            Found::Whole => {}
            Found::Altered => report.damage.push(Damage::Altered(id, file.blob.hash)),
            Found::Lost => report.damage.push(Damage::Lost(id, file.blob.hash)),
        }
    }
    Ok(())
}

/// How a blob's bytes are found.
enum Found {
    Whole,
    Altered,
    Lost,
}

async fn whole(attachments: &dyn AttachmentStore, blob: &Blob) -> Result<Found> {
    let bytes = attachments.read(blob, Shape::Original).await?;
    Ok(match bytes {
        None => Found::Lost,
        Some(bytes) if random::hex(&Sha256::digest(&bytes)) == blob.hash => Found::Whole,
        Some(_) => Found::Altered,
    })
}

/// The same from a configuration, for the command line: of a snapshot that is dropped afterwards, so that a server
/// may run meanwhile and nothing of its own is changed.
///
/// # Errors
/// A sentence for the operator.
pub async fn command(config: &Config) -> anyhow::Result<Report> {
    let live = serve::read(&config.database).await?;
    let mut folder = config.database.clone().into_os_string();
    folder.push(format!(
        ".verify-{}",
        random::id(SystemClock.now()).simple()
    ));
    let folder = Passing::make(folder.into())?;
    let file = folder.path().join("ieum.db");
    live.snapshot(&file)
        .await
        .context("a copy of the database could not be made beside it")?;
    let report = look(&file, &live, &config.attachments).await;
    live.close().await;
    report
}

/// Verifies a database that nobody writes to.
async fn look(file: &Path, live: &dyn Storage, attachments: &Path) -> anyhow::Result<Report> {
    let storage = serve::read(file).await?;
    let attachments = DiskStore::at(attachments);
    let now = SystemClock.now();
    let receipts = Receipts::read_from(&storage, now).await?;
    let report = verify(Stores {
        storage: &storage,
        live,
        attachments: &attachments,
        receipts: &receipts,
        now,
    });
    let report = report.await;
    storage.close().await;
    Ok(report?)
}
