//! A server with a database, a site and a clock of its own, and the people who use it.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use domain::{
    api::{
        Account, ActRequest, CaseFile, Change, EnrolProof, EnrolRequest, EnrolResponse, ErrorBody,
        ErrorCode, Outcome, QueuePage, Receipt, Revision, SyncRequest, SyncResponse,
    },
    case::{Action, Role},
    id::{AccountId, DeviceId, SubmissionId},
};
use serde::{Serialize, de::DeserializeOwned};
use server::{
    asset::Assets,
    attachment::DiskStore,
    audit::{Act, Entry},
    auth::{secret, session},
    clock::{Clock, ManualClock},
    config::Config,
    demo::{self, Dice, Firm, Kind},
    random,
    router::router,
    state::AppState,
    storage::{SqliteStorage, Storage},
};
use tempfile::TempDir;
use tower::ServiceExt as _;

pub(crate) use crate::stand_in::write_site;

/// Friday 2026-04-17, 14:00 in Korea.
pub(crate) const START: i64 = 1_776_402_000_000;
pub(crate) const MINUTE: i64 = 60_000;
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;

pub(crate) struct TestApp {
    pub(crate) router: Router,
    pub(crate) state: AppState,
    pub(crate) clock: Arc<ManualClock>,
    folder: TempDir,
    seed: AtomicU64,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub(crate) fn ok<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{} {}", self.status, self.text());
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: ErrorCode) -> ErrorBody {
        assert_eq!(self.status, status, "{}", self.text());
        let body: ErrorBody = serde_json::from_slice(&self.body).expect("an ErrorBody");
        assert_eq!(body.code, code, "{}", self.text());
        body
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl TestApp {
    pub(crate) async fn start() -> Self {
        Self::with(&[]).await
    }

    /// With these settings beside the usual ones.
    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_site(&folder.path().join("site"));
        let mut environment = vec![
            (
                "IEUM_SITE".to_owned(),
                folder.path().join("site").display().to_string(),
            ),
            ("IEUM_PUBLIC_URL".to_owned(), "https://ieum.test".to_owned()),
            ("IEUM_SELF_REGISTRATION".to_owned(), "on".to_owned()),
        ];
        environment.extend(
            settings
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let config = Config::load(environment, |_| unreachable!("no file")).unwrap();
        let clock = Arc::new(ManualClock::at(START));
        let storage = SqliteStorage::open(&folder.path().join("ieum.db"))
            .await
            .unwrap();
        let assets = Assets::open(&config).await.unwrap();
        let clock_of_state: Arc<dyn Clock> = clock.clone();
        let attachments = DiskStore::open(&folder.path().join("attachments")).unwrap();
        let state = AppState::new(
            config,
            Arc::new(storage),
            Arc::new(attachments),
            clock_of_state,
            assets,
        )
        .await
        .unwrap();
        Self {
            router: router(state.clone()),
            state,
            clock,
            folder,
            seed: AtomicU64::new(1),
        }
    }

    pub(crate) fn storage(&self) -> &dyn Storage {
        &*self.state.storage
    }

    pub(crate) fn database(&self) -> std::path::PathBuf {
        self.folder.path().join("ieum.db")
    }

    pub(crate) fn attachments(&self) -> std::path::PathBuf {
        self.folder.path().join("attachments")
    }

    pub(crate) fn dice(&self) -> Dice {
        Dice::seeded(self.seed.fetch_add(1, Ordering::SeqCst))
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        self.send(json(Method::POST, path, body)).await
    }

    /// A page of ours sends it.
    pub(crate) async fn post_from_desk(&self, path: &str, body: &impl Serialize) -> Answer {
        let mut request = json(Method::POST, path, body);
        request
            .headers_mut()
            .insert("sec-fetch-site", "same-origin".parse().unwrap());
        self.send(request).await
    }

    /// A phone of a new, self-registered enterprise.
    pub(crate) async fn phone(&self) -> Phone<'_> {
        let firm = Firm::made_up(&mut self.dice());
        let request = enrolment(firm.registration());
        let response: EnrolResponse = self.post("/api/v1/enrolments", &request).await.ok();
        Phone {
            app: self,
            token: request.token,
            device: response.device,
            firm,
        }
    }

    /// Somebody with an account of that role, logged in.
    pub(crate) async fn staff(&self, role: Role) -> Staff<'_> {
        let now = self.state.clock.now();
        let id = AccountId(random::id(now));
        let account = Account {
            id,
            login: format!("{}-{}", role.code(), &id.0.simple().to_string()[20..]),
            name: format!("담당 {}", role.code()),
            unit: "지원팀".to_owned(),
            phone: "053-123-4567".to_owned(),
            role,
        };
        let entry = || Entry::new(now, None, Role::System, Act::AccountCreated, "");
        assert!(
            self.storage()
                .create_account(account.clone(), String::new(), entry())
                .await
                .unwrap()
        );
        let (token, session) = session::open(&self.state, id);
        self.storage().open_session(session, entry()).await.unwrap();
        Staff {
            app: self,
            token,
            account,
        }
    }
}

