//! The queue: filters, counts, pages, search.

use domain::{
    api::{EnterpriseList, ErrorCode, QueuePage},
    case::{Action, Approval, Role, State},
};
use server::demo::Kind;

use crate::support::{MINUTE, TestApp};

fn counts(page: &QueuePage) -> Vec<(State, u64)> {
    page.counts
        .iter()
        .filter(|count| count.count > 0)
        .map(|count| (count.state, count.count))
        .collect()
}

#[tokio::test]
async fn filters_narrow_the_items_and_the_counts_alike() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let (lead, other) = (
        app.staff(Role::Lead).await,
        app.staff(Role::Coordinator).await,
    );
    let mut ids = Vec::new();
    for kind in [
        Kind::Damage,
        Kind::Damage,
        Kind::Damage,
        Kind::Onboarding,
        Kind::Onboarding,
    ] {
        app.clock.advance(MINUTE);
        ids.push(phone.submitted(kind).await.submission);
    }
    lead.act(ids[0], Action::Take).await;
    other.act(ids[1], Action::Take).await;
    lead.act(ids[3], Action::Take).await;
    lead.act(
        ids[3],
        Action::Approve {
            result: Approval::Fund,
            note: "추천".to_owned(),
        },
    )
    .await;

    let all = lead.queue("").await;
    let newest_first: Vec<_> = all.items.iter().map(|item| item.id).collect();
    assert_eq!(newest_first, ids.iter().rev().copied().collect::<Vec<_>>());
    assert_eq!(counts(&all), [(State::Received, 2), (State::InReview, 3)]);
    assert_eq!(
        all.counts.len(),
        State::ALL.len(),
        "tabs without a case are shown with 0"
    );
    assert!(!all.items[0].verified);

    let shown = |page: &QueuePage| page.items.iter().map(|item| item.id).collect::<Vec<_>>();
    let mine = lead.queue("assignee=mine").await;
    assert_eq!(
        (shown(&mine), counts(&mine)),
        (vec![ids[3], ids[0]], vec![(State::InReview, 2)])
    );
    let nobodys = lead.queue("assignee=none&form=DMG").await;
    assert_eq!(
        (shown(&nobodys), counts(&nobodys)),
        (vec![ids[2]], vec![(State::Received, 1)])
    );
    let proposed = lead.queue("proposed=true").await;
    assert_eq!(
        (shown(&proposed), counts(&proposed)),
        (vec![ids[3]], vec![(State::InReview, 1)])
    );
    let in_review = lead.queue("state=in_review&form=DMG").await;
    assert_eq!(shown(&in_review), [ids[1], ids[0]]);
    assert_eq!(
        counts(&in_review),
        [(State::Received, 1), (State::InReview, 2)],
        "the state does not narrow the counts"
    );
    let industry = all.items[0].industry.clone().unwrap();
    assert_eq!(
        lead.queue(&format!("industry={industry}"))
            .await
            .items
            .len(),
        5
    );
    assert!(lead.queue("industry=nothing").await.items.is_empty());
}

#[tokio::test]
async fn a_search_finds_names_initials_and_numbers() {
    let app = TestApp::start().await;
    let mut phone = app.phone().await;
    let lead = app.staff(Role::Lead).await;
    for name in ["㈜다울 밥상", "두레샘 사회적협동조합", "100% 햇살"] {
        phone.firm.name = name.to_owned();
        phone.submitted(Kind::Damage).await;
    }
    for (typed, expected) in [
        ("다울", "㈜다울 밥상"),
        ("주식회사 다울밥상", "㈜다울 밥상"),
        ("ㄷㄹㅅ", "두레샘 사회적협동조합"),
        ("두ㄹ", "두레샘 사회적협동조합"),
        ("사회적협동조합", "두레샘 사회적협동조합"),
        ("2026-피해-000003", "100% 햇살"),
        ("000001", "㈜다울 밥상"),
        ("100%", "100% 햇살"),
    ] {
        let page = lead.queue(&format!("q={}", encoded(typed))).await;
        let names: Vec<_> = page
            .items
            .iter()
            .map(|item| item.enterprise_name.as_str())
            .collect();
        assert_eq!(names, [expected], "{typed}");
        assert_eq!(counts(&page), [(State::Received, 1)]);
    }
    for nothing in ["없는이름", "_", "ㅋㅋㅋ"] {
        assert!(
            lead.queue(&format!("q={}", encoded(nothing)))
                .await
                .items
                .is_empty(),
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn pages_follow_each_other_while_new_cases_come_in() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let lead = app.staff(Role::Lead).await;
    let mut ids = Vec::new();
    for index in 0..120 {
        if index % 7 == 0 {
            // Several share a moment: the id decides then.
            app.clock.advance(1);
        }
        ids.push(phone.submitted(Kind::Damage).await.submission);
    }
    let first = lead.queue("").await;
    assert_eq!(first.items.len(), 50);
    phone.submitted(Kind::Damage).await;
    let mut seen: Vec<_> = first.items.iter().map(|item| item.id).collect();
    let mut next = first.next;
    while let Some(after) = next {
        let page = lead.queue(&format!("after={after}")).await;
        seen.extend(page.items.iter().map(|item| item.id));
        next = page.next;
    }
    seen.sort_unstable();
    ids.sort_unstable();
    assert_eq!(
        seen, ids,
        "every case once, the one that came in meanwhile not"
    );
}

#[tokio::test]
async fn a_query_that_makes_no_sense_is_refused() {
    let app = TestApp::start().await;
    let lead = app.staff(Role::Lead).await;
    for query in [
        "after=x",
        "after=1.x",
        "state=lost",
        "assignee=everybody",
        "proposed=maybe",
    ] {
        let answer = lead.get(&format!("/api/v1/desk/submissions?{query}")).await;
        answer.refused(400, ErrorCode::Malformed);
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn an_enterprise_is_listed_with_the_business_numbers_it_wrote() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let staff = app.staff(Role::Lead).await;
    let listed = || async {
        let list: EnterpriseList = staff.get("/api/v1/desk/enterprises").await.ok();
        list.enterprises[0].brns.clone()
    };
    assert!(listed().await.is_empty());
    let revision = phone.submitted(Kind::Damage).await;
    phone.submitted(Kind::Damage).await;
    let content: serde_json::Value = serde_json::from_str(&revision.content).unwrap();
    let brn = content["answers"]["brn"].as_str().unwrap();
    assert_eq!(listed().await, [brn]);
    assert_eq!(staff.file(revision.submission).await.enterprise.brns, [brn]);
}
