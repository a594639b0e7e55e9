//! Receipts whose signature or list of files is not right acknowledge nothing (invariant 5).

use domain::{
    api::{Outcome, Seal},
    sync::Notice,
};

use crate::{
    one_phone::{Phone, id},
    withdrawal::{accepted, withdrawal},
};

fn phone() -> Phone {
    let phone = Phone::with(vec![withdrawal()]);
    assert_eq!(phone.changes(), Some(1));
    phone
}

#[test]
fn a_receipt_that_the_server_did_not_sign_leaves_the_change_in_the_outbox() {
    let mut phone = phone();
    phone.reply_forged(vec![accepted()], Vec::new(), vec![id(1)]);
    assert_eq!(phone.engine.outbox().len(), 1);
    assert!(phone.told.contains(&Notice::BadReceipt(id(1))));
}

#[test]
fn a_receipt_for_files_that_were_not_sent_is_none() {
    let mut phone = phone();
    let mut ack = accepted();
    let Outcome::Accepted { receipt } = &mut ack.outcome else {
        unreachable!()
    };
    receipt.seal = Some(Seal {
        key: "0011223344556677".to_owned(),
        files: vec!["ab".to_owned()],
        signature: String::new(),
    });
    phone.reply(vec![ack.clone()]);
    assert_eq!(phone.engine.outbox().len(), 1);
    let Outcome::Accepted { receipt } = &mut ack.outcome else {
        unreachable!()
    };
    receipt.seal.as_mut().unwrap().files.clear();
    let mut phone = self::phone();
    phone.reply(vec![ack]);
    assert!(phone.engine.outbox().is_empty());
}

#[test]
fn a_receipt_of_which_nothing_can_be_said_is_believed() {
    let mut phone = phone();
    phone.reply(vec![accepted()]);
    assert!(phone.engine.outbox().is_empty());
}
