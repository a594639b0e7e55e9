//! `cargo xtask site`: everything a browser downloads, as files in `target/site`.
//!
//! Files under `/pkg/` are named after their content and never change; those of `public/` keep
//! their names. `assets.json` tells the server what the current names are. The HTML shell isn't
//! made here: the server renders it.

mod assets;
mod bindgen;
mod boot;
mod budget;
mod compile;
mod english;
mod file;
mod precache;
mod precompress;
mod style;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

pub(crate) use budget::{CEILING, LIMIT};

use crate::setup::{self, WasmToolchain};
use crate::shell::step;
use crate::workspace::Workspace;
use assets::Assets;
use file::File;

#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Build quickly instead of small, with reloading in the browser
    #[arg(long)]
    dev: bool,
    /// Fail when the applicant's first load is over its budget
    #[arg(long, conflicts_with = "dev")]
    budget: bool,
}

/// What the site is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Small: for phones.
    Release,
    /// Quick to build; the page reloads itself when the site changes.
    Dev,
}

/// One of the two wasm programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    App,
    Desk,
}

impl Entry {
    const ALL: [Self; 2] = [Self::App, Self::Desk];

    /// The package, the stylesheet and the stem of its files.
    const fn name(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Desk => "desk",
        }
    }
}

pub(crate) fn command(workspace: &Workspace, options: &Options) -> Result<()> {
    let wasm = setup::building(workspace)?;
    let kind = if options.dev {
        Kind::Dev
    } else {
        Kind::Release
    };
    let site = build(workspace, wasm, kind)?;
    println!("\n{site}");
    if options.budget {
        site.check_budget(LIMIT)?;
    }
    Ok(())
}

/// A site as it was written: what its table shows and its budget is checked against.
#[derive(Debug)]
pub(crate) struct Site {
    assets: Assets,
    precache: Vec<String>,
}

impl Site {
    /// Fails when the applicant's first load is over `most`: [`LIMIT`], or [`CEILING`] while that is not met.
    pub(crate) fn check_budget(&self, most: usize) -> Result<()> {
        let total = budget::first_load(&self.assets, &self.precache);
        if total > LIMIT {
            println!(
                "The first load is {total} B in brotli, {} B OVER its budget of {LIMIT} B.",
                total - LIMIT
            );
        }
        if total > most {
            bail!("the applicant's first load is {total} B in brotli, more than {most} B");
        }
        Ok(())
    }
}

impl std::fmt::Display for Site {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&budget::table(&self.assets, &self.precache))
    }
}

/// Builds both programs and writes the whole site, in place of an older one.
pub(crate) fn build(workspace: &Workspace, wasm: WasmToolchain, kind: Kind) -> Result<Site> {
    let modules = compile::entries(workspace, wasm, kind, None)?;
    assemble(workspace, &modules, kind, &workspace.site())
}

/// Builds the release that the stories deploy over the one of [`build`]: it knows a version of a form that is not
/// released.
pub(crate) fn build_next(workspace: &Workspace, wasm: WasmToolchain) -> Result<()> {
    let kind = Kind::Release;
    let modules = compile::entries(workspace, wasm, kind, Some("domain/next-form"))?;
    assemble(workspace, &modules, kind, &workspace.next_site()).map(drop)
}

fn assemble(
    workspace: &Workspace,
    modules: &[(Entry, PathBuf)],
    kind: Kind,
    folder: &Path,
) -> Result<Site> {
    let (precache, files) = step("Put the site together", || {
        let mut files = Vec::new();
        for (entry, module) in modules {
            let glue = bindgen::glue(*entry, module, kind, &workspace.scratch())?;
            let boot = boot::script(*entry, &glue, kind);
            files.extend(glue.files);
            files.push(boot);
            files.push(style::sheet(entry.name(), &workspace.root.join("style"))?);
        }
        files.push(style::sheet(
            style::DOCUMENT,
            &workspace.root.join("style"),
        )?);
        files.push(english::file(&workspace.root.join("app"))?);
        files.extend(file::public(&workspace.root.join("public"))?);
        let precache = precache::fill_in(&mut files)?;
        Ok((precache, files))
    })?;
    let compressed = step("Compress it", || {
        precompress::all(files, kind, &workspace.scratch().join("compressed"))
    })?;
    let assets = Assets::of(&compressed);
    write(folder, &compressed, &assets)?;
    Ok(Site { assets, precache })
}

/// Writes beside the old site and then swaps, so that a server never finds half of one.
fn write(site: &Path, files: &[precompress::Compressed], assets: &Assets) -> Result<()> {
    let (next, old) = (site.with_extension("next"), site.with_extension("old"));
    for folder in [&next, &old] {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
    }
    for file in files {
        file.write(&next)?;
    }
    std::fs::write(next.join("assets.json"), serde_json::to_vec_pretty(assets)?)?;
    if site.exists() {
        std::fs::rename(site, &old)?;
    }
    std::fs::rename(&next, site)
        .with_context(|| format!("the site could not be put at {}", site.display()))?;
    if old.exists() {
        std::fs::remove_dir_all(&old)?;
    }
    Ok(())
}
