//! Supplement requests (보완요청): what is missing, item by item, and by when.

use crate::json::Json;

/// A request for a supplement.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupplementRequest {
    /// At least one.
    pub items: Vec<SupplementItem>,
    /// The last day, `YYYY-MM-DD`, server's time zone (Asia/Seoul).
    pub deadline: String,
    /// A word to the applicant.
    #[serde(default)]
    pub note: String,
    /// When it was asked for, Unix milliseconds.
    #[serde(default)]
    pub asked_at: i64,
}

/// One thing that is missing or unclear.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupplementItem {
    /// The field it is about, as a [`crate::form::Path`]; empty for the whole.
    #[serde(default)]
    pub field: String,
    /// What is asked for, 2 to 300 characters.
    pub what: String,
    /// Why; up to 300 characters.
    #[serde(default)]
    pub why: String,
    /// What a good answer looks like; up to 300 characters.
    #[serde(default)]
    pub example: String,
}