pub(crate) fn json(method: Method, path: &str, body: &impl Serialize) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(serde_json::to_vec(body).unwrap()))
        .unwrap()
}

pub(crate) fn enrolment(proof: EnrolProof) -> EnrolRequest {
    EnrolRequest {
        device: DeviceId(random::id(START)),
        token: secret::token(),
        device_name: "Android Chrome".to_owned(),
        proof,
    }
}

/// An enrolled phone.
pub(crate) struct Phone<'a> {
    pub(crate) app: &'a TestApp,
    pub(crate) token: String,
    pub(crate) device: DeviceId,
    pub(crate) firm: Firm,
}

impl Phone<'_> {
    pub(crate) async fn request(&self, request: &impl Serialize) -> Answer {
        let mut http = json(Method::POST, "/api/v1/sync", request);
        http.headers_mut().insert(
            header::AUTHORIZATION,
            format!("Bearer {}", self.token).parse().unwrap(),
        );
        self.app.send(http).await
    }

    pub(crate) async fn sync(&self, cursor: u64, changes: Vec<Change>) -> SyncResponse {
        let device_time = self.app.state.clock.now();
        self.request(&SyncRequest {
            cursor,
            changes,
            device_time,
        })
        .await
        .ok()
    }

    /// Pushes one change and says what became of it.
    pub(crate) async fn push(&self, change: impl Into<Pushed>) -> Outcome {
        let mut response = self.sync(0, vec![change.into().0]).await;
        response.acks.remove(0).outcome
    }

    #[track_caller]
    pub(crate) fn accepted(outcome: Outcome) -> Receipt {
        match outcome {
            Outcome::Accepted { receipt } => receipt,
            other => panic!("not accepted: {other:?}"),
        }
    }

    /// A valid revision of a new submission.
    pub(crate) fn filled_in(&self, kind: Kind) -> Revision {
        let now = self.app.state.clock.now();
        let content =
            demo::content(&self.app.state, &mut self.app.dice(), &self.firm, kind, now).unwrap();
        demo::revision(&content, None, now).unwrap()
    }

    /// A submission that was received.
    pub(crate) async fn submitted(&self, kind: Kind) -> Revision {
        let revision = self.filled_in(kind);
        Self::accepted(self.push(revision.clone()).await);
        revision
    }
}

/// Something a phone pushes.
pub(crate) struct Pushed(Change);

impl From<Revision> for Pushed {
    fn from(revision: Revision) -> Self {
        Self(Change::Revision(revision))
    }
}

impl From<domain::api::Withdrawal> for Pushed {
    fn from(withdrawal: domain::api::Withdrawal) -> Self {
        Self(Change::Withdraw(withdrawal))
    }
}

/// The next revision of a submission, sealed now, with another content.
pub(crate) fn continued(app: &TestApp, parent: &Revision, note: &str) -> Revision {
    let mut content: domain::api::Content = serde_json::from_str(&parent.content).unwrap();
    content.note = note.to_owned();
    content.sealed_at = app.state.clock.now();
    demo::revision(&content, Some(parent), content.sealed_at).unwrap()
}

/// Somebody who is logged in.
pub(crate) struct Staff<'a> {
    app: &'a TestApp,
    token: String,
    pub(crate) account: Account,
}

impl Staff<'_> {
    pub(crate) fn cookie(&self) -> String {
        format!("__Host-ieum={}", self.token)
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, self.cookie());
        self.app.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: &impl Serialize) -> Answer {
        let mut request = json(Method::POST, path, body);
        let headers = request.headers_mut();
        headers.insert(header::COOKIE, self.cookie().parse().unwrap());
        headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
        self.app.send(request).await
    }

    pub(crate) async fn file(&self, id: SubmissionId) -> CaseFile {
        self.get(&format!("/api/v1/desk/submissions/{id}"))
            .await
            .ok()
    }

    /// Acts on the case as it stands.
    pub(crate) async fn act(&self, id: SubmissionId, action: Action) -> Answer {
        let version = self
            .app
            .storage()
            .submission(id)
            .await
            .unwrap()
            .map_or(1, |found| found.version);
        self.post(
            &format!("/api/v1/desk/submissions/{id}/actions"),
            &ActRequest { version, action },
        )
        .await
    }

    pub(crate) async fn queue(&self, query: &str) -> QueuePage {
        self.get(&format!("/api/v1/desk/submissions?{query}"))
            .await
            .ok()
    }
}
