//! What `cargo xtask site` left: `assets.json`, the files under `/pkg/`, and those of `public/`.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use serde::Deserialize;

use super::{
    file::File,
    shell::{self, Shells},
};
use crate::config::Config;

/// The list of files, at the site's root.
const LIST: &str = "assets.json";

#[derive(Debug, Deserialize)]
struct List {
    assets: BTreeMap<String, Listed>,
}

#[derive(Debug, Deserialize)]
struct Listed {
    path: String,
}

/// A site in memory.
#[derive(Debug)]
pub struct Site {
    files: HashMap<String, File>,
    pub(super) shells: Shells,
    /// Where the style sheet of the documents is served.
    pub document_style: String,
}

impl Site {
    /// Reads the site in `folder`; its shells carry `help_phone`.
    ///
    /// # Errors
    /// When it is not a site; says what to do.
    pub async fn load(folder: &Path, help_phone: &str) -> anyhow::Result<Self> {
        let list = std::fs::read(folder.join(LIST)).map_err(|error| {
            anyhow::anyhow!(
                "IEUM_SITE: no site in `{}` ({error}); `cargo xtask site` builds one",
                folder.display()
            )
        })?;
        let list: List = serde_json::from_slice(&list)
            .map_err(|error| anyhow::anyhow!("{}: {error}", folder.join(LIST).display()))?;
        let mut files = HashMap::new();
        collect(folder, "", &mut files)?;
        let names: BTreeMap<_, _> = list
            .assets
            .into_iter()
            .map(|(name, listed)| (name, listed.path))
            .collect();
        let shells = shell::render(&names, help_phone).await?;
        Ok(Self {
            files,
            shells,
            document_style: shell::path(&names, "document.css")?,
        })
    }

    /// The file that is served as `path`.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut HashMap<String, File>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let (path, url) = (entry.path(), format!("{prefix}/{name}"));
        if path.is_dir() {
            collect(&path, &url, files)?;
        } else if !matches!(
            path.extension().and_then(|end| end.to_str()),
            Some("br" | "gz")
        ) {
            files.insert(url.clone(), File::read(&path, &url)?);
        }
    }
    Ok(())
}

/// The site as it is now.
#[derive(Debug)]
pub struct Assets {
    folder: PathBuf,
    dev: bool,
    help_phone: String,
    current: RwLock<(Option<SystemTime>, Arc<Site>)>,
}

impl Assets {
    /// Reads the site that `config` names; in `dev` mode again whenever it is rebuilt.
    ///
    /// # Errors
    /// When it is not a site.
    pub async fn open(config: &Config) -> anyhow::Result<Self> {
        let site = Arc::new(Site::load(&config.site, &config.help_phone).await?);
        let built = built(&config.site);
        Ok(Self {
            folder: config.site.clone(),
            dev: config.dev,
            help_phone: config.help_phone.clone(),
            current: RwLock::new((built, site)),
        })
    }

    /// Whether browsers must ask each time.
    pub const fn is_dev(&self) -> bool {
        self.dev
    }

    /// The site.
    pub async fn site(&self) -> Arc<Site> {
        let (known, site) = self
            .current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if !self.dev {
            return site;
        }
        let newest = built(&self.folder);
        if newest == known {
            return site;
        }
        match Site::load(&self.folder, &self.help_phone).await {
            Ok(fresh) => {
                let fresh = Arc::new(fresh);
                *self.current.write().unwrap_or_else(PoisonError::into_inner) =
                    (newest, Arc::clone(&fresh));
                fresh
            }
            Err(error) => {
                tracing::warn!(%error, "the rebuilt site cannot be read yet");
                site
            }
        }
    }
}

fn built(folder: &Path) -> Option<SystemTime> {
    std::fs::metadata(folder.join(LIST))
        .and_then(|metadata| metadata.modified())
        .ok()
}
