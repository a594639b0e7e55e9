//! What a killed server leaves behind: a database of either kind, and a folder of files.

use std::{path::PathBuf, process::Child, sync::Arc};

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

    fn url(&self) -> String {
        match &self.database {
            Some(database) => database.url.clone(),
            None => in_file(self.folder.path()),
        }
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
