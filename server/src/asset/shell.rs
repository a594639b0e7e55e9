//! The two shells, rendered through `leptos_axum` when the site is read.
//!
//! A shell depends on nothing but the site and the configuration, so that the service worker can keep it. `leptos_axum` would append the
//! inline scripts of hydration; there is nothing to hydrate, and the content security policy allows no inline
//! script, so the stream is built without them.

use std::{collections::BTreeMap, pin::Pin};

use axum::{
    body::{Body, to_bytes},
    http::Request,
};
use futures_util::{Stream, stream};
use leptos::prelude::*;

use super::file::File;
use crate::document::shell::{Program, Shell};

/// The largest shell. It is a page of a few kilobytes.
const LARGEST: usize = 64 * 1024;

type Html = Pin<Box<dyn Stream<Item = String> + Send>>;

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
    // The first site of the process sets it; a second one finds it set.
    let _ = any_spawner::Executor::init_tokio();
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
    let path = |end: &str| {
        let name = program.file(end);
        names
            .get(&name)
            .cloned()
            .ok_or_else(|| anyhow::anyhow!("assets.json names no `{name}`; build the site again"))
    };
    let shell = Shell {
        program,
        style: path("css")?,
        boot: path("boot")?,
        script: path("js")?,
        wasm: path("wasm")?,
        help_phone: help_phone.to_owned(),
    };
    let response = leptos_axum::handle_response_inner(
        || {},
        move || shell.view(),
        Request::get("/").body(Body::empty())?,
        |view, _hydration, _| {
            Box::pin(async move {
                let html = view.to_html();
                Box::pin(stream::once(async move { html })) as Html
            })
        },
    )
    .await;
    File::new(
        to_bytes(response.into_body(), LARGEST).await?,
        "text/html; charset=utf-8",
    )
}
