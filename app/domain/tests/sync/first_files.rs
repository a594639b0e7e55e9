//! One phone with one report and two photos, step by step: what the driver is asked for, and what the screen says.

use domain::{
    api::{Ack, Change, Outcome, Receipt, Refusal, Revision, Seal},
    attachment::{Attached, FileRefusal},
    form::Path,
    id::{RevisionId, SubmissionId},
    sync::{Effect, Event, Failure, Notice, OutboxItem, SyncPhase, content_hash},
};

use crate::one_phone::{ENTERPRISE, Phone, id};

fn item(number: u128, files: &[&str]) -> OutboxItem {
    OutboxItem {
        change: Change::Revision(Revision {
            id: RevisionId(id(number)),
            submission: SubmissionId(id(number + 100)),
            parent: None,
            content: "{}".to_owned(),
            hash: content_hash("{}"),
        }),
        owner: Some(ENTERPRISE),
        sealed_at: number as i64,
        draft: None,
        attempts: 0,
        recall: false,
        parked: None,
        form: "DMG".to_owned(),
        files: files
            .iter()
            .map(|hash| Attached {
                hash: (*hash).to_owned(),
                size: 5,
                path: Path::top("photos"),
                sent: false,
            })
            .collect(),
    }
}

fn accepted(number: u128) -> Ack {
    let receipt = Receipt {
        submission: SubmissionId(id(number + 100)),
        change: id(number),
        hash: content_hash("{}"),
        number: "2020-피해-000001".to_owned(),
        received_at: 0,
        seal: None,
    };
    Ack {
        id: id(number),
        outcome: Outcome::Accepted { receipt },
    }
}

#[test]
fn a_report_goes_after_its_files_and_the_screen_counts_them() {
    let mut phone = Phone::with(vec![item(1, &["a", "b"])]);
    let (request, hash) = phone.upload().unwrap();
    assert_eq!(hash, "a");
    assert_eq!(phone.phase(), SyncPhase::Uploading { sent: 0, total: 2 });
    phone.tell(Event::Uploading { request, offset: 3 });
    assert_eq!(phone.engine.upload().map(|upload| upload.offset), Some(3));
    phone.tell(Event::Uploaded { request });
    assert_eq!(phone.phase(), SyncPhase::Uploading { sent: 1, total: 2 });
    assert_eq!(phone.changes(), None, "not before the second file");
    let (request, hash) = phone.upload().unwrap();
    assert_eq!(hash, "b");
    phone.tell(Event::Uploaded { request });
    assert_eq!(phone.changes(), Some(1));
    phone.reply(vec![accepted(1)]);
    assert!(phone.engine.outbox().is_empty());
    assert_eq!(phone.changes(), Some(0), "asks what came of it");
    phone.reply(Vec::new());
    assert_eq!(phone.phase(), SyncPhase::Idle);
}

#[test]
fn a_report_without_files_does_not_wait_for_one_with_files() {
    let mut phone = Phone::with(vec![item(1, &["a"]), item(2, &[])]);
    assert!(phone.upload().is_some());
    assert_eq!(phone.changes(), Some(1));
    phone.reply(vec![accepted(2)]);
    assert_eq!(phone.engine.outbox().len(), 1);
}

#[test]
fn what_the_server_misses_is_sent_again_and_then_the_same_revision() {
    let mut waiting = item(1, &["a", "b"]);
    waiting.files.iter_mut().for_each(|file| file.sent = true);
    let mut phone = Phone::with(vec![waiting]);
    assert_eq!(phone.changes(), Some(1));
    phone.reply(vec![Ack {
        id: id(1),
        outcome: Outcome::Deferred {
            retry_after: 0,
            missing: vec!["b".to_owned()],
        },
    }]);
    let (request, hash) = phone.upload().unwrap();
    assert_eq!(hash, "b");
    phone.tell(Event::Uploaded { request });
    phone.now += 1_000;
    phone.tell(Event::Timer);
    assert_eq!(phone.changes(), Some(1));
}

#[test]
fn a_file_that_is_not_taken_sends_the_report_back_to_its_writer_with_the_place() {
    let mut phone = Phone::with(vec![item(1, &["a"])]);
    let (request, _) = phone.upload().unwrap();
    let reason = FileRefusal::Heic;
    phone.tell(Event::FileRefused { request, reason });
    let parked = phone.engine.outbox()[0].parked.clone().unwrap();
    assert_eq!(parked.reason, Refusal::Attachment);
    assert_eq!(parked.findings[0].code, "file.heic");
    assert_eq!(parked.findings[0].path, Path::top("photos"));
    let refused = Notice::Refused {
        change: id(1),
        reason: Refusal::Attachment,
    };
    assert_eq!(phone.told, [refused]);
    assert_eq!(phone.upload(), None);
}

