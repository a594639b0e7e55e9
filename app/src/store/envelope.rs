//! What every record is wrapped in, so that two copies of it can be compared.

use domain::{
    json::{self, Json, ToJson},
    sync::Write,
};

/// Version of the records' own format. A newer one is left alone, never overwritten.
const VERSION: u32 = 1;

/// A record or the trace of a deleted one, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub(crate) struct Envelope {
    /// Format of the body.
    v: u32,
    /// Grows with every write of the record: of two copies, the larger counts.
    pub(crate) seq: u64,
    /// Which filling of the storage it belongs to; changes only when the browser has emptied both copies.
    pub(crate) epoch: String,
    /// The record; none for one that was deleted.
    pub(crate) body: Option<Json>,
}

impl Envelope {
    pub(crate) fn new(seq: u64, epoch: &str, body: Option<Json>) -> Self {
        Self {
            v: VERSION,
            seq,
            epoch: epoch.to_owned(),
            body,
        }
    }

    /// None when the text is damaged or of a newer build.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        json::read(text)
            .ok()
            .filter(|envelope: &Self| envelope.v == VERSION)
    }

    pub(crate) fn text(&self) -> String {
        json::write(self)
    }
}

/// The body that a write leaves; none when it deletes.
pub(crate) fn body(write: &Write) -> Option<Json> {
    Some(match write {
        Write::PutDraft(draft) => draft.to_json(),
        Write::PutItem(item) => item.to_json(),
        Write::PutSubmission(record) => record.to_json(),
        Write::PutEnrolment(enrolment) => enrolment.to_json(),
        Write::PutCursor(cursor) => cursor.to_json(),
        Write::PutCredentials(credentials) => credentials.to_json(),
        Write::PutAbout(about) => about.to_json(),
        Write::PutProfile(profile) => profile.to_json(),
        Write::DeleteDraft(_)
        | Write::DeleteItem(_)
        | Write::DeleteSubmission(_)
        | Write::DeleteEnrolment
        | Write::DeleteCredentials => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_and_newer_texts_are_not_read() {
        let envelope = Envelope::new(3, "e", Some(Json::Bool(true)));
        let text = envelope.text();
        assert_eq!(text, r#"{"v":1,"seq":3,"epoch":"e","body":true}"#);
        assert_eq!(Envelope::parse(&text), Some(envelope));
        assert_eq!(Envelope::parse(&text[..20]), None);
        assert_eq!(Envelope::parse(&text.replace("\"v\":1", "\"v\":2")), None);
    }
}
