//! Names of records: `ieum/1/<kind>/<id>`, the same in both copies.

use std::fmt;

use domain::sync::Write;
use uuid::Uuid;

/// Everything of ours starts with this; 1 is the layout of the names, not of the records.
const PREFIX: &str = "ieum/1/";

/// What kind of record a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    About,
    Credentials,
    Cursor,
    Draft,
    Enrolment,
    Epoch,
    Item,
    Profile,
    Submission,
}

impl Kind {
    const ALL: [(Self, &'static str); 9] = [
        (Self::About, "about"),
        (Self::Credentials, "credentials"),
        (Self::Cursor, "cursor"),
        (Self::Draft, "draft"),
        (Self::Enrolment, "enrolment"),
        (Self::Epoch, "epoch"),
        (Self::Item, "outbox"),
        (Self::Profile, "profile"),
        (Self::Submission, "submission"),
    ];

    fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, name)| name)
    }
}

/// A record's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) kind: Kind,
    id: String,
}

impl Key {
    pub(crate) fn new(kind: Kind, id: impl fmt::Display) -> Self {
        Self {
            kind,
            id: id.to_string(),
        }
    }

    /// The name of a record of which there is one.
    pub(crate) fn single(kind: Kind) -> Self {
        Self::new(kind, "own")
    }

    /// None for a name that isn't ours, or of a layout that we don't know.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let (kind, id) = name.strip_prefix(PREFIX)?.split_once('/')?;
        let (kind, _) = Kind::ALL.iter().find(|(_, name)| *name == kind)?;
        Some(Self::new(*kind, id))
    }

    /// The id of a record of which there are several.
    pub(crate) fn uuid(&self) -> Option<Uuid> {
        self.id.parse().ok()
    }

    /// The record that a write is about.
    pub(crate) fn of(write: &Write) -> Self {
        match write {
            Write::PutDraft(draft) => Self::new(Kind::Draft, draft.id),
            Write::DeleteDraft(id) => Self::new(Kind::Draft, id),
            Write::PutItem(item) => Self::new(Kind::Item, item.id()),
            Write::DeleteItem(id) => Self::new(Kind::Item, id),
            Write::PutSubmission(record) => Self::new(Kind::Submission, record.id),
            Write::DeleteSubmission(id) => Self::new(Kind::Submission, id),
            Write::PutEnrolment(_) | Write::DeleteEnrolment => Self::single(Kind::Enrolment),
            Write::PutCursor(_) => Self::single(Kind::Cursor),
            Write::PutCredentials(_) | Write::DeleteCredentials => Self::single(Kind::Credentials),
            Write::PutAbout(_) => Self::single(Kind::About),
            Write::PutProfile(_) => Self::single(Kind::Profile),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}/{}", self.kind.name(), self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back() {
        for (kind, _) in Kind::ALL {
            let key = Key::new(kind, "a/b");
            assert_eq!(Key::parse(&key.to_string()), Some(key));
        }
        for foreign in [
            "ieum/2/draft/x",
            "ieum/1/planet/x",
            "draft/x",
            "ieum/1/draft",
        ] {
            assert_eq!(Key::parse(foreign), None, "{foreign}");
        }
    }
}
