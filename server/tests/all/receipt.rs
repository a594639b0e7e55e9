//! Receipts: signed when a change is stored, the same for ever, checked by anybody, and printed.

use std::sync::Arc;

use domain::{
    api::{About, Outcome, Receipt, ReceiptKey, ReceiptKeys, Withdrawal, path},
    receipt::claim,
};
use server::{
    demo::Kind,
    receipt::{LEAD, Receipts, Token, holds, rotate, token},
    storage::Storage,
};

use crate::{
    support::{Phone, TestApp, continued},
    sync::supplement,
};

async fn keys(app: &TestApp) -> ReceiptKeys {
    app.get(path::RECEIPT_KEYS).await.ok()
}

async fn is_ours(app: &TestApp, receipt: &Receipt) -> bool {
    claim(receipt, &keys(app).await.keys).is_ok_and(|claim| holds(&claim))
}

fn address(receipt: &Receipt) -> String {
    let signature = &receipt.seal.as_ref().unwrap().signature;
    format!("/receipts/{}/{signature}", receipt.change)
}

fn check(token: &Token) -> String {
    format!("/verify/{}", token.write().unwrap())
}

/// The link under the QR code, without the host.
fn link(page: &str) -> String {
    let after = page.split("https://ieum.test").nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_received_is_signed_and_the_second_answer_is_the_first() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = phone.filled_in(Kind::Damage);
    let receipt = Phone::accepted(phone.push(revision.clone()).await);
    assert!(is_ours(&app, &receipt).await);
    let about: About = app.get(path::ABOUT).await.ok();
    assert_eq!(about.receipt_keys, keys(&app).await.keys);
    app.clock.advance(1_000);
    assert_eq!(Phone::accepted(phone.push(revision.clone()).await), receipt);

    let withdrawal = Withdrawal {
        id: server::random::id(1),
        submission: revision.submission,
        reason: String::new(),
        at: 1,
    };
    let first = Phone::accepted(phone.push(withdrawal.clone()).await);
    assert!(is_ours(&app, &first).await);
    assert_eq!(Phone::accepted(phone.push(withdrawal).await), first);
}

#[tokio::test]
async fn whoever_changes_a_receipt_breaks_its_signature() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let receipt = Phone::accepted(phone.push(phone.filled_in(Kind::Damage)).await);
    let other = Phone::accepted(phone.push(phone.filled_in(Kind::Damage)).await);
    let spoil: [fn(&mut Receipt, &Receipt); 6] = [
        |receipt, other| receipt.submission = other.submission,
        |receipt, other| receipt.change = other.change,
        |receipt, other| receipt.hash.clone_from(&other.hash),
        |receipt, other| receipt.number.clone_from(&other.number),
        |receipt, _| receipt.received_at += 1,
        |receipt, _| receipt.seal.as_mut().unwrap().files.push("0".repeat(64)),
    ];
    for (case, spoil) in spoil.into_iter().enumerate() {
        let mut spoilt = receipt.clone();
        spoil(&mut spoilt, &other);
        assert!(!is_ours(&app, &spoilt).await, "{case}");
        let page = app.get(&check(&token(&spoilt).unwrap())).await;
        assert_eq!(page.status, 404, "{case}");
        assert!(page.text().contains("not-ours"), "{case}");
    }
}

#[tokio::test]
async fn a_new_key_signs_what_comes_later_and_old_receipts_stay_good() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = phone.filled_in(Kind::Damage);
    let old = Phone::accepted(phone.push(revision.clone()).await);
    let key = rotate(app.storage(), app.state.clock.now()).await.unwrap();
    let again = rotate(app.storage(), app.state.clock.now()).await;
    assert!(again.is_err(), "one new key at a time");
    // Another process, which knew the first key only, has the new one before it signs.
    app.clock.advance(LEAD);
    let new = Phone::accepted(phone.push(phone.filled_in(Kind::Damage)).await);
    assert_eq!(new.seal.as_ref().unwrap().key, key.id);
    assert_ne!(old.seal.as_ref().unwrap().key, key.id);
    assert_eq!(keys(&app).await.keys.len(), 2);
    assert!(is_ours(&app, &old).await && is_ours(&app, &new).await);
    assert_eq!(Phone::accepted(phone.push(revision).await), old);
    for receipt in [&old, &new] {
        let page = app.get(&check(&token(receipt).unwrap())).await;
        assert!(page.text().contains("genuine"), "{}", page.text());
    }
}

#[tokio::test]
async fn several_processes_make_one_first_key() {
    let app = TestApp::start().await;
    let storage: Arc<dyn Storage> = Arc::clone(&app.state.storage);
    let opened = (0..8).map(|_| Receipts::open(&*storage, 0));
    let opened = futures_util::future::join_all(opened).await;
    for receipts in opened {
        let own = receipts.unwrap().keys(&*storage, 0).await.unwrap();
        assert_eq!(own, keys(&app).await.keys);
    }
}

