//! Files and the submissions that name them: received together or not at all, shown to whom they concern, and never
//! dropped while they are named.

use axum::{body::Body, http::Method};
use domain::{
    answer::{Answer, FileRef},
    api::{CaseFile, Content, ErrorCode, Outcome, Refusal, Revision, path},
    case::{Action, Role, SupplementItem},
    id::SubmissionId,
};
use image::GenericImageView as _;
use server::{
    attachment::{Blob, Shape, collect},
    audit::Act,
    demo::{self, Kind},
};

use crate::{
    files,
    support::{DAY, Phone, Staff, TestApp},
    upload::hash,
};

pub(crate) fn named(bytes: &[u8], name: &str) -> FileRef {
    FileRef {
        hash: hash(bytes),
        name: name.to_owned(),
        // What a browser says goes by the name, and the server by neither.
        media_type: match name.rsplit_once('.') {
            Some((_, "pdf")) => "application/pdf",
            Some((_, "png")) => "image/png",
            _ => "image/jpeg",
        }
        .to_owned(),
        size: bytes.len() as u64,
        caption: String::new(),
    }
}

/// A revision like `revision`, sealed anew, that names these files.
pub(crate) fn naming(
    revision: &Revision,
    files: Vec<FileRef>,
    parent: Option<&Revision>,
) -> Revision {
    let mut content: Content = serde_json::from_str(&revision.content).unwrap();
    content.answers.set("docs", Some(Answer::Files(files)));
    demo::revision(&content, parent, content.sealed_at).unwrap()
}

fn missing(outcome: Outcome) -> Vec<String> {
    match outcome {
        Outcome::Deferred { missing, .. } => missing,
        other => panic!("{other:?}"),
    }
}

impl Staff<'_> {
    async fn look(&self, id: SubmissionId, hash: &str, query: &str) -> crate::support::Answer {
        let path = path::DESK_ATTACHMENT
            .replace("{id}", &id.to_string())
            .replace("{hash}", hash);
        self.get(&format!("{path}{query}")).await
    }
}

/// A phone whose submission with a photo and a paper was received.
pub(crate) async fn submitted<'a>(
    app: &'a TestApp,
    photo: &[u8],
    paper: &[u8],
) -> (Phone<'a>, Revision) {
    let phone = app.phone().await;
    phone.upload(photo).await;
    phone.upload(paper).await;
    let files = vec![named(photo, "가게 앞.png"), named(paper, "견적서.jpg")];
    let revision = naming(&phone.filled_in(Kind::Damage), files, None);
    Phone::accepted(phone.push(revision.clone()).await);
    (phone, revision)
}

#[tokio::test]
async fn a_submission_is_received_only_with_all_its_files() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let (photo, paper) = (files::jpeg(30, 20), files::pdf());
    let files = vec![named(&photo, "a.jpg"), named(&paper, "b.pdf")];
    let revision = naming(&phone.filled_in(Kind::Damage), files, None);
    let both = [hash(&photo), hash(&paper)];
    assert_eq!(missing(phone.push(revision.clone()).await), both);
    phone.upload(&photo).await;
    assert_eq!(missing(phone.push(revision.clone()).await), both[1..]);
    // Most of it is not the whole of it.
    phone.begin(&both[1], paper.len()).await;
    phone.bring(&both[1], 0, &paper[..paper.len() - 1]).await;
    assert_eq!(missing(phone.push(revision.clone()).await), both[1..]);
    let known = app.storage().submission(revision.submission).await.unwrap();
    assert_eq!(known, None, "nothing of it is stored before");
    phone
        .bring(&both[1], paper.len() - 1, &paper[paper.len() - 1..])
        .await;
    let receipt = Phone::accepted(phone.push(revision.clone()).await);
    assert_eq!(receipt.number, "2026-피해-000001", "no number was spent");
    let mut sorted = both.to_vec();
    sorted.sort();
    assert_eq!(receipt.seal.as_ref().unwrap().files, sorted);
    let taken = app.storage().audit(0, 100).await.unwrap();
    let taken = taken
        .iter()
        .filter(|link| link.entry.action == "attachment_taken");
    let taken: Vec<_> = taken
        .map(|link| link.entry.detail.contains(&both[0]))
        .collect();
    assert_eq!(
        taken,
        [true, false],
        "each file that was taken is in the trail, once"
    );
    assert_eq!(Phone::accepted(phone.push(revision).await), receipt);
}

