//! What every record is wrapped in, so that two copies of it can be compared.

use domain::sync::Write;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Version of the records' own format. A newer one is left alone, never overwritten.
const VERSION: u32 = 1;

/// A record or the trace of a deleted one, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Envelope {
    /// Format of the body.
    v: u32,
    /// Grows with every write of the record: of two copies, the larger counts.
    pub(crate) seq: u64,
    /// Which filling of the storage it belongs to; changes only when the browser has emptied both copies.
    pub(crate) epoch: String,
    /// The record; none for one that was deleted.
    pub(crate) body: Option<Value>,
}

impl Envelope {
    pub(crate) fn new(seq: u64, epoch: &str, body: Option<Value>) -> Self {
        Self {
            v: VERSION,
            seq,
            epoch: epoch.to_owned(),
            body,
        }
    }

    /// None when the text is damaged or of a newer build.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text)
            .ok()
            .filter(|envelope: &Self| envelope.v == VERSION)
    }

    pub(crate) fn text(&self) -> String {
        // A JSON value and three plain fields always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The body that a write leaves; none when it deletes.
pub(crate) fn body(write: &Write) -> Result<Option<Value>, serde_json::Error> {
    match write {
        Write::PutDraft(draft) => serde_json::to_value(draft),
        Write::PutItem(item) => serde_json::to_value(item),
        Write::PutSubmission(record) => serde_json::to_value(record),
        Write::PutEnrolment(enrolment) => serde_json::to_value(enrolment),
        Write::PutCursor(cursor) => serde_json::to_value(cursor),
        Write::PutCredentials(credentials) => serde_json::to_value(credentials),
        Write::PutAbout(about) => serde_json::to_value(about),
        Write::DeleteDraft(_)
        | Write::DeleteItem(_)
        | Write::DeleteEnrolment
        | Write::DeleteCredentials => return Ok(None),
    }
    .map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_and_newer_texts_are_not_read() {
        let envelope = Envelope::new(3, "e", Some(Value::Bool(true)));
        let text = envelope.text();
        assert_eq!(text, r#"{"v":1,"seq":3,"epoch":"e","body":true}"#);
        assert_eq!(Envelope::parse(&text), Some(envelope));
        assert_eq!(Envelope::parse(&text[..20]), None);
        assert_eq!(Envelope::parse(&text.replace("\"v\":1", "\"v\":2")), None);
    }
}
