//! A PostgreSQL for tests: one temporary cluster for each test process, on a socket in a folder of its own, and a new
//! database for each test. A test that needs one fails where there is none: a skipped test would prove nothing.

#[path = "cluster/programs.rs"]
mod programs;

use std::{
    fs::Permissions,
    os::unix::fs::PermissionsExt as _,
    process::{Child, Stdio},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use rcgen::{CertifiedKey, KeyPair};
use server::storage::PostgresStorage;
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

use self::programs::Programs;

/// The cluster of this process, while a test uses it.
static RUNNING: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
static DATABASES: AtomicU64 = AtomicU64::new(0);

/// Ends the database when nobody holds the other end of its input any more, however that came about: a test that
/// panics, or that is killed, leaves no process and no folder behind.
const GUARD: &str = r#"
"$@" >/dev/null 2>&1 &
read -r _
kill -QUIT $!
wait $!
"#;

/// A cluster, and its folder.
struct Cluster {
    folder: TempDir,
    programs: Programs,
    /// What `postgres` is told at its start.
    settings: Vec<String>,
    /// Where it listens for what comes over the network, when it does.
    port: Option<u16>,
    guard: Mutex<Option<Child>>,
}

/// A database of a test's own.
pub(crate) struct Database {
    pub(crate) url: String,
    name: String,
    cluster: Arc<Cluster>,
}

impl Database {
    /// In the cluster that all share and that forgets everything when the machine fails.
    pub(crate) async fn create() -> Self {
        let cluster = {
            let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
            running.upgrade().unwrap_or_else(|| {
                let cluster = Arc::new(Cluster::start("fsync=off", None));
                *running = Arc::downgrade(&cluster);
                cluster
            })
        };
        Self::create_in(cluster).await
    }

    /// In a cluster of its own that may be crashed.
    pub(crate) async fn durable() -> Self {
        Self::create_in(Arc::new(Cluster::start("fsync=on", None))).await
    }

    /// In a cluster of its own that listens on localhost, with this certificate.
    pub(crate) async fn encrypted(identity: &CertifiedKey<KeyPair>) -> Self {
        Self::create_in(Arc::new(Cluster::start("fsync=off", Some(identity)))).await
    }

    /// The URL over the network, with these parameters.
    pub(crate) fn network_url(&self, parameters: &str) -> String {
        let port = self.cluster.port.unwrap();
        let name = &self.name;
        format!("postgres://postgres@localhost:{port}/{name}?{parameters}")
    }

    async fn create_in(cluster: Arc<Cluster>) -> Self {
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::SeqCst));
        let mut connection = cluster.connect().await;
        sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}")))
            .execute(&mut connection)
            .await
            .unwrap();
        Self {
            url: cluster.url(&name),
            name,
            cluster,
        }
    }

    pub(crate) async fn open(&self) -> PostgresStorage {
        PostgresStorage::open(&self.url).await.unwrap()
    }

    /// Ends the whole cluster at once, as `pg_ctl stop -m immediate` does.
    pub(crate) fn crash(&self) {
        self.cluster.stop();
    }

    /// Starts it on what the crash left.
    pub(crate) async fn recover(&self) {
        self.cluster.run();
        self.cluster.connect().await.close().await.unwrap();
    }
}

impl Cluster {
    fn start(fsync: &str, identity: Option<&CertifiedKey<KeyPair>>) -> Self {
        let programs = Programs::find();
        let folder = tempfile::tempdir().unwrap();
        programs.give(folder.path());
        let data = folder.path().join("data");
        let made = programs
            .command("initdb")
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
            .args(["--no-locale", "--no-sync", "--wal-segsize=1", "--pgdata"])
            .arg(&data)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "initdb: {said}");
        let port = identity.map(|_| free_port());
        let address = if port.is_some() { "127.0.0.1" } else { "" };
        let mut settings = vec![
            fsync.to_owned(),
            "max_connections=300".to_owned(),
            format!("listen_addresses={address}"),
        ];
        settings.extend(port.map(|port| format!("port={port}")));
        if let Some(identity) = identity {
            let (key, secret) = (identity.cert.pem(), identity.signing_key.serialize_pem());
            for (setting, file, text) in [
                ("ssl_cert_file", "server.crt", key),
                ("ssl_key_file", "server.key", secret),
            ] {
                let path = folder.path().join(file);
                std::fs::write(&path, text).unwrap();
                std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
                programs.give(&path);
                settings.push(format!("{setting}={}", path.display()));
            }
            settings.push("ssl=on".to_owned());
        }
        let cluster = Self {
            folder,
            programs,
            settings,
            port,
            guard: Mutex::new(None),
        };
        cluster.run();
        cluster
    }

    fn run(&self) {
        let folder = self.folder.path();
        let guard = self
            .programs
            .command_of("sh")
            .args(["-c", GUARD, "guard"])
            .arg(self.programs.path("postgres"))
            .args(self.settings.iter().flat_map(|setting| ["-c", setting]))
            .arg("-k")
            .arg(folder)
            .arg("-D")
            .arg(folder.join("data"))
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        *self.guard.lock().unwrap() = Some(guard);
    }

    fn stop(&self) {
        let guard = self
            .guard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(mut guard) = guard {
            drop(guard.stdin.take());
            // What cannot be waited for has ended.
            let _ = guard.wait();
        }
    }

    /// Connects as soon as it answers.
    async fn connect(&self) -> PgConnection {
        let url = self.url("postgres");
        for _ in 0..3_000 {
            match PgConnection::connect(&url).await {
                Ok(connection) => return connection,
                // Its socket comes a moment after it starts, and it recovers before it answers.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
        panic!(
            "PostgreSQL does not start in {}",
            self.folder.path().display()
        );
    }

    fn url(&self, database: &str) -> String {
        let folder = self.folder.path().display();
        // The socket carries the number too.
        let port = self.port.map(|port| format!("&port={port}"));
        let port = port.unwrap_or_default();
        format!("postgres:///{database}?host={folder}&user=postgres{port}")
    }
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}
