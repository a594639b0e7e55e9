//! Whether a file below some folders was written, added or removed since the last look.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

type Seen = BTreeMap<PathBuf, (SystemTime, u64)>;

/// What the files looked like the last time.
#[derive(Debug)]
pub(crate) struct Watch {
    folders: Vec<PathBuf>,
    seen: Seen,
}

impl Watch {
    /// Looks at `folders` of `root` for the first time.
    pub(crate) fn of(root: &Path, folders: &[&str]) -> Self {
        let folders: Vec<_> = folders.iter().map(|folder| root.join(folder)).collect();
        let seen = look(&folders);
        Self { folders, seen }
    }

    /// Looks again.
    pub(crate) fn changed(&mut self) -> bool {
        let now = look(&self.folders);
        let changed = now != self.seen;
        self.seen = now;
        changed
    }
}

fn look(folders: &[PathBuf]) -> Seen {
    let mut seen = Seen::new();
    for folder in folders {
        collect(folder, &mut seen);
    }
    seen
}

/// A file that goes away meanwhile is simply not seen.
fn collect(folder: &Path, seen: &mut Seen) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        if metadata.is_dir() {
            collect(&entry.path(), seen);
        } else if let Ok(modified) = metadata.modified() {
            seen.insert(entry.path(), (modified, metadata.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notices_what_is_added_written_and_removed_once() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("style/page")).unwrap();
        let mut watch = Watch::of(root.path(), &["style", "missing"]);
        assert!(!watch.changed());
        let file = root.path().join("style/page/a.css");
        std::fs::write(&file, "a").unwrap();
        assert!(watch.changed());
        assert!(!watch.changed());
        std::fs::write(&file, "ab").unwrap();
        assert!(watch.changed());
        std::fs::remove_file(&file).unwrap();
        assert!(watch.changed());
    }
}
