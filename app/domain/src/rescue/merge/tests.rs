//! Whole phones, merged.

use super::*;
use crate::{
    api::{Change, Receipt, Revision, SubmissionView},
    case::State,
    id::{DeviceId, DraftId, EnterpriseId, RevisionId, SubmissionId},
    map::Map,
    sync::Enrolment,
};
use proptest::prelude::*;

fn uuid(id: u8) -> Uuid {
    Uuid::from_u128(u128::from(id))
}

fn draft(id: u8, updated_at: i64) -> Draft {
    Draft {
        id: DraftId(uuid(id)),
        form: "DMG".to_owned(),
        version: "1".to_owned(),
        answers: crate::answer::Answers::default(),
        step: String::new(),
        locale: "ko".to_owned(),
        note: String::new(),
        created_at: 1,
        updated_at,
        prefilled: crate::answer::Answers::default(),
        left: Vec::new(),
        stayed: String::new(),
        answering: None,
        base: crate::answer::Answers::default(),
        taken: Vec::new(),
        clashes: Vec::new(),
    }
}

fn item(id: u8, draft: Option<Draft>) -> OutboxItem {
    OutboxItem {
        change: Change::Revision(Revision {
            id: RevisionId(uuid(id)),
            submission: SubmissionId(uuid(id)),
            parent: None,
            content: "{}".to_owned(),
            hash: String::new(),
        }),
        owner: None,
        sealed_at: 5,
        draft,
        attempts: 0,
        recall: false,
        parked: None,
        form: "DMG".to_owned(),
        files: Vec::new(),
    }
}

fn record(id: u8, version: u64, receipts: &[u8]) -> SubmissionRecord {
    let mut record = SubmissionRecord::new(SubmissionId(uuid(id)), EnterpriseId(uuid(99)));
    record.view = (version > 0).then(|| SubmissionView {
        id: record.id,
        version,
        form: "DMG".to_owned(),
        form_version: "1".to_owned(),
        number: "2020-피해-000001".to_owned(),
        state: State::Received,
        revision: RevisionId(uuid(200)),
        hash: String::new(),
        content: format!("version {version}"),
        received_at: 1,
        updated_at: 1,
        supplement: None,
        decision: None,
        officer: None,
        due_at: None,
        history: Vec::new(),
        assisted: String::new(),
    });
    record.receipts = receipts
        .iter()
        .map(|change| Receipt {
            submission: record.id,
            change: uuid(*change),
            hash: String::new(),
            number: "2020-피해-000001".to_owned(),
            received_at: i64::from(*change),
            seal: None,
        })
        .collect();
    record
}

fn enrolment(enterprise: u8) -> Enrolment {
    Enrolment {
        device: DeviceId(uuid(1)),
        token: "00".repeat(32),
        enterprise: EnterpriseId(uuid(enterprise)),
        enterprise_name: "다울푸드 협동조합".to_owned(),
        verified: true,
        expires_at: 9,
    }
}

fn drafts(drafts: Vec<Draft>) -> Holdings {
    Holdings {
        drafts,
        ..Holdings::default()
    }
}

fn outbox(outbox: Vec<OutboxItem>) -> Holdings {
    let mut all = Holdings::default();
    all.snapshot.outbox = outbox;
    all
}

fn submissions(submissions: Vec<SubmissionRecord>) -> Holdings {
    let mut all = Holdings::default();
    all.snapshot.submissions = submissions;
    all
}

/// The phone after the transaction.
fn apply(mut phone: Holdings, writes: Vec<Write>) -> Holdings {
    for write in writes {
        match write {
            Write::PutDraft(draft) => {
                phone.drafts.retain(|own| own.id != draft.id);
                phone.drafts.push(*draft);
            }
            Write::DeleteDraft(id) => phone.drafts.retain(|own| own.id != id),
            Write::PutItem(item) => phone.snapshot.outbox.push(*item),
            Write::PutSubmission(record) => {
                let all = &mut phone.snapshot.submissions;
                all.retain(|own| own.id != record.id);
                all.push(*record);
            }
            Write::PutEnrolment(enrolment) => phone.snapshot.enrolment = Some(enrolment),
            Write::PutCredentials(credentials) => phone.credentials = Some(credentials),
            Write::DeleteCredentials => phone.credentials = None,
            other => panic!("merging does not write {other:?}"),
        }
    }
    phone
}

