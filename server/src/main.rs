//! The server's program: reads the configuration, says where it can be reached, and serves.

use std::{io::Write as _, process::ExitCode};

use server::{
    backup,
    command::{self, Task},
    config::Config,
    rotate,
    serve::Server,
    telemetry, verify,
};
use tokio::runtime::Runtime;

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

fn run() -> anyhow::Result<ExitCode> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let is_good = match command::parse(&arguments)? {
        Task::Version => {
            say(&format!("ieum server {}", env!("CARGO_PKG_VERSION")));
            true
        }
        Task::Serve { demo } => {
            let config = configuration(demo)?;
            Runtime::new()?.block_on(serve(config))?;
            true
        }
        Task::RotateKey => {
            let config = configuration(false)?;
            say(&Runtime::new()?.block_on(rotate::rotate_key(&config))?);
            true
        }
        Task::Verify => {
            let config = configuration(false)?;
            let report = Runtime::new()?.block_on(verify::command(&config))?;
            say(&report.to_string());
            report.damage.is_empty()
        }
        Task::Backup(to) => {
            let config = configuration(false)?;
            let made = Runtime::new()?.block_on(backup::command(&config, &to))?;
            say(&made.summary());
            made.damaged.is_empty()
        }
        // Where there is a backup and nothing else, there may be no configuration.
        Task::Restore { backup, to } => {
            say(&backup::restore(&backup, &to)?.summary());
            true
        }
    };
    Ok(if is_good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn configuration(demo: bool) -> anyhow::Result<Config> {
    let mut environment: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    if demo {
        environment.push(("IEUM_DEMO".to_owned(), "on".to_owned()));
    }
    let config = Config::load(environment, |path| std::fs::read_to_string(path))?;
    telemetry::start(&config);
    Ok(config)
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let server = Server::start(config).await?;
    say(&welcome(&server));
    server.run().await
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
