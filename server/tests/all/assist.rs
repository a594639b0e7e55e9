//! What a coordinator corrects for an applicant: what it changes, what it may not, and what the phone hears of it.

use domain::{
    answer::{Answer, Answers},
    api::{CaseFile, Content, ErrorBody, ErrorCode, Outcome, Refusal, Revision},
    case::{Action, Event, Role, State},
    id::RevisionId,
};
use server::{demo::Kind, random};

use crate::{
    support::{Phone, START, Staff, TestApp, continued},
    sync::supplement,
};

const REASON: &str = "전화로 확인";

fn detail(body: &ErrorBody, name: &str) -> String {
    body.details.get(name).cloned().unwrap_or_default()
}

fn answers(content: &str) -> Answers {
    serde_json::from_str::<Content>(content).unwrap().answers
}

/// Another name of the person to talk to, in answers that are otherwise those of `content`.
fn renamed(content: &str, name: &str) -> Answers {
    let mut answers = answers(content);
    answers.set("contact_name", Some(Answer::Text(name.to_owned())));
    answers
}

fn assist(parent: RevisionId, answers: Answers) -> Action {
    Action::Assist {
        revision: RevisionId(random::id(START)),
        parent,
        answers,
        reason: REASON.to_owned(),
    }
}

/// A correction of the contact's name.
async fn corrected(staff: &Staff<'_>, of: &Revision, name: &str) -> CaseFile {
    let action = assist(of.id, renamed(&of.content, name));
    staff.act(of.submission, action).await.ok()
}

#[tokio::test]
async fn a_correction_is_a_revision_of_its_own_that_both_sides_can_tell() {
    let app = TestApp::start().await;
    let (phone, staff) = (app.phone().await, app.staff(Role::Coordinator).await);
    let first = phone.submitted(Kind::Damage).await;
    let before = phone.sync(0, Vec::new()).await;
    let file = corrected(&staff, &first, "이다울").await;

    assert_eq!(file.view.state, State::Received);
    assert_eq!(file.revisions.len(), 2);
    assert_eq!(
        file.revisions[0].content, first.content,
        "every version is kept"
    );
    let last = file.trail.last().unwrap();
    assert_eq!(
        (last.role, &last.actor),
        (Role::Coordinator, &staff.account.name)
    );
    let expected = Event::Assisted {
        revision: file.view.revision,
        reason: REASON.to_owned(),
    };
    assert_eq!(last.event, expected);

    let heard = phone.sync(before.cursor, Vec::new()).await;
    let [view] = heard.changes.as_slice() else {
        panic!("the phone hears of it: {heard:?}")
    };
    assert_eq!(
        (view.revision, view.assisted.as_str()),
        (file.view.revision, REASON)
    );
    assert_eq!(answers(&view.content), renamed(&first.content, "이다울"));
    assert!(
        heard.acks.is_empty(),
        "nobody sent it, so there is no receipt"
    );

    // The applicant's next revision is theirs again.
    let parent = Revision {
        id: view.revision,
        content: view.content.clone(),
        ..first
    };
    Phone::accepted(phone.push(continued(&app, &parent, "")).await);
    let heard = phone.sync(heard.cursor, Vec::new()).await;
    assert_eq!(heard.changes[0].assisted, "");
}

#[tokio::test]
async fn what_is_the_applicants_own_stays_as_it_is() {
    let app = TestApp::start().await;
    let (phone, staff) = (app.phone().await, app.staff(Role::Lead).await);
    for kind in [Kind::Damage, Kind::Onboarding] {
        let first = phone.submitted(kind).await;
        let said = answers(&first.content);
        let mut given = said.clone();
        let Some(Answer::Consent(mut consent)) = said.get("consent_c2").cloned() else {
            panic!("{kind:?} asks for a consent")
        };
        consent.given = !consent.given;
        given.set("consent_c2", Some(Answer::Consent(consent)));
        let mut taken = said.clone();
        taken.set("consent_c1", None);
        let mut vouched = said.clone();
        vouched.set("attest_name", Some(Answer::Text("김담당".to_owned())));
        for (field, answers) in [
            ("consent_c2", given),
            ("consent_c1", taken),
            ("attest_name", vouched),
        ] {
            let answer = staff.act(first.submission, assist(first.id, answers)).await;
            let body = answer.refused(422, ErrorCode::Invalid);
            assert_eq!(detail(&body, "field"), field);
            assert_eq!(detail(&body, "rule"), "applicants_own");
        }
        assert_eq!(staff.file(first.submission).await.revisions.len(), 1);
    }
}