const fn tally(added: usize, renewed: usize, kept: usize, gone: usize) -> Tally {
    Tally {
        added,
        renewed,
        kept,
        gone,
    }
}

#[test]
fn an_empty_phone_takes_everything() {
    let mut file = drafts(vec![draft(1, 10)]);
    file.snapshot = Snapshot {
        enrolment: Some(enrolment(99)),
        outbox: vec![item(2, Some(draft(3, 4)))],
        submissions: vec![record(4, 2, &[7])],
        cursor: None,
    };
    let plan = merge(&file, &Holdings::default());
    let one = tally(1, 0, 0, 0);
    assert_eq!((plan.drafts, plan.waiting, plan.received), (one, one, one));
    assert_eq!(plan.enrolment, Enrolling::Taken);
    let phone = apply(Holdings::default(), plan.writes);
    assert_eq!(phone.drafts, file.drafts);
    assert_eq!(phone.snapshot.submissions, file.snapshot.submissions);
    assert_eq!(phone.snapshot.enrolment, file.snapshot.enrolment);
    assert_eq!(
        phone.snapshot.outbox[0].attempts, 1,
        "the other phone may have sent it"
    );
}

#[test]
fn of_two_drafts_the_one_changed_last_stays() {
    let file = drafts(vec![draft(1, 10), draft(2, 10), draft(3, 10)]);
    let phone = drafts(vec![draft(1, 11), draft(2, 9), draft(3, 10)]);
    let plan = merge(&file, &phone);
    assert_eq!(plan.drafts, tally(0, 1, 2, 0));
    assert_eq!(plan.writes, [Write::PutDraft(Box::new(draft(2, 10)))]);
}

#[test]
fn what_was_deleted_or_sent_here_is_not_brought_back() {
    let mut file = drafts(vec![draft(1, 10), draft(2, 10)]);
    file.snapshot.outbox = vec![item(5, None), item(6, None), item(7, None)];
    file.snapshot.submissions = vec![record(8, 1, &[])];
    let mut phone = outbox(vec![item(4, Some(draft(2, 12)))]);
    phone.gone = vec![uuid(1), uuid(5), uuid(8)];
    phone.snapshot.submissions = vec![record(9, 1, &[6]), record(10, 1, &[])];
    phone.snapshot.submissions[1]
        .view
        .as_mut()
        .unwrap()
        .revision = RevisionId(uuid(7));
    let plan = merge(&file, &phone);
    assert_eq!(plan.drafts, tally(0, 0, 0, 2));
    assert_eq!(plan.waiting, tally(0, 0, 0, 3));
    assert_eq!(plan.received, tally(0, 0, 0, 1));
    assert_eq!(plan.writes, []);
}

#[test]
fn a_draft_that_was_sealed_there_goes_into_the_sealed_item_unless_it_was_written_on_here() {
    let file = outbox(vec![item(1, Some(draft(2, 10)))]);
    let same = merge(&file, &drafts(vec![draft(2, 10)]));
    assert_eq!(same.writes[0], Write::DeleteDraft(DraftId(uuid(2))));
    assert_eq!(same.waiting, tally(1, 0, 0, 0));
    let newer = merge(&file, &drafts(vec![draft(2, 11)]));
    assert_eq!((newer.waiting, newer.writes), (tally(0, 0, 1, 0), vec![]));
}

#[test]
fn receipts_and_views_of_both_are_joined() {
    let file = submissions(vec![record(1, 3, &[5])]);
    let phone = submissions(vec![record(1, 2, &[4])]);
    let plan = merge(&file, &phone);
    assert_eq!(plan.received, tally(0, 1, 0, 0));
    assert_eq!(
        plan.writes,
        [Write::PutSubmission(Box::new(record(1, 3, &[4, 5])))]
    );
    // The other way round the phone has the newer view, and learns of the receipt only.
    let back = merge(&phone, &file);
    assert_eq!(
        back.writes,
        [Write::PutSubmission(Box::new(record(1, 3, &[4, 5])))]
    );
}