#[tokio::test]
async fn knowing_the_hash_of_anothers_file_is_not_having_it() {
    let app = TestApp::start().await;
    let (phone, other) = (app.phone().await, app.phone().await);
    let photo = files::jpeg(30, 20);
    let hash = phone.upload(&photo).await;
    let files = vec![named(&photo, "a.jpg")];
    let revision = naming(&other.filled_in(Kind::Damage), files, None);
    assert_eq!(missing(other.push(revision).await), [hash]);
}

#[tokio::test]
async fn a_manifest_that_cannot_be_is_refused() {
    let app = TestApp::with(&[("IEUM_ATTACHMENT_COUNT", "2")]).await;
    let phone = app.phone().await;
    let photo = files::jpeg(30, 20);
    let with = |hashes: &[String]| {
        let files = hashes.iter().map(|hash| FileRef {
            hash: hash.clone(),
            ..named(&photo, "a.jpg")
        });
        naming(&phone.filled_in(Kind::Damage), files.collect(), None)
    };
    for hash in ["", "../../etc/passwd", &"A".repeat(64)] {
        match phone.push(with(&[hash.to_owned()])).await {
            Outcome::Refused { reason, .. } => assert_eq!(reason, Refusal::MalformedContent),
            other => panic!("{other:?}"),
        }
    }
    let digits = ["1", "2", "3"].map(|digit| digit.repeat(64));
    assert_eq!(missing(phone.push(with(&digits[..2])).await).len(), 2);
    match phone.push(with(&digits)).await {
        Outcome::Refused { reason, findings } => {
            assert_eq!(reason, Refusal::Attachment);
            assert_eq!(findings[0].code, "file.count");
            assert_eq!(findings[0].path.to_string(), "docs");
            assert_eq!(findings[0].args.get("max").unwrap(), "2");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_supplement_waits_for_its_files_as_well() {
    let app = TestApp::start().await;
    let photo = files::jpeg(30, 20);
    let (phone, revision) = submitted(&app, &photo, &files::pdf()).await;
    let staff = app.staff(Role::Coordinator).await;
    let id = revision.submission;
    assert!(staff.act(id, Action::Take).await.status.is_success());
    let ask = Action::RequestSupplement {
        items: vec![SupplementItem {
            field: "photos".to_owned(),
            what: "사진을 더 보내 주세요.".to_owned(),
            why: "피해가 보이지 않습니다.".to_owned(),
            example: String::new(),
        }],
        deadline: "2026-05-04".to_owned(),
        note: String::new(),
    };
    let asked = staff.act(id, ask).await;
    assert!(asked.status.is_success(), "{}", asked.text());
    let more = files::jpeg(60, 20);
    let files = vec![named(&photo, "a.jpg"), named(&more, "b.jpg")];
    let answer = naming(&revision, files, Some(&revision));
    assert_eq!(missing(phone.push(answer.clone()).await), [hash(&more)]);
    phone.upload(&more).await;
    Phone::accepted(phone.push(answer).await);
    let file: CaseFile = staff.file(id).await;
    assert_eq!(file.attachments.len(), 3, "those of every version");
}

#[tokio::test]
async fn a_picture_is_shown_upright_smaller_and_without_what_the_camera_wrote() {
    let app = TestApp::start().await;
    let sent = files::jpeg_of_a_phone(3_000, 1_000);
    let (phone, revision) = submitted(&app, &sent, &files::pdf()).await;
    let staff = app.staff(Role::Coordinator).await;
    let file: CaseFile = staff.file(revision.submission).await;
    let photo = file
        .attachments
        .iter()
        .find(|file| file.hash == hash(&sent))
        .unwrap();
    let pixels = photo.pixels.unwrap();
    assert_eq!((pixels.width, pixels.height), (1_000, 3_000));
    assert!(photo.intact);

    for (query, sides) in [("", (667, 2_000)), ("?thumbnail=true", (107, 320))] {
        let answer = staff.look(revision.submission, &photo.hash, query).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.header("content-type"), "image/jpeg");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'; sandbox"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(
            answer.header("content-disposition"),
            format!(
                "inline; filename=\"{}.jpg\"; filename*=UTF-8''%EA%B0%80%EA%B2%8C%20%EC%95%9E.png.jpg",
                &photo.hash[..12]
            )
        );
        let shown = image::load_from_memory(&answer.body).unwrap();
        assert_eq!(shown.dimensions(), sides);
        // Held to the right: what was left, and dark, is above.
        let (above, below) = (shown.get_pixel(50, 0), shown.get_pixel(50, sides.1 - 1));
        assert!(above.0[0] < 30 && below.0[0] > 220, "{above:?} {below:?}");
        for trace in [b"Exif".as_slice(), b"GPS"] {
            let found = answer.body.windows(trace.len()).any(|part| part == trace);
            assert!(!found, "what the camera wrote is gone");
        }
    }
    let enterprise = phone.enterprise().await;
    let row = app.storage().attachment(enterprise, &photo.hash).await;
    let blob = row.unwrap().unwrap().blob;
    let kept = app.state.attachments.read(&blob, Shape::Original).await;
    assert_eq!(kept.unwrap().unwrap(), sent, "the record is what was sent");
}

#[tokio::test]
async fn a_paper_is_saved_as_what_it_is_and_a_stamp_stays_transparent() {
    let app = TestApp::start().await;
    let (stamp, paper) = (files::transparent_png(), files::hwp());
    let (_, revision) = submitted(&app, &stamp, &paper).await;
    let staff = app.staff(Role::Coordinator).await;
    let answer = staff.look(revision.submission, &hash(&paper), "").await;
    assert_eq!(answer.body, paper);
    assert_eq!(answer.header("content-type"), "application/x-hwp");
    let disposition = answer.header("content-disposition");
    assert!(disposition.starts_with("attachment; "), "{disposition}");
    assert!(
        disposition.ends_with(".jpg.hwp"),
        "its name said otherwise: {disposition}"
    );
    let small = staff
        .look(revision.submission, &hash(&paper), "?thumbnail=true")
        .await;
    small.refused(404, ErrorCode::NotFound);
    let answer = staff.look(revision.submission, &hash(&stamp), "").await;
    assert_eq!(answer.header("content-type"), "image/png");
    let shown = image::load_from_memory(&answer.body).unwrap();
    assert_eq!(shown.get_pixel(3, 3).0[3], 0);
}

#[tokio::test]
async fn a_file_is_shown_only_with_a_submission_that_names_it_and_each_look_is_recorded() {
    let app = TestApp::start().await;
    let photo = files::jpeg(30, 20);
    let (phone, revision) = submitted(&app, &photo, &files::pdf()).await;
    let other = phone.submitted(Kind::Damage).await;
    let staff = app.staff(Role::Officer).await;
    let hash = hash(&photo);
    let looked = staff.look(other.submission, &hash, "").await;
    looked.refused(404, ErrorCode::NotFound);
    let administrator = app.staff(Role::Administrator).await;
    let looked = administrator.look(revision.submission, &hash, "").await;
    looked.refused(403, ErrorCode::Forbidden);
    assert_eq!(staff.look(revision.submission, &hash, "").await.status, 200);
    let own = path::ATTACHMENT.replace("{id}", &hash);
    let answer = phone.tus(Method::GET, &own, &[], Body::empty()).await;
    assert_eq!(answer.status, 200);
    let links = app.storage().audit(0, 1_000).await.unwrap();
    let looks: Vec<_> = links
        .iter()
        .map(|link| &link.entry)
        .filter(|entry| entry.action == Act::AttachmentViewed.code())
        .collect();
    let [by_staff, by_phone] = looks.as_slice() else {
        panic!("{looks:?}")
    };
    assert_eq!(by_staff.actor, Some(staff.account.id));
    assert_eq!(by_staff.submission, Some(revision.submission));
    assert!(by_staff.detail.contains(&hash));
    assert_eq!((by_phone.actor, by_phone.role), (None, Role::Applicant));
}

#[tokio::test]
async fn a_file_whose_bytes_are_gone_or_changed_is_shown_as_that() {
    let app = TestApp::start().await;
    let (photo, paper) = (files::jpeg(30, 20), files::pdf());
    let (phone, revision) = submitted(&app, &photo, &paper).await;
    let staff = app.staff(Role::Coordinator).await;
    let enterprise = phone.enterprise().await;
    let blob = async |bytes: &[u8]| -> Blob {
        let row = app.storage().attachment(enterprise, &hash(bytes)).await;
        row.unwrap().unwrap().blob
    };
    app.state
        .attachments
        .remove(&blob(&photo).await)
        .await
        .unwrap();
    let blob = blob(&paper).await;
    let name = format!("{}.{}", blob.hash, blob.id.simple());
    let path = app.attachments().join("files").join(&name[..2]).join(&name);
    let mut altered = paper.clone();
    altered[10] ^= 1;
    std::fs::write(path, altered).unwrap();
    let file: CaseFile = staff.file(revision.submission).await;
    let lost = file.attachments.iter().find(|file| !file.intact).unwrap();
    assert_eq!(lost.hash, hash(&photo));
    let looked = staff.look(revision.submission, &hash(&photo), "").await;
    looked.refused(404, ErrorCode::NotFound);
    let looked = staff.look(revision.submission, &hash(&paper), "").await;
    looked.refused(500, ErrorCode::Internal);

    // Nothing more is received with what is lost; the phone sends it again, and it is there for both.
    let files = vec![named(&photo, "a.jpg")];
    let next = naming(&phone.filled_in(Kind::Damage), files, None);
    assert_eq!(missing(phone.push(next.clone()).await), [hash(&photo)]);
    phone.upload(&photo).await;
    Phone::accepted(phone.push(next).await);
    let looked = staff.look(revision.submission, &hash(&photo), "").await;
    assert_eq!(looked.status, 200);
}

#[tokio::test]
async fn what_nobody_named_is_dropped_after_its_time_and_what_somebody_named_never() {
    let app = TestApp::start().await;
    let photo = files::jpeg(30, 20);
    let (phone, revision) = submitted(&app, &photo, &files::pdf()).await;
    let unnamed = phone.upload(&files::hwp()).await;
    app.clock.advance(29 * DAY);
    let asked_again = phone.upload(&files::docx()).await;
    assert_eq!(collect(&app.state).await.unwrap(), Default::default());
    app.clock.advance(2 * DAY);
    let collected = collect(&app.state).await.unwrap();
    assert_eq!((collected.files, collected.strays), (1, 0));
    assert_eq!(phone.standing(&unnamed).await.status, 404);
    app.clock.advance(28 * DAY);
    // Asked for again before it is named: it is as good as new.
    phone.begin(&asked_again, files::docx().len()).await;
    app.clock.advance(29 * DAY);
    assert_eq!(collect(&app.state).await.unwrap(), Default::default());
    assert_eq!(phone.standing(&asked_again).await.status, 200);
    app.clock.advance(1_000 * DAY);
    collect(&app.state).await.unwrap();
    let staff = app.staff(Role::Coordinator).await;
    let file: CaseFile = staff.file(revision.submission).await;
    assert!(file.attachments.iter().all(|file| file.intact));
    assert_eq!(file.attachments.len(), 2);
    let left = app.state.attachments.blobs(i64::MAX).await.unwrap();
    assert_eq!(left.len(), 2, "the bytes went with the rows");
}

#[tokio::test]
async fn bytes_that_a_crash_left_without_a_row_are_dropped_a_day_later() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let bytes = files::pdf();
    let key = server::attachment::PartKey {
        enterprise: phone.enterprise().await,
        hash: hash(&bytes),
    };
    phone.begin(&key.hash, bytes.len()).await;
    let (store, now) = (&app.state.attachments, app.state.clock.now());
    store
        .append(&key, 0, bytes.clone().into(), now)
        .await
        .unwrap();
    let blob = Blob {
        hash: key.hash.clone(),
        id: server::random::id(now),
    };
    // The blob is there, the row is not: here the server was killed.
    let view = vec![(Shape::View, b"v".to_vec())];
    assert!(store.keep(&key, &blob, view, now).await.unwrap());
    assert_eq!(
        phone.standing(&key.hash).await.status,
        200,
        "it is finished with another blob"
    );
    app.clock.advance(DAY - 1);
    assert_eq!(collect(&app.state).await.unwrap().strays, 0);
    app.clock.advance(2);
    assert_eq!(collect(&app.state).await.unwrap().strays, 1);
    assert_eq!(store.size(&blob).await.unwrap(), None);
    let own = path::ATTACHMENT.replace("{id}", &key.hash);
    let answer = phone.tus(Method::GET, &own, &[], Body::empty()).await;
    assert_eq!(answer.body, bytes);
}

