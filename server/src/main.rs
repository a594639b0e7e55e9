//! The server's program: reads the configuration, says where it can be reached, and serves.

use std::{io::Write as _, process::ExitCode};

use server::{config::Config, rotate, serve::Server, telemetry, verify};

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            // Standard error is all there is to tell it on.
            let _ = writeln!(std::io::stderr(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What the program is asked to do.
enum Task {
    Serve,
    RotateKey,
    Verify,
}

fn run() -> anyhow::Result<ExitCode> {
    let mut environment: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    let mut task = Task::Serve;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "rotate-key" => task = Task::RotateKey,
            "verify" => task = Task::Verify,
            "--demo" => environment.push(("IEUM_DEMO".to_owned(), "on".to_owned())),
            "--version" => {
                say(&format!("ieum server {}", env!("CARGO_PKG_VERSION")));
                return Ok(ExitCode::SUCCESS);
            }
            other => anyhow::bail!(
                "`{other}` is no argument; there are `--demo`, `--version`, `rotate-key` and `verify`, and docs/configuration.md for the rest"
            ),
        }
    }
    let config = Config::load(environment, |path| std::fs::read_to_string(path))?;
    telemetry::start(&config);
    tokio::runtime::Runtime::new()?.block_on(async {
        match task {
            Task::Serve => {
                let server = Server::start(config).await?;
                say(&welcome(&server));
                server.run().await?;
            }
            Task::RotateKey => say(&rotate::rotate_key(&config).await?),
            Task::Verify => {
                let report = verify::command(&config).await?;
                say(&report.to_string());
                if !report.damage.is_empty() {
                    return Ok(ExitCode::FAILURE);
                }
            }
        }
        Ok(ExitCode::SUCCESS)
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
