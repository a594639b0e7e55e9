//! The server's program: started in a folder of its own, looked at from outside, and ended.

use std::{
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{line::Line, stand_in::write_site};

/// Where everything of this run lies.
#[derive(Debug)]
pub(crate) struct Place {
    root: PathBuf,
    pub(crate) site: PathBuf,
}

impl Place {
    pub(crate) fn new(root: &Path) -> Self {
        let site = std::env::var_os("IEUM_BENCH_SITE").map_or_else(
            || {
                let site = root.join("site");
                write_site(&site);
                site
            },
            PathBuf::from,
        );
        Self {
            root: root.to_owned(),
            site,
        }
    }

    /// A folder for one database.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let folder = self.root.join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    pub(crate) fn database(&self, name: &str) -> PathBuf {
        self.folder(name).join("ieum.db")
    }

    pub(crate) fn remove(&self, name: &str) {
        std::fs::remove_dir_all(self.root.join(name)).unwrap();
    }

    /// Starts the server on the database `name`, and waits for its first answer.
    pub(crate) async fn start(&self, name: &str) -> Program {
        let database = format!("sqlite://{}", self.database(name).display());
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_server"))
            .env_clear()
            .env("IEUM_LISTEN", "127.0.0.1:0")
            .env("IEUM_DATABASE", database)
            .env("IEUM_SITE", &self.site)
            .env("IEUM_SELF_REGISTRATION", "on")
            // Each phone has an address of its own, as in life: registrations are limited by address.
            .env("IEUM_TRUST_PROXY", "on")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        output.read_line(&mut first).unwrap();
        let (_, address) = first.split_once("http://").expect("an address");
        let address: SocketAddr = address.trim().trim_end_matches('/').parse().unwrap();
        let mut line = Line::open(address).await.unwrap();
        let answer = line.ask(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
        assert_eq!(answer.unwrap().status, 200);
        Program {
            ready: begun.elapsed(),
            child,
            _output: output,
            address,
        }
    }
}

/// A server that runs.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    /// Held open, as a terminal would.
    _output: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
    /// From its start to its first answer.
    pub(crate) ready: Duration,
}

impl Program {
    /// Resident memory now, in MB of a million bytes.
    pub(crate) fn memory(&self) -> f64 {
        self.status("VmRSS:")
    }

    /// The most resident memory since [`Self::forget_peak`].
    pub(crate) fn peak(&self) -> f64 {
        self.status("VmHWM:")
    }

    pub(crate) fn forget_peak(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
    }

    fn status(&self, name: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kib = line.and_then(|line| line.split_whitespace().next());
        kib.and_then(|kib| kib.parse::<f64>().ok()).unwrap() * 1.024 / 1000.0
    }

    /// The processor time that it has used, of all its threads.
    pub(crate) fn used(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        // The name, in brackets, may hold spaces. User and system time are the 14th and 15th field, in hundredths of
        // a second.
        let (_, fields) = stat.rsplit_once(") ").unwrap();
        let fields = fields.split(' ').skip(11).take(2);
        let ticks: u64 = fields.map(|ticks| ticks.parse::<u64>().unwrap()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// Asks it to end, and waits until it did.
    pub(crate) async fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").arg(pid).status().unwrap().success());
        let ended = tokio::task::spawn_blocking(move || self.child.wait().unwrap());
        assert!(ended.await.unwrap().success(), "it ends in order");
    }
}

/// Lets a program that has just started or worked come to rest.
pub(crate) async fn settle() {
    tokio::time::sleep(Duration::from_secs(2)).await;
}