/// The collector is as eager as it can be while phones upload and submit. Whatever is accepted has
/// its files; whatever was collected too early is asked for again.
#[tokio::test(flavor = "multi_thread")]
async fn an_eager_collector_takes_nothing_that_is_named() {
    let app = TestApp::start().await;
    let phone = app.phone().await;
    let revisions: Vec<(Revision, Vec<u8>)> = (0..30)
        .map(|number| {
            let mut paper = files::pdf();
            // Some name the same file.
            paper.extend(format!("% {}", number % 20).bytes());
            let files = vec![named(&paper, "a.pdf")];
            (naming(&phone.filled_in(Kind::Damage), files, None), paper)
        })
        .collect();
    let state = app.state.clone();
    let collecting = tokio::spawn(async move {
        // It is quicker than the phones, so it has to stop some time.
        for _ in 0..300 {
            // Every file that nothing names is old enough.
            for blob in state.storage.forget_attachments(i64::MAX, 3).await.unwrap() {
                tokio::task::yield_now().await;
                state.attachments.remove(&blob).await.unwrap();
            }
            tokio::task::yield_now().await;
        }
    });
    let mut again = 0;
    let pushes = revisions.iter().map(async |(revision, paper)| {
        let mut again = 0;
        loop {
            phone.begin(&hash(paper), paper.len()).await;
            phone.bring(&hash(paper), 0, paper).await;
            match phone.push(revision.clone()).await {
                Outcome::Accepted { .. } => return again,
                Outcome::Deferred { missing, .. } => assert_eq!(missing, [hash(paper)]),
                Outcome::Refused { reason, .. } => panic!("{reason:?}"),
            }
            again += 1;
        }
    });
    for count in futures_util::future::join_all(pushes).await {
        again += count;
    }
    collecting.await.unwrap();
    assert!(again > 0, "it was in the way");
    for (revision, paper) in &revisions {
        let files = app
            .storage()
            .attachments(revision.submission)
            .await
            .unwrap();
        assert_eq!(files.len(), 1);
        let bytes = app
            .state
            .attachments
            .read(&files[0].blob, Shape::Original)
            .await;
        assert_eq!(bytes.unwrap().unwrap(), *paper);
    }
}
