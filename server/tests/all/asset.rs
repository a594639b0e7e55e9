//! The site: shells, files, caches, and the headers around them.

use axum::{
    body::Body,
    http::{Request, header},
};

use crate::support::{Answer, TestApp, write_site};

async fn page(app: &TestApp, path: &str) -> Answer {
    let request = Request::get(path).header(header::ACCEPT, "text/html,*/*;q=0.8");
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_shell_is_a_page_without_inline_scripts() {
    let app = TestApp::start().await;
    let shell = page(&app, "/").await;
    insta::assert_snapshot!(shell.text().replace("><", ">\n<"));
    assert_eq!(shell.header("cache-control"), "no-cache");
    let html = shell.text();
    assert_eq!(html.matches("<script").count(), 1);
    assert!(
        !html.contains("style="),
        "the policy allows no inline style either"
    );
}

#[tokio::test]
async fn the_applicants_shell_carries_the_help_desks_number() {
    let app = TestApp::with(&[("IEUM_HELP_PHONE", "053-765-4321")]).await;
    let number = r#"<meta name="help-phone" content="053-765-4321">"#;
    assert!(page(&app, "/").await.text().contains(number));
}

#[tokio::test]
async fn the_service_worker_gets_the_shell_without_naming_a_type() {
    let app = TestApp::start().await;
    let reply = app.get("/").await;
    assert_eq!(reply.status, 200);
    assert!(reply.text().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn deep_links_open_their_program() {
    let app = TestApp::start().await;
    for path in ["/", "/enrol", "/drafts/0190/steps/2", "/deskware"] {
        let answer = page(&app, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains("/pkg/boot-app."), "{path}");
    }
    for path in ["/desk", "/desk/", "/desk/submissions/0190"] {
        let answer = page(&app, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains("/pkg/boot-desk."), "{path}");
    }
}

#[tokio::test]
async fn what_is_missing_is_missing() {
    let app = TestApp::start().await;
    assert_eq!(page(&app, "/pkg/app.gone.js").await.status, 404);
    assert_eq!(app.get("/gone.png").await.status, 404);
    assert_eq!(app.get("/pkg/../assets.json").await.status, 404);
    assert_eq!(app.get("/sw.js.br").await.status, 404);
    assert_eq!(app.post("/", &()).await.status, 405);
}

#[tokio::test]
async fn files_come_compressed_typed_and_cached_as_they_may_be() {
    let app = TestApp::start().await;
    let path = "/pkg/app.0123456789ab.wasm";
    let get = |encodings: &'static str| {
        let request = Request::get(path).header(header::ACCEPT_ENCODING, encodings);
        app.send(request.body(Body::empty()).unwrap())
    };
    let brotli = get("gzip, deflate, br, zstd").await;
    assert_eq!(
        (brotli.header("content-encoding"), brotli.text().as_str()),
        ("br", "brotli app.wasm")
    );
    assert_eq!(brotli.header("content-type"), "application/wasm");
    assert_eq!(
        brotli.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert_eq!(get("gzip, br;q=0").await.header("content-encoding"), "gzip");
    assert_eq!(get("identity").await.text(), "plain app.wasm");

    let known = Request::get(path).header(header::IF_NONE_MATCH, brotli.header("etag"));
    let unchanged = app.send(known.body(Body::empty()).unwrap()).await;
    assert_eq!((unchanged.status.as_u16(), unchanged.body.len()), (304, 0));
    for path in ["/sw.js", "/manifest.webmanifest", "/assets.json"] {
        assert_eq!(
            app.get(path).await.header("cache-control"),
            "no-cache",
            "{path}"
        );
    }
}

#[tokio::test]
async fn every_page_carries_the_policy() {
    let app = TestApp::start().await;
    for path in ["/", "/desk", "/pkg/app.0123456789ab.js", "/sw.js"] {
        let answer = page(&app, path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"),
            "{policy}"
        );
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            (
                "strict-transport-security",
                "max-age=31536000; includeSubDomains",
            ),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
    }
    let plain = TestApp::with(&[("IEUM_PUBLIC_URL", "http://127.0.0.1:3000")]).await;
    assert_eq!(
        page(&plain, "/").await.header("strict-transport-security"),
        ""
    );
    let api = plain.get("/api/v1/about").await;
    assert_eq!(api.header("cache-control"), "no-store");
    assert!(
        api.header("content-security-policy")
            .contains("default-src 'none'")
    );
}

#[tokio::test]
async fn in_dev_mode_nothing_is_cached_and_a_rebuilt_site_is_picked_up() {
    let app = TestApp::with(&[("IEUM_DEV", "on")]).await;
    assert_eq!(
        app.get("/pkg/app.0123456789ab.js")
            .await
            .header("cache-control"),
        "no-store"
    );
    let site = app.state.config.site.clone();
    write_site(&site);
    std::fs::write(site.join("robots.txt"), "new").unwrap();
    let newer = std::time::SystemTime::now() + std::time::Duration::from_secs(10);
    std::fs::File::options()
        .append(true)
        .open(site.join("assets.json"))
        .unwrap()
        .set_modified(newer)
        .unwrap();
    assert_eq!(app.get("/robots.txt").await.text(), "new");
}

#[tokio::test]
async fn a_folder_without_a_site_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let error = server::asset::Site::load(folder.path(), "")
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("IEUM_SITE") && error.contains("cargo xtask site"),
        "{error}"
    );
}
