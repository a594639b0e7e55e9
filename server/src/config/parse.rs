//! From texts to a [`Config`].

use std::{collections::BTreeMap, net::SocketAddr, str::FromStr, time::Duration};

use domain::korea::phone::Phone;

use sqlx::postgres::PgConnectOptions;

use super::{Config, ConfigError, Database, LogFormat, bucket, key};

/// A value and the name under which somebody wrote it.
#[derive(Debug)]
pub(super) struct Given {
    pub(super) written: String,
    pub(super) value: String,
}

/// The lines of the file.
pub(super) fn file(
    path: &str,
    read: impl FnOnce(&str) -> std::io::Result<String>,
) -> Result<BTreeMap<String, Given>, ConfigError> {
    let text = read(path).map_err(|error| ConfigError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    })?;
    let not_toml = |reason: String| ConfigError::NotToml {
        path: path.to_owned(),
        reason,
    };
    let table: toml::Table = text
        .parse()
        .map_err(|error: toml::de::Error| not_toml(error.message().to_owned()))?;
    table
        .into_iter()
        .map(|(name, value)| {
            if key::find(&name).is_none() {
                return Err(ConfigError::UnknownKey { key: name });
            }
            let value = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Boolean(true) => "on".to_owned(),
                toml::Value::Boolean(false) => "off".to_owned(),
                other => return Err(not_toml(format!("`{name}` is a {}", other.type_str()))),
            };
            Ok((
                name.clone(),
                Given {
                    written: name,
                    value,
                },
            ))
        })
        .collect()
}

/// Everything parsed, defaults filled in.
pub(super) fn config(given: &BTreeMap<String, Given>) -> Result<Config, ConfigError> {
    let values = Values(given);
    let listen: SocketAddr =
        values.parsed("listen", "an address and port, such as 127.0.0.1:3000")?;
    let database = values.checked(
        "database",
        "`sqlite://` and a path, such as sqlite://data/ieum.db, or `postgres://user@host/name`",
        database,
    )?;
    Ok(Config {
        listen,
        public_url: values.checked(
            "public_url",
            "an origin, such as https://ieum.example.kr",
            |text| {
                if text.is_empty() {
                    Some(String::new())
                } else {
                    origin(text)
                }
            },
        )?,
        attachments: values.checked("attachments", "a path", |text| {
            Some(if text.is_empty() {
                match &database {
                    Database::Sqlite(file) => file.with_file_name("attachments"),
                    Database::Postgres(_) => "data/attachments".into(),
                }
            } else {
                text.into()
            })
        })?,
        bucket: bucket::bucket(&values)?,
        attachment_limit: values.number("attachment_limit", 65_536..=104_857_600)?,
        attachment_count: values.number("attachment_count", 1..=1_000)?,
        attachment_quota: values.number("attachment_quota_mb", 1..=1_048_576)? * MIB,
        upload: values.span("upload_days", 1..=90, DAY)?,
        orphan: values.span("orphan_days", 1..=400, DAY)?,
        database,
        site: values.checked("site", "a path", not_empty)?.into(),
        operator: values.checked("operator", "1 to 60 characters", |text| {
            (1..=60)
                .contains(&text.trim().chars().count())
                .then(|| text.trim().to_owned())
        })?,
        help_phone: values.checked("help_phone", "a Korean phone number", |text| {
            Phone::parse(text).ok().map(|_| text.trim().to_owned())
        })?,
        self_registration: values.switch("self_registration")?,
        invitation: values.span("invitation_days", 1..=90, DAY)?,
        device: values.span("device_days", 1..=3650, DAY)?,
        session_idle: values.span("session_idle_minutes", 1..=1440, 60)?,
        session: values.span("session_hours", 1..=168, 3600)?,
        processing_days: values.number("processing_days", 1..=90)?,
        body_limit: values.number("body_limit", 65_536..=268_435_456)?,
        request_timeout: values.span("request_timeout_seconds", 1..=600, 1)?,
        trust_proxy: values.switch("trust_proxy")?,
        log: values.checked("log", "a filter, such as info,server=debug", |text| {
            tracing_subscriber::EnvFilter::from_str(text)
                .ok()
                .map(|_| text.to_owned())
        })?,
        log_format: values.checked("log_format", "`text` or `json`", |text| match text {
            "text" => Some(LogFormat::Text),
            "json" => Some(LogFormat::Json),
            _ => None,
        })?,
        demo: values.switch("demo")?,
        dev: values.switch("dev")?,
    })
}

