//! The demonstration is accepted by the same rules as everything else.

use domain::{
    api::{LoginRequest, Me},
    case::{Role, State},
};
use server::{
    audit::{GENESIS, verify},
    demo,
};

use crate::support::TestApp;

#[tokio::test]
async fn three_hundred_submissions_in_many_states_and_an_account_of_each_role() {
    let app = TestApp::start().await;
    let logins = demo::fill(&app.state).await.unwrap();
    assert_eq!(
        logins.iter().map(|login| login.role).collect::<Vec<_>>(),
        Role::STAFF
    );
    for login in &logins {
        let request = LoginRequest {
            login: login.login.clone(),
            password: login.password.clone(),
        };
        let me: Me = app
            .post_from_desk("/api/v1/desk/login", &request)
            .await
            .ok();
        assert_eq!(me.account.role, login.role);
    }
    let page = app.staff(Role::Lead).await.queue("").await;
    assert_eq!(
        page.counts.iter().map(|count| count.count).sum::<u64>(),
        300
    );
    for state in State::ALL {
        let count = page
            .counts
            .iter()
            .find(|count| count.state == state)
            .unwrap();
        assert!(count.count > 0, "{state:?}");
    }
    assert!(
        page.items
            .iter()
            .all(|item| !item.enterprise_name.is_empty() && item.industry.is_some())
    );
    let links = app.storage().audit(0, 10_000).await.unwrap();
    assert!(verify(GENESIS, &links).is_ok());
    assert!(
        demo::fill(&app.state).await.unwrap().is_empty(),
        "only an empty database is filled"
    );
}
