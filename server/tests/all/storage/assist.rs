//! The part of the contract that is about contents that staff wrote.

use std::sync::Arc;

use domain::{case::Event, id::RevisionId};
use server::{
    audit::Act,
    random,
    storage::{Applied, CaseUpdate, NewRevision, Storage, Summary},
};

use super::{device, entry, new_submission, receive};
use crate::support::START;

pub(super) async fn what_no_phone_sent_is_kept_and_told_apart(storage: Arc<dyn Storage>) {
    let device = device(&*storage).await;
    let new = new_submission(&device);
    receive(&*storage, new.clone()).await;
    let before = storage.submission(new.id).await.unwrap().unwrap();
    let id = RevisionId(random::id(START));
    let mut case = before.case.clone();
    case.assisted = "전화로 확인".to_owned();
    let event = Event::Assisted {
        revision: id,
        reason: case.assisted.clone(),
    };
    let revision = NewRevision {
        id,
        device: None,
        content: "{ }".to_owned(),
        hash: "01".to_owned(),
        files: Vec::new(),
    };
    let update = CaseUpdate {
        submission: new.id,
        expected: before.version,
        case,
        event: event.clone(),
        decision: None,
        due_at: None,
        revision: Some((revision, Summary::default())),
        withdrawal: None,
    };
    let entry = entry(Act::Case).about(device.enterprise, new.id);
    let applied = storage.apply(update, entry).await.unwrap();
    assert_eq!(applied, Applied::Done);

    let sent = storage.revision(new.revision.id).await.unwrap().unwrap();
    let written = storage.revision(id).await.unwrap().unwrap();
    assert_eq!((sent.by_phone, written.by_phone), (true, false));
    let changes = storage.changes(device.enterprise, 1, 10).await.unwrap();
    let [(heard, _)] = changes.submissions.as_slice() else {
        panic!("the phones hear of it: {changes:?}")
    };
    assert_eq!((heard.revision, heard.content.as_str()), (id, "{ }"));
    assert_eq!(heard.case.assisted, "전화로 확인");
    let trail = storage.trail(new.id).await.unwrap();
    assert_eq!(trail.last().map(|item| &item.event), Some(&event));
    assert_eq!(storage.revisions(new.id).await.unwrap().len(), 2);
}
