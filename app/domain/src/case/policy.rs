//! Who may do what: one table, which the server enforces and the views follow.
//!
//! The roles are those of domain specification section 6.3. A permission says what a role may do at all;
//! whether a case allows it just now is [`super::Case::allowed`].

use super::ActionKind;
use crate::json::Json;

/// In which capacity somebody acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// An enterprise's phone.
    Applicant,
    /// 부문별 조직 담당: forwards cases of its own sector, decides nothing.
    Forwarder,
    /// 코디네이터: reviews.
    Coordinator,
    /// 분과장: confirms decisions.
    Lead,
    /// 시 담당: reads, comments, decides nothing.
    Officer,
    /// Keeps accounts and set-up; does not decide cases.
    Administrator,
    /// The server itself.
    System,
}

impl Role {
    /// The roles an account can have.
    pub const STAFF: [Self; 5] = [
        Self::Coordinator,
        Self::Lead,
        Self::Officer,
        Self::Forwarder,
        Self::Administrator,
    ];

    /// The code on the wire and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Forwarder => "forwarder",
            Self::Coordinator => "coordinator",
            Self::Lead => "lead",
            Self::Officer => "officer",
            Self::Administrator => "administrator",
            Self::System => "system",
        }
    }

    /// The role of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Applicant, Self::System]
            .into_iter()
            .chain(Self::STAFF)
            .find(|role| role.code() == code)
    }
}

/// Something a role may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Push and pull an enterprise's own submissions.
    SyncOwn,
    /// See the queue.
    ReadQueue,
    /// Open a submission with its personal data.
    ReadCase,
    /// See enterprises and their phones.
    ReadEnterprises,
    /// Confirm that an enterprise is real; take a phone's token back.
    ManageEnterprises,
    /// Make and take back invitations.
    Invite,
    /// See accounts.
    ReadAccounts,
    /// Make accounts.
    ManageAccounts,
    /// Do this to a case.
    Act(ActionKind),
}

/// Whether `role` may do `permission`.
pub fn allows(role: Role, permission: Permission) -> bool {
    permissions(role).any(|allowed| allowed == permission)
}

/// Everything `role` may do.
pub fn permissions(role: Role) -> impl Iterator<Item = Permission> {
    use ActionKind as A;
    use Permission as P;
    let (general, acts): (&[Permission], &[ActionKind]) = match role {
        Role::Applicant => (&[P::SyncOwn], &[]),
        Role::Forwarder => (&[P::Invite], &[]),
        Role::Coordinator => (
            &[
                P::ReadQueue,
                P::ReadCase,
                P::ReadEnterprises,
                P::ManageEnterprises,
                P::Invite,
            ],
            &[
                A::Take,
                A::RequestSupplement,
                A::ExtendSupplement,
                A::Approve,
                A::Reject,
                A::Withdraw,
                A::Close,
                A::Comment,
                A::Assist,
            ],
        ),
        Role::Lead => (
            &[
                P::ReadQueue,
                P::ReadCase,
                P::ReadEnterprises,
                P::ManageEnterprises,
                P::Invite,
                P::ReadAccounts,
            ],
            &A::ALL,
        ),
        Role::Officer => (
            &[P::ReadQueue, P::ReadCase, P::ReadEnterprises],
            &[A::Comment],
        ),
        Role::Administrator => (
            &[
                P::ReadAccounts,
                P::ManageAccounts,
                P::ReadEnterprises,
                P::ManageEnterprises,
                P::Invite,
            ],
            &[],
        ),
        Role::System => (&[], &[]),
    };
    general
        .iter()
        .copied()
        .chain(acts.iter().copied().map(Permission::Act))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_lead_confirms_and_nobody_but_administrators_makes_accounts() {
        for role in Role::STAFF {
            let confirms = allows(role, Permission::Act(ActionKind::Confirm));
            assert_eq!(confirms, role == Role::Lead, "{role:?}");
            let makes_accounts = allows(role, Permission::ManageAccounts);
            assert_eq!(makes_accounts, role == Role::Administrator, "{role:?}");
        }
    }

    #[test]
    fn who_keeps_accounts_reads_no_case_and_the_city_changes_nothing() {
        assert!(!allows(Role::Administrator, Permission::ReadCase));
        let acts: Vec<_> = permissions(Role::Officer)
            .filter(|permission| matches!(permission, Permission::Act(_)))
            .collect();
        assert_eq!(acts, [Permission::Act(ActionKind::Comment)]);
    }
}
