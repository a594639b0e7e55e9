//! The two shells, rendered through `leptos_axum` when the site is read.
//!
//! A shell depends on nothing but the site and the configuration, so that the service worker can keep it.

use std::collections::BTreeMap;

use super::file::File;
use crate::document::{
    html,
    shell::{Program, Shell},
};

/// The rendered shells.
#[derive(Debug)]
pub(super) struct Shells {
    /// The applicants'.
    pub(super) app: File,
    /// The coordinators'.
    pub(super) desk: File,
}

/// Renders both; `names` maps the logical names of `assets.json` to paths.
pub(super) async fn render(
    names: &BTreeMap<String, String>,
    help_phone: &str,
) -> anyhow::Result<Shells> {
    Ok(Shells {
        app: page(Program::App, names, help_phone).await?,
        desk: page(Program::Desk, names, help_phone).await?,
    })
}

async fn page(
    program: Program,
    names: &BTreeMap<String, String>,
    help_phone: &str,
) -> anyhow::Result<File> {
    let path = |end: &str| path(names, &program.file(end));
    let shell = Shell {
        program,
        style: path("css")?,
        boot: path("boot")?,
        script: path("js")?,
        wasm: path("wasm")?,
        help_phone: help_phone.to_owned(),
    };
    File::new(
        html(move || shell.view()).await?,
        "text/html; charset=utf-8",
    )
}

/// Where a file of the site is served.
pub(super) fn path(names: &BTreeMap<String, String>, name: &str) -> anyhow::Result<String> {
    names
        .get(name)
        .cloned()
        .ok_or_else(|| anyhow::anyhow!("assets.json names no `{name}`; build the site again"))
}
