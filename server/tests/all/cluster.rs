//! A PostgreSQL for tests: one temporary cluster for each test process, on a socket in a folder of its own, and a new
//! database for each test. A test that needs one fails where there is none: a skipped test would prove nothing.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex, Weak,
        atomic::{AtomicU64, Ordering},
    },
};

use server::storage::PostgresStorage;
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;

/// The cluster of this process, while a test uses it.
static RUNNING: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
static DATABASES: AtomicU64 = AtomicU64::new(0);

/// A running cluster, taken down with its last database.
struct Cluster {
    folder: TempDir,
    programs: PathBuf,
}

/// A database of a test's own.
pub(crate) struct Database {
    pub(crate) url: String,
    _cluster: std::sync::Arc<Cluster>,
}

impl Database {
    pub(crate) async fn create() -> Self {
        let cluster = Cluster::shared();
        let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::SeqCst));
        let mut connection = PgConnection::connect(&cluster.url("postgres"))
            .await
            .unwrap();
        sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}")))
            .execute(&mut connection)
            .await
            .unwrap();
        Self {
            url: cluster.url(&name),
            _cluster: cluster,
        }
    }

    pub(crate) async fn open(&self) -> PostgresStorage {
        PostgresStorage::open(&self.url).await.unwrap()
    }
}

impl Cluster {
    fn shared() -> std::sync::Arc<Self> {
        let mut running = RUNNING.lock().unwrap();
        running.upgrade().unwrap_or_else(|| {
            let cluster = std::sync::Arc::new(Self::start());
            *running = std::sync::Arc::downgrade(&cluster);
            cluster
        })
    }

    fn start() -> Self {
        let programs = std::env::var_os("IEUM_TEST_POSTGRES").map_or_else(
            || PathBuf::from("/usr/lib/postgresql/15/bin"),
            PathBuf::from,
        );
        assert!(
            programs.join("initdb").exists(),
            "these tests need PostgreSQL 15: install the package postgresql-15 (`cargo xtask setup`), or name the folder of \
             its programs in IEUM_TEST_POSTGRES"
        );
        let folder = tempfile::tempdir().unwrap();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        let cluster = Self { folder, programs };
        let data = cluster.data();
        run(cluster
            .program("initdb")
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8"])
            .args(["--no-locale", "--no-sync", "--pgdata"])
            .arg(&data));
        let settings = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=on -c max_connections=300",
            cluster.folder.path().display()
        );
        run(cluster
            .program("pg_ctl")
            .args(["start", "--wait", "--silent", "--options", &settings])
            .arg("--log")
            .arg(cluster.folder.path().join("log"))
            .arg("--pgdata")
            .arg(&data));
        cluster
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn url(&self, database: &str) -> String {
        let folder = self.folder.path().display();
        format!("postgres:///{database}?host={folder}&user=postgres")
    }

    /// PostgreSQL refuses to run as root.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
                .arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        // What cannot be stopped any more has ended.
        let _ = self
            .program("pg_ctl")
            .args(["stop", "--mode=immediate", "--silent", "--pgdata"])
            .arg(data)
            .stdin(Stdio::null())
            .status();
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(Path::new("/proc/self")).is_ok_and(|own| own.uid() == 0)
}

/// Its output goes nowhere: the server would keep a pipe open.
fn run(command: &mut Command) {
    let status = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{command:?}: {status}");
}
