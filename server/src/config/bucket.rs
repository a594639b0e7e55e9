//! The bucket that files are kept in, when they are not kept in a folder.

use std::fmt;

use super::{
    ConfigError,
    parse::{Values, not_empty, origin},
};

/// Where the bucket is and who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// Scheme, host and port of the service; nothing means Amazon's own in the region.
    pub endpoint: Option<String>,
    /// The region that requests are signed for.
    pub region: String,
    /// Who asks.
    pub key_id: String,
    /// What shows it.
    pub secret: Secret,
    /// Whether the bucket's name is in the path, and not in the host.
    pub path_style: bool,
}

/// Words that no log and no error shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// For the one who has to sign with it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// The bucket, when one is named.
pub(super) fn bucket(values: &Values<'_>) -> Result<Option<Bucket>, ConfigError> {
    let name = values.checked("s3_bucket", "the name of a bucket", |name| {
        (name.is_empty() || is_bucket(name)).then(|| name.to_owned())
    })?;
    let endpoint = values.checked(
        "s3_endpoint",
        "an origin, such as https://s3.example.kr",
        |url| {
            if url.is_empty() {
                Some(None)
            } else {
                origin(url).map(Some)
            }
        },
    )?;
    let path_style = values.switch("s3_path_style")?;
    let region = values.checked("s3_region", "the name of a region", not_empty)?;
    if name.is_empty() {
        // What is set and does nothing would be a bucket that somebody believes in.
        for key in ["s3_endpoint", "s3_key_id", "s3_secret"] {
            values.secret(key, "nothing as long as there is no s3_bucket", |value| {
                value.is_empty().then_some(())
            })?;
        }
        return Ok(None);
    }
    let with = "a value: s3_bucket is set";
    Ok(Some(Bucket {
        name,
        endpoint,
        region,
        key_id: values.checked("s3_key_id", with, not_empty)?,
        secret: Secret(values.secret("s3_secret", with, not_empty)?),
        path_style,
    }))
}

/// Lower-case letters, digits, dots and hyphens, 3 to 63 of them.
fn is_bucket(name: &str) -> bool {
    let is_good = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-');
    (3..=63).contains(&name.len())
        && name.bytes().all(is_good)
        && !name.starts_with(['.', '-'])
        && !name.ends_with(['.', '-'])
}
