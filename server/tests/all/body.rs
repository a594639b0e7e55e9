//! Bodies: limits count what comes out of the compression.

use std::io::Write as _;

use axum::{
    body::Body,
    http::{Request, header},
};
use domain::api::{ErrorCode, SyncRequest, SyncResponse};
use flate2::{Compression, write::GzEncoder};

use crate::support::{Phone, TestApp};

const LIMIT: usize = 65_536;

async fn small() -> TestApp {
    TestApp::with(&[("IEUM_BODY_LIMIT", "65536")]).await
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn request(phone: &Phone<'_>, encoding: Option<&str>, body: Vec<u8>) -> Request<Body> {
    let mut request = Request::post("/api/v1/sync")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::AUTHORIZATION, format!("Bearer {}", phone.token));
    if let Some(encoding) = encoding {
        request = request.header(header::CONTENT_ENCODING, encoding);
    }
    request.body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn a_compressed_request_is_understood() {
    let app = small().await;
    let phone = app.phone().await;
    let body = serde_json::to_vec(&SyncRequest::default()).unwrap();
    let _: SyncResponse = app
        .send(request(&phone, Some("gzip"), gzip(&body)))
        .await
        .ok();
}

#[tokio::test]
async fn an_oversized_body_and_a_compressed_bomb_are_refused() {
    let app = small().await;
    let phone = app.phone().await;
    let large = vec![b' '; LIMIT + 1];
    let error = app
        .send(request(&phone, None, large))
        .await
        .refused(413, ErrorCode::TooLarge);
    assert_eq!(error.details.get("limit").unwrap(), "65536");
    let bomb = gzip(&vec![b' '; 50 * 1024 * 1024]);
    assert!(bomb.len() < LIMIT, "{} bytes", bomb.len());
    app.send(request(&phone, Some("gzip"), bomb))
        .await
        .refused(413, ErrorCode::TooLarge);
}

#[tokio::test]
async fn a_body_that_is_not_what_it_says_is_refused() {
    let app = small().await;
    let phone = app.phone().await;
    let garbage = request(&phone, Some("gzip"), b"not gzip".to_vec());
    app.send(garbage).await.refused(400, ErrorCode::Malformed);
    app.send(request(&phone, None, b"{\"cursor\":".to_vec()))
        .await
        .refused(400, ErrorCode::Malformed);
    let mut text = request(&phone, None, b"{\"cursor\":0}".to_vec());
    text.headers_mut()
        .insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    app.send(text).await.refused(400, ErrorCode::Malformed);
}

#[tokio::test]
async fn a_large_answer_is_compressed_and_a_small_one_is_not() {
    let app = TestApp::start().await;
    let compressed = |path: &'static str| Request::get(path).header(header::ACCEPT_ENCODING, "br");
    let large = app
        .send(compressed("/api/openapi.json").body(Body::empty()).unwrap())
        .await;
    assert_eq!(large.header("content-encoding"), "br");
    let small = app
        .send(compressed("/api/v1/about").body(Body::empty()).unwrap())
        .await;
    assert_eq!(small.header("content-encoding"), "");
}
