//! `assets.json`: what the server reads to name the current files in the shell.
//!
//! ```json
//! {
//!   "version": "0123456789ab",
//!   "assets": { "app.js": { "path": "/pkg/app.6789abcdef01.js", "raw": 9, "gzip": 9, "brotli": 9 } }
//! }
//! ```
//!
//! `version` changes with any file of the site. Each program has four names: `app.wasm`, `app.js`,
//! `boot-app.js` and `app.css`, and the same for `desk`. Sizes are in bytes, as transferred.

use std::collections::BTreeMap;

use serde::Serialize;

use super::file;
use super::precompress::Compressed;

#[derive(Debug, Serialize)]
pub(crate) struct Assets {
    version: String,
    pub(crate) assets: BTreeMap<String, Asset>,
}

/// A file and what its transfer costs in each encoding.
#[derive(Debug, Serialize)]
pub(crate) struct Asset {
    pub(crate) path: String,
    pub(crate) raw: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
}

impl Assets {
    pub(crate) fn of(files: &[Compressed]) -> Self {
        let parts = files
            .iter()
            .flat_map(|one| [one.file.path.as_bytes(), &one.file.bytes]);
        let version = file::digest(parts);
        let assets = files.iter().map(|one| {
            let raw = one.file.bytes.len();
            let size = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(raw, Vec::len);
            let asset = Asset {
                path: one.file.path.clone(),
                raw,
                gzip: size(&one.gzip),
                brotli: size(&one.brotli),
            };
            (one.file.name.clone(), asset)
        });
        Self {
            version,
            assets: assets.collect(),
        }
    }
}
