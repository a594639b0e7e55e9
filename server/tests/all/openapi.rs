//! The description of the interface is a contract: a change shows here.

use domain::api::path;

#[test]
fn the_description_is_frozen() {
    let mut text = server::router::description().to_pretty_json().unwrap();
    text.push('\n');
    insta::assert_snapshot!("openapi", text);
}

#[test]
fn every_path_of_the_contract_is_served() {
    let description = serde_json::to_value(server::router::description()).unwrap();
    let paths = description["paths"].as_object().unwrap();
    for path in [
        path::ABOUT,
        path::RECEIPT_KEYS,
        path::ENROLMENTS,
        path::SYNC,
        path::UPLOADS,
        path::UPLOAD,
        path::ATTACHMENT,
        path::DESK_ATTACHMENT,
        path::FORMS,
        path::FORM,
        path::DESK_SETUP,
        path::DESK_LOGIN,
        path::DESK_LOGOUT,
        path::DESK_ME,
        path::DESK_SUBMISSIONS,
        path::DESK_SUBMISSION,
        path::DESK_ACTIONS,
        path::DESK_ENTERPRISES,
        path::DESK_CONFIRM,
        path::DESK_REVOKE_DEVICE,
        path::DESK_INVITATIONS,
        path::DESK_REVOKE_INVITATION,
        path::DESK_ACCOUNTS,
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
}

#[tokio::test]
async fn the_server_describes_itself_and_its_forms() {
    let app = crate::support::TestApp::start().await;
    let described: serde_json::Value = app.get("/api/openapi.json").await.ok();
    assert_eq!(described["info"]["title"], "Ieum");
    let health: serde_json::Value = app.get("/healthz").await.ok();
    assert_eq!(health["status"], "ok");
    let forms: domain::api::FormList = app.get(path::FORMS).await.ok();
    assert!(
        forms
            .forms
            .iter()
            .any(|form| form.id == "DMG" && form.current)
    );
    for form in forms.forms {
        let file = app
            .get(&format!("/api/v1/forms/{}/{}", form.id, form.version))
            .await;
        domain::form::Form::load(&file.text()).expect("a form");
        assert!(file.header("cache-control").contains("immutable"));
    }
}
