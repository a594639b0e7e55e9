//! The addresses of the workspace.

use std::fmt;

use domain::{case::Permission, id::SubmissionId};

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// What was received and where it stands.
    Queue,
    /// One submission.
    Case(SubmissionId),
    /// Phones that were asked to join.
    Invitations,
    /// Enterprises and their phones.
    Enterprises,
    /// People of the workspace.
    Accounts,
    /// Logging in.
    Login,
    /// The first administrator.
    Setup,
    /// Anything else.
    Unknown,
}

impl Page {
    /// The pages that the navigation offers.
    pub(crate) const NAVIGATION: [Self; 4] = [
        Self::Queue,
        Self::Enterprises,
        Self::Invitations,
        Self::Accounts,
    ];

    /// Reads an address without query and fragment.
    pub(crate) fn parse(address: &str) -> Self {
        let mut parts = address.split('/').filter(|part| !part.is_empty());
        let parts = [parts.next(), parts.next(), parts.next(), parts.next()];
        match parts {
            [Some("desk"), None, ..] => Self::Queue,
            [Some("desk"), Some("case"), Some(id), None] => {
                id.parse().map_or(Self::Unknown, Self::Case)
            }
            [Some("desk"), Some(page), None, _] => match page {
                "login" => Self::Login,
                "setup" => Self::Setup,
                "invitations" => Self::Invitations,
                "enterprises" => Self::Enterprises,
                "accounts" => Self::Accounts,
                _ => Self::Unknown,
            },
            _ => Self::Unknown,
        }
    }

    /// Whether the workspace shows this address itself.
    pub(crate) fn owns(address: &str) -> bool {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        Self::parse(path) != Self::Unknown
    }

    /// What somebody needs to be allowed to open it.
    pub(crate) const fn permission(self) -> Option<Permission> {
        Some(match self {
            Self::Queue => Permission::ReadQueue,
            Self::Case(_) => Permission::ReadCase,
            Self::Invitations => Permission::Invite,
            Self::Enterprises => Permission::ReadEnterprises,
            Self::Accounts => Permission::ReadAccounts,
            Self::Login | Self::Setup | Self::Unknown => return None,
        })
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("/desk")?;
        match self {
            Self::Queue | Self::Unknown => Ok(()),
            Self::Case(id) => write!(f, "/case/{id}"),
            Self::Invitations => f.write_str("/invitations"),
            Self::Enterprises => f.write_str("/enterprises"),
            Self::Accounts => f.write_str("/accounts"),
            Self::Login => f.write_str("/login"),
            Self::Setup => f.write_str("/setup"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_an_address_that_leads_to_it() {
        let case = Page::Case("01900000-0000-7000-8000-000000000001".parse().unwrap());
        for page in Page::NAVIGATION
            .into_iter()
            .chain([case, Page::Login, Page::Setup])
        {
            assert_eq!(Page::parse(&page.to_string()), page);
            assert!(Page::owns(&format!("{page}?state=received#x")), "{page}");
        }
    }

    #[test]
    fn the_applicants_pages_are_left_to_the_browser() {
        for address in [
            "/",
            "/desktop",
            "/desk/case",
            "/desk/case/x",
            "/desk/case/x/y",
            "/submission/1",
            "/api/openapi.json",
        ] {
            assert!(!Page::owns(address), "{address}");
        }
    }
}
