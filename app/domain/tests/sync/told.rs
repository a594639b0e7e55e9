//! What the engine says of itself: what is on its way, who leads, whether anything is being written, and whose items wait.

use domain::{
    id::{DeviceId, EnterpriseId},
    sync::{
        Effect, Engine, Enrolment, Event, Failure, Notice, OutboxItem, Snapshot, SyncPhase, Tick,
    },
};

use crate::{
    one_phone::{ENTERPRISE, Phone, id},
    withdrawal::{accepted, withdrawal, withdrawn},
};

#[test]
fn what_is_on_its_way_is_named_until_the_answer_is_there() {
    let mut phone = Phone::with(vec![withdrawal()]);
    assert_eq!(phone.engine.in_flight(), [id(1)]);
    phone.reply_showing(vec![accepted()], vec![withdrawn()]);
    assert!(phone.engine.in_flight().is_empty());
}

#[test]
fn a_tab_leads_from_when_it_is_told_until_it_follows() {
    assert!(!Engine::default().leads());
    let mut phone = Phone::with(Vec::new());
    assert!(phone.engine.leads());
    phone.tell(Event::Follows);
    assert!(!phone.engine.leads());
}

/// The ticket of the transaction that an event leads to.
fn ticket(engine: &mut Engine, event: Event) -> u64 {
    let at = Tick { now: 1, entropy: 0 };
    let effects = engine.handle(event, at);
    let store = effects.iter().find_map(|effect| match effect {
        Effect::Store { ticket, .. } => Some(*ticket),
        _ => None,
    });
    store.unwrap()
}

#[test]
fn only_the_outcome_of_its_own_transaction_settles_the_engine() {
    let at = Tick { now: 1, entropy: 0 };
    let mut engine = Engine::default();
    assert!(engine.is_settled());
    let first = ticket(&mut engine, Event::Sealed(Box::new(withdrawal())));
    assert!(!engine.is_settled());
    engine.handle(Event::Stored { ticket: first + 1 }, at);
    assert!(!engine.is_settled());
    assert!(engine.outbox().is_empty(), "it counts once it is written");
    engine.handle(Event::Stored { ticket: first }, at);
    assert!(engine.is_settled());
    assert_eq!(engine.outbox().len(), 1);

    let cancelled = Event::CancelRequested(id(1));
    engine.handle(Event::Leads(Box::default()), at);
    let second = ticket(&mut engine, Event::Sealed(Box::new(withdrawal())));
    assert!(second > first, "no two transactions have one ticket");
    engine.handle(Event::Stored { ticket: first }, at);
    assert!(!engine.is_settled(), "an old outcome is not the new one's");
    engine.handle(Event::Stored { ticket: second }, at);
    assert!(ticket(&mut engine, cancelled) > second);
}

#[test]
fn whoever_enrols_hears_how_much_waits_for_another_enterprise() {
    let other = |number| OutboxItem {
        change: domain::api::Change::Withdraw(domain::api::Withdrawal {
            id: id(number),
            submission: withdrawal().submission(),
            reason: String::new(),
            at: 0,
        }),
        owner: Some(EnterpriseId(id(77))),
        ..withdrawal()
    };
    let orphan = OutboxItem {
        owner: None,
        ..withdrawal()
    };
    let enrolled = |outbox| {
        let mut phone = Phone::with(outbox);
        phone.told.clear();
        phone.tell(Event::Enrolled(Enrolment {
            device: DeviceId(id(2)),
            ..phone.engine.enrolment().unwrap().clone()
        }));
        assert_eq!(phone.engine.enrolment().unwrap().enterprise, ENTERPRISE);
        phone.told
    };
    assert_eq!(
        enrolled(vec![other(3), other(4), orphan.clone()]),
        [Notice::HeldForOther(2)]
    );
    assert_eq!(enrolled(vec![withdrawal(), orphan]), []);
}

#[test]
fn an_answer_is_only_to_the_request_that_was_sent_last() {
    let mut phone = Phone::with(vec![withdrawal()]);
    let number = |phone: &Phone| {
        let sent = phone.asked.iter().find_map(|effect| match effect {
            Effect::Send { request, .. } => Some(*request),
            _ => None,
        });
        sent.unwrap()
    };
    let first = number(&phone);
    phone.fail(Failure::Server);
    phone.now += 1_000;
    phone.tell(Event::Timer);
    let second = number(&phone);
    assert_ne!(first, second);
    let failure = Failure::Revoked;
    let request = first;
    phone.tell(Event::Failed { request, failure });
    assert_eq!(phone.engine.in_flight(), [id(1)], "that was long ago");
    phone.fail(Failure::Revoked);
    assert!(phone.engine.in_flight().is_empty());
}

#[test]
fn what_has_no_owner_is_taken_by_the_enrolment_before_anything_is_asked() {
    let enrolment = Phone::with(Vec::new()).engine.enrolment().cloned();
    let snapshot = Snapshot {
        enrolment,
        outbox: vec![OutboxItem {
            owner: None,
            ..withdrawal()
        }],
        ..Snapshot::default()
    };
    let mut engine = Engine::default();
    let at = Tick { now: 1, entropy: 0 };
    let effects = engine.handle(Event::Leads(Box::new(snapshot)), at);
    assert!(matches!(effects[..], [Effect::Store { .. }]), "{effects:?}");
    let effects = engine.handle(Event::Stored { ticket: 1 }, at);
    assert_eq!(engine.outbox()[0].owner, Some(ENTERPRISE));
    assert!(matches!(effects[..], [Effect::Send { .. }]), "{effects:?}");
}

#[test]
fn a_token_that_ended_is_told_apart_from_one_that_was_revoked() {
    for (failure, notice) in [
        (Failure::Revoked, Notice::Revoked),
        (Failure::Auth, Notice::SignInNeeded),
    ] {
        let mut phone = Phone::with(vec![withdrawal()]);
        phone.fail(failure);
        assert_eq!(phone.told, [notice]);
        assert_eq!(phone.phase(), SyncPhase::PausedAuth);
    }
}

#[test]
fn a_phone_with_nothing_to_say_is_silent() {
    let mut phone = Phone::with(Vec::new());
    phone.now += 60_000;
    phone.tell(Event::Timer);
    assert_eq!(phone.changes(), None);
}