const MIB: u64 = 1024 * 1024;
const DAY: u64 = 24 * 60 * 60;

pub(super) struct Values<'a>(&'a BTreeMap<String, Given>);

impl Values<'_> {
    pub(super) fn checked<T>(
        &self,
        name: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let (written, value) = match self.0.get(name) {
            Some(given) => (given.written.as_str(), given.value.as_str()),
            None => (name, key::find(name).map_or("", |key| key.default)),
        };
        parse(value).ok_or_else(|| ConfigError::Value {
            key: written.to_owned(),
            value: value.to_owned(),
            expected: format!("expected {expected}"),
        })
    }

    fn parsed<T: FromStr>(&self, name: &str, expected: &str) -> Result<T, ConfigError> {
        self.checked(name, expected, |text| text.parse().ok())
    }

    /// The same for a value that no error may show.
    pub(super) fn secret<T>(
        &self,
        name: &str,
        expected: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        self.checked(name, expected, parse)
            .map_err(|error| match error {
                ConfigError::Value {
                    key,
                    value,
                    expected,
                } if !value.is_empty() => ConfigError::Value {
                    key,
                    value: "…".to_owned(),
                    expected,
                },
                error => error,
            })
    }

    pub(super) fn switch(&self, name: &str) -> Result<bool, ConfigError> {
        self.checked(name, "`on` or `off`", |text| match text {
            "on" | "true" | "1" => Some(true),
            "off" | "false" | "0" => Some(false),
            _ => None,
        })
    }

    fn number<T>(&self, name: &str, range: std::ops::RangeInclusive<T>) -> Result<T, ConfigError>
    where
        T: FromStr + PartialOrd + std::fmt::Display,
    {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        self.checked(name, &expected, |text| {
            text.parse().ok().filter(|number| range.contains(number))
        })
    }

    fn span(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<u64>,
        seconds: u64,
    ) -> Result<Duration, ConfigError> {
        self.number(name, range)
            .map(|count| Duration::from_secs(count * seconds))
    }
}

fn database(text: &str) -> Option<Database> {
    if let Some(path) = text.strip_prefix("sqlite://") {
        return not_empty(path).map(|path| Database::Sqlite(path.into()));
    }
    let (scheme, rest) = text.split_once("://")?;
    let (host, name) = rest.split_once('/')?;
    let fits = ["postgres", "postgresql"].contains(&scheme)
        && !name.split('?').next()?.is_empty()
        && (!host.is_empty() || name.contains("host="))
        && PgConnectOptions::from_str(text).is_ok();
    fits.then(|| Database::Postgres(text.to_owned()))
}

pub(super) fn not_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// `scheme://authority` in lower case and without a slash at the end, as browsers write an `Origin`.
pub(super) fn origin(text: &str) -> Option<String> {
    let uri: axum::http::Uri = text.parse().ok()?;
    let scheme = uri
        .scheme_str()
        .filter(|scheme| matches!(*scheme, "http" | "https"))?;
    let authority = uri
        .authority()
        .filter(|authority| !authority.as_str().contains('@'))?;
    let default_port = if scheme == "https" { ":443" } else { ":80" };
    let host = authority.as_str().to_lowercase();
    let host = host.strip_suffix(default_port).unwrap_or(&host);
    matches!(
        uri.path_and_query().map(|path| path.as_str()),
        None | Some("/")
    )
    .then(|| format!("{scheme}://{host}"))
}
