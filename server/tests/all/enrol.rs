//! A phone becomes an enterprise's phone: by link, by code, by itself, once.

use domain::{
    api::{
        EnrolProof, EnrolResponse, Enterprise, EnterpriseList, ErrorCode, InvitationList,
        InviteRequest, NewInvitation, SyncRequest,
    },
    case::Role,
    id::{DeviceId, EnterpriseId},
};
use serde_json::json;
use server::{auth::secret, demo::Firm, random};

use crate::support::{DAY, START, Staff, TestApp, enrolment};

const ENROL: &str = "/api/v1/enrolments";

async fn invite(staff: &Staff<'_>) -> NewInvitation {
    let request = InviteRequest {
        enterprise: None,
        enterprise_name: "두레샘 협동조합".to_owned(),
        contact_name: "김서연".to_owned(),
        contact_mobile: "010-1234-5678".to_owned(),
    };
    staff.post("/api/v1/desk/invitations", &request).await.ok()
}

fn by(secret: &str) -> EnrolProof {
    EnrolProof::Invitation {
        secret: secret.to_owned(),
    }
}

fn link_secret(invitation: &NewInvitation) -> &str {
    invitation
        .link
        .strip_prefix("https://ieum.test/enrol#")
        .expect("the secret is behind `#`")
}

#[tokio::test]
async fn the_link_and_the_code_of_an_invitation_enrol_one_phone() {
    let app = TestApp::start().await;
    let coordinator = app.staff(Role::Coordinator).await;
    for use_code in [false, true] {
        let invitation = invite(&coordinator).await;
        assert!(invitation.qr.contains("<svg"), "{}", invitation.qr);
        assert_eq!(invitation.code.len(), 9);
        let typed = invitation.code.to_lowercase().replace('-', " ");
        let secret = if use_code {
            typed.as_str()
        } else {
            link_secret(&invitation)
        };
        let request = enrolment(by(secret));
        let response: EnrolResponse = app.post(ENROL, &request).await.ok();
        assert_eq!(response.enterprise_name, "두레샘 협동조합");
        assert!(
            response.verified,
            "a coordinator vouches for whom they invite"
        );
        assert_eq!(response.expires_at, START + 400 * DAY);

        let again: EnrolResponse = app.post(ENROL, &request).await.ok();
        assert_eq!(again, response, "an answer that was lost is given again");
        let other_phone = enrolment(by(secret));
        app.post(ENROL, &other_phone)
            .await
            .refused(409, ErrorCode::InvitationVoid);
        let same_device = domain::api::EnrolRequest {
            token: secret::token(),
            ..request
        };
        app.post(ENROL, &same_device)
            .await
            .refused(409, ErrorCode::Conflict);
    }
    let list: InvitationList = coordinator.get("/api/v1/desk/invitations").await.ok();
    assert!(
        list.invitations
            .iter()
            .all(|invitation| invitation.used_at == Some(START))
    );
}

#[tokio::test]
async fn an_invitation_is_void_after_two_weeks_or_when_it_is_taken_back() {
    let app = TestApp::start().await;
    let coordinator = app.staff(Role::Coordinator).await;
    let (old, taken_back) = (invite(&coordinator).await, invite(&coordinator).await);
    let path = format!(
        "/api/v1/desk/invitations/{}/revoke",
        taken_back.invitation.id
    );
    assert_eq!(coordinator.post(&path, &()).await.status, 204);
    app.post(ENROL, &enrolment(by(&taken_back.code)))
        .await
        .refused(409, ErrorCode::InvitationVoid);
    app.clock.advance(14 * DAY);
    app.post(ENROL, &enrolment(by(link_secret(&old))))
        .await
        .refused(409, ErrorCode::InvitationVoid);
}

#[tokio::test]
async fn a_known_enterprise_enrols_its_second_phone() {
    let app = TestApp::start().await;
    let coordinator = app.staff(Role::Coordinator).await;
    let phone = app.phone().await;
    let first = phone.submitted(server::demo::Kind::Damage).await;
    let list: EnterpriseList = coordinator.get("/api/v1/desk/enterprises").await.ok();
    let request = InviteRequest {
        enterprise: Some(list.enterprises[0].id),
        enterprise_name: String::new(),
        contact_name: String::new(),
        contact_mobile: String::new(),
    };
    let invitation: NewInvitation = coordinator
        .post("/api/v1/desk/invitations", &request)
        .await
        .ok();
    let enrolled = enrolment(by(&invitation.code));
    let _: EnrolResponse = app.post(ENROL, &enrolled).await.ok();
    let second = crate::support::Phone {
        app: &app,
        token: enrolled.token,
        device: enrolled.device,
        firm: phone.firm.clone(),
    };
    assert_eq!(
        second.sync(0, Vec::new()).await.changes[0].id,
        first.submission
    );
    let unknown = InviteRequest {
        enterprise: Some(EnterpriseId(random::id(START))),
        ..request
    };
    coordinator
        .post("/api/v1/desk/invitations", &unknown)
        .await
        .refused(404, ErrorCode::NotFound);
}

