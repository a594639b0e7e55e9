//! Identifiers. All are UUIDs; a phone or the server makes them at its edge (version 7, so that they sort by
//! time) and passes them in. An identifier is never a secret: tokens are another thing.

use crate::json::Json;
use std::{fmt, str::FromStr};

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Json)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// An enterprise (기업·단체), the owner of submissions.
    EnterpriseId
    /// One browser on one device that an enterprise enrolled.
    DeviceId
    /// A form being written on a device. Never leaves it.
    DraftId
    /// A form that was sent, through all its revisions.
    SubmissionId
    /// One frozen content of a submission.
    RevisionId
    /// A person with an account in the coordinators' workspace.
    AccountId
    /// An invitation for an enterprise to enrol a phone.
    InvitationId
    /// An entry of a submission's history.
    EventId
}

impl SubmissionId {
    /// What the applicant may quote before a receipt number exists: the last six characters, upper case
    /// (domain specification section 5.10).
    pub fn short(&self) -> String {
        let text = self.0.simple().to_string().to_uppercase();
        text[text.len() - 6..].to_owned()
    }
}
