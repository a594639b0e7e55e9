//! The audit trail: who did what, when, in which role. Append-only and hash-chained (invariant 13).
//!
//! Each link's hash covers the entry and the hash before it, so that a row which was changed, taken out or put in
//! afterwards shows in [`verify`]. Whoever can rewrite the whole table can rewrite the chain too: keep its newest
//! hash somewhere else.

use domain::{
    case::{Event, Role, State},
    id::{AccountId, EnterpriseId, EventId, SubmissionId},
};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::{random, storage::Digest};

/// What kind of thing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Act {
    Case,
    CaseViewed,
    AttachmentViewed,
    Login,
    LoginRefused,
    Logout,
    Setup,
    AccountCreated,
    Invited,
    InvitationRevoked,
    Enrolled,
    EnterpriseConfirmed,
    DeviceRevoked,
    AttachmentTaken,
    ReceiptKeyMade,
}

impl Act {
    /// The code in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::CaseViewed => "case_viewed",
            Self::AttachmentViewed => "attachment_viewed",
            Self::Login => "login",
            Self::LoginRefused => "login_refused",
            Self::Logout => "logout",
            Self::Setup => "setup",
            Self::AccountCreated => "account_created",
            Self::Invited => "invited",
            Self::InvitationRevoked => "invitation_revoked",
            Self::Enrolled => "enrolled",
            Self::EnterpriseConfirmed => "enterprise_confirmed",
            Self::DeviceRevoked => "device_revoked",
            Self::AttachmentTaken => "attachment_taken",
            Self::ReceiptKeyMade => "receipt_key_made",
        }
    }
}

/// What is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EventId,
    /// When, the server's clock.
    pub at: i64,
    /// Who, when it was a person with an account.
    pub actor: Option<AccountId>,
    /// In which role.
    pub role: Role,
    /// What kind of thing: [`Act::code`].
    pub action: String,
    /// Whom it concerns.
    pub enterprise: Option<EnterpriseId>,
    /// What it concerns.
    pub submission: Option<SubmissionId>,
    /// The state it led to.
    pub state: Option<State>,
    /// More, as JSON: for a transition the [`Event`], for others the ids they are about.
    pub detail: String,
    /// A keyed hash of the address it came from.
    pub source: String,
}

impl Entry {
    /// An entry about nothing in particular.
    pub fn new(at: i64, actor: Option<AccountId>, role: Role, act: Act, source: &str) -> Self {
        Self {
            id: EventId(random::id(at)),
            at,
            actor,
            role,
            action: act.code().to_owned(),
            enterprise: None,
            submission: None,
            state: None,
            detail: "{}".to_owned(),
            source: source.to_owned(),
        }
    }

    /// The same about a submission.
    pub fn about(mut self, enterprise: EnterpriseId, submission: SubmissionId) -> Self {
        self.enterprise = Some(enterprise);
        self.submission = Some(submission);
        self
    }

    /// The same about an enterprise.
    pub fn of(mut self, enterprise: EnterpriseId) -> Self {
        self.enterprise = Some(enterprise);
        self
    }

    /// The same with the transition that it records.
    pub fn with_event(mut self, event: &Event, state: State) -> Self {
        self.state = Some(state);
        self.detail = json!(event).to_string();
        self
    }

    /// The same with the ids it is about.
    pub fn with(mut self, name: &str, id: &impl ToString) -> Self {
        self.detail = json!({ name: id.to_string() }).to_string();
        self
    }

    /// The hash of this entry behind `previous`.
    pub fn seal(&self, previous: &Digest) -> Digest {
        let text = json!([
            self.id,
            self.at,
            self.actor,
            self.role.code(),
            self.action,
            self.enterprise,
            self.submission,
            self.state.map(State::code),
            self.detail,
            self.source,
        ])
        .to_string();
        Sha256::new()
            .chain_update(previous)
            .chain_update(text.as_bytes())
            .finalize()
            .into()
    }
}

/// An entry in its place in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its place.
    pub seq: i64,
    /// What is written down.
    pub entry: Entry,
    /// The hash of the link before it.
    pub previous: Digest,
    /// Its own.
    pub hash: Digest,
}

/// What stands before the first link.
pub const GENESIS: Digest = [0; 32];

/// Checks a stretch of the chain that begins behind `previous`, and returns its last hash.
///
/// # Errors
/// The place of the first link that does not fit.
pub fn verify(mut previous: Digest, links: &[Link]) -> Result<Digest, i64> {
    for link in links {
        if link.previous != previous || link.entry.seal(&previous) != link.hash {
            return Err(link.seq);
        }
        previous = link.hash;
    }
    Ok(previous)
}
