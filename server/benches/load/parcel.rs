//! What phones send: made-up answers to the real forms, each with ids and a hash of its own.
//!
//! A sample is made once by the forms' own rules; a change made of it costs two copies and one hash, so that the
//! generator takes little of the machine that it shares with the server.

use std::sync::Arc;

use domain::{
    api::Content,
    id::{RevisionId, SubmissionId},
};
use server::{
    asset::Assets,
    attachment::DiskStore,
    auth::secret,
    clock::{Clock, SystemClock},
    config::Config,
    demo::{self, Dice, Firm, Kind},
    random,
    state::AppState,
    storage::{SqliteStorage, Summary},
    sync,
};

use crate::program::Place;

/// How many different contents there are.
const SAMPLES: usize = 200;
/// What stands in a sample where each change has its number.
const MARK: &str = "@@@@";

/// A content, cut where each change differs.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) form: String,
    pub(crate) version: String,
    pub(crate) receipt_kind: String,
    pub(crate) summary: Summary,
    plain: (String, String),
    escaped: (String, String),
}

/// A frozen content and the JSON that carries it.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    pub(crate) revision: RevisionId,
    pub(crate) submission: SubmissionId,
    pub(crate) hash: String,
    pub(crate) json: String,
}

impl Sample {
    /// Content number `number`.
    pub(crate) fn content(&self, number: u64) -> String {
        format!("{}{number}{}", self.plain.0, self.plain.1)
    }

    /// A first revision with content number `number`.
    pub(crate) fn parcel(&self, number: u64) -> Parcel {
        let now = SystemClock.now();
        let (revision, submission) = (random::id(now), random::id(now));
        let hash = secret::sha256_hex(&self.content(number));
        let (before, after) = &self.escaped;
        let json = format!(
            r#"{{"kind":"revision","id":"{revision}","submission":"{submission}","content":"{before}{number}{after}","hash":"{hash}"}}"#
        );
        Parcel {
            revision: RevisionId(revision),
            submission: SubmissionId(submission),
            hash,
            json,
        }
    }
}

/// Damage reports, quick and full, and applications to sell online, as the demonstration makes them up.
pub(crate) async fn samples(place: &Place) -> Arc<[Sample]> {
    let state = state(place).await;
    let mut dice = Dice::seeded(2020);
    let now = state.clock.now();
    let samples = (0..SAMPLES).map(|number| {
        let kind = if number % 10 < 6 {
            Kind::Damage
        } else {
            Kind::Onboarding
        };
        let firm = Firm::made_up(&mut dice);
        let mut content = demo::content(&state, &mut dice, &firm, kind, now).unwrap();
        MARK.clone_into(&mut content.note);
        sample(&state, &content)
    });
    let samples = samples.collect();
    state.storage.close().await;
    place.remove("samples");
    samples
}

fn sample(state: &AppState, content: &Content) -> Sample {
    let cut = |text: &str| {
        let (before, after) = text.split_once(MARK).unwrap();
        (before.to_owned(), after.to_owned())
    };
    let plain = serde_json::to_string(content).unwrap();
    let escaped = serde_json::to_string(&plain).unwrap();
    let form = state.forms.get(&content.form, &content.version).unwrap();
    Sample {
        form: content.form.clone(),
        version: content.version.clone(),
        receipt_kind: form.receipt_kind().to_owned(),
        summary: sync::summary(&content.answers),
        plain: cut(&plain),
        escaped: cut(&escaped[1..escaped.len() - 1]),
    }
}

/// A server's state without a server: the forms and what makes contents up.
async fn state(place: &Place) -> AppState {
    let site = ("IEUM_SITE".to_owned(), place.site.display().to_string());
    let config = Config::load([site], |_| unreachable!("no file")).unwrap();
    let folder = place.folder("samples");
    let storage = SqliteStorage::open(&folder.join("ieum.db")).await.unwrap();
    let attachments = DiskStore::open(&folder.join("attachments")).unwrap();
    let assets = Assets::open(&config).await.unwrap();
    AppState::new(
        config,
        Arc::new(storage),
        Arc::new(attachments),
        Arc::new(SystemClock),
        assets,
    )
    .await
    .unwrap()
}
