//! Starting, serving, and stopping without losing anything.

use std::{future::IntoFuture as _, net::SocketAddr, path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

use crate::{
    asset::Assets,
    attachment::{self, AttachmentStore, DiskStore},
    clock::{Clock, SystemClock},
    config::Config,
    demo, router,
    state::AppState,
    storage::{SqliteStorage, Storage},
};

/// How much longer than a request connections may stay open at the end.
const GRACE: Duration = Duration::from_secs(2);

/// A server that is ready to answer.
#[derive(Debug)]
pub struct Server {
    /// What its handlers share.
    pub state: AppState,
    /// Where it listens.
    pub address: SocketAddr,
    /// The one-time secret for the first administrator, when there is no account.
    pub setup: Option<String>,
    /// The accounts that the demonstration made, with their passwords.
    pub demo: Vec<demo::Login>,
    listener: TcpListener,
}

impl Server {
    /// Opens the database, reads the site and binds the address.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn start(mut config: Config) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(config.listen)
            .await
            .with_context(|| format!("IEUM_LISTEN: cannot listen on {}", config.listen))?;
        let address = listener.local_addr()?;
        config.bound_to(address);
        let assets = Assets::open(&config).await?;
        let storage: Arc<dyn Storage> = Arc::new(open(&config.database).await?);
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let attachments: Arc<dyn AttachmentStore> = Arc::new(files(&config.attachments)?);
        let state = AppState::new(config, storage, attachments, clock, assets).await?;
        let demo = if state.config.demo {
            demo::fill(&state).await?
        } else {
            Vec::new()
        };
        let setup = state.offer_setup().await?;
        Ok(Self {
            state,
            address,
            setup,
            demo,
            listener,
        })
    }

    /// Answers until the process is asked to end; then finishes what was begun and closes the database.
    ///
    /// # Errors
    /// When the socket fails.
    pub async fn run(self) -> anyhow::Result<()> {
        let collecting = tokio::spawn(attachment::collect_forever(self.state.clone()));
        let service =
            router::router(self.state.clone()).into_make_service_with_connect_info::<SocketAddr>();
        let (ending, mut ends) = tokio::sync::watch::channel(false);
        let serving = axum::serve(self.listener, service).with_graceful_shutdown(async move {
            asked_to_end().await;
            ending.send_replace(true);
        });
        // A request may take its time; a connection that never finishes one may not keep the server alive.
        let patience = self.state.config.request_timeout + GRACE;
        let served = tokio::select! {
            served = serving.into_future() => served,
            () = async {
                if ends.wait_for(|ends| *ends).await.is_err() {
                    std::future::pending::<()>().await;
                }
                tokio::time::sleep(patience).await;
            } => Ok(()),
        };
        collecting.abort();
        self.state.storage.close().await;
        tracing::info!("everything is stored; good-bye");
        served.context("the socket failed")
    }
}

/// Opens the database, and makes its folder when it is missing.
pub(crate) async fn open(file: &Path) -> anyhow::Result<SqliteStorage> {
    if let Some(folder) = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        std::fs::create_dir_all(folder).with_context(|| {
            format!(
                "IEUM_DATABASE: cannot make the folder `{}`",
                folder.display()
            )
        })?;
    }
    SqliteStorage::open(file)
        .await
        .with_context(|| format!("IEUM_DATABASE: cannot open `{}`", file.display()))
}

/// Opens a database that is there for reading alone.
pub(crate) async fn read(file: &Path) -> anyhow::Result<SqliteStorage> {
    anyhow::ensure!(
        file.is_file(),
        "IEUM_DATABASE: there is no `{}`",
        file.display()
    );
    SqliteStorage::read(file)
        .await
        .with_context(|| format!("IEUM_DATABASE: cannot read `{}`", file.display()))
}

/// Opens the folder of attached files.
fn files(folder: &Path) -> anyhow::Result<DiskStore> {
    DiskStore::open(folder).with_context(|| {
        format!(
            "IEUM_ATTACHMENTS: cannot write to the folder `{}`",
            folder.display()
        )
    })
}

async fn asked_to_end() {
    let (Ok(mut term), Ok(mut interrupt)) = (
        signal(SignalKind::terminate()),
        signal(SignalKind::interrupt()),
    ) else {
        tracing::error!("signals cannot be heard; only SIGKILL ends the server");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("asked to end: finishing what was begun");
}
