//! Where PostgreSQL's programs are, and as whom they run: it refuses to run as root.

use std::{
    os::unix::fs::{MetadataExt as _, chown},
    path::{Path, PathBuf},
    process::Command,
};

/// Debian's folder.
const DEBIAN: &str = "/usr/lib/postgresql/15/bin";

pub(crate) struct Programs {
    folder: PathBuf,
    user: Option<User>,
}

/// Somebody who is not root, by number.
struct User {
    user: u32,
    group: u32,
}

impl Programs {
    /// In the folder that `IEUM_TEST_POSTGRES` names, in Debian's, or on `PATH`.
    pub(crate) fn find() -> Self {
        let named = std::env::var_os("IEUM_TEST_POSTGRES").map(PathBuf::from);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = named.map_or_else(
            || {
                let mut folders = vec![PathBuf::from(DEBIAN)];
                folders.extend(std::env::split_paths(&path));
                folders
            },
            |named| vec![named],
        );
        let has_both = |folder: &PathBuf| {
            ["initdb", "postgres"]
                .iter()
                .all(|program| folder.join(program).exists())
        };
        let folder = folders.into_iter().find(has_both).expect(
            "these tests need PostgreSQL 15: install the package postgresql-15 (`cargo xtask setup`), or name the \
             folder of its programs in IEUM_TEST_POSTGRES",
        );
        Self {
            folder,
            user: is_root().then(|| {
                let known = std::fs::read_to_string("/etc/passwd").unwrap();
                ["postgres", "nobody"]
                    .iter()
                    .find_map(|name| User::of(&known, name))
                    .expect("a user `postgres` or `nobody`, as whom the database runs")
            }),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn command(&self, name: &str) -> Command {
        self.command_of(self.path(name))
    }

    /// Any program, as the user who runs the database.
    pub(crate) fn command_of(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = match &self.user {
            None => Command::new(program),
            Some(User { user, group }) => {
                let mut command = Command::new("setpriv");
                command
                    .arg(format!("--reuid={user}"))
                    .arg(format!("--regid={group}"))
                    .arg("--clear-groups")
                    .arg(program);
                command
            }
        };
        command.current_dir("/");
        command
    }

    /// Lets the database write into a folder.
    pub(crate) fn give(&self, folder: &Path) {
        if let Some(User { user, group }) = self.user {
            chown(folder, Some(user), Some(group)).unwrap();
        }
    }
}

impl User {
    /// From lines such as `postgres:x:101:104:…`.
    fn of(known: &str, name: &str) -> Option<Self> {
        let line = known
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut numbers = line.split(':').skip(2).map(str::parse);
        Some(Self {
            user: numbers.next()?.ok()?,
            group: numbers.next()?.ok()?,
        })
    }
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
