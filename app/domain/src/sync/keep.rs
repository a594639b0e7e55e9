//! What may leave a phone to make room, and what must not.

use crate::{
    case::State,
    sync::{Draft, OutboxItem, SubmissionRecord},
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DraftId, EnterpriseId, SubmissionId};
    use crate::json;
    use uuid::Uuid;

    fn draft(answering: &str) -> Draft {
        let text = format!(
            r#"{{"id":"{}","form":"DMG","version":"1","locale":"ko","created_at":1,"updated_at":2{answering}}}"#,
            DraftId(Uuid::from_u128(9))
        );
        json::read(&text).unwrap()
    }

    fn record(state: &str) -> SubmissionRecord {
        let id = SubmissionId(Uuid::from_u128(1));
        let mut record = SubmissionRecord::new(id, EnterpriseId(Uuid::nil()));
        if !state.is_empty() {
            let view = format!(
                r#"{{"id":"{id}","version":1,"form":"DMG","form_version":"1","number":"n","state":"{state}","revision":"{}","hash":"","content":"","received_at":1,"updated_at":1}}"#,
                Uuid::from_u128(2)
            );
            record.view = Some(json::read(&view).unwrap());
        }
        record
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
        assert!(!may_drop(&record("in_review"), &[draft(&answering)], &[]));
        assert!(may_drop(&record("in_review"), &[draft("")], &[]));
        let waiting = [withdrawal()];
        assert!(!may_drop(&record("in_review"), &[], &waiting));
    }
}
