//! The headers of the tus protocol 1.0, as they are read and written.

use std::str::FromStr;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
};
use domain::attachment::is_hash;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use crate::{error::ApiError, state::AppState};

/// The only version.
pub const SPOKEN: &str = "1.0.0";
/// What is spoken beside the core.
pub const EXTENSIONS: &str = "creation,creation-with-upload,expiration,checksum,termination";
/// Digests that a client may send with a piece.
pub const CHECKSUMS: &str = "sha1,sha256";
/// The media type of a piece.
pub const PIECE: &str = "application/offset+octet-stream";

/// Which version an answer speaks.
pub const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
/// Which versions there are.
pub const VERSION: HeaderName = HeaderName::from_static("tus-version");
/// [`EXTENSIONS`].
pub const EXTENSION: HeaderName = HeaderName::from_static("tus-extension");
/// The largest file.
pub const MAX_SIZE: HeaderName = HeaderName::from_static("tus-max-size");
/// [`CHECKSUMS`].
pub const CHECKSUM_ALGORITHM: HeaderName = HeaderName::from_static("tus-checksum-algorithm");
/// How much is there.
pub const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
/// How much there will be.
pub const LENGTH: HeaderName = HeaderName::from_static("upload-length");
/// Until when it is kept.
pub const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
const OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");

/// A request that speaks our version.
#[derive(Clone, Debug)]
pub struct Tus(HeaderMap);

impl FromRequestParts<AppState> for Tus {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let spoken = parts.headers.get(RESUMABLE);
        if spoken.is_none_or(|version| version.as_bytes() != SPOKEN.as_bytes()) {
            return Err(ApiError::TusVersion);
        }
        Ok(Self(parts.headers.clone()))
    }
}

impl Tus {
    /// `Upload-Length`.
    pub(super) fn length(&self) -> Result<u64, ApiError> {
        self.number(&LENGTH)
    }

    /// `Upload-Offset`.
    pub(super) fn offset(&self) -> Result<u64, ApiError> {
        self.number(&OFFSET)
    }

    /// The file's hash in `Upload-Metadata`.
    pub(super) fn hash(&self) -> Result<String, ApiError> {
        let pairs = self.text(&METADATA).unwrap_or_default().split(',');
        pairs
            .filter_map(|pair| pair.trim().split_once(' '))
            .find(|(key, _)| *key == "sha256")
            .and_then(|(_, value)| String::from_utf8(base64(value.trim())?).ok())
            .filter(|hash| is_hash(hash))
            .ok_or_else(|| {
                malformed("Upload-Metadata must hold sha256: 64 digits of lower-case hex")
            })
    }

    /// Whether the body is a piece of the file.
    pub(super) fn is_piece(&self) -> bool {
        self.text(&header::CONTENT_TYPE)
            .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case(PIECE))
    }

    /// How many bytes the body says to have.
    pub(super) fn announced(&self) -> Option<u64> {
        self.text(&header::CONTENT_LENGTH)?.parse().ok()
    }

    /// `Upload-Checksum`.
    pub(super) fn checksum(&self) -> Result<Option<Checksum>, ApiError> {
        self.0
            .get(CHECKSUM)
            .map(|value| value.to_str().unwrap_or_default().parse())
            .transpose()
    }

    /// `X-HTTP-Method-Override`, for clients that can only say POST.
    pub(super) fn instead(&self) -> Option<&str> {
        self.text(&OVERRIDE)
    }

    fn text(&self, name: &HeaderName) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    fn number(&self, name: &HeaderName) -> Result<u64, ApiError> {
        self.text(name)
            .filter(|text| text.bytes().all(|digit| digit.is_ascii_digit()))
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| malformed(&format!("{name} must be a whole number")))
    }
}

/// What a piece must add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Checksum {
    Sha1(Vec<u8>),
    Sha256(Vec<u8>),
}

impl Checksum {
    pub(super) fn fits(&self, bytes: &[u8]) -> bool {
        match self {
            Self::Sha1(digest) => Sha1::digest(bytes).as_slice() == digest,
            Self::Sha256(digest) => Sha256::digest(bytes).as_slice() == digest,
        }
    }
}

impl FromStr for Checksum {
    type Err = ApiError;

    fn from_str(text: &str) -> Result<Self, ApiError> {
        let (algorithm, digest) = text
            .split_once(' ')
            .and_then(|(algorithm, digest)| Some((algorithm, base64(digest)?)))
            .ok_or_else(|| malformed("Upload-Checksum must be an algorithm and base64"))?;
        match algorithm {
            "sha1" => Ok(Self::Sha1(digest)),
            "sha256" => Ok(Self::Sha256(digest)),
            _ => Err(malformed("Upload-Checksum must be of sha1 or sha256")),
        }
    }
}

fn malformed(what: &str) -> ApiError {
    ApiError::Malformed(what.to_owned())
}

/// Bytes in base64 with its padding; the few short texts of these headers need no crate.
fn base64(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        Some(match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        })
    };
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for group in digits.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for byte in group {
            bits = bits << 6 | u32::from(digit(*byte)?);
        }
        bits <<= 6 * (4 - group.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    Some(bytes)
}

/// A moment as headers write it: `Sun, 06 Nov 1994 08:49:37 GMT`. Nothing beyond the calendar.
pub(super) fn moment(millis: i64) -> Option<HeaderValue> {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let at = OffsetDateTime::from_unix_timestamp(millis.div_euclid(1000)).ok()?;
    let text = format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        DAYS[usize::from(at.weekday().number_days_from_monday())],
        at.day(),
        MONTHS[usize::from(u8::from(at.month())) - 1],
        at.year(),
        at.hour(),
        at.minute(),
        at.second()
    );
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_with_its_padding_and_nothing_else_is() {
        // `printf 'a' | base64`, and so on.
        for (text, bytes) in [
            ("", ""),
            ("YQ==", "a"),
            ("YWI=", "ab"),
            ("YWJj", "abc"),
            ("YWJjZA==", "abcd"),
        ] {
            assert_eq!(base64(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        for text in ["YQ", "YQ=", "Y===", "YW*j", "YWJjZ"] {
            assert_eq!(base64(text), None, "{text}");
        }
    }

    #[test]
    fn a_moment_is_written_as_headers_write_it() {
        // The example of RFC 9110, section 5.6.7.
        let text = moment(784_111_777_000).map(|text| text.to_str().map(str::to_owned));
        assert_eq!(text.unwrap().unwrap(), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