#[tokio::test]
async fn self_registration_is_a_setting_and_stays_unverified_until_it_is_confirmed() {
    let closed = TestApp::with(&[("IEUM_SELF_REGISTRATION", "off")]).await;
    let proof = Firm::made_up(&mut closed.dice()).registration();
    closed
        .post(ENROL, &enrolment(proof))
        .await
        .refused(403, ErrorCode::Forbidden);

    let app = TestApp::start().await;
    let phone = app.phone().await;
    let coordinator = app.staff(Role::Coordinator).await;
    let unverified = |list: EnterpriseList| -> Vec<Enterprise> {
        list.enterprises
            .into_iter()
            .filter(|one| !one.verified)
            .collect()
    };
    let listed = unverified(coordinator.get("/api/v1/desk/enterprises").await.ok());
    assert_eq!(listed[0].name, phone.firm.name);
    assert_eq!(listed[0].devices[0].id, phone.device);
    let path = format!("/api/v1/desk/enterprises/{}/confirm", listed[0].id);
    assert_eq!(coordinator.post(&path, &()).await.status, 204);
    assert!(unverified(coordinator.get("/api/v1/desk/enterprises").await.ok()).is_empty());
}

#[tokio::test]
async fn what_somebody_registers_with_is_checked() {
    let app = TestApp::start().await;
    for (enterprise, name, mobile, field) in [
        ("", "김서연", "010-1234-5678", "enterprise"),
        ("두레샘", "김", "010-1234-5678", "contact_name"),
        ("두레샘", "김서연", "053-803-1234", "contact_mobile"),
        ("두레샘", "김서연", "010-12", "contact_mobile"),
    ] {
        let proof = EnrolProof::SelfRegistration {
            enterprise: enterprise.to_owned(),
            contact_name: name.to_owned(),
            contact_mobile: mobile.to_owned(),
        };
        let error = app
            .post(ENROL, &enrolment(proof))
            .await
            .refused(422, ErrorCode::Invalid);
        assert_eq!(error.details.get("field").unwrap(), field);
    }
    let short = json!({
        "device": DeviceId(random::id(START)), "token": "abc", "device_name": "x",
        "proof": { "kind": "invitation", "secret": "ACDE-347H" },
    });
    let error = app
        .post(ENROL, &short)
        .await
        .refused(422, ErrorCode::Invalid);
    assert_eq!(error.details.get("field").unwrap(), "token");
}

#[tokio::test]
async fn whoever_guesses_codes_has_to_wait() {
    let app = TestApp::start().await;
    for _ in 0..10 {
        app.post(ENROL, &enrolment(by("ACDE-347H")))
            .await
            .refused(404, ErrorCode::NotFound);
    }
    let answer = app.post(ENROL, &enrolment(by("ACDE-347H"))).await;
    let error = answer.refused(429, ErrorCode::TooManyRequests);
    assert_eq!(
        (
            answer.header("retry-after"),
            error.details.get("retry_after").unwrap().as_str()
        ),
        ("30", "30")
    );
    app.clock.advance(30_000);
    app.post(ENROL, &enrolment(by("ACDE-347H")))
        .await
        .refused(404, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_lost_phone_is_cut_off_and_the_data_stays() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let coordinator = app.staff(Role::Coordinator).await;
    let revision = phone.submitted(server::demo::Kind::Damage).await;
    let path = format!("/api/v1/desk/devices/{}/revoke", phone.device);
    assert_eq!(coordinator.post(&path, &()).await.status, 204);
    phone
        .request(&SyncRequest::default())
        .await
        .refused(401, ErrorCode::Revoked);
    assert!(
        coordinator
            .file(revision.submission)
            .await
            .enterprise
            .devices[0]
            .revoked
    );
    let unknown = format!("/api/v1/desk/devices/{}/revoke", random::id(START));
    coordinator
        .post(&unknown, &())
        .await
        .refused(404, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_forwarder_sees_and_takes_back_only_his_own_invitations() {
    let app = TestApp::start().await;
    let (coordinator, forwarder) = (
        app.staff(Role::Coordinator).await,
        app.staff(Role::Forwarder).await,
    );
    let (theirs, own) = (invite(&coordinator).await, invite(&forwarder).await);
    let list: InvitationList = forwarder.get("/api/v1/desk/invitations").await.ok();
    let ids: Vec<_> = list
        .invitations
        .iter()
        .map(|invitation| invitation.id)
        .collect();
    assert_eq!(ids, [own.invitation.id]);
    let path = |invitation: &NewInvitation| {
        format!(
            "/api/v1/desk/invitations/{}/revoke",
            invitation.invitation.id
        )
    };
    forwarder
        .post(&path(&theirs), &())
        .await
        .refused(404, ErrorCode::NotFound);
    let response: EnrolResponse = app.post(ENROL, &enrolment(by(&own.code))).await.ok();
    assert!(!response.verified, "a forwarder does not vouch");
}

#[tokio::test]
async fn no_secret_of_an_invitation_is_in_the_database() {
    let app = TestApp::start().await;
    let coordinator = app.staff(Role::Coordinator).await;
    let invitation = invite(&coordinator).await;
    let phone = app.phone().await;
    app.storage().close().await;
    let bytes = std::fs::read(app.database()).unwrap();
    let code = invitation.code.replace('-', "");
    for secret in [
        link_secret(&invitation),
        code.as_str(),
        phone.token.as_str(),
        &coordinator.cookie()[12..],
    ] {
        let found = bytes
            .windows(secret.len())
            .any(|window| window.eq_ignore_ascii_case(secret.as_bytes()));
        assert!(!found, "a secret is stored as it is");
    }
}