#[tokio::test]
async fn a_receipt_is_printed_for_whoever_has_it_and_names_nobody() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = phone.filled_in(Kind::Damage);
    let receipt = Phone::accepted(phone.push(revision.clone()).await);
    let page = app.get(&address(&receipt)).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    for part in [
        &*receipt.number,
        "접수증",
        "처음 제출",
        &receipt.hash[..8],
        &receipt.hash[56..],
        "/pkg/document.0123456789ab.css",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(
        !text.contains("<script") && !text.contains("style="),
        "{text}"
    );
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'none'")
    );
    assert_eq!(page.header("cache-control"), "no-store");
    let firm = &phone.firm;
    let content: serde_json::Value = serde_json::from_str(&revision.content).unwrap();
    let name = content["answers"]["org_name"].as_str().unwrap();
    assert!(!text.contains(name), "{firm:?}");

    // The QR code is the link's, and the link's page says the same.
    let link = link(&text);
    let qr = server::document::qr::source(&format!("https://ieum.test{link}")).unwrap();
    assert!(text.contains(&qr));
    let check = app.get(&link).await;
    assert_eq!(check.status, 200);
    assert!(check.text().contains("genuine") && check.text().contains(&receipt.number));
    assert!(!check.text().contains(name));
}

#[tokio::test]
async fn without_its_signature_a_receipt_is_not_shown() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let receipt = Phone::accepted(phone.push(phone.filled_in(Kind::Damage)).await);
    let other = Phone::accepted(phone.push(phone.filled_in(Kind::Damage)).await);
    let signature = &other.seal.as_ref().unwrap().signature;
    for path in [
        format!("/receipts/{}/{signature}", receipt.change),
        format!("/receipts/{}/x", receipt.change),
        format!("/receipts/{}/{signature}", receipt.submission),
        "/receipts/x/y".to_owned(),
        "/verify/x".to_owned(),
        format!("/verify/{}", "A".repeat(2_000)),
    ] {
        let page = app.get(&path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(
            page.header("content-type").starts_with("text/html"),
            "{path}"
        );
        assert!(!page.text().contains(&receipt.number), "{path}");
    }
}

#[tokio::test]
async fn an_answer_and_a_withdrawal_have_receipts_of_their_own() {
    use domain::case::{Action, Role};
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revision = phone.submitted(Kind::Damage).await;
    let coordinator = app.staff(Role::Coordinator).await;
    coordinator.act(revision.submission, Action::Take).await;
    coordinator.act(revision.submission, supplement()).await;
    let next = continued(&app, &revision, "고쳤습니다");
    let receipt = match phone.push(next).await {
        Outcome::Accepted { receipt } => receipt,
        other => panic!("{other:?}"),
    };
    let page = app.get(&address(&receipt)).await.text();
    assert!(page.contains("보완 제출 (2번째 내용)"), "{page}");
    let withdrawal = Withdrawal {
        id: server::random::id(1),
        submission: revision.submission,
        reason: String::new(),
        at: 1,
    };
    let receipt = Phone::accepted(phone.push(withdrawal).await);
    let page = app.get(&address(&receipt)).await.text();
    assert!(
        page.contains("취하") && !page.contains("내용 확인값"),
        "{page}"
    );
    assert!(app.get(&link(&page)).await.text().contains("genuine"));
}

#[tokio::test]
async fn a_signature_without_a_record_is_told_apart() {
    let app = TestApp::start().await;
    let unknown = Receipt {
        submission: domain::id::SubmissionId(server::random::id(1)),
        change: server::random::id(2),
        hash: "ab".repeat(32),
        number: "2020-피해-000123".to_owned(),
        received_at: 5,
        seal: None,
    };
    let now = app.state.clock.now();
    let signed = app.state.receipts.sign(app.storage(), now, unknown, &[]);
    let page = app
        .get(&check(&token(&signed.await.unwrap()).unwrap()))
        .await;
    assert!(page.text().contains("unrecorded"), "{}", page.text());
}

/// The example of the protocol's page, signed by another implementation with the key of RFC 8032, section 7.1, test 1.
#[test]
fn another_implementation_signs_the_same() {
    let receipt: Receipt = serde_json::from_str(
        r#"{"submission":"01709f3c-5a00-7000-8000-000000000002","change":"01709f3c-5a00-7000-8000-000000000001","hash":"b04828a8ccda667eadd940fa54cae7047f670f408a567c06bdd4e10f08fc0d13","number":"2020-피해-000123","received_at":1583024405000,"seal":{"key":"21fe31dfa154a261","signature":"3223c382a4338cea53813b40f84b8b9540497190d59039cb0b637c5a0de9048b148abae079e9eb230883474794e4ce5b137615ac24d4f60101c05835eb0ad00b"}}"#,
    )
    .unwrap();
    let key = ReceiptKey {
        id: "21fe31dfa154a261".to_owned(),
        public: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".to_owned(),
        from: 0,
    };
    let mut asked = claim(&receipt, &[key]).unwrap();
    assert!(holds(&asked));
    asked.statement.push('\n');
    assert!(!holds(&asked));
}
