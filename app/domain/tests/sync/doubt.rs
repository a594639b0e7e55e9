//! A request that the server can't read, with one change in it: whether that goes back to its writer.

use domain::{
    case::State,
    id::RevisionId,
    sync::{Event, Failure, SyncPhase},
};

use crate::{
    one_phone::{Phone, id},
    withdrawal::{SUBMISSION, withdrawal, withdrawn},
};

/// A phone whose only change has just met a 413.
fn refused_alone() -> Phone {
    let mut phone = Phone::with(vec![withdrawal()]);
    assert_eq!(phone.changes(), Some(1));
    phone.fail(Failure::TooLarge);
    assert_eq!(phone.changes(), Some(0), "asks before it gives up");
    phone
}

#[test]
fn what_the_server_does_not_have_is_parked() {
    let mut phone = refused_alone();
    phone.reply(Vec::new());
    assert!(phone.engine.outbox()[0].parked.is_some());
    assert_eq!(phone.changes(), None);
}

#[test]
fn what_the_server_already_has_is_not_given_back_but_sent_again() {
    let mut phone = refused_alone();
    phone.reply_showing(Vec::new(), vec![withdrawn()]);
    assert_eq!(phone.engine.outbox()[0].parked, None);
    assert!(matches!(phone.phase(), SyncPhase::Waiting { .. }));
    phone.now += 1_000;
    phone.tell(Event::Timer);
    assert_eq!(phone.changes(), Some(1));
}

#[test]
fn a_view_that_looks_as_before_is_no_sign_of_it() {
    let mut phone = refused_alone();
    let mut view = withdrawn();
    view.state = State::InReview;
    view.revision = RevisionId(id(3));
    phone.reply_showing(Vec::new(), vec![view]);
    assert_eq!(phone.engine.outbox()[0].submission(), SUBMISSION);
    assert!(phone.engine.outbox()[0].parked.is_some());
}
