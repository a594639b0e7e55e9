//! Logging in, staying in, and being sent by our own pages.

use axum::http::{Method, header};
use domain::{
    api::{Account, AccountList, ErrorCode, LoginRequest, Me, NewAccount, SetupRequest},
    case::Role,
};
use serde_json::json;

use crate::support::{MINUTE, TestApp, json as request};

const LOGIN: &str = "/api/v1/desk/login";
const ME: &str = "/api/v1/desk/me";

fn new_account(login: &str, role: Role) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        password: "맑은 봄날의 산책길".to_owned(),
        name: "정다정".to_owned(),
        unit: "지원팀".to_owned(),
        phone: "053-803-1234".to_owned(),
        role,
    }
}

fn credentials(login: &str, password: &str) -> LoginRequest {
    LoginRequest {
        login: login.to_owned(),
        password: password.to_owned(),
    }
}

#[tokio::test]
async fn the_printed_secret_makes_the_first_administrator_once() {
    let app = TestApp::start().await;
    let secret = app
        .state
        .offer_setup()
        .await
        .unwrap()
        .expect("there is no account yet");
    let setup = |secret: &str| SetupRequest {
        secret: secret.to_owned(),
        account: new_account("Admin.One", Role::Coordinator),
    };
    let path = "/api/v1/desk/setup";
    app.post_from_desk(path, &setup("0".repeat(32).as_str()))
        .await
        .refused(404, ErrorCode::NotFound);
    let answer = app.post_from_desk(path, &setup(&secret)).await;
    let me: Me = answer.ok();
    assert_eq!(
        (me.account.role, me.account.login.as_str()),
        (Role::Administrator, "admin.one")
    );
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-ieum="), "{cookie}");
    for attribute in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    app.post_from_desk(path, &setup(&secret))
        .await
        .refused(404, ErrorCode::NotFound);
    assert_eq!(app.state.offer_setup().await.unwrap(), None);
}

