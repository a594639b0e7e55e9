//! Casework: where a submission stands, what may be done to it and by whom.
//!
//! A case is a value. [`Case::act`] takes it from one state to the next or says why not; it does not know of
//! storage or notices. The rules are domain specification section 6, modelled on the Petitions Act (민원처리에
//! 관한 법률). What a role may do at all is one table, [`policy`]. What happens on a phone before anything is
//! received (draft, queued) is not here but in [`crate::sync`].

mod action;
mod assist;
pub mod policy;
mod refusal;
mod state;
mod supplement;
mod transition;

pub use action::{Action, ActionKind, Approval, Event, Proposal, ProposalKind, RejectionReason};
pub use assist::{is_applicants_own, own_touched};
pub use policy::{Permission, Role};
pub use refusal::CaseRefusal;
pub use state::{Case, Flags, State};
pub use supplement::{SupplementItem, SupplementRequest};
pub use transition::{Actor, Moment};
