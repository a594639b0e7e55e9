//! What the phone says when the server has taken a withdrawal.

use domain::{
    api::{Ack, Change, Outcome, Receipt, SubmissionView, Withdrawal},
    case::State,
    id::{RevisionId, SubmissionId},
    sync::{Notice, OutboxItem, SyncPhase, Where},
};

use crate::one_phone::{ENTERPRISE, Phone, id};

pub(crate) const SUBMISSION: SubmissionId = SubmissionId(uuid::Uuid::from_u128(101));

pub(crate) fn withdrawal() -> OutboxItem {
    OutboxItem {
        change: Change::Withdraw(Withdrawal {
            id: id(1),
            submission: SUBMISSION,
            reason: String::new(),
            at: 0,
        }),
        owner: Some(ENTERPRISE),
        sealed_at: 0,
        draft: None,
        attempts: 0,
        recall: false,
        parked: None,
        form: "DMG".to_owned(),
        files: Vec::new(),
    }
}

pub(crate) fn accepted() -> Ack {
    let receipt = Receipt {
        submission: SUBMISSION,
        change: id(1),
        hash: String::new(),
        number: "2020-피해-000001".to_owned(),
        received_at: 0,
        seal: None,
    };
    Ack {
        id: id(1),
        outcome: Outcome::Accepted { receipt },
    }
}

pub(crate) fn withdrawn() -> SubmissionView {
    SubmissionView {
        id: SUBMISSION,
        version: 2,
        form: "DMG".to_owned(),
        form_version: "2020.1".to_owned(),
        number: "2020-피해-000001".to_owned(),
        state: State::Withdrawn,
        revision: RevisionId(id(2)),
        hash: String::new(),
        content: "{}".to_owned(),
        received_at: 0,
        updated_at: 1,
        supplement: None,
        decision: None,
        officer: None,
        due_at: None,
        history: Vec::new(),
        assisted: String::new(),
    }
}

fn place(phone: &Phone) -> Where {
    let records = phone.engine.submissions();
    Where::of_submission(&records[0], &phone.engine.outbox(), &[])
}

#[test]
fn a_withdrawal_is_told_in_its_own_words_and_shown_at_once() {
    let mut phone = Phone::with(vec![withdrawal()]);
    phone.reply_showing(vec![accepted()], vec![withdrawn()]);
    assert_eq!(phone.told, [Notice::Withdrawn(SUBMISSION)]);
    assert_eq!(place(&phone), Where::Server(State::Withdrawn));
    assert_eq!(phone.phase(), SyncPhase::Idle, "nothing is left to ask");
}

#[test]
fn an_answer_that_does_not_show_what_came_of_it_is_asked_again_at_once() {
    let mut phone = Phone::with(vec![withdrawal()]);
    phone.reply(vec![accepted()]);
    assert_eq!(phone.changes(), Some(0));
    phone.reply_showing(Vec::new(), vec![withdrawn()]);
    assert_eq!(place(&phone), Where::Server(State::Withdrawn));
    // Were it still not shown, the phone would wait for the next good moment.
    assert_eq!(phone.phase(), SyncPhase::Idle);
}
