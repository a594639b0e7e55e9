//! A view as a whole page, through `leptos_axum`.
//!
//! `leptos_axum` would append the inline scripts of hydration; there is nothing to hydrate, and the content security
//! policy allows no inline script, so the stream is built without them.

use std::pin::Pin;

use axum::{
    body::{Body, Bytes, to_bytes},
    http::Request,
};
use futures_util::{Stream, stream};
use leptos::prelude::*;

/// The largest page: a receipt with a thousand files has some 100 kB.
const LARGEST: usize = 1024 * 1024;

type Html = Pin<Box<dyn Stream<Item = String> + Send>>;

/// The page's bytes.
///
/// # Errors
/// When it cannot be put together.
pub async fn html<IV: IntoView + 'static>(
    view: impl FnOnce() -> IV + Send + 'static,
) -> anyhow::Result<Bytes> {
    // The first page of the process sets it; a later one finds it set.
    let _ = any_spawner::Executor::init_tokio();
    let response = leptos_axum::handle_response_inner(
        || {},
        view,
        Request::get("/").body(Body::empty())?,
        |view, _hydration, _| {
            Box::pin(async move {
                let html = view.to_html();
                Box::pin(stream::once(async move { html })) as Html
            })
        },
    )
    .await;
    Ok(to_bytes(response.into_body(), LARGEST).await?)
}
