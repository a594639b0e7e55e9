//! Configuration: environment variables over a TOML file over defaults.
//!
//! [`KEYS`] is the one list of keys. It is what the file may hold, which `IEUM_…` variables exist and what
//! `docs/configuration.md` says; a key or a value that is not in it stops the start with one sentence. This module
//! does not read the environment or the file system on its own: [`Config::load`] is given both.

mod bucket;
mod key;
mod parse;

use std::{collections::BTreeMap, net::SocketAddr, path::PathBuf, time::Duration};

pub use bucket::{Bucket, Secret};
pub use key::{KEYS, Key, table};

/// Why the configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("IEUM_CONFIG: cannot read `{path}`: {reason}")]
    Unreadable {
        /// Which.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// The file is not TOML.
    #[error("IEUM_CONFIG: `{path}` is not a TOML file of `key = value` lines: {reason}")]
    NotToml {
        /// Which.
        path: String,
        /// What the parser said.
        reason: String,
    },
    /// No such key.
    #[error("`{key}` is not a configuration key; docs/configuration.md lists them")]
    UnknownKey {
        /// As it was written.
        key: String,
    },
    /// The key exists, the value does not fit.
    #[error("{key} = `{value}`: {expected}")]
    Value {
        /// As it was written.
        key: String,
        /// As it was written.
        value: String,
        /// What would fit.
        expected: String,
    },
}

/// Where everything but files is kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// In an SQLite file.
    Sqlite(PathBuf),
    /// In a PostgreSQL database: its URL.
    Postgres(String),
}

impl std::fmt::Debug for Database {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(file) => formatter.debug_tuple("Sqlite").field(file).finish(),
            // The URL may hold a password.
            Self::Postgres(_) => formatter.write_str("Postgres"),
        }
    }
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Everything the server can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Where it listens.
    pub listen: SocketAddr,
    /// Scheme, host and port by which browsers reach it, without a slash at the end.
    pub public_url: String,
    /// The database.
    pub database: Database,
    /// The folder of attached files, or of those that are on their way to the bucket.
    pub attachments: PathBuf,
    /// Where files are kept instead of in the folder.
    pub bucket: Option<Bucket>,
    /// Largest attached file, in bytes.
    pub attachment_limit: u64,
    /// Most files that one content may name.
    pub attachment_count: usize,
    /// Most bytes of files that one enterprise may keep here.
    pub attachment_quota: u64,
    /// How long an upload may rest before it is dropped.
    pub upload: Duration,
    /// How long a file is kept that no content names.
    pub orphan: Duration,
    /// The built site.
    pub site: PathBuf,
    /// The operator's name, shown to applicants.
    pub operator: String,
    /// The help desk's phone number.
    pub help_phone: String,
    /// Whether an enterprise may enrol without an invitation.
    pub self_registration: bool,
    /// How long an invitation can be used.
    pub invitation: Duration,
    /// How long a phone's token is good.
    pub device: Duration,
    /// How long a session lives without use.
    pub session_idle: Duration,
    /// How long a session lives at most.
    pub session: Duration,
    /// Working days until an applicant hears from us.
    pub processing_days: u32,
    /// Largest request body, in bytes after decompression.
    pub body_limit: usize,
    /// Longest time for one request.
    pub request_timeout: Duration,
    /// Whether the last hop of `X-Forwarded-For` is the client.
    pub trust_proxy: bool,
    /// Which log lines are written.
    pub log: String,
    /// How.
    pub log_format: LogFormat,
    /// Whether an empty database is filled with made-up submissions.
    pub demo: bool,
    /// Whether nothing may be cached, for work on the app.
    pub dev: bool,
}

/// The variable that names the file.
const FILE: &str = "IEUM_CONFIG";
/// What every variable of ours begins with.
const PREFIX: &str = "IEUM_";
/// Variables of the build's own tools, which may be in the environment as well.
const FOREIGN: [&str; 4] = [
    "IEUM_CHROMIUM",
    "IEUM_E2E_WORKERS",
    "IEUM_SERVER_BIN",
    "IEUM_TEST_POSTGRES",
];

impl Config {
    /// Reads the configuration from `environment`, and from the file that `IEUM_CONFIG` names, through `read`.
    ///
    /// # Errors
    /// [`ConfigError`] when the file, a key or a value is wrong.
    pub fn load(
        environment: impl IntoIterator<Item = (String, String)>,
        read: impl FnOnce(&str) -> std::io::Result<String>,
    ) -> Result<Self, ConfigError> {
        let mut ours: BTreeMap<String, String> = environment
            .into_iter()
            .filter(|(name, _)| name.starts_with(PREFIX) && !FOREIGN.contains(&name.as_str()))
            .collect();
        let mut given = match ours.remove(FILE) {
            Some(path) => parse::file(&path, read)?,
            None => BTreeMap::new(),
        };
        for (name, value) in ours {
            let key = name[PREFIX.len()..].to_lowercase();
            if key::find(&key).is_none() {
                return Err(ConfigError::UnknownKey { key: name });
            }
            given.insert(
                key,
                parse::Given {
                    written: name,
                    value,
                },
            );
        }
        parse::config(&given)
    }

    /// Fills in what depends on the address that was taken: with port 0 only the system knows it beforehand.
    pub fn bound_to(&mut self, address: SocketAddr) {
        self.listen = address;
        if self.public_url.is_empty() {
            self.public_url = format!("http://{address}");
        }
    }

    /// Whether browsers reach the server over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
