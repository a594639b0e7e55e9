//! A demonstration: an empty database filled with 300 made-up submissions and one account of each role.
//!
//! Nothing goes in by a side door: phones are enrolled, contents are sealed and judged by [`crate::sync`], reviews go
//! through [`crate::casework::act`], each at a moment of the past two months. The shares of what is answered follow the
//! surveys in the domain specification, section 0. No firm, person or number is real.

mod answers;
mod damage;
mod dice;
mod full;
mod listing;
mod onboarding;
mod people;
mod profile;
mod review;

use domain::{
    api::{Account, Change, Content, EnrolProof, Outcome, Revision},
    case::Role,
    id::{AccountId, DeviceId, EnterpriseId, RevisionId, SubmissionId},
};

pub use dice::Dice;
pub use people::Firm;

use crate::{
    audit::{Act, Entry},
    auth::secret,
    random,
    state::AppState,
    storage::{DeviceRecord, Enrolment, NewDevice, NewEnterprise, Proof, Submission},
    sync::{self, Sender},
};

/// How many submissions.
pub const SUBMISSIONS: usize = 300;
/// Over how many days they came in.
const DAYS: i64 = 60;
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Of ten submissions so many are damage reports; the rest apply to sell online.
const DAMAGE_OF_TEN: u64 = 6;

/// An account that was made, with its password.
#[derive(Clone, Debug)]
pub struct Login {
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
    /// Role.
    pub role: Role,
}

/// Which form a made-up content is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A damage report.
    Damage,
    /// An application to sell online.
    Onboarding,
}

/// Fills the database, unless it holds an account already.
///
/// # Errors
/// When storage fails, or a made-up submission is not accepted.
pub async fn fill(state: &AppState) -> anyhow::Result<Vec<Login>> {
    if state.storage.account_count().await? > 0 {
        return Ok(Vec::new());
    }
    let mut dice = Dice::seeded(u64::from_le_bytes(random::bytes()));
    let now = state.clock.now();
    let begun = now - DAYS * DAY;
    let (staff, logins) = accounts(state, begun).await?;
    let mut steps = Vec::new();
    let mut received: Vec<i64> = (0..SUBMISSIONS)
        .map(|_| begun + dice.between(0, DAYS * DAY - DAY / 2))
        .collect();
    received.sort_unstable();
    let mut phone: Option<(Firm, DeviceRecord)> = None;
    for at in received {
        // Every fourth submission comes from the same enterprise as the one before.
        if phone.is_none() || !dice.is_one_in(4) {
            let firm = Firm::made_up(&mut dice);
            let device = enrol(state, &mut dice, &firm, at - DAY / 24).await?;
            phone = Some((firm, device));
        }
        let Some((firm, device)) = &phone else {
            continue;
        };
        let kind = if dice.below(10) < DAMAGE_OF_TEN {
            Kind::Damage
        } else {
            Kind::Onboarding
        };
        let revision = revision(&content(state, &mut dice, firm, kind, at)?, None, at)?;
        push(state, device, &revision, at).await?;
        steps.extend(review::plan(&mut dice, &revision, device, kind, at, now));
    }
    steps.sort_by_key(|step| step.at);
    for step in steps {
        review::carry_out(state, &staff, step).await?;
    }
    Ok(logins)
}

/// A made-up content of `kind`, sealed a few minutes before `at`.
///
/// # Errors
/// When the form is not in the catalogue.
pub fn content(
    state: &AppState,
    dice: &mut Dice,
    firm: &Firm,
    kind: Kind,
    at: i64,
) -> anyhow::Result<Content> {
    let id = match kind {
        Kind::Damage => "DMG",
        Kind::Onboarding => "ONB",
    };
    let source = domain::forms::latest(id).ok_or_else(|| anyhow::anyhow!("no form {id}"))?;
    let form = state
        .forms
        .get(source.id, source.version)
        .ok_or_else(|| anyhow::anyhow!("the form {id} is not loaded"))?;
    let sealed_at = at - dice.between(1_000, 10 * 60_000);
    let answers = match kind {
        Kind::Damage => damage::answers(dice, firm),
        Kind::Onboarding => onboarding::answers(dice, firm),
    };
    Ok(Content {
        form: form.id().to_owned(),
        version: form.version().to_owned(),
        answers: answers::finish(form, dice, answers, sealed_at)?,
        locale: "ko".to_owned(),
        captured_at: sealed_at - dice.between(10 * 60_000, DAY),
        sealed_at,
        note: String::new(),
        read_request: None,
    })
}

