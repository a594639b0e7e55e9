//! The copy of what the server has leaves the phone when a person says so.

use domain::sync::{Effect, Event, Relayed};

use crate::{
    one_phone::Phone,
    withdrawal::{SUBMISSION, accepted, withdrawal, withdrawn},
};

#[test]
fn a_received_copy_goes_and_comes_back_with_its_news() {
    let mut phone = Phone::with(vec![withdrawal()]);
    phone.reply_showing(vec![accepted()], vec![withdrawn()]);
    phone.tell(Event::Dropped(SUBMISSION));
    assert_eq!(phone.engine.submissions(), []);
    phone.tell(Event::Nudge);
    phone.reply_showing(Vec::new(), vec![withdrawn()]);
    assert_eq!(phone.engine.submissions()[0].id, SUBMISSION);
}

#[test]
fn what_waits_keeps_the_copy_that_it_is_about() {
    let mut phone = Phone::with(vec![withdrawal()]);
    phone.reply_showing(Vec::new(), vec![withdrawn()]);
    phone.tell(Event::Dropped(SUBMISSION));
    assert_eq!(phone.engine.submissions().len(), 1);
    assert_eq!(phone.engine.outbox().len(), 1);
}

#[test]
fn a_tab_that_follows_leaves_it_to_the_one_that_leads() {
    let mut phone = Phone::with(Vec::new());
    phone.tell(Event::Follows);
    phone.tell(Event::Dropped(SUBMISSION));
    let relayed = Effect::Relay(Relayed::Dropped(SUBMISSION));
    assert!(phone.asked.contains(&relayed));
}
