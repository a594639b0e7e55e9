//! The pages of the workspace.

pub(crate) mod accounts;
pub(crate) mod case;
pub(crate) mod enterprises;
pub(crate) mod invitations;
pub(crate) mod login;
pub(crate) mod queue;
pub(crate) mod setup;
