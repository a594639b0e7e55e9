//! A change that seems to be refused, and of which an earlier copy may have arrived: whether it goes back to its writer.

use domain::{
    api::{Ack, Outcome, Refusal},
    attachment::{Attached, FileRefusal},
    form::Path,
    sync::{Event, Failure, Notice, OutboxItem, SyncPhase},
};

use crate::{
    one_phone::{Phone, id},
    withdrawal::{SUBMISSION, accepted, withdrawal},
};

/// A phone whose only change has just met a 413.
fn refused_alone() -> Phone {
    let mut phone = Phone::with(vec![withdrawal()]);
    assert_eq!(phone.changes(), Some(1));
    phone.fail(Failure::TooLarge);
    phone
}

fn refused(reason: Refusal) -> Ack {
    Ack {
        id: id(1),
        outcome: Outcome::Refused {
            reason,
            findings: Vec::new(),
        },
    }
}

fn parked(phone: &Phone) -> Option<Refusal> {
    let item = phone.engine.outbox().into_iter().next().unwrap();
    item.parked.map(|parked| parked.reason)
}

/// The phone asks for its change, and for nothing else.
fn asks(phone: &Phone) -> bool {
    phone.changes() == Some(0) && phone.recalls() == [id(1)] && parked(phone).is_none()
}

#[test]
fn what_the_server_never_will_have_is_parked_for_the_reason_there_was() {
    let mut phone = refused_alone();
    assert!(asks(&phone), "asks before it gives up");
    phone.reply(vec![refused(Refusal::Recalled)]);
    assert_eq!(parked(&phone), Some(Refusal::TooLarge));
    assert_eq!(
        phone.told,
        [Notice::Refused {
            change: id(1),
            reason: Refusal::TooLarge
        }]
    );
    assert_eq!(phone.changes(), None);
    assert_eq!(phone.phase(), SyncPhase::Idle);
    // It is certain, so it is a draft again without another question.
    assert!(!phone.engine.outbox()[0].may_arrive());
    phone.tell(Event::CancelRequested(id(1)));
    assert!(phone.engine.outbox().is_empty());
}

#[test]
fn what_the_server_has_is_received() {
    let mut phone = refused_alone();
    phone.reply(vec![accepted()]);
    assert!(phone.engine.outbox().is_empty());
    assert_eq!(phone.told, [Notice::Withdrawn(SUBMISSION)]);
}

#[test]
fn no_answer_to_the_question_is_no_answer() {
    let mut phone = refused_alone();
    for failure in [Failure::TooLarge, Failure::Rejected, Failure::Offline] {
        phone.fail(failure);
        assert!(matches!(phone.phase(), SyncPhase::Waiting { .. }));
        phone.now += 300_000;
        phone.tell(Event::Timer);
        // The server was not heard for long: the first request asks whether it is there.
        assert_eq!((phone.changes(), phone.recalls()), (Some(0), Vec::new()));
        phone.reply(Vec::new());
        assert!(asks(&phone), "{failure:?}");
    }
    let deferred = Ack {
        id: id(1),
        outcome: Outcome::Deferred {
            retry_after: 40,
            missing: Vec::new(),
        },
    };
    phone.reply(vec![deferred]);
    assert_eq!(parked(&phone), None);
    let until = phone.now + 40_000;
    assert_eq!(phone.phase(), SyncPhase::Waiting { until });
}

#[test]
fn only_a_refusal_of_the_content_is_believed_at_once() {
    let answered = |reason| {
        let mut phone = Phone::with(vec![withdrawal()]);
        phone.reply(vec![refused(reason)]);
        phone
    };
    let phone = answered(Refusal::Invalid);
    assert_eq!(parked(&phone), Some(Refusal::Invalid));
    assert_eq!(phone.changes(), None);

    for reason in [Refusal::WrongState, Refusal::UnknownForm] {
        let mut phone = answered(reason);
        assert!(asks(&phone), "{reason:?}");
        phone.reply(vec![refused(Refusal::NotFound)]);
        assert_eq!(parked(&phone), Some(Refusal::NotFound));
    }
}

#[test]
fn a_lost_file_gives_back_at_once_only_what_never_left() {
    let lost = |attempts| {
        let file = Attached {
            hash: "a".to_owned(),
            size: 5,
            path: Path::top("photos"),
            sent: false,
        };
        let mut phone = Phone::with(vec![OutboxItem {
            attempts,
            files: vec![file],
            ..withdrawal()
        }]);
        let (request, _) = phone.upload().unwrap();
        let reason = FileRefusal::Lost;
        phone.tell(Event::FileRefused { request, reason });
        phone
    };
    assert_eq!(parked(&lost(0)), Some(Refusal::Attachment));

    let mut phone = lost(1);
    assert!(asks(&phone));
    assert_eq!(phone.upload(), None, "its file is not tried meanwhile");
    phone.reply(vec![refused(Refusal::Recalled)]);
    let item = &phone.engine.outbox()[0];
    let parked = item.parked.as_ref().unwrap();
    assert_eq!(parked.reason, Refusal::Attachment);
    assert_eq!(parked.findings[0].code, FileRefusal::Lost.code());
}
