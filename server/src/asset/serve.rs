//! What answers when no route does: a file, a shell for a navigation, or a real 404.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use crate::{error::ApiError, state::AppState};

/// The fallback of the whole router.
pub async fn serve(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if is_under(path, "/api") {
        return ApiError::NotFound.into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let (site, dev) = (state.assets.site().await, state.assets.is_dev());
    let headers = request.headers();
    if let Some(file) = site.file(path) {
        return file.respond(headers, dev);
    }
    // A missing script must not be answered with a page: the browser would report a wrong media type instead of a
    // missing file.
    // The service worker keeps the shell under `/` and asks for it as for any file, without naming a type.
    let is_shell = path == "/" || wants_page(headers);
    if is_under(path, "/pkg") || !is_shell {
        return StatusCode::NOT_FOUND.into_response();
    }
    let shells = &site.shells;
    let shell = if is_under(path, "/desk") {
        &shells.desk
    } else {
        &shells.app
    };
    shell.respond(headers, dev)
}

fn is_under(path: &str, root: &str) -> bool {
    path.strip_prefix(root)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}
