//! Where something is, in the words' codes.

use domain::{
    api::Refusal,
    case::State,
    id::SubmissionId,
    sync::{OutboxItem, Parked, SubmissionRecord, Where},
};

use crate::{
    one_phone::{ENTERPRISE, id},
    withdrawal::{SUBMISSION, withdrawal, withdrawn},
};

fn record() -> SubmissionRecord {
    SubmissionRecord {
        view: Some(withdrawn()),
        ..SubmissionRecord::new(SUBMISSION, ENTERPRISE)
    }
}

fn parked() -> OutboxItem {
    OutboxItem {
        parked: Some(Parked {
            reason: Refusal::Invalid,
            findings: Vec::new(),
            at: 0,
        }),
        ..withdrawal()
    }
}

#[test]
fn what_was_done_last_counts_before_what_the_server_said() {
    let place = |outbox: &[OutboxItem], in_flight: &[u128]| {
        let in_flight: Vec<_> = in_flight.iter().copied().map(id).collect();
        Where::of_submission(&record(), outbox, &in_flight)
    };
    assert_eq!(place(&[], &[1]), Where::Server(State::Withdrawn));
    assert_eq!(place(&[withdrawal()], &[]), Where::Waiting);
    assert_eq!(place(&[withdrawal()], &[2]), Where::Waiting);
    assert_eq!(place(&[withdrawal()], &[1]), Where::Sending);
    assert_eq!(place(&[parked()], &[1]), Where::Parked);
    let later = OutboxItem {
        sealed_at: 1,
        ..withdrawal()
    };
    assert_eq!(place(&[later, parked()], &[]), Where::Waiting);
}

#[test]
fn another_submissions_change_says_nothing() {
    let other = SubmissionRecord::new(SubmissionId(id(77)), ENTERPRISE);
    let place = Where::of_submission(&other, &[withdrawal()], &[]);
    assert_eq!(
        place,
        Where::Server(State::Received),
        "sent, and not shown yet"
    );
}

#[test]
fn each_place_has_a_code_of_its_own() {
    let places = [
        Where::OnPhone,
        Where::Waiting,
        Where::Sending,
        Where::Parked,
    ];
    let codes = places.map(Where::code);
    assert_eq!(codes, ["on_phone", "waiting", "sending", "parked"]);
    assert_eq!(
        Where::Server(State::Supplement).code(),
        State::Supplement.code()
    );
}
