//! A service that speaks S3, in this process, with one bucket: it checks signatures and checksums, and can go away.

use std::{
    fs,
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use axum::{Router, body::Body, extract::Request, http::StatusCode, response::IntoResponse as _};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use server::{attachment::BucketStore, attachment::DiskStore, config::Config};
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime::Runtime};

pub(crate) const NAME: &str = "ieum-files";
const KEY: &str = "ieum";
const SECRET: &str = "not-for-any-log";

const WELL: u8 = 0;
const AWAY: u8 = 1;
const SILENT: u8 = 2;

pub(crate) struct Bucket {
    folder: TempDir,
    address: SocketAddr,
    mood: Arc<AtomicU8>,
    /// Of its own, so that a test may block.
    runtime: Option<Runtime>,
}

impl Bucket {
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(NAME)).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let service = service.build();
        let mood = Arc::new(AtomicU8::new(WELL));
        let away = Arc::clone(&mood);
        let answer = move |request: Request| {
            let (service, away) = (service.clone(), Arc::clone(&away));
            async move {
                match away.load(Ordering::SeqCst) {
                    AWAY => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
                    SILENT => std::future::pending().await,
                    _ => {}
                }
                // The service would make it.
                if !request.uri().path().starts_with(&format!("/{NAME}")) {
                    return StatusCode::NOT_FOUND.into_response();
                }
                let request = request.map(s3s::Body::http_body_unsync);
                let answered = service.call(request).await.unwrap();
                answered.map(Body::new)
            }
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(async move {
            let listener = TcpListener::from_std(listener).unwrap();
            let router = Router::new().fallback(answer);
            axum::serve(listener, router).await.unwrap();
        });
        Self {
            folder,
            address,
            mood,
            runtime: Some(runtime),
        }
    }

    /// From now on it answers nothing but 503, or again as it should.
    pub(crate) fn set_away(&self, is_away: bool) {
        let mood = if is_away { AWAY } else { WELL };
        self.mood.store(mood, Ordering::SeqCst);
    }

    /// From now on it hears everything and answers nothing.
    pub(crate) fn silence(&self) {
        self.mood.store(SILENT, Ordering::SeqCst);
    }

    /// What the server has to be told to use it.
    pub(crate) fn settings(&self) -> Vec<(&'static str, String)> {
        vec![
            ("IEUM_S3_BUCKET", NAME.to_owned()),
            ("IEUM_S3_ENDPOINT", format!("http://{}", self.address)),
            ("IEUM_S3_KEY_ID", KEY.to_owned()),
            ("IEUM_S3_SECRET", SECRET.to_owned()),
        ]
    }

    pub(crate) fn config(&self) -> Config {
        config(&self.settings())
    }

    pub(crate) fn store(&self, spool: DiskStore) -> BucketStore {
        BucketStore::new(&self.config().bucket.unwrap(), spool).unwrap()
    }

    /// Where an object's bytes are.
    pub(crate) fn place(&self, key: &str) -> PathBuf {
        self.folder.path().join(NAME).join(key)
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

pub(crate) fn config(settings: &[(&str, String)]) -> Config {
    let settings = settings
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    Config::load(settings, |_| unreachable!("no file")).unwrap()
}