#[tokio::test]
async fn an_account_logs_in_works_and_logs_out() {
    let app = TestApp::start().await;
    let administrator = app.staff(Role::Administrator).await;
    let made = administrator
        .post("/api/v1/desk/accounts", &new_account("dajeong", Role::Lead))
        .await;
    assert_eq!(
        (made.status.as_u16(), made.ok::<Account>().phone.as_str()),
        (201, "053-803-1234")
    );

    let answer = app
        .post_from_desk(LOGIN, &credentials(" Dajeong ", "맑은 봄날의 산책길"))
        .await;
    let me: Me = answer.ok();
    assert_eq!(me.account.login, "dajeong");
    let cookie = answer
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let get = || {
        let mut get = request(Method::GET, ME, &());
        get.headers_mut()
            .insert(header::COOKIE, cookie.parse().unwrap());
        get
    };
    assert!(app.send(get()).await.status.is_success());
    let mut logout = request(Method::POST, "/api/v1/desk/logout", &());
    logout
        .headers_mut()
        .insert(header::COOKIE, cookie.parse().unwrap());
    logout
        .headers_mut()
        .insert("sec-fetch-site", "same-origin".parse().unwrap());
    let answer = app.send(logout).await;
    assert_eq!(answer.status, 204);
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    app.send(get())
        .await
        .refused(401, ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn accounts_are_checked_and_passwords_are_never_shown() {
    let app = TestApp::start().await;
    let administrator = app.staff(Role::Administrator).await;
    let path = "/api/v1/desk/accounts";
    let good = new_account("dajeong", Role::Coordinator);
    let changed = |change: fn(&mut NewAccount)| {
        let mut account = good.clone();
        change(&mut account);
        account
    };
    for (account, field) in [
        (
            changed(|account| account.login = "가나다".to_owned()),
            "login",
        ),
        (changed(|account| account.login = "ab".to_owned()), "login"),
        (
            changed(|account| account.password = "짧다".to_owned()),
            "password",
        ),
        (
            changed(|account| account.password = "dajeong-2026".to_owned()),
            "password",
        ),
        (changed(|account| account.name = "정".to_owned()), "name"),
        (changed(|account| account.phone = "12".to_owned()), "phone"),
        (changed(|account| account.role = Role::Applicant), "role"),
    ] {
        let error = administrator
            .post(path, &account)
            .await
            .refused(422, ErrorCode::Invalid);
        assert_eq!(error.details.get("field").unwrap(), field);
    }
    assert_eq!(administrator.post(path, &good).await.status, 201);
    let error = administrator
        .post(path, &good)
        .await
        .refused(422, ErrorCode::Invalid);
    assert_eq!(error.details.get("rule").unwrap(), "taken");
    let listed = administrator.get(path).await;
    assert_eq!(listed.ok::<AccountList>().accounts.len(), 2);
    assert!(!listed.text().contains("argon2"), "{}", listed.text());
}

#[tokio::test]
async fn wrong_passwords_and_unknown_logins_sound_alike_and_are_slowed_down() {
    let app = TestApp::start().await;
    let administrator = app.staff(Role::Administrator).await;
    administrator
        .post("/api/v1/desk/accounts", &new_account("dajeong", Role::Lead))
        .await;
    let wrong = app
        .post_from_desk(LOGIN, &credentials("dajeong", "틀린 비밀번호입니다"))
        .await;
    let unknown = app
        .post_from_desk(LOGIN, &credentials("nobody", "틀린 비밀번호입니다"))
        .await;
    wrong.refused(401, ErrorCode::BadCredentials);
    assert_eq!(wrong.text(), unknown.text());

    for _ in 0..4 {
        let wrong = app
            .post_from_desk(LOGIN, &credentials("dajeong", "틀린 비밀번호입니다"))
            .await;
        wrong.refused(401, ErrorCode::BadCredentials);
    }
    let right = credentials("dajeong", "맑은 봄날의 산책길");
    app.post_from_desk(LOGIN, &right)
        .await
        .refused(429, ErrorCode::TooManyRequests);
    app.clock.advance(30_000);
    assert!(app.post_from_desk(LOGIN, &right).await.status.is_success());
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_at_the_latest_after_twelve_hours() {
    let app = TestApp::start().await;
    let idle = app.staff(Role::Lead).await;
    app.clock.advance(59 * MINUTE);
    assert!(idle.get(ME).await.status.is_success());
    app.clock.advance(59 * MINUTE);
    assert!(
        idle.get(ME).await.status.is_success(),
        "being used keeps it alive"
    );
    app.clock.advance(60 * MINUTE);
    idle.get(ME).await.refused(401, ErrorCode::Unauthenticated);

    let busy = app.staff(Role::Lead).await;
    for _ in 0..14 {
        app.clock.advance(50 * MINUTE);
        assert!(busy.get(ME).await.status.is_success());
    }
    app.clock.advance(20 * MINUTE);
    busy.get(ME).await.refused(401, ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn what_another_site_sends_is_refused_before_anything_is_done() {
    let app = TestApp::start().await;
    let lead = app.staff(Role::Lead).await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("x-nothing", "at all"),
    ] {
        let mut logout = request(Method::POST, "/api/v1/desk/logout", &json!({}));
        logout
            .headers_mut()
            .insert(header::COOKIE, lead.cookie().parse().unwrap());
        logout.headers_mut().insert(name, value.parse().unwrap());
        app.send(logout)
            .await
            .refused(403, ErrorCode::ForeignOrigin);
        assert!(lead.get(ME).await.status.is_success(), "{name}: {value}");
    }
    let mut logout = request(Method::POST, "/api/v1/desk/logout", &json!({}));
    logout
        .headers_mut()
        .insert(header::COOKIE, lead.cookie().parse().unwrap());
    logout
        .headers_mut()
        .insert(header::ORIGIN, "https://ieum.test".parse().unwrap());
    assert_eq!(app.send(logout).await.status, 204);
}
