//! From receipt to a decision, as both sides see it.

use domain::{
    api::{CaseFile, ErrorCode, Revision},
    case::{Action, ActionKind, Approval, Event, ProposalKind, RejectionReason, Role, State},
    id::{AccountId, SubmissionId},
};
use server::{
    demo::{self, Kind},
    random,
};

use crate::{
    support::{MINUTE, Phone, START, TestApp, continued},
    sync::supplement,
};

fn approve() -> Action {
    Action::Approve {
        result: Approval::Referral,
        note: "상담으로 연계했습니다.".to_owned(),
    }
}

fn reject() -> Action {
    Action::Reject {
        reason: RejectionReason::NotEligible,
        note: "대상이 아닙니다.".to_owned(),
    }
}

#[tokio::test]
async fn a_damage_report_is_supplemented_and_linked() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let coordinator = app.staff(Role::Coordinator).await;
    let first = phone.submitted(Kind::Damage).await;
    let id = first.submission;

    let file: CaseFile = coordinator.act(id, Action::Take).await.ok();
    assert_eq!(
        (file.view.state, file.assignee_id),
        (State::InReview, Some(coordinator.account.id))
    );
    let officer = file.assignee.unwrap();
    assert_eq!(
        (officer.name, officer.phone.as_str()),
        (coordinator.account.name.clone(), "053-123-4567")
    );

    app.clock.advance(30 * MINUTE);
    let file: CaseFile = coordinator.act(id, supplement()).await.ok();
    assert_eq!(
        file.view.due_at, None,
        "the clock stands still while it is the applicant's turn"
    );
    let seen = &phone.sync(0, Vec::new()).await.changes[0];
    assert_eq!((seen.state, seen.version), (State::Supplement, 3));
    let request = seen.supplement.as_ref().unwrap();
    assert_eq!(
        (request.deadline.as_str(), request.items.len()),
        ("2026-04-27", 1)
    );
    assert_eq!(
        seen.officer.as_ref().unwrap().name,
        coordinator.account.name
    );

    app.clock.advance(30 * MINUTE);
    Phone::accepted(phone.push(continued(&app, &first, "보완했습니다")).await);
    let coordinator_again = app.staff(Role::Coordinator).await;
    let file = coordinator_again.file(id).await;
    assert_eq!(file.view.state, State::InReview);
    assert_eq!(file.revisions.len(), 2);
    let content: domain::api::Content = serde_json::from_str(&file.view.content).unwrap();
    assert_eq!(content.note, "보완했습니다");

    let file: CaseFile = coordinator_again.act(id, approve()).await.ok();
    assert_eq!(file.view.state, State::Approved);
    let seen = &phone.sync(0, Vec::new()).await.changes[0];
    let decision = seen.decision.as_ref().unwrap();
    assert_eq!(
        (decision.code.as_str(), decision.note.as_str()),
        ("referral", "상담으로 연계했습니다.")
    );
    assert_eq!((&seen.supplement, seen.due_at), (&None, None));
    let states: Vec<State> = seen.history.iter().map(|step| step.state).collect();
    assert_eq!(
        states,
        [
            State::Received,
            State::InReview,
            State::Supplement,
            State::InReview,
            State::Approved
        ]
    );
    let events: Vec<_> = file
        .trail
        .iter()
        .map(|item| (item.role, &item.event))
        .collect();
    assert!(
        matches!(
            events.as_slice(),
            [
                (Role::Applicant, Event::Received),
                (Role::Coordinator, Event::Assigned { .. }),
                (Role::Coordinator, Event::SupplementRequested { .. }),
                (Role::Applicant, Event::Resubmitted),
                (Role::Coordinator, Event::Approved { .. }),
            ]
        ),
        "{events:?}"
    );
}

#[tokio::test]
async fn a_rejection_takes_a_second_person() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let (coordinator, lead) = (
        app.staff(Role::Coordinator).await,
        app.staff(Role::Lead).await,
    );
    let id = phone.submitted(Kind::Damage).await.submission;
    coordinator.act(id, Action::Take).await;
    let file: CaseFile = coordinator.act(id, reject()).await.ok();
    assert_eq!(file.view.state, State::InReview);
    assert!(matches!(
        file.proposal.unwrap().kind,
        ProposalKind::Reject(RejectionReason::NotEligible)
    ));
    assert_eq!(
        phone.sync(0, Vec::new()).await.changes[0].decision,
        None,
        "a proposal is not a decision"
    );

    coordinator
        .act(id, Action::Confirm)
        .await
        .refused(403, ErrorCode::Forbidden);
    let file: CaseFile = lead.act(id, Action::Confirm).await.ok();
    assert_eq!(file.view.state, State::Rejected);
    assert_eq!(
        phone.sync(0, Vec::new()).await.changes[0]
            .decision
            .as_ref()
            .unwrap()
            .code,
        "not_eligible"
    );

    let file: CaseFile = lead
        .act(
            id,
            Action::Reopen {
                reason: "이의를 받았습니다.".to_owned(),
            },
        )
        .await
        .ok();
    assert_eq!(
        (file.view.state, &file.view.decision),
        (State::InReview, &None)
    );
    assert!(file.view.due_at.is_some());
}

