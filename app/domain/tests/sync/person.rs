//! What a person does, and what the server's answer to it does: sealed once, taken back once, seen, and heard to the end.

use domain::{
    api::{Ack, Change, Outcome, PROTOCOL, Refusal, SyncResponse, Withdrawal},
    id::DeviceId,
    sync::{Draft, Effect, Event, Notice, OutboxItem, Parked, Relayed, SyncPhase},
};

use crate::{
    one_phone::{DEVICE, ENTERPRISE, Phone, id},
    withdrawal::{SUBMISSION, accepted, withdrawal, withdrawn},
};

fn named(number: u128, draft: Option<u128>) -> OutboxItem {
    let draft = draft.map(|draft| {
        serde_json::from_value::<Draft>(serde_json::json!({
            "id": id(draft), "form": "DMG", "version": "1", "locale": "ko", "created_at": 1, "updated_at": 1
        }))
        .unwrap()
    });
    OutboxItem {
        change: Change::Withdraw(Withdrawal {
            id: id(number),
            submission: SUBMISSION,
            reason: String::new(),
            at: 0,
        }),
        draft,
        owner: None,
        ..withdrawal()
    }
}

fn relayed(phone: &Phone) -> Vec<Relayed> {
    let relayed = phone.asked.iter().filter_map(|effect| match effect {
        Effect::Relay(relayed) => Some(*relayed),
        _ => None,
    });
    relayed.collect()
}

#[test]
fn a_finger_that_presses_twice_seals_once() {
    let mut phone = Phone::with(Vec::new());
    let seal = |phone: &mut Phone, number, draft| {
        phone.tell(Event::Sealed(Box::new(named(number, draft))));
        phone.engine.outbox().len()
    };
    assert_eq!(seal(&mut phone, 1, Some(7)), 1);
    assert_eq!(phone.engine.outbox()[0].owner, Some(ENTERPRISE));
    assert_eq!(seal(&mut phone, 2, Some(7)), 1, "the same draft");
    assert_eq!(seal(&mut phone, 1, None), 1, "the same change");
    assert_eq!(seal(&mut phone, 3, None), 2);
    assert_eq!(seal(&mut phone, 4, None), 3, "neither has a draft");
    assert_eq!(relayed(&phone), [], "the tab that leads sends by itself");
    phone.tell(Event::Follows);
    assert_eq!(seal(&mut phone, 5, None), 4);
    assert_eq!(relayed(&phone), [Relayed::Nudge]);
}

#[test]
fn what_may_have_arrived_is_asked_for_once_and_given_back_when_it_never_will() {
    let unsure = Parked {
        reason: Refusal::UnknownForm,
        findings: Vec::new(),
        at: 0,
    };
    for parked in [None, Some(unsure)] {
        let mut phone = Phone::with(vec![OutboxItem {
            attempts: 1,
            parked,
            ..withdrawal()
        }]);
        for _ in 0..2 {
            phone.tell(Event::CancelRequested(id(1)));
            let item = &phone.engine.outbox()[0];
            assert_eq!((item.recall, &item.parked), (true, &None));
            assert_eq!(phone.told, [Notice::Recalling(id(1))]);
        }
        if phone.recalls().is_empty() {
            // It was on its way: the server is asked after that.
            phone.reply(Vec::new());
            phone.now += 60_000;
            phone.tell(Event::Nudge);
            phone.reply(Vec::new());
        }
        assert_eq!(phone.recalls(), [id(1)]);
        let outcome = Outcome::Refused {
            reason: Refusal::Recalled,
            findings: Vec::new(),
        };
        phone.reply(vec![Ack { id: id(1), outcome }]);
        assert!(phone.engine.outbox().is_empty());
        assert_eq!(
            phone.phase(),
            SyncPhase::Idle,
            "all that was asked is answered"
        );
    }
}