#[tokio::test]
async fn the_forms_rules_hold_and_nothing_comes_in_by_this_way() {
    let app = TestApp::start().await;
    let (phone, staff) = (app.phone().await, app.staff(Role::Coordinator).await);
    let first = phone.submitted(Kind::Damage).await;
    let refused = async |answers: Answers| {
        let answer = staff.act(first.submission, assist(first.id, answers)).await;
        let body = answer.refused(422, ErrorCode::Invalid);
        (detail(&body, "field"), detail(&body, "rule"))
    };
    let mut blank = answers(&first.content);
    blank.set("contact_name", None);
    assert_eq!(
        refused(blank).await,
        ("contact_name".into(), "required".into())
    );
    let same = answers(&first.content);
    assert_eq!(refused(same).await, ("answers".into(), "unchanged".into()));
    let mut attached = answers(&first.content);
    let file = domain::answer::FileRef {
        hash: "0".repeat(64),
        name: "사진.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        size: 1,
        caption: String::new(),
    };
    attached.set("docs", Some(Answer::Files(vec![file])));
    assert_eq!(refused(attached).await, ("answers".into(), "file".into()));
    let mut unexplained = assist(first.id, renamed(&first.content, "이다울"));
    if let Action::Assist { reason, .. } = &mut unexplained {
        *reason = " ".to_owned();
    }
    let answer = staff.act(first.submission, unexplained).await;
    let body = answer.refused(422, ErrorCode::Invalid);
    assert_eq!(detail(&body, "field"), "reason");
    assert_eq!(staff.file(first.submission).await.revisions.len(), 1);
}

#[tokio::test]
async fn who_corrects_what_is_not_the_newest_is_told_and_changes_nothing() {
    let app = TestApp::start().await;
    let (phone, staff) = (app.phone().await, app.staff(Role::Coordinator).await);
    let first = phone.submitted(Kind::Damage).await;
    let second = continued(&app, &first, "고쳤습니다");
    Phone::accepted(phone.push(second.clone()).await);
    let stale = assist(first.id, renamed(&first.content, "이다울"));
    let answer = staff.act(first.submission, stale).await;
    answer.refused(409, ErrorCode::Conflict);
    let file = staff.file(first.submission).await;
    assert_eq!((file.revisions.len(), file.view.revision), (2, second.id));
    // A phone that did not know of the correction is told in turn.
    let file = corrected(&staff, &second, "이다울").await;
    let late = phone.push(continued(&app, &second, "다시")).await;
    let stale = Outcome::Refused {
        reason: Refusal::StaleParent,
        findings: Vec::new(),
    };
    assert_eq!(late, stale);
    assert_eq!(file.revisions.len(), 3);
}

#[tokio::test]
async fn an_open_request_stays_open_and_a_decided_case_stays_shut() {
    let app = TestApp::start().await;
    let (phone, staff) = (app.phone().await, app.staff(Role::Coordinator).await);
    let first = phone.submitted(Kind::Damage).await;
    let id = first.submission;
    staff.act(id, Action::Take).await.ok::<CaseFile>();
    staff.act(id, supplement()).await.ok::<CaseFile>();
    let file = corrected(&staff, &first, "이다울").await;
    assert_eq!(file.view.state, State::Supplement);
    assert!(file.view.supplement.is_some());

    let reason = String::new();
    staff
        .act(id, Action::Withdraw { reason })
        .await
        .ok::<CaseFile>();
    let late = assist(file.view.revision, renamed(&first.content, "박다울"));
    staff.act(id, late).await.refused(409, ErrorCode::Conflict);
}

#[tokio::test]
async fn nobody_gets_a_receipt_for_what_staff_wrote() {
    let app = TestApp::start().await;
    let (phone, staff) = (app.phone().await, app.staff(Role::Coordinator).await);
    let first = phone.submitted(Kind::Damage).await;
    let file = corrected(&staff, &first, "이다울").await;
    let as_if_sent = Revision {
        id: file.view.revision,
        submission: first.submission,
        parent: Some(first.id),
        content: file.view.content.clone(),
        hash: file.view.hash.clone(),
    };
    let outcome = phone.push(as_if_sent).await;
    let reused = Outcome::Refused {
        reason: Refusal::IdReused,
        findings: Vec::new(),
    };
    assert_eq!(outcome, reused);
    assert_eq!(staff.file(first.submission).await.revisions.len(), 2);
}