#[tokio::test]
async fn who_proposes_does_not_confirm() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let (lead, other) = (app.staff(Role::Lead).await, app.staff(Role::Lead).await);
    let id = phone.submitted(Kind::Onboarding).await.submission;
    lead.act(id, Action::Take).await;
    let result = Approval::MallListing;
    let file: CaseFile = lead
        .act(
            id,
            Action::Approve {
                result,
                note: "추천합니다".to_owned(),
            },
        )
        .await
        .ok();
    assert!(!file.allowed.contains(&ActionKind::Confirm));
    let error = lead
        .act(id, Action::Confirm)
        .await
        .refused(409, ErrorCode::Conflict);
    assert_eq!(error.details.get("refusal").unwrap(), "own_proposal");
    assert!(other.file(id).await.allowed.contains(&ActionKind::Confirm));
    let file: CaseFile = other.act(id, Action::Confirm).await.ok();
    assert_eq!(file.view.state, State::Approved);
}

#[tokio::test]
async fn two_people_at_once_do_not_overwrite_each_other() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let (one, other) = (
        app.staff(Role::Coordinator).await,
        app.staff(Role::Coordinator).await,
    );
    let id = phone.submitted(Kind::Damage).await.submission;
    let path = format!("/api/v1/desk/submissions/{id}/actions");
    let take = domain::api::ActRequest {
        version: 1,
        action: Action::Take,
    };
    let (first, second) = tokio::join!(one.post(&path, &take), other.post(&path, &take));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(one.file(id).await.view.version, 2);
}

#[tokio::test]
async fn what_is_broken_is_named() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let lead = app.staff(Role::Lead).await;
    let id = phone.submitted(Kind::Damage).await.submission;
    let error = lead
        .act(id, approve())
        .await
        .refused(409, ErrorCode::Conflict);
    assert_eq!(error.details.get("refusal").unwrap(), "wrong_state");
    lead.act(id, Action::Take).await;
    let short = Action::Approve {
        result: Approval::Referral,
        note: " ".to_owned(),
    };
    let error = lead.act(id, short).await.refused(422, ErrorCode::Invalid);
    assert_eq!(
        (
            error.details.get("field").unwrap().as_str(),
            error.details.get("min").unwrap().as_str()
        ),
        ("note", "2")
    );
    let Action::RequestSupplement { items, note, .. } = supplement() else {
        unreachable!()
    };
    let early = Action::RequestSupplement {
        items,
        note,
        deadline: "2026-04-18".to_owned(),
    };
    let error = lead.act(id, early).await.refused(422, ErrorCode::Invalid);
    assert_eq!(error.details.get("earliest").unwrap(), "2026-04-20");
    for account in [
        app.staff(Role::Officer).await.account.id,
        AccountId(random::id(START)),
    ] {
        let error = lead
            .act(id, Action::Assign { account })
            .await
            .refused(422, ErrorCode::Invalid);
        assert_eq!(error.details.get("field").unwrap(), "account");
    }
    let unknown = SubmissionId(random::id(START));
    lead.act(unknown, Action::Take)
        .await
        .refused(404, ErrorCode::NotFound);
    lead.get(&format!("/api/v1/desk/submissions/{unknown}"))
        .await
        .refused(404, ErrorCode::NotFound);
    lead.get("/api/v1/desk/submissions/no-id")
        .await
        .refused(404, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_comment_among_colleagues_does_not_reach_the_phone() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let officer = app.staff(Role::Officer).await;
    let id = phone.submitted(Kind::Damage).await.submission;
    let comment = Action::Comment {
        text: "현장 확인이 필요합니다".to_owned(),
    };
    assert!(officer.act(id, comment).await.status.is_success());
    let answer = phone.request(&domain::api::SyncRequest::default()).await;
    assert!(!answer.text().contains("현장"), "{}", answer.text());
    let view = &answer.ok::<domain::api::SyncResponse>().changes[0];
    assert_eq!(view.history.len(), 1);
}

#[tokio::test]
async fn a_quick_report_is_marked_until_it_is_completed() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let coordinator = app.staff(Role::Coordinator).await;
    let mode = |revision: &Revision| {
        let content: serde_json::Value = serde_json::from_str(&revision.content).unwrap();
        content["answers"]["mode"].as_str().unwrap().to_owned()
    };
    let filled_in = |wanted: &str| {
        std::iter::repeat_with(|| phone.filled_in(Kind::Damage))
            .find(|made| mode(made) == wanted)
            .unwrap()
    };
    let quick = filled_in("quick");
    let full = filled_in("full");
    for (sent, marked) in [(&quick, true), (&full, false)] {
        Phone::accepted(phone.push(sent.clone()).await);
        assert_eq!(coordinator.file(sent.submission).await.flags.quick, marked);
    }
    let id = quick.submission;
    coordinator.act(id, Action::Take).await;
    coordinator.act(id, supplement()).await;
    let content: domain::api::Content = serde_json::from_str(&full.content).unwrap();
    let completed = demo::revision(&content, Some(&quick), START).unwrap();
    Phone::accepted(phone.push(completed).await);
    assert!(!coordinator.file(id).await.flags.quick);
    let queue = coordinator.queue("").await;
    assert!(queue.items.iter().all(|item| !item.flags.quick));
}
