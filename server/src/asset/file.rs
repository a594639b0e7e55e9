//! One file with its encodings.

use std::{ffi::OsString, path::Path};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use sha2::{Digest as _, Sha256};

use crate::random;

/// A file as it is served.
#[derive(Clone, Debug)]
pub(super) struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    media_type: &'static str,
    etag: HeaderValue,
    /// Named after its content, so that it never changes.
    is_immutable: bool,
}

impl File {
    /// Reads `path` and what was compressed beside it.
    pub(super) fn read(path: &Path, url: &str) -> anyhow::Result<Self> {
        let beside = |end: &str| {
            let mut name = OsString::from(path);
            name.push(end);
            std::fs::read(name).ok().map(Bytes::from)
        };
        let mut file = Self::new(std::fs::read(path)?.into(), media_type(url))?;
        file.brotli = beside(".br");
        file.gzip = beside(".gz");
        file.is_immutable = url.starts_with("/pkg/");
        Ok(file)
    }

    /// A file that was made here.
    pub(super) fn new(plain: Bytes, media_type: &'static str) -> anyhow::Result<Self> {
        let digest = Sha256::digest(&plain);
        // Weak: the encodings of one file share it.
        let etag = HeaderValue::from_str(&format!("W/\"{}\"", random::hex(&digest[..12])))?;
        Ok(Self {
            plain,
            brotli: None,
            gzip: None,
            media_type,
            etag,
            is_immutable: false,
        })
    }

    /// The answer to a request with these headers.
    pub(super) fn respond(&self, headers: &HeaderMap, dev: bool) -> Response {
        let cache = if dev {
            "no-store"
        } else if self.is_immutable {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let common = [
            (header::ETAG, self.etag.clone()),
            (header::CACHE_CONTROL, HeaderValue::from_static(cache)),
            (header::VARY, HeaderValue::from_static("accept-encoding")),
        ];
        if is_known(headers, &self.etag) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let (body, encoding) = self.encoded(headers);
        let mut response = (common, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(self.media_type),
        );
        if let Some(encoding) = encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        response
    }

    fn encoded(&self, headers: &HeaderMap) -> (Bytes, Option<&'static str>) {
        if let Some(brotli) = self.brotli.as_ref().filter(|_| accepts(headers, "br")) {
            return (brotli.clone(), Some("br"));
        }
        match self.gzip.as_ref().filter(|_| accepts(headers, "gzip")) {
            Some(gzip) => (gzip.clone(), Some("gzip")),
            None => (self.plain.clone(), None),
        }
    }
}

fn is_known(headers: &HeaderMap, etag: &HeaderValue) -> bool {
    let etag = etag.to_str().unwrap_or_default();
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == etag)
}

/// Whether `Accept-Encoding` names `encoding` with a weight above zero.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|offer| {
            let (name, weight) = offer.split_once(';').unwrap_or((offer, ""));
            let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
            name.trim() == encoding && weight.trim().parse().is_ok_and(|weight: f32| weight > 0.0)
        })
}

fn media_type(url: &str) -> &'static str {
    match url.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