#[test]
fn the_phones_own_enrolment_stays() {
    let mut file = Holdings::default();
    file.snapshot.enrolment = Some(enrolment(1));
    let credentials = Credentials {
        device: DeviceId(uuid(5)),
        token: String::new(),
    };
    let mut phone = Holdings::default();
    phone.snapshot.enrolment = Some(enrolment(2));
    let plan = merge(&file, &phone);
    assert_eq!((plan.enrolment, plan.writes), (Enrolling::Kept, vec![]));

    let mut begun = Holdings {
        credentials: Some(credentials.clone()),
        ..Holdings::default()
    };
    let plan = merge(&file, &begun);
    assert_eq!(
        plan.writes,
        [Write::PutEnrolment(enrolment(1)), Write::DeleteCredentials]
    );
    let plan = merge(&begun, &Holdings::default());
    assert_eq!(plan.writes, [Write::PutCredentials(credentials)]);
    begun.snapshot.enrolment = None;
    assert_eq!(merge(&begun, &begun).enrolment, Enrolling::Kept);
    assert_eq!(
        merge(&Holdings::default(), &phone).enrolment,
        Enrolling::Absent
    );
}

#[test]
fn of_two_profiles_the_newer_stays() {
    let of = |updated_at| Holdings {
        profile: Some(Profile {
            updated_at,
            ..Profile::default()
        }),
        ..Holdings::default()
    };
    let taken = |phone: &Holdings| merge(&of(5), phone).writes.len();
    assert_eq!(taken(&Holdings::default()), 1);
    assert_eq!(taken(&of(4)), 1);
    assert_eq!(taken(&of(5)), 0);
    assert_eq!(merge(&Holdings::default(), &of(4)).writes, []);
}

prop_compose! {
    fn holdings()(
        written in prop::collection::btree_map(0u8..6, 0i64..4, 0..4),
        sealed in prop::collection::btree_map(10u8..14, (0u8..6, 0i64..4), 0..3),
        known in prop::collection::btree_map(20u8..23, (0u64..3, prop::collection::btree_set(10u8..14, 0..3)), 0..3),
        gone in prop::collection::btree_set(0u8..23, 0..4),
    ) -> Holdings {
        let mut all = drafts(written.into_iter().map(|(id, at)| draft(id, at)).collect());
        // A draft is sealed once.
        let mut of_draft = Map::new();
        for (id, (of, at)) in sealed {
            of_draft.insert(of, item(id, Some(draft(of, at))));
        }
        all.snapshot.outbox = of_draft.into_iter().map(|(_, item)| item).collect();
        all.snapshot.submissions = known
            .into_iter()
            .map(|(id, (version, receipts))| record(id, version, &receipts.into_iter().collect::<Vec<_>>()))
            .collect();
        all.gone = gone.into_iter().map(uuid).collect();
        all
    }
}

proptest! {
    #[test]
    fn nothing_on_the_phone_gets_older_or_is_lost(file in holdings(), phone in holdings()) {
        let after = apply(phone.clone(), merge(&file, &phone).writes);
        for item in &phone.snapshot.outbox {
            prop_assert!(after.snapshot.outbox.contains(item));
        }
        for draft in &phone.drafts {
            let still = after.drafts.iter().find(|own| own.id == draft.id);
            let sealed = after.snapshot.outbox.iter().filter_map(|item| item.draft.as_ref());
            let mut holders = still.into_iter().chain(sealed.filter(|own| own.id == draft.id));
            prop_assert!(holders.any(|own| own.updated_at >= draft.updated_at));
        }
        for record in &phone.snapshot.submissions {
            let still = after.snapshot.submissions.iter().find(|own| own.id == record.id).unwrap();
            prop_assert!(still.version() >= record.version());
            prop_assert!(record.receipts.iter().all(|receipt| still.receipts.contains(receipt)));
        }
    }

    #[test]
    fn taking_a_file_twice_adds_nothing(file in holdings(), phone in holdings()) {
        let once = apply(phone.clone(), merge(&file, &phone).writes);
        let ids = |all: &Holdings| {
            let mut ids: Vec<_> = all.drafts.iter().map(|draft| draft.id.0).collect();
            ids.extend(all.snapshot.outbox.iter().map(OutboxItem::id));
            ids.sort();
            ids
        };
        let twice = apply(once.clone(), merge(&file, &once).writes);
        prop_assert_eq!(ids(&twice), ids(&once));
    }
}
