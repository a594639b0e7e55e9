//! The app is updated, or the last update is taken back: what one build stored is read by another.
//!
//! Every record goes through its text, with a field that the reader doesn't know. Sealed texts have such fields too, and
//! must come through byte for byte.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use domain::{
    api::{Change, Content, Revision},
    sync::{OutboxItem, content_hash},
};

use super::{
    hands::Hands,
    ledger::Violation,
    phone::{Disk, Phone},
};

impl Phone {
    /// All tabs are closed by the time that another build opens the disk.
    pub(crate) fn update(&mut self, hands: Hands) -> Result<(), Violation> {
        let before = self.disk.clone();
        let disk = &mut self.disk;
        disk.enrolment = reread(&disk.enrolment);
        disk.cursor = reread(&disk.cursor);
        disk.drafts.values_mut().for_each(rewrite);
        disk.outbox.values_mut().for_each(rewrite);
        disk.submissions.values_mut().for_each(rewrite);
        if hands == Hands::Migrating {
            disk.outbox.values_mut().for_each(improve);
        }
        let same = |a: &Disk, b: &Disk| {
            a.drafts == b.drafts
                && a.outbox == b.outbox
                && a.submissions == b.submissions
                && a.enrolment == b.enrolment
                && a.cursor == b.cursor
        };
        if same(&before, disk) {
            Ok(())
        } else {
            Err(Violation::Altered)
        }
    }
}

fn rewrite<T: Serialize + DeserializeOwned>(record: &mut T) {
    *record = reread(record);
}

fn reread<T: Serialize + DeserializeOwned>(record: &T) -> T {
    let mut value = serde_json::to_value(record).unwrap();
    if let Value::Object(fields) = &mut value {
        fields.insert("of_another_build".to_owned(), json!({"list": [1, null]}));
    }
    serde_json::from_value(value).unwrap()
}

/// What must never be done to a sealed text: to understand it, and to say it in one's own words.
fn improve(item: &mut OutboxItem) {
    if let Change::Revision(revision) = &mut item.change {
        let content: Content = serde_json::from_str(&revision.content).unwrap();
        revision.content = serde_json::to_string(&content).unwrap();
        revision.hash = content_hash(&revision.content);
    }
}

/// As a build would seal it that knows more: with a field more, and with other white space.
pub(crate) fn seal_newer(revision: &mut Revision) {
    let rest = revision.content.strip_prefix('{').unwrap();
    revision.content = format!("{{ \"of_another_build\": {{\"a\" :  150}},\n{rest}\n");
    revision.hash = content_hash(&revision.content);
}
