//! Fills a database to a number of submissions. They go in through [`Storage`], as the server's own do, in commits of
//! many; only the judgement of each content is left out, because all of them were made by the forms' rules.

use std::path::Path;

use domain::{
    api::Account,
    case::{Case, Flags, Role},
    id::{AccountId, DeviceId, EnterpriseId, RevisionId, SubmissionId},
};
use futures_util::future::join_all;
use server::{
    audit::{Act, Entry},
    auth::secret,
    clock::{Clock as _, SystemClock},
    random,
    storage::{
        DeviceRecord, Enrolment, NewDevice, NewEnterprise, NewRevision, NewSubmission, Proof,
        Receive, Session, SqliteStorage, Storage,
    },
};

use crate::parcel::Sample;

const ENTERPRISES: usize = 2_000;
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Over how long they came in.
const SPAN: i64 = 600 * DAY;
/// How many go in at once: as many as a commit takes.
const TOGETHER: usize = 256;

/// A database that grows.
pub(crate) struct Filling {
    storage: SqliteStorage,
    devices: Vec<DeviceRecord>,
    stored: usize,
    begun: i64,
}

impl Filling {
    pub(crate) async fn open(file: &Path) -> Self {
        let storage = SqliteStorage::open(file).await.unwrap();
        let begun = SystemClock.now() - SPAN;
        let enrolments = (0..ENTERPRISES).map(|number| enrol(&storage, number, begun));
        let devices = join_all(enrolments).await;
        Self {
            storage,
            devices,
            stored: 0,
            begun,
        }
    }

    /// A lead's session, as the value of its cookie.
    pub(crate) async fn log_in(&self) -> String {
        let now = SystemClock.now();
        let account = Account {
            id: AccountId(random::id(now)),
            login: "lead".to_owned(),
            name: "한도경".to_owned(),
            unit: "특별대응분과".to_owned(),
            phone: "053-123-4567".to_owned(),
            role: Role::Lead,
        };
        let entry = || Entry::new(now, None, Role::System, Act::AccountCreated, "");
        let id = account.id;
        let made = self
            .storage
            .create_account(account, String::new(), entry())
            .await;
        assert!(made.unwrap());
        let token = secret::token();
        let session = Session {
            token: secret::digest(&token),
            account: id,
            created_at: now,
            seen_at: now,
            expires_at: now + DAY,
        };
        self.storage.open_session(session, entry()).await.unwrap();
        token
    }

    /// Goes on until `count` submissions are there.
    pub(crate) async fn to(&mut self, count: usize, samples: &[Sample], of: usize) {
        let step = SPAN / i64::try_from(of).unwrap();
        while self.stored < count {
            let next = (self.stored + TOGETHER).min(count);
            let received = (self.stored..next).map(|number| {
                let at = self.begun + step * i64::try_from(number).unwrap();
                let device = &self.devices[number % self.devices.len()];
                let sample = &samples[number % samples.len()];
                receive(&self.storage, device, sample, number, at)
            });
            join_all(received).await;
            self.stored = next;
        }
    }

    pub(crate) async fn close(self) {
        self.storage.close().await;
    }
}

async fn enrol(storage: &SqliteStorage, number: usize, at: i64) -> DeviceRecord {
    let device = NewDevice {
        id: DeviceId(random::id(at)),
        token: random::bytes(),
        name: "Android Chrome".to_owned(),
        enrolled_at: at,
        expires_at: at + 2 * SPAN,
    };
    let proof = Proof::Registration(NewEnterprise {
        id: EnterpriseId(random::id(at)),
        name: format!("두레샘 {number}"),
        contact_name: "김서연".to_owned(),
        contact_mobile: "01012345678".to_owned(),
        verified: false,
    });
    let entry = Entry::new(at, None, Role::Applicant, Act::Enrolled, "").with("device", &device.id);
    match storage.enrol(device, proof, entry).await.unwrap() {
        Enrolment::Enrolled(record) => record,
        other => panic!("{other:?}"),
    }
}

async fn receive(
    storage: &SqliteStorage,
    device: &DeviceRecord,
    sample: &Sample,
    number: usize,
    at: i64,
) {
    let content = sample.content(number as u64);
    let submission = SubmissionId(random::id(at));
    let case = Case::received(&sample.form, Flags::default());
    let entry = Entry::new(at, None, Role::Applicant, Act::Case, "0123456789abcdef")
        .about(device.enterprise, submission)
        .with_event(&domain::case::Event::Received, case.state);
    let new = NewSubmission {
        id: submission,
        enterprise: device.enterprise,
        form_version: sample.version.clone(),
        receipt_kind: sample.receipt_kind.clone(),
        receipt_year: 2026,
        case,
        revision: NewRevision {
            id: RevisionId(random::id(at)),
            device: Some(device.id),
            hash: secret::sha256_hex(&content),
            content,
            files: Vec::new(),
        },
        summary: sample.summary.clone(),
        received_at: at,
        due_at: Some(at + 20 * DAY),
    };
    let received = storage.receive(new, entry).await.unwrap();
    assert!(matches!(received, Receive::Stored(_)), "{received:?}");
}
