//! Compressing once here what the server would otherwise compress at each request.

use std::path::Path;

use std::io::Write as _;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{File, Kind, file};

/// What gains from it; images are compressed already.
const EXTENSIONS: [&str; 9] = [
    "css",
    "html",
    "js",
    "json",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
    "xml",
];

/// A file of the site, with its compressed forms where they are smaller.
#[derive(Debug)]
pub(crate) struct Compressed {
    pub(crate) file: File,
    pub(crate) gzip: Option<Vec<u8>>,
    pub(crate) brotli: Option<Vec<u8>>,
}

impl Compressed {
    /// Writes it below `site`, its compressed forms beside it as `.gz` and `.br`.
    pub(crate) fn write(&self, site: &Path) -> Result<()> {
        let path = site.join(self.file.path.trim_start_matches('/'));
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&path, &self.file.bytes)?;
        for (suffix, bytes) in [(".gz", &self.gzip), (".br", &self.brotli)] {
            if let Some(bytes) = bytes {
                let mut name = path.clone().into_os_string();
                name.push(suffix);
                std::fs::write(name, bytes)?;
            }
        }
        Ok(())
    }
}

/// Compresses `files`, each with a thread of its own; `cache` remembers earlier results.
pub(crate) fn all(files: Vec<File>, kind: Kind, cache: &Path) -> Result<Vec<Compressed>> {
    std::fs::create_dir_all(cache)?;
    std::thread::scope(|scope| {
        let workers: Vec<_> = files
            .into_iter()
            .map(|file| scope.spawn(move || one(file, kind, cache)))
            .collect();
        workers
            .into_iter()
            .map(|worker| match worker.join() {
                Ok(result) => result,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}

fn one(file: File, kind: Kind, cache: &Path) -> Result<Compressed> {
    let extension = file
        .path
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension);
    if !EXTENSIONS.contains(&extension) {
        return Ok(Compressed {
            file,
            gzip: None,
            brotli: None,
        });
    }
    // Quality 11 takes a second for each megabyte, 5 a hundredth of that.
    let (quality, level) = match kind {
        Kind::Release => (11, Compression::best()),
        Kind::Dev => (5, Compression::fast()),
    };
    let digest = file::digest([file.bytes.as_slice()]);
    let gzip = remembered(
        &cache.join(format!("{digest}-{}.gz", level.level())),
        || {
            let mut encoder = GzEncoder::new(Vec::new(), level);
            encoder.write_all(&file.bytes)?;
            Ok(encoder.finish()?)
        },
    )?;
    let brotli = remembered(&cache.join(format!("{digest}-{quality}.br")), || {
        let mut output = Vec::new();
        let params = BrotliEncoderParams {
            quality,
            size_hint: file.bytes.len(),
            ..Default::default()
        };
        brotli::BrotliCompress(&mut file.bytes.as_slice(), &mut output, &params)?;
        Ok(output)
    })?;
    let smaller = |bytes: Vec<u8>| Some(bytes).filter(|bytes| bytes.len() < file.bytes.len());
    Ok(Compressed {
        gzip: smaller(gzip),
        brotli: smaller(brotli),
        file,
    })
}

fn remembered(path: &Path, work: impl FnOnce() -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    if let Ok(bytes) = std::fs::read(path) {
        return Ok(bytes);
    }
    let bytes = work()?;
    // Renamed into place, so that an interrupted run leaves no half of a file.
    let part = path.with_extension("part");
    std::fs::write(&part, &bytes)
        .and_then(|()| std::fs::rename(&part, path))
        .with_context(|| format!("{} could not be written", path.display()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_compressed_comes_back_whole_and_what_would_grow_is_left() {
        let cache = tempfile::tempdir().unwrap();
        let long = "이음 ".repeat(500);
        let files = vec![
            File::hashed("long.js", long.clone().into_bytes()),
            File::hashed("tiny.js", b"1".to_vec()),
            File::hashed("icon.png", vec![0; 1_000]),
        ];
        let done = all(files, Kind::Release, cache.path()).unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(&**done[0].gzip.as_ref().unwrap())
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, long);
        let mut bytes = Vec::new();
        brotli::BrotliDecompress(&mut &**done[0].brotli.as_ref().unwrap(), &mut bytes).unwrap();
        assert_eq!(bytes, long.as_bytes());
        assert!(done[1].gzip.is_none() && done[1].brotli.is_none());
        assert!(done[2].gzip.is_none() && done[2].brotli.is_none());
    }
}
