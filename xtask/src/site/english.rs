//! The file with the English words of the phones' program, which names it by its id.

#[path = "../../../app/ui/build/english.rs"]
mod pack;

#[path = "../../../app/ui/build/locale.rs"]
#[expect(dead_code, reason = "the rest is for the build scripts")]
mod locale;

use std::path::Path;

use anyhow::{Result, anyhow};

use super::file::{self, File};

/// What it is called whatever its content.
pub(crate) const NAME: &str = "en.json";

/// Makes it of the sources in `app`.
pub(crate) fn file(app: &Path) -> Result<File> {
    let (pack, _) = pack::pack(app).map_err(|error| anyhow!("the English words: {error}"))?;
    Ok(File {
        name: NAME.to_owned(),
        path: file::path(NAME, &pack.id),
        bytes: pack.json.into_bytes(),
    })
}
