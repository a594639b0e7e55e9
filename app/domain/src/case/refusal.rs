//! Why something cannot be done to a case.

use crate::json::Json;

/// Why an action was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Json)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum CaseRefusal {
    /// The policy table does not let this role do it.
    #[error("this role may not do that")]
    Forbidden,
    /// Not from this state.
    #[error("the case is not in a state that allows it")]
    WrongState,
    /// The proposer cannot confirm their own proposal (domain specification section 6.3).
    #[error("a proposal needs a second person")]
    OwnProposal,
    /// Nothing is proposed, or a proposal is open already.
    #[error("there is no open proposal, or there is one already")]
    Proposal,
    /// A text is missing or too long.
    #[error("`{field}` needs {min} to {max} characters")]
    Text {
        /// Which.
        field: String,
        /// Fewest characters.
        min: usize,
        /// Most characters.
        max: usize,
    },
    /// A supplement request without items.
    #[error("a supplement request names at least one item")]
    NoItems,
    /// The deadline is no date, too early or too late.
    #[error("the deadline must be a date from {earliest} to {latest}")]
    Deadline {
        /// Earliest allowed day.
        earliest: String,
        /// Latest allowed day.
        latest: String,
    },
    /// Asked or extended too often.
    #[error("at most {limit} times")]
    TooOften {
        /// How often.
        limit: u8,
    },
}
