//! The server's program: reads the configuration, says where it can be reached, and serves.

use std::{io::Write as _, process::ExitCode};

use server::{config::Config, rotate, serve::Server, telemetry};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Standard error is all there is to tell it on.
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let mut environment: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let mut rotates = false;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "rotate-key" => rotates = true,
            "--demo" => environment.push(("IEUM_DEMO".to_owned(), "on".to_owned())),
            "--version" => {
                say(&format!("ieum server {}", env!("CARGO_PKG_VERSION")));
                return Ok(());
            }
            other => anyhow::bail!(
                "`{other}` is no argument; there are `--demo`, `--version` and `rotate-key`, and docs/configuration.md for the rest"
            ),
        }
    }
    let config = Config::load(environment, |path| std::fs::read_to_string(path))?;
    telemetry::start(&config);
    tokio::runtime::Runtime::new()?.block_on(async {
        if rotates {
            say(&rotate::rotate_key(&config).await?);
            return Ok(());
        }
        let server = Server::start(config).await?;
        say(&welcome(&server));
        server.run().await
    })
}

fn welcome(server: &Server) -> String {
    let url = &server.state.config.public_url;
    let mut lines = vec![
        format!("Applicants' app:          {url}/"),
        format!("Coordinators' workspace:  {url}/desk"),
    ];
    if let Some(secret) = &server.setup {
        lines.push(format!(
            "First administrator:      {url}/desk/setup#{secret}"
        ));
    }
    if !server.demo.is_empty() {
        lines.push("Demonstration accounts, shown this once:".to_owned());
        lines.extend(server.demo.iter().map(|login| {
            format!(
                "  {:<14} {:<14} {}",
                login.role.code(),
                login.login,
                login.password
            )
        }));
    }
    lines.join("\n")
}

/// The one place that prints: where the server is and how to get in is for the person who started it, not for a log.
/// When nobody reads it, that is no reason not to serve.
fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out
        .write_all(format!("{text}\n").as_bytes())
        .and_then(|()| out.flush());
}
