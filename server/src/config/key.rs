//! Every configuration key, with its default and its line of documentation.

use std::fmt::Write as _;

/// One key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// In the file. The environment variable is `IEUM_` and the name in capitals.
    pub name: &'static str,
    /// The value when nobody says anything.
    pub default: &'static str,
    /// What values there are.
    pub values: &'static str,
    /// What it does.
    pub about: &'static str,
}

const fn key(
    name: &'static str,
    default: &'static str,
    values: &'static str,
    about: &'static str,
) -> Key {
    Key {
        name,
        default,
        values,
        about,
    }
}

/// All of them.
pub const KEYS: &[Key] = &[
    key(
        "listen",
        "127.0.0.1:3000",
        "address and port",
        "Where the server listens. Port 0 takes a free one.",
    ),
    key(
        "public_url",
        "",
        "`http(s)://host[:port]`",
        "How browsers reach the server: invitation links begin with it and the `Origin` check compares with it. Empty: `http://` and the address it listens on. With `https` the server sends HSTS.",
    ),
    key(
        "database",
        "sqlite://data/ieum.db",
        "`sqlite://` and a path, or `postgres://user[:password]@host[:port]/name`",
        "An SQLite file, which is created, with its folder, when it is missing; or an empty database of PostgreSQL 15 or newer, which several servers may share. Over a network, add `?sslmode=verify-full` (docs/operations.md).",
    ),
    key(
        "attachments",
        "",
        "path",
        "The folder of attached files; with `s3_bucket`, of those that are still being received. Empty: `attachments` beside the SQLite file, with PostgreSQL `data/attachments`. Servers that share a database share this folder.",
    ),
    key(
        "s3_bucket",
        "",
        "3 to 63 of `a-z 0-9 . -`",
        "The bucket of attached files, for this server, or those that share its database, alone. Empty: files are kept in the folder. See [below](#files-in-a-bucket).",
    ),
    key(
        "s3_endpoint",
        "",
        "`http(s)://host[:port]`",
        "The service that has the bucket. Empty: Amazon's own in the region.",
    ),
    key(
        "s3_region",
        "ap-northeast-2",
        "name of a region",
        "The region that requests are signed for. Services without regions take any.",
    ),
    key(
        "s3_key_id",
        "",
        "text",
        "The id of the key that may list, read, write and delete in the bucket.",
    ),
    key(
        "s3_secret",
        "",
        "text",
        "The secret of that key. It is never logged.",
    ),
    key(
        "s3_path_style",
        "on",
        "`on`, `off`",
        "Whether the bucket's name is in the path of a request, as most services of one's own want it, or in its host.",
    ),
    key(
        "attachment_limit",
        "10485760",
        "65536 to 104857600 bytes",
        "The largest file that can be attached.",
    ),
    key(
        "attachment_count",
        "100",
        "1 to 1000",
        "The most files that one submission may name, and that one enterprise may be uploading at a time.",
    ),
    key(
        "attachment_quota_mb",
        "1024",
        "1 to 1048576",
        "The most MiB of files that one enterprise may keep here.",
    ),
    key(
        "upload_days",
        "7",
        "1 to 90",
        "How many days an unfinished upload is kept after its last byte.",
    ),
    key(
        "orphan_days",
        "30",
        "1 to 400",
        "How many days a file is kept that was uploaded and never submitted.",
    ),
    key(
        "site",
        "target/site",
        "path",
        "The built app, as `cargo xtask site` leaves it.",
    ),
    key(
        "operator",
        "대구사회적경제지원센터",
        "1 to 60 characters",
        "The operator's name, shown to applicants.",
    ),
    key(
        "help_phone",
        "053-123-4567",
        "Korean phone number",
        "The help desk's number, on every screen and in the page that phones keep, so that it is there without a network. The default is a made-up number: set your own.",
    ),
    key(
        "self_registration",
        "off",
        "`on`, `off`",
        "Whether an enterprise may enrol without an invitation. It stays unverified until a coordinator confirms it.",
    ),
    key(
        "invitation_days",
        "14",
        "1 to 90",
        "How many days an invitation can be used.",
    ),
    key(
        "device_days",
        "400",
        "1 to 3650",
        "How many days a phone's token is good.",
    ),
    key(
        "session_idle_minutes",
        "60",
        "1 to 1440",
        "How long a coordinator's session lives without use.",
    ),
    key(
        "session_hours",
        "12",
        "1 to 168",
        "How long a coordinator's session lives at most.",
    ),
    key(
        "processing_days",
        "14",
        "1 to 90",
        "Working days until the applicant hears from a coordinator.",
    ),
    key(
        "body_limit",
        "8388608",
        "65536 to 268435456 bytes",
        "The largest request body, counted after decompression.",
    ),
    key(
        "request_timeout_seconds",
        "30",
        "1 to 600",
        "The longest a request may take.",
    ),
    key(
        "trust_proxy",
        "off",
        "`on`, `off`",
        "Whether a reverse proxy is in front: the last address of `X-Forwarded-For` then counts as the client's.",
    ),
    key(
        "log",
        "info",
        "a `tracing` filter, such as `info,server=debug`",
        "Which log lines are written.",
    ),
    key(
        "log_format",
        "text",
        "`text`, `json`",
        "How they are written.",
    ),
    key(
        "demo",
        "off",
        "`on`, `off`",
        "Fills an empty database with 300 made-up submissions and one account of each role. Same as `--demo`.",
    ),
    key(
        "dev",
        "off",
        "`on`, `off`",
        "For work on the app: nothing is cached, a rebuilt site is picked up.",
    ),
];

/// The key called `name`.
pub(super) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The keys as the Markdown table of `docs/configuration.md`.
pub fn table() -> String {
    let mut table = String::from(
        "| key | environment | default | values | meaning |\n| --- | --- | --- | --- | --- |\n",
    );
    for key in KEYS {
        let default = if key.default.is_empty() {
            "empty".to_owned()
        } else {
            format!("`{}`", key.default)
        };
        // Writing into a String cannot fail.
        let _ = writeln!(
            table,
            "| `{}` | `IEUM_{}` | {default} | {} | {} |",
            key.name,
            key.name.to_uppercase(),
            key.values,
            key.about
        );
    }
    table
}
