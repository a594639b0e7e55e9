//! What may leave a phone to make room, and what must not.

use crate::{
    answer::Answers,
    api::Content,
    attachment::manifest,
    case::State,
    json,
    map::Set,
    sync::{Draft, OutboxItem, Snapshot, SubmissionRecord},
};

/// Whether the copy of a submission may be taken off the phone: the server has acknowledged it, and nothing that is
/// being written, waits or is asked for needs it.
pub fn may_drop(record: &SubmissionRecord, drafts: &[Draft], outbox: &[OutboxItem]) -> bool {
    let received = record.view.is_some() || !record.receipts.is_empty();
    let asked = record
        .view
        .as_ref()
        .is_some_and(|view| view.state == State::Supplement);
    let answers = |draft: &Draft| {
        draft
            .answering
            .is_some_and(|answering| answering.submission == record.id)
    };
    received
        && !asked
        && !drafts.iter().any(answers)
        && !outbox.iter().any(|item| item.submission() == record.id)
}

/// The hashes of all files that anything on the phone still names.
pub fn named_files(drafts: &[Draft], snapshot: &Snapshot) -> Set<String> {
    let mut named = Set::new();
    let mut name =
        |answers: &Answers| named.extend(manifest(answers).into_iter().map(|file| file.hash));
    for draft in drafts {
        name(&draft.answers);
    }
    let mut contents: Vec<&str> = Vec::new();
    for record in &snapshot.submissions {
        contents.extend(record.view.iter().map(|view| view.content.as_str()));
        contents.extend(record.own.iter().map(|revision| revision.content.as_str()));
    }
    for content in contents {
        if let Ok(content) = json::read::<Content>(content) {
            name(&content.answers);
        }
    }
    for item in &snapshot.outbox {
        if let Some(draft) = &item.draft {
            name(&draft.answers);
        }
    }
    let files = snapshot.outbox.iter().flat_map(|item| &item.files);
    named.extend(files.map(|file| file.hash.clone()));
    named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DraftId, EnterpriseId, SubmissionId};
    use uuid::Uuid;

    fn draft(answering: &str, answers: &str) -> Draft {
        let text = format!(
            r#"{{"id":"{}","form":"DMG","version":"1","answers":{answers},"locale":"ko","created_at":1,"updated_at":2{answering}}}"#,
            DraftId(Uuid::from_u128(9))
        );
        json::read(&text).unwrap()
    }

    fn record(state: &str) -> SubmissionRecord {
        let id = SubmissionId(Uuid::from_u128(1));
        let mut record = SubmissionRecord::new(id, EnterpriseId(Uuid::nil()));
        if !state.is_empty() {
            let content = content("aa").replace('"', "\\\"");
            let view = format!(
                r#"{{"id":"{id}","version":1,"form":"DMG","form_version":"1","number":"n","state":"{state}","revision":"{}","hash":"","content":"{content}","received_at":1,"updated_at":1}}"#,
                Uuid::from_u128(2)
            );
            record.view = Some(json::read(&view).unwrap());
        }
        record
    }

    fn photos(hash: &str) -> String {
        format!(
            r#"{{"photos":[{{"hash":"{hash}","name":"n","media_type":"image/jpeg","size":3}}]}}"#
        )
    }

    fn content(hash: &str) -> String {
        format!(
            r#"{{"form":"DMG","version":"1","answers":{},"locale":"ko","captured_at":1,"sealed_at":2}}"#,
            photos(hash)
        )
    }

    fn withdrawal() -> OutboxItem {
        let text = format!(
            r#"{{"change":{{"kind":"withdraw","id":"{}","submission":"{}","at":1}},"sealed_at":1}}"#,
            Uuid::from_u128(3),
            Uuid::from_u128(1)
        );
        json::read(&text).unwrap()
    }

    #[test]
    fn only_what_was_received_and_is_needed_by_nothing_may_go() {
        assert!(may_drop(&record("in_review"), &[], &[]));
        assert!(!may_drop(&record(""), &[], &[]), "never acknowledged");
        assert!(!may_drop(&record("supplement"), &[], &[]), "asked for");
        let answering = format!(
            r#","answering":{{"submission":"{}","parent":"{}"}}"#,
            Uuid::from_u128(1),
            Uuid::from_u128(2)
        );
        assert!(!may_drop(
            &record("in_review"),
            &[draft(&answering, "{}")],
            &[]
        ));
        assert!(may_drop(&record("in_review"), &[draft("", "{}")], &[]));
        let waiting = [withdrawal()];
        assert!(!may_drop(&record("in_review"), &[], &waiting));
    }

    #[test]
    fn a_file_is_needed_by_drafts_by_what_waits_and_by_what_was_received() {
        let mut waiting = withdrawal();
        waiting.draft = Some(draft("", &photos("cc")));
        let snapshot = Snapshot {
            submissions: vec![record("in_review")],
            outbox: vec![waiting],
            ..Snapshot::default()
        };
        let named = named_files(&[draft("", &photos("bb"))], &snapshot);
        assert_eq!(named.iter().collect::<Vec<_>>(), ["aa", "bb", "cc"]);
    }
}
