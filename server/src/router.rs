//! The whole route table on one screen, and the layers around it.

use std::time::Instant;

use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    http::HeaderValue,
    middleware::{self, Next},
    response::{IntoResponse as _, Response},
    routing::get,
};
use domain::api::path;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel, Predicate as _,
        predicate::{DefaultPredicate, SizeAbove},
    },
    decompression::RequestDecompressionLayer,
    set_header::SetResponseHeaderLayer,
};
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    asset,
    auth::origin,
    error::ApiError,
    header, openapi,
    route::{
        about, attachment, desk_account, desk_case, desk_enterprise, desk_invitation, desk_queue,
        desk_session, enrol, form, health, receipt, sync, tus, upload,
    },
    state::AppState,
};

/// Below this an answer costs less than its compression, and fits into one packet.
const WORTH_COMPRESSING: u16 = 860;

/// What anybody may ask, and what phones send.
fn phone() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(health::health))
        .routes(routes!(about::about))
        .routes(routes!(form::list))
        .routes(routes!(form::file))
        .routes(routes!(receipt::keys))
        .routes(routes!(enrol::enrol))
        .routes(routes!(sync::sync))
        .routes(routes!(attachment::own))
        .merge(upload())
}

/// Resumable uploads; each answer says which protocol it speaks.
fn upload() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(upload::discover, upload::create))
        .routes(routes!(
            upload::stand,
            upload::bring,
            upload::drop,
            upload::instead
        ))
        .layer(SetResponseHeaderLayer::overriding(
            tus::RESUMABLE,
            HeaderValue::from_static(tus::SPOKEN),
        ))
}

/// What coordinators do; each handler names the permission that it needs.
fn desk() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(desk_session::setup))
        .routes(routes!(desk_session::login))
        .routes(routes!(desk_session::logout))
        .routes(routes!(desk_session::me))
        .routes(routes!(desk_queue::queue))
        .routes(routes!(desk_case::show))
        .routes(routes!(desk_case::act))
        .routes(routes!(attachment::show))
        .routes(routes!(desk_enterprise::list))
        .routes(routes!(desk_enterprise::confirm))
        .routes(routes!(desk_enterprise::revoke_device))
        .routes(routes!(desk_invitation::list, desk_invitation::create))
        .routes(routes!(desk_invitation::revoke))
        .routes(routes!(desk_account::list, desk_account::create))
}

/// The description of the interface, without a server.
pub fn description() -> OpenApi {
    let mut api = phone().merge(desk()).into_openapi();
    openapi::describe(&mut api);
    api
}

/// Everything that is served.
pub fn router(state: AppState) -> Router {
    let desk = desk().layer(middleware::from_fn_with_state(state.clone(), origin::guard));
    let (routes, mut api) = phone().merge(desk).split_for_parts();
    openapi::describe(&mut api);
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Precise(4))
        .compress_when(DefaultPredicate::new().and(SizeAbove::new(WORTH_COMPRESSING)));
    // A layer wraps those above it: the last one sees a request first.
    routes
        .route(
            "/api/openapi.json",
            get(move || std::future::ready(axum::Json(api))),
        )
        .route(path::RECEIPT, get(receipt::print))
        .route(path::VERIFY, get(receipt::check))
        .fallback(asset::serve)
        // Inside the decompression, so that it counts what comes out of it.
        .layer(DefaultBodyLimit::max(state.config.body_limit))
        .layer(RequestDecompressionLayer::new())
        .layer(middleware::from_fn_with_state(state.clone(), limit_time))
        .layer(compression)
        .layer(CatchPanicLayer::custom(|_panic| {
            ApiError::Internal.into_response()
        }))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            header::secure,
        ))
        .layer(middleware::from_fn(log))
        .with_state(state)
}

/// Gives up on a request that takes too long. What it had sent to storage may still be stored, so the answer is "try
/// again", which is harmless.
///
/// An upload takes as long as its line needs; it gives up on its own when nothing comes.
async fn limit_time(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with(path::UPLOADS) {
        return next.run(request).await;
    }
    tokio::time::timeout(state.config.request_timeout, next.run(request))
        .await
        .unwrap_or_else(|_| ApiError::unavailable("a request took too long").into_response())
}

/// One line for each request: the route's pattern, never the path or the query, which may name a person.
async fn log(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let route = route.as_deref().unwrap_or("file");
    let (status, ms) = (
        response.status().as_u16(),
        begun.elapsed().as_secs_f64() * 1000.0,
    );
    if status >= 500 {
        tracing::warn!(%method, route, status, ms, "answered");
    } else if route == "file" {
        tracing::debug!(%method, route, status, ms, "answered");
    } else {
        tracing::info!(%method, route, status, ms, "answered");
    }
    response
}
