//! A server reduced to what the protocol promises of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    answer::Answer,
    api::{
        Ack, Change, Content, Outcome, PROTOCOL, Receipt, Refusal, Revision, SubmissionView,
        SyncRequest, SyncResponse, Withdrawal,
    },
    case::{State, SupplementRequest},
    id::{DeviceId, EnterpriseId, RevisionId, SubmissionId},
    sync::{Failure, content_hash},
};
use uuid::Uuid;

use super::{
    hands::Hands,
    ledger::{Ledger, Violation},
    rng::Rng,
};

/// Views of a page: few, so that `more` happens.
const PAGE: usize = 3;
/// Changes of a request, and bytes of a content, that it takes.
const MOST: usize = 4;
const LONGEST: usize = 2_000;

/// What a content says to provoke an answer.
pub(crate) const INVALID: &str = "an invalid answer";
pub(crate) const UNREADABLE: &str = "an unreadable answer";

#[derive(Clone, Debug)]
struct Case {
    owner: EnterpriseId,
    view: SubmissionView,
}

impl Case {
    /// A coordinator changes an answer for the applicant: a revision that no phone sent, and that has no receipt.
    fn assist(&mut self, luck: &mut Rng, now: i64) {
        let mut content: Content = serde_json::from_str(&self.view.content).unwrap();
        let question = ["a", "b", "c"][luck.below(3)];
        let said = Answer::Text(format!("by phone at {now}"));
        content.answers.set(question, Some(said));
        self.view.content = serde_json::to_string(&content).unwrap();
        self.view.hash = content_hash(&self.view.content);
        let made = (u128::from(self.view.version) << 64) | (1 << 127);
        self.view.revision = RevisionId(Uuid::from_u128(self.view.id.0.as_u128() ^ made));
        self.view.assisted = "by phone".to_owned();
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Server {
    /// Whose each token is, and when it ends.
    tokens: BTreeMap<String, (DeviceId, EnterpriseId, i64)>,
    revoked: BTreeSet<String>,
    cases: BTreeMap<SubmissionId, Case>,
    receipts: BTreeMap<Uuid, Receipt>,
    /// What each enterprise can hear of, in order: submission and version.
    logs: BTreeMap<EnterpriseId, Vec<(SubmissionId, u64)>>,
    /// The revision that brought each thing that a person wrote.
    contents: BTreeMap<String, Uuid>,
    /// What its writers took back before it came.
    recalled: BTreeSet<Uuid>,
    /// How many bytes of each enterprise's files there are, and of how many.
    pub(crate) files: BTreeMap<(EnterpriseId, String), (u64, u64)>,
    /// The files that were accepted with a content.
    pub(crate) named: BTreeSet<(EnterpriseId, String)>,
    /// How it is broken, if it is.
    pub(crate) hands: Hands,
}

impl Server {
    pub(crate) fn enrol(&mut self, token: &str, device: DeviceId, own: EnterpriseId, until: i64) {
        self.tokens.insert(token.to_owned(), (device, own, until));
    }

    pub(crate) fn revoke(&mut self, token: &str) {
        self.revoked.insert(token.to_owned());
    }

    pub(crate) fn accepts(&self, token: &str, at: i64) -> bool {
        self.whose(token, at).is_ok()
    }

    pub(crate) fn has(&self, change: Uuid, hash: &str) -> bool {
        self.receipts
            .get(&change)
            .is_some_and(|receipt| receipt.hash == hash)
    }

    pub(crate) fn owner(&self, id: SubmissionId) -> Option<EnterpriseId> {
        self.cases.get(&id).map(|case| case.owner)
    }

    /// What it stored of a revision, where that is the newest of its submission.
    pub(crate) fn content(&self, revision: &Revision) -> Option<&str> {
        let case = self.cases.get(&revision.submission)?;
        (case.view.revision == revision.id).then_some(&case.view.content)
    }

    pub(crate) fn log(&self, enterprise: EnterpriseId) -> &[(SubmissionId, u64)] {
        self.logs.get(&enterprise).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn views(&self, enterprise: EnterpriseId) -> impl Iterator<Item = &SubmissionView> {
        let own = self
            .cases
            .values()
            .filter(move |case| case.owner == enterprise);
        own.map(|case| &case.view)
    }

    /// A coordinator does something to some case.
    pub(crate) fn work(&mut self, luck: &mut Rng, now: i64) {
        let ids: Vec<_> = self.cases.keys().copied().collect();
        let Some(id) = luck.pick(&ids) else { return };
        let Some(case) = self.cases.get_mut(id) else {
            return;
        };
        if case.view.state.is_open() && luck.one_in(4) {
            case.assist(luck, now);
            return self.changed(*id, now);
        }
        let next = match (case.view.state, luck.below(3)) {
            (State::Received, _) => State::InReview,
            (State::InReview, 0) => State::Approved,
            (State::InReview, _) => State::Supplement,
            _ => return,
        };
        case.view.state = next;
        case.view.supplement = (next == State::Supplement).then(|| SupplementRequest {
            items: Vec::new(),
            deadline: "2020-03-31".to_owned(),
            note: String::new(),
            asked_at: now,
        });
        self.changed(*id, now);
    }

    /// Dies and comes back with what is on its disk.
    pub(crate) fn restart(&mut self) {
        if self.hands == Hands::Buffering
            && let Some(id) = self.receipts.keys().next_back().copied()
        {
            self.receipts.remove(&id);
        }
    }

    fn changed(&mut self, id: SubmissionId, now: i64) {
        if let Some(case) = self.cases.get_mut(&id) {
            case.view.version += 1;
            case.view.updated_at = now;
            self.logs
                .entry(case.owner)
                .or_default()
                .push((id, case.view.version));
        }
    }

    /// Handles a request; dies after `survives` changes, each of which is a transaction of its own.
    pub(crate) fn handle(
        &mut self,
        token: &str,
        request: &SyncRequest,
        survives: usize,
        now: i64,
        ledger: &Ledger,
        luck: &mut Rng,
    ) -> Result<Result<SyncResponse, Failure>, Violation> {
        let enterprise = match self.whose(token, now) {
            Ok(enterprise) => enterprise,
            Err(failure) => return Ok(Err(failure)),
        };
        let device = self.tokens[token].0;
        let revisions = request.changes.iter().filter_map(|change| match change {
            Change::Revision(revision) => Some(revision),
            Change::Withdraw(_) => None,
        });
        let contents: Vec<_> = revisions
            .map(|revision| revision.content.as_str())
            .collect();
        if request.changes.len() > MOST || contents.iter().any(|text| text.len() > LONGEST) {
            return Ok(Err(Failure::TooLarge));
        }
        if contents.iter().any(|text| text.contains(UNREADABLE)) {
            return Ok(Err(Failure::Rejected));
        }
        let mut acks = Vec::new();
        for change in &request.changes {
            if acks.len() == survives {
                return Ok(Err(Failure::Server));
            }
            let outcome = if luck.one_in(25) {
                Outcome::Deferred {
                    retry_after: luck.below(20) as u32,
                    missing: Vec::new(),
                }
            } else {
                self.judge(change, enterprise, now, ledger)?
            };
            acks.push(Ack {
                id: change.id(),
                outcome,
            });
        }
        for id in &request.recalls {
            if acks.len() == survives {
                return Ok(Err(Failure::Server));
            }
            acks.push(Ack {
                id: *id,
                outcome: self.recall(*id),
            });
        }
        if survives == acks.len() {
            return Ok(Err(Failure::Server));
        }
        Ok(Ok(self.page(device, enterprise, request.cursor, acks, now)))
    }

    fn recall(&mut self, id: Uuid) -> Outcome {
        if let Some(receipt) = self.receipts.get(&id).cloned() {
            return Outcome::Accepted { receipt };
        }
        self.recalled.insert(id);
        no(Refusal::Recalled)
    }

    /// The enterprise that a token is good for.
    pub(crate) fn whose(&self, token: &str, now: i64) -> Result<EnterpriseId, Failure> {
        let (_, enterprise, until) = self.tokens.get(token).ok_or(Failure::Auth)?;
        if self.revoked.contains(token) {
            return Err(Failure::Revoked);
        }
        if *until <= now {
            return Err(Failure::Auth);
        }
        Ok(*enterprise)
    }

    fn page(
        &self,
        device: DeviceId,
        enterprise: EnterpriseId,
        since: u64,
        acks: Vec<Ack>,
        now: i64,
    ) -> SyncResponse {
        let log = self.log(enterprise);
        let mut ids = BTreeSet::new();
        let mut cursor = (since as usize).min(log.len());
        while let Some((id, _)) = log.get(cursor)
            && (ids.len() < PAGE || ids.contains(id))
        {
            ids.insert(*id);
            cursor += 1;
        }
        let mut changes: Vec<_> = ids.iter().map(|id| self.cases[id].view.clone()).collect();
        if self.hands == Hands::Leaking {
            changes = self.cases.values().map(|case| case.view.clone()).collect();
        }
        SyncResponse {
            protocol: PROTOCOL.to_owned(),
            device: Some(device),
            acks,
            changes,
            cursor: cursor as u64,
            more: cursor < log.len(),
            server_time: now,
        }
    }

    fn judge(
        &mut self,
        change: &Change,
        enterprise: EnterpriseId,
        now: i64,
        ledger: &Ledger,
    ) -> Result<Outcome, Violation> {
        if let Some(receipt) = self.receipts.get(&change.id())
            && self.hands != Hands::Counting
        {
            let same = match change {
                Change::Revision(revision) => receipt.hash == revision.hash,
                Change::Withdraw(_) => true,
            };
            let receipt = receipt.clone();
            return Ok(if same {
                Outcome::Accepted { receipt }
            } else {
                no(Refusal::IdReused)
            });
        }
        if self.recalled.contains(&change.id()) && self.hands != Hands::Reviving {
            return Ok(no(Refusal::Recalled));
        }
        let missing = self.missing(change, enterprise);
        if !missing.is_empty() && self.hands != Hands::Careless {
            return Ok(Outcome::Deferred {
                retry_after: 0,
                missing,
            });
        }
        let before = match change {
            Change::Revision(revision) => self.cases.get(&revision.submission),
            Change::Withdraw(_) => None,
        };
        let before = before.map(|case| case.view.content.clone());
        let refused = match change {
            _ if self.receipts.contains_key(&change.id()) => Ok(()),
            Change::Revision(revision) => self.revise(revision, enterprise, now),
            Change::Withdraw(withdrawal) => self.withdraw(withdrawal, enterprise),
        };
        if let Err(reason) = refused {
            return Ok(no(reason));
        }
        ledger.server_takes(change, enterprise)?;
        if let (Change::Revision(revision), Some(before)) = (change, before)
            && let Some(draft) = ledger.pressed.get(&revision.id.0)
            && self.hands != Hands::Counting
        {
            ledger.edits.check(*draft, &before, &revision.content)?;
        }
        self.name(change, enterprise)?;
        let (submission, hash) = match change {
            Change::Revision(revision) => {
                let twice = self
                    .contents
                    .insert(nonce(&revision.content), revision.id.0);
                if twice.is_some_and(|id| id != revision.id.0) {
                    return Err(Violation::Doubled);
                }
                (revision.submission, revision.hash.clone())
            }
            Change::Withdraw(withdrawal) => (withdrawal.submission, String::new()),
        };
        self.changed(submission, now);
        let receipt = Receipt {
            submission,
            change: change.id(),
            hash,
            number: format!("2020-{:06}", self.receipts.len() + 1),
            received_at: now,
            seal: None,
        };
        if self.receipts.insert(change.id(), receipt.clone()).is_some() {
            return Err(Violation::Doubled);
        }
        Ok(Outcome::Accepted { receipt })
    }

    fn revise(
        &mut self,
        revision: &Revision,
        enterprise: EnterpriseId,
        now: i64,
    ) -> Result<(), Refusal> {
        if content_hash(&revision.content) != revision.hash {
            return Err(Refusal::HashMismatch);
        }
        if revision.content.contains(INVALID) {
            return Err(Refusal::Invalid);
        }
        let stored = match self.hands {
            Hands::Tidying => revision.content.trim_end().to_owned(),
            _ => revision.content.clone(),
        };
        match (self.cases.get_mut(&revision.submission), revision.parent) {
            (Some(case), _) if case.owner != enterprise => return Err(Refusal::NotFound),
            (Some(case), Some(parent)) if case.view.revision != parent => {
                return Err(Refusal::StaleParent);
            }
            (Some(case), Some(_)) if case.view.state.is_open() => {
                let asked = case.view.supplement.as_ref().map(|open| open.asked_at);
                // A correction leaves a request open that its writer had not read.
                if asked.is_some() && asked == read_request(&revision.content) {
                    case.view.state = State::InReview;
                    case.view.supplement = None;
                }
                case.view.revision = revision.id;
                case.view.hash = revision.hash.clone();
                case.view.content = stored;
                case.view.assisted.clear();
            }
            (Some(_), _) => return Err(Refusal::WrongState),
            (None, Some(_)) => return Err(Refusal::NotFound),
            (None, None) => {
                let view = first_view(revision, stored, now);
                self.cases.insert(
                    revision.submission,
                    Case {
                        owner: enterprise,
                        view,
                    },
                );
            }
        }
        Ok(())
    }

    fn withdraw(&mut self, withdrawal: &Withdrawal, owner: EnterpriseId) -> Result<(), Refusal> {
        let own = self
            .cases
            .get_mut(&withdrawal.submission)
            .filter(|case| case.owner == owner);
        let case = own.ok_or(Refusal::NotFound)?;
        if !case.view.state.is_open() {
            return Err(Refusal::WrongState);
        }
        case.view.state = State::Withdrawn;
        Ok(())
    }
}

/// What the person wrote, however often it was sealed.
fn nonce(content: &str) -> String {
    let content: Content = serde_json::from_str(content).unwrap();
    content.answers.text("nonce").unwrap_or_default().to_owned()
}

fn read_request(content: &str) -> Option<i64> {
    serde_json::from_str::<Content>(content)
        .unwrap()
        .read_request
}

fn no(reason: Refusal) -> Outcome {
    Outcome::Refused {
        reason,
        findings: Vec::new(),
    }
}

fn first_view(revision: &Revision, content: String, now: i64) -> SubmissionView {
    SubmissionView {
        id: revision.submission,
        version: 0,
        form: "damage".to_owned(),
        form_version: "1".to_owned(),
        number: "2020".to_owned(),
        state: State::Received,
        revision: revision.id,
        hash: revision.hash.clone(),
        content,
        received_at: now,
        updated_at: now,
        supplement: None,
        decision: None,
        officer: None,
        due_at: None,
        history: Vec::new(),
        assisted: String::new(),
    }
}