/// The content as a frozen revision, of a new submission or of its parent's.
///
/// # Errors
/// Never for a content of ours.
pub fn revision(content: &Content, parent: Option<&Revision>, at: i64) -> anyhow::Result<Revision> {
    let text = serde_json::to_string(content)?;
    Ok(Revision {
        id: RevisionId(random::id(at)),
        submission: parent.map_or_else(|| SubmissionId(random::id(at)), |parent| parent.submission),
        parent: parent.map(|parent| parent.id),
        hash: secret::sha256_hex(&text),
        content: text,
    })
}

async fn push(
    state: &AppState,
    device: &DeviceRecord,
    revision: &Revision,
    at: i64,
) -> anyhow::Result<()> {
    let sender = Sender {
        device,
        now: at,
        clock_off: false,
        source: "",
    };
    match sync::judge(state, sender, &Change::Revision(revision.clone())).await {
        Outcome::Accepted { .. } => Ok(()),
        other => anyhow::bail!("a made-up submission was not accepted: {other:?}"),
    }
}

async fn submission(state: &AppState, id: SubmissionId) -> anyhow::Result<Submission> {
    let found = state.storage.submission(id).await?;
    found.ok_or_else(|| anyhow::anyhow!("a made-up submission is gone"))
}

async fn enrol(
    state: &AppState,
    dice: &mut Dice,
    firm: &Firm,
    at: i64,
) -> anyhow::Result<DeviceRecord> {
    let EnrolProof::SelfRegistration {
        enterprise,
        contact_name,
        contact_mobile,
    } = firm.registration()
    else {
        anyhow::bail!("a made-up enterprise registers itself");
    };
    let id = DeviceId(random::id(at));
    let device = NewDevice {
        id,
        token: secret::digest(&secret::token()),
        name: dice
            .pick(&[
                "Android Chrome",
                "Android 삼성 인터넷",
                "iPhone Safari",
                "Windows Edge",
            ])
            .to_owned(),
        enrolled_at: at,
        expires_at: at + 400 * DAY,
    };
    let proof = Proof::Registration(NewEnterprise {
        id: EnterpriseId(random::id(at)),
        name: enterprise,
        contact_name,
        contact_mobile,
        verified: false,
    });
    let entry = Entry::new(at, None, Role::Applicant, Act::Enrolled, "").with("device", &id);
    let Enrolment::Enrolled(record) = state.storage.enrol(device, proof, entry).await? else {
        anyhow::bail!("a made-up phone was not enrolled");
    };
    if !dice.is_one_in(5) {
        let entry =
            Entry::new(at, None, Role::System, Act::EnterpriseConfirmed, "").of(record.enterprise);
        state
            .storage
            .confirm_enterprise(record.enterprise, entry)
            .await?;
    }
    Ok(record)
}

async fn accounts(state: &AppState, at: i64) -> anyhow::Result<(Vec<Account>, Vec<Login>)> {
    let mut accounts = Vec::new();
    let mut logins = Vec::new();
    for role in Role::STAFF {
        let (name, unit) = people::staff(role);
        let password = [random::code(), random::code()].join("-").to_lowercase();
        let account = Account {
            id: AccountId(random::id(at)),
            login: role.code().to_owned(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            phone: "053-123-4567".to_owned(),
            role,
        };
        let hash = state
            .hasher
            .hash(password.clone())
            .await
            .map_err(|error| anyhow::anyhow!("a password could not be hashed: {error:?}"))?;
        let entry = Entry::new(at, None, Role::System, Act::AccountCreated, "")
            .with("account", &account.id);
        state
            .storage
            .create_account(account.clone(), hash, entry)
            .await?;
        logins.push(Login {
            login: account.login.clone(),
            password,
            role,
        });
        accounts.push(account);
    }
    Ok((accounts, logins))
}
