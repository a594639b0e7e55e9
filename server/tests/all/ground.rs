//! What a server that ends leaves behind: a database of either kind, and a folder of files.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Output},
    sync::Arc,
};

use server::{
    attachment::DiskStore,
    storage::{SqliteStorage, Storage},
};
use tempfile::TempDir;

use crate::{
    cluster::Database,
    crash::{Program, in_file},
    support::write_site,
};

pub(crate) struct Ground {
    folder: TempDir,
    /// None: an SQLite file in the folder.
    database: Option<Database>,
}

impl Ground {
    pub(crate) fn sqlite() -> Self {
        Self::on(None)
    }

    pub(crate) async fn postgres() -> Self {
        Self::on(Some(Database::durable().await))
    }

    fn on(database: Option<Database>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_site(&folder.path().join("site"));
        Self { folder, database }
    }

    /// A database that can crash without the server.
    pub(crate) const fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn url(&self) -> String {
        match &self.database {
            Some(database) => database.url.clone(),
            None => in_file(self.folder.path()),
        }
    }

    /// The program with a task that ends.
    pub(crate) fn run(&self, words: &[&str]) -> Output {
        run(&self.data(), &self.url(), words)
    }

    pub(crate) fn launch(&self) -> Child {
        Program::launch(self.folder.path(), &self.url())
    }

    pub(crate) fn start(&self) -> Program {
        Program::start_on(self.folder.path(), &self.url())
    }

    pub(crate) async fn storage(&self) -> Arc<dyn Storage> {
        match &self.database {
            Some(database) => Arc::new(database.open().await),
            None => {
                let file = self.data().join("ieum.db");
                Arc::new(SqliteStorage::open(&file).await.unwrap())
            }
        }
    }

    pub(crate) fn files(&self) -> DiskStore {
        DiskStore::open(&self.data().join("attachments")).unwrap()
    }
}

/// The program with a task that ends, on a database and on a folder that has its files.
pub(crate) fn run(data: &Path, database: &str, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_server"))
        .args(words)
        .env_clear()
        .env("IEUM_DATABASE", database)
        .env("IEUM_ATTACHMENTS", data.join("attachments"))
        .output()
        .unwrap()
}

/// What it said, when all is well.
#[track_caller]
pub(crate) fn good(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{error}");
    said
}

/// What it said when it refused, or found damage.
#[track_caller]
pub(crate) fn bad(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success(), "{said}");
    format!("{said}{}", String::from_utf8_lossy(&output.stderr))
}
