//! One file of the site before it is compressed, and how it is named.

use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};

/// Enough of a digest that two builds never share a name: 48 bits.
const DIGITS: usize = 12;

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct File {
    /// What it is called whatever its content: `app.js`.
    pub(crate) name: String,
    /// Where a browser asks for it: `/pkg/app.0123456789ab.js`.
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl File {
    /// A file named after its own content.
    pub(crate) fn hashed(name: &str, bytes: Vec<u8>) -> Self {
        let digest = digest([bytes.as_slice()]);
        Self {
            name: name.to_owned(),
            path: path(name, &digest),
            bytes,
        }
    }
}

/// The start of the SHA-256 of `parts`, each preceded by its length.
pub(crate) fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let mut digits: String = hash
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    digits.truncate(DIGITS);
    digits
}

/// `app.js` and a digest make `/pkg/app.<digest>.js`.
pub(crate) fn path(name: &str, digest: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "bin"));
    format!("/pkg/{stem}.{digest}.{extension}")
}

/// The files of `folder` with their own names, sorted.
pub(crate) fn public(folder: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    collect(folder, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<File>) -> Result<()> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("{} could not be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            let bytes = std::fs::read(entry.path())
                .with_context(|| format!("{} could not be read", entry.path().display()))?;
            files.push(File {
                path: format!("/{name}"),
                name,
                bytes,
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hashed_name_changes_with_the_content_and_only_with_it() {
        let one = File::hashed("app.css", b"a{}".to_vec());
        assert_eq!(one, File::hashed("app.css", b"a{}".to_vec()));
        assert_ne!(one.path, File::hashed("app.css", b"b{}".to_vec()).path);
        let stem = one.path.strip_prefix("/pkg/app.").unwrap();
        assert_eq!(stem.strip_suffix(".css").unwrap().len(), DIGITS);
    }

    #[test]
    fn a_digest_knows_where_one_part_ends() {
        assert_ne!(
            digest([b"ab".as_slice(), b"c"]),
            digest([b"a".as_slice(), b"bc"])
        );
    }

    #[test]
    fn public_files_keep_their_names_in_folders_too() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("font")).unwrap();
        std::fs::write(folder.path().join("font/a.woff2"), b"1").unwrap();
        std::fs::write(folder.path().join("icon.svg"), b"2").unwrap();
        let paths: Vec<_> = public(folder.path())
            .unwrap()
            .into_iter()
            .map(|file| file.path)
            .collect();
        assert_eq!(paths, ["/font/a.woff2", "/icon.svg"]);
    }
}
