//! Configuration: what is written is what holds, and what is wrong stops the start with a sentence.

use std::time::Duration;

use server::config::{Config, ConfigError, Database, LogFormat, table};

fn load(environment: &[(&str, &str)], file: &str) -> Result<Config, ConfigError> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::load(environment, |_| Ok(file.to_owned()))
}

#[test]
fn the_environment_is_over_the_file_and_the_file_over_the_defaults() {
    let file =
        "operator = \"두레\"\nself_registration = true\ninvitation_days = 7\nlog_format = \"json\"";
    let environment = [
        ("IEUM_CONFIG", "ieum.toml"),
        ("IEUM_INVITATION_DAYS", "3"),
        ("PATH", "/bin"),
        ("IEUM_CHROMIUM", "x"),
    ];
    let config = load(&environment, file).unwrap();
    assert_eq!(config.operator, "두레");
    assert!(config.self_registration);
    assert_eq!(config.invitation, Duration::from_secs(3 * 24 * 3600));
    assert_eq!(config.log_format, LogFormat::Json);
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.database, Database::Sqlite("data/ieum.db".into()));
}

#[test]
fn what_is_wrong_is_told_in_one_sentence() {
    let told =
        |environment: &[(&str, &str)], file| load(environment, file).unwrap_err().to_string();
    let file = [("IEUM_CONFIG", "ieum.toml")];
    insta::assert_snapshot!(
        [
            told(&[("IEUM_LISTEN", "3000")], ""),
            told(&[("IEUM_LISTN", "127.0.0.1:3000")], ""),
            told(&[("IEUM_PUBLIC_URL", "ieum.example.kr/app")], ""),
            told(&[("IEUM_DATABASE", "postgres://x")], ""),
            told(&[("IEUM_DATABASE", "mysql://x/ieum")], ""),
            told(&[("IEUM_DEMO", "maybe")], ""),
            told(&[("IEUM_BODY_LIMIT", "1")], ""),
            told(&[("IEUM_HELP_PHONE", "119 911 000")], ""),
            told(&[("IEUM_LOG", "server=loud")], ""),
            told(&file, "colour = \"red\""),
            told(&file, "operator = [1]"),
            told(&file, "operator"),
        ]
        .join("\n")
    );
    let missing = Config::load([("IEUM_CONFIG".to_owned(), "gone.toml".to_owned())], |_| {
        Err(std::io::Error::from(std::io::ErrorKind::NotFound))
    });
    assert!(
        missing
            .unwrap_err()
            .to_string()
            .starts_with("IEUM_CONFIG: cannot read `gone.toml`")
    );
}

#[test]
fn a_postgres_url_is_a_database_and_its_password_stays_out_of_logs() {
    let url = "postgres://ieum:geheim@db.example.kr:5432/ieum";
    let config = load(&[("IEUM_DATABASE", url)], "").unwrap();
    assert_eq!(config.database, Database::Postgres(url.to_owned()));
    assert_eq!(config.attachments.to_str(), Some("data/attachments"));
    assert!(!format!("{config:?}").contains("geheim"));
}

#[test]
fn an_origin_is_written_as_browsers_write_it() {
    let origin = |url| load(&[("IEUM_PUBLIC_URL", url)], "").unwrap().public_url;
    assert_eq!(
        origin("https://Ieum.Example.KR/"),
        "https://ieum.example.kr"
    );
    assert_eq!(
        origin("https://ieum.example.kr:443"),
        "https://ieum.example.kr"
    );
    assert_eq!(origin("http://127.0.0.1:3000"), "http://127.0.0.1:3000");
}

#[test]
fn the_documentation_lists_every_key() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/configuration.md");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(
        text.contains(&table()),
        "docs/configuration.md should hold this table:\n\n{}",
        table()
    );
}