#[test]
fn news_are_news_until_somebody_looked() {
    let mut phone = Phone::with(Vec::new());
    phone.tell(Event::Nudge);
    phone.reply_showing(Vec::new(), vec![withdrawn()]);
    let is_news = |phone: &Phone| phone.engine.submissions()[0].is_news();
    assert!(is_news(&phone));
    phone.tell(Event::Seen(SUBMISSION));
    assert!(!is_news(&phone));
    assert_eq!(relayed(&phone), []);

    let mut newer = withdrawn();
    newer.version += 1;
    phone.tell(Event::Nudge);
    phone.reply_showing(Vec::new(), vec![newer]);
    phone.tell(Event::Follows);
    phone.tell(Event::Seen(SUBMISSION));
    assert!(is_news(&phone), "the tab that leads notes it");
    assert_eq!(relayed(&phone), [Relayed::Seen(SUBMISSION)]);
}

#[test]
fn an_answer_that_is_not_ours_is_none() {
    let cases = [
        (PROTOCOL, Some(DeviceId(id(99)))),
        (PROTOCOL, None),
        ("captive.portal", Some(DEVICE)),
    ];
    for (protocol, device) in cases {
        let mut phone = Phone::with(vec![withdrawal()]);
        let request = phone.asked.iter().find_map(|effect| match effect {
            Effect::Send { request, .. } => Some(*request),
            _ => None,
        });
        let response = Box::new(SyncResponse {
            protocol: protocol.to_owned(),
            device,
            acks: vec![accepted()],
            changes: vec![withdrawn()],
            cursor: 7,
            ..SyncResponse::default()
        });
        phone.tell(Event::Reply {
            request: request.unwrap(),
            response,
            forged: Vec::new(),
        });
        assert_eq!(phone.engine.outbox().len(), 1, "{protocol} {device:?}");
        assert!(phone.engine.submissions().is_empty());
        assert!(matches!(phone.phase(), SyncPhase::Waiting { .. }));
    }
}

/// Answers the request that is asked for.
fn answer(phone: &mut Phone, cursor: u64, more: bool, server_time: i64) {
    let place = phone
        .asked
        .iter()
        .position(|it| matches!(it, Effect::Send { .. }));
    let Effect::Send { request, .. } = phone.asked.remove(place.unwrap()) else {
        return;
    };
    let response = Box::new(SyncResponse {
        protocol: PROTOCOL.to_owned(),
        device: Some(DEVICE),
        cursor,
        more,
        server_time,
        ..SyncResponse::default()
    });
    phone.tell(Event::Reply {
        request,
        response,
        forged: Vec::new(),
    });
}

#[test]
fn pages_are_asked_for_until_the_last_and_only_where_they_lead_on() {
    let mut phone = Phone::with(Vec::new());
    let now = phone.now;
    phone.tell(Event::Nudge);
    answer(&mut phone, 5, true, now);
    assert_eq!(phone.changes(), Some(0), "there is more");
    answer(&mut phone, 5, true, now);
    assert_eq!(phone.changes(), None, "it leads nowhere");
    phone.tell(Event::Nudge);
    answer(&mut phone, 9, false, now);
    assert_eq!(phone.changes(), None, "that was the last");
}

#[test]
fn a_clock_that_is_more_than_ten_minutes_off_is_told_once() {
    let minute = 60_000;
    let mut phone = Phone::with(Vec::new());
    for (behind, told) in [(10, 0), (11, 1), (11, 1), (0, 1), (-10, 1), (-11, 2)] {
        phone.tell(Event::Nudge);
        let then = phone.now - behind * minute;
        answer(&mut phone, 0, false, then);
        let off = |notice: &&Notice| matches!(notice, Notice::ClockOff(_));
        let count = phone.told.iter().filter(off).count();
        assert_eq!(count, told, "{behind} minutes behind");
    }
}

#[test]
fn a_refusal_of_what_is_wanted_back_does_not_answer_the_question() {
    let mut phone = Phone::with(vec![OutboxItem {
        recall: true,
        attempts: 1,
        ..withdrawal()
    }]);
    assert_eq!(phone.recalls(), [id(1)]);
    // An old copy of the change met this, or another server.
    let outcome = Outcome::Refused {
        reason: Refusal::Invalid,
        findings: Vec::new(),
    };
    phone.reply(vec![Ack { id: id(1), outcome }]);
    let item = &phone.engine.outbox()[0];
    assert_eq!((item.recall, &item.parked), (true, &None));
    assert!(matches!(phone.phase(), SyncPhase::Waiting { .. }));
}