#[test]
fn a_broken_line_waits_and_goes_on_and_a_line_that_moves_is_tried_soon() {
    let mut phone = Phone::with(vec![item(1, &["a"])]);
    let offline = Failure::Offline;
    for _ in 0..6 {
        let (request, _) = phone.upload().unwrap();
        phone.tell(Event::Uploading { request, offset: 1 });
        phone.tell(Event::UploadFailed {
            request,
            failure: offline,
        });
        assert_eq!(phone.upload(), None);
        phone.now += 1_000;
        phone.tell(Event::Timer);
        // The line was lost, so the server is asked first.
        if phone.changes() == Some(0) {
            phone.reply(Vec::new());
        }
    }
    assert!(phone.upload().is_some());
}

#[test]
fn a_report_that_is_taken_back_ends_its_upload() {
    let mut phone = Phone::with(vec![item(1, &["a"])]);
    let (request, _) = phone.upload().unwrap();
    phone.tell(Event::CancelRequested(id(1)));
    assert!(phone.asked.contains(&Effect::Abort { request }));
    // What it did in the meantime counts for nothing.
    phone.tell(Event::Uploaded { request });
    assert!(phone.engine.outbox().is_empty());
}

#[test]
fn a_token_that_ends_in_the_middle_pauses_and_keeps() {
    let mut phone = Phone::with(vec![item(1, &["a"])]);
    let (request, _) = phone.upload().unwrap();
    let failure = Failure::Auth;
    phone.tell(Event::UploadFailed { request, failure });
    assert_eq!(phone.phase(), SyncPhase::PausedAuth);
    assert_eq!(phone.told, [Notice::SignInNeeded]);
    assert_eq!(phone.engine.outbox().len(), 1);
}

#[test]
fn an_upload_ends_with_the_last_item_that_names_its_file() {
    let mut phone = Phone::with(vec![item(1, &["a"]), item(2, &["a"]), item(3, &[])]);
    let (upload, _) = phone.upload().unwrap();
    let aborted = |phone: &Phone| {
        let is_abort = |it: &&Effect| matches!(it, Effect::Abort { request } if *request == upload);
        phone.asked.iter().any(|effect| is_abort(&effect))
    };
    phone.tell(Event::CancelRequested(id(1)));
    assert!(!aborted(&phone), "another still waits for it");
    phone.tell(Event::CancelRequested(id(2)));
    assert!(aborted(&phone));
}

#[test]
fn no_number_is_used_for_two_requests() {
    let phone = Phone::with(vec![item(1, &["a"]), item(2, &[])]);
    let mut numbers: Vec<_> = phone
        .asked
        .iter()
        .filter_map(|effect| match effect {
            Effect::Send { request, .. } | Effect::Upload { request, .. } => Some(*request),
            _ => None,
        })
        .collect();
    numbers.dedup();
    assert_eq!(numbers.len(), 2);
}

#[test]
fn a_file_that_is_refused_gives_back_what_names_it_and_nothing_else() {
    let mut phone = Phone::with(vec![item(1, &["a"]), item(2, &["b"]), item(3, &["c", "a"])]);
    let (request, hash) = phone.upload().unwrap();
    assert_eq!(hash, "a");
    let reason = FileRefusal::Lost;
    phone.tell(Event::FileRefused { request, reason });
    let parked = |item: &OutboxItem| item.parked.is_some();
    let outbox = phone.engine.outbox();
    let parked: Vec<_> = outbox.iter().map(parked).collect();
    assert_eq!(parked, [true, false, true]);
}

#[test]
fn a_receipt_names_the_files_of_the_report_and_no_others() {
    let cases: [(&[&str], bool); 4] = [
        (&["a", "b"], true),
        (&["a"], false),
        (&["a", "b", "c"], false),
        (&[], false),
    ];
    for (files, is_one) in cases {
        let mut sent = item(1, &["a", "b"]);
        sent.files.iter_mut().for_each(|file| file.sent = true);
        let mut phone = Phone::with(vec![sent]);
        let mut ack = accepted(1);
        if let Outcome::Accepted { receipt } = &mut ack.outcome {
            receipt.seal = Some(Seal {
                key: String::new(),
                files: files.iter().map(|hash| (*hash).to_owned()).collect(),
                signature: String::new(),
            });
        }
        phone.reply(vec![ack]);
        assert_eq!(phone.engine.outbox().is_empty(), is_one, "{files:?}");
    }
}
