//! The addresses of the applicant's app.

use std::fmt;

use domain::id::{DraftId, SubmissionId};

/// The step of a draft at which everything is read back and sent.
pub(crate) const REVIEW: &str = "review";

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    /// What to begin, what was begun, what was sent.
    Home,
    /// What a form is for.
    Start(String),
    /// A step of a draft, or a screen of it as `step/screen`; empty for where it was left.
    Draft(DraftId, String),
    /// Where a submission stands.
    Submission(SubmissionId),
    /// This phone becomes an enterprise's phone.
    Enrol,
    /// Screen, storage, enrolment.
    Settings,
    /// What this phone keeps, and how much room there is.
    Storage,
    /// Everything on this phone as one file, and back.
    Rescue,
    /// Anything else.
    Unknown,
}

impl Path {
    /// Reads an address without query and fragment.
    pub(crate) fn parse(address: &str) -> Self {
        let mut parts = address.split('/').filter(|part| !part.is_empty());
        let parts = [
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ];
        match parts {
            [None, ..] => Self::Home,
            [Some("start"), Some(form), None, ..] => Self::Start(form.to_owned()),
            [Some("draft"), Some(id), step, screen, None] => match id.parse() {
                Ok(id) => Self::Draft(id, join(step.unwrap_or_default(), screen)),
                Err(_) => Self::Unknown,
            },
            [Some("submission"), Some(id), None, ..] => {
                id.parse().map_or(Self::Unknown, Self::Submission)
            }
            [Some("enrol"), None, ..] => Self::Enrol,
            [Some("settings"), None, ..] => Self::Settings,
            [Some("storage"), None, ..] => Self::Storage,
            [Some("rescue"), None, ..] => Self::Rescue,
            _ => Self::Unknown,
        }
    }

    /// Whether the applicant's app shows this address itself; others are other programs' pages.
    pub(crate) fn owns(address: &str) -> bool {
        !["/desk", "/api", "/pkg", "/healthz", "/receipts", "/verify"]
            .iter()
            .any(|foreign| {
                address
                    .strip_prefix(foreign)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
    }
}

/// A screen of a step as it stands in an address and in a draft.
pub(crate) fn join(step: &str, screen: Option<&str>) -> String {
    match screen {
        Some(screen) if !screen.is_empty() => format!("{step}/{screen}"),
        _ => step.to_owned(),
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home | Self::Unknown => f.write_str("/"),
            Self::Start(form) => write!(f, "/start/{form}"),
            Self::Draft(id, step) if step.is_empty() => write!(f, "/draft/{id}"),
            Self::Draft(id, step) => write!(f, "/draft/{id}/{step}"),
            Self::Submission(id) => write!(f, "/submission/{id}"),
            Self::Enrol => f.write_str("/enrol"),
            Self::Settings => f.write_str("/settings"),
            Self::Storage => f.write_str("/storage"),
            Self::Rescue => f.write_str("/rescue"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01900000-0000-7000-8000-000000000001";

    #[test]
    fn every_page_has_an_address_that_leads_to_it() {
        for path in [
            Path::Home,
            Path::Start("DMG".to_owned()),
            Path::Draft(ID.parse().unwrap(), String::new()),
            Path::Draft(ID.parse().unwrap(), REVIEW.to_owned()),
            Path::Draft(ID.parse().unwrap(), "mall/products".to_owned()),
            Path::Submission(ID.parse().unwrap()),
            Path::Enrol,
            Path::Settings,
            Path::Storage,
            Path::Rescue,
        ] {
            assert_eq!(Path::parse(&path.to_string()), path);
        }
    }

    #[test]
    fn other_addresses_are_unknown() {
        for address in [
            "/nothing",
            "/draft/no-id/x",
            "/draft",
            "/draft/01900000-0000-7000-8000-000000000001/a/b/c",
            "/enrol/x",
            "/start",
            "/settings/a/b",
        ] {
            assert_eq!(Path::parse(address), Path::Unknown, "{address}");
        }
    }

    #[test]
    fn pages_of_other_programs_are_left_to_the_browser() {
        for address in ["/desk", "/desk/login", "/api/openapi.json", "/receipts/a/b"] {
            assert!(!Path::owns(address), "{address}");
        }
        assert!(Path::owns("/desktop"));
        assert!(Path::owns("/"));
    }
}
