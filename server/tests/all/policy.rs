//! Every route of the workspace for every role, by the policy table and nothing else.

use axum::http::Method;
use domain::{
    answer::Answers,
    case::{
        Action, ActionKind, Approval, Permission, RejectionReason, Role, SupplementItem, policy,
    },
    id::{AccountId, RevisionId},
};
use serde_json::{Value, json};
use server::{demo::Kind, random};

use crate::support::{START, TestApp};

/// What each route of the workspace needs. A route that is missing here fails the last test.
fn routes(id: &str) -> Vec<(Method, String, Option<Permission>, Value)> {
    use Permission as P;
    let (get, post) = (Method::GET, Method::POST);
    let mut routes = vec![
        (get.clone(), "/api/v1/desk/me".to_owned(), None, Value::Null),
        (
            get.clone(),
            "/api/v1/desk/submissions".to_owned(),
            Some(P::ReadQueue),
            Value::Null,
        ),
        (
            get.clone(),
            format!("/api/v1/desk/submissions/{id}"),
            Some(P::ReadCase),
            Value::Null,
        ),
        (
            get.clone(),
            format!(
                "/api/v1/desk/submissions/{id}/attachments/{}",
                "0".repeat(64)
            ),
            Some(P::ReadCase),
            Value::Null,
        ),
        (
            get.clone(),
            "/api/v1/desk/enterprises".to_owned(),
            Some(P::ReadEnterprises),
            Value::Null,
        ),
        (
            post.clone(),
            format!("/api/v1/desk/enterprises/{id}/confirm"),
            Some(P::ManageEnterprises),
            Value::Null,
        ),
        (
            post.clone(),
            format!("/api/v1/desk/devices/{id}/revoke"),
            Some(P::ManageEnterprises),
            Value::Null,
        ),
        (
            get.clone(),
            "/api/v1/desk/invitations".to_owned(),
            Some(P::Invite),
            Value::Null,
        ),
        (
            post.clone(),
            "/api/v1/desk/invitations".to_owned(),
            Some(P::Invite),
            json!({ "enterprise_name": "두레샘" }),
        ),
        (
            post.clone(),
            format!("/api/v1/desk/invitations/{id}/revoke"),
            Some(P::Invite),
            Value::Null,
        ),
        (
            get,
            "/api/v1/desk/accounts".to_owned(),
            Some(P::ReadAccounts),
            Value::Null,
        ),
        (
            post.clone(),
            "/api/v1/desk/accounts".to_owned(),
            Some(P::ManageAccounts),
            json!({ "login": "x", "password": "x", "name": "x", "role": "lead" }),
        ),
    ];
    for action in actions() {
        let permission = P::Act(action.kind());
        let body = json!({ "version": 0, "action": action });
        routes.push((
            post.clone(),
            format!("/api/v1/desk/submissions/{id}/actions"),
            Some(permission),
            body,
        ));
    }
    routes.push((post, "/api/v1/desk/logout".to_owned(), None, Value::Null));
    routes
}

/// One action of each kind.
fn actions() -> Vec<Action> {
    let word = || "가나다".to_owned();
    let actions = vec![
        Action::Take,
        Action::Assign {
            account: AccountId(random::id(START)),
        },
        Action::RequestSupplement {
            items: vec![SupplementItem {
                field: word(),
                what: word(),
                why: word(),
                example: word(),
            }],
            deadline: word(),
            note: word(),
        },
        Action::ExtendSupplement { deadline: word() },
        Action::Approve {
            result: Approval::Referral,
            note: word(),
        },
        Action::Reject {
            reason: RejectionReason::Other,
            note: word(),
        },
        Action::Confirm,
        Action::Decline { note: word() },
        Action::Withdraw { reason: word() },
        Action::Close { note: word() },
        Action::Reopen { reason: word() },
        Action::Comment { text: word() },
        Action::Assist {
            revision: RevisionId(random::id(START)),
            parent: RevisionId(random::id(START)),
            answers: Answers::default(),
            reason: word(),
        },
    ];
    assert_eq!(
        actions.iter().map(Action::kind).collect::<Vec<_>>(),
        ActionKind::ALL
    );
    actions
}

#[tokio::test]
async fn every_route_asks_the_policy_table() {
    let app = TestApp::start().await;
    for role in Role::STAFF {
        // An id of nothing: whoever passes gets 404 or a rule's refusal, whoever does not 403.
        for (method, path, permission, body) in routes(&random::id(START).to_string()) {
            let staff = app.staff(role).await;
            let answer = match method {
                Method::GET => staff.get(&path).await,
                _ => staff.post(&path, &body).await,
            };
            let allowed = permission.is_none_or(|permission| policy::allows(role, permission));
            assert_eq!(
                answer.status == 403,
                !allowed,
                "{role:?} {method} {path} {body}: {}",
                answer.status
            );
            assert_ne!(answer.status, 401);
            assert_ne!(answer.status, 500);
        }
    }
}

#[tokio::test]
async fn nobody_passes_without_a_session() {
    let app = TestApp::start().await;
    for (method, path, _, body) in routes(&random::id(START).to_string()) {
        let answer = match method {
            Method::GET => app.get(&path).await,
            _ => app.post_from_desk(&path, &body).await,
        };
        assert_eq!(answer.status, 401, "{method} {path}");
    }
}

#[tokio::test]
async fn who_may_not_act_changes_nothing() {
    let app = TestApp::start().await;
    let id = app.phone().await.submitted(Kind::Damage).await.submission;
    for role in [Role::Officer, Role::Forwarder, Role::Administrator] {
        let staff = app.staff(role).await;
        assert_eq!(staff.act(id, Action::Take).await.status, 403);
    }
    assert_eq!(
        app.storage().submission(id).await.unwrap().unwrap().version,
        1
    );
}

#[test]
fn no_route_of_the_workspace_is_left_out() {
    let description = serde_json::to_value(server::router::description()).unwrap();
    let described = description["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .map(move |method| format!("{} {path}", method.to_uppercase()))
        });
    let listed: Vec<String> = routes("{id}")
        .into_iter()
        .map(|(method, path, ..)| format!("{method} {path}").replace(&"0".repeat(64), "{hash}"))
        .collect();
    for route in described.filter(|route| route.contains("/desk/")) {
        let is_entrance = route.ends_with("/login") || route.ends_with("/setup");
        assert!(is_entrance || listed.contains(&route), "{route}");
    }
}
