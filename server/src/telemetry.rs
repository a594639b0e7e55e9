//! Structured logs. They name routes, statuses, durations and ids, never what a person wrote, a token or an address.

use std::{io::IsTerminal as _, str::FromStr as _};

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts writing log lines to standard error. A second call in one process changes nothing.
pub fn start(config: &Config) {
    let filter = EnvFilter::from_str(&config.log).unwrap_or_default();
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started = match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    if started.is_err() {
        tracing::debug!("log lines are being written already");
    }
}
