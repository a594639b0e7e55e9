//! What judging an answer finds: a code with arguments, never a sentence.
//!
//! The views hold the words for every code; a form's own messages travel with
//! the finding, because they are data of the form.

use crate::json::Json;
use crate::map::Map;

use super::path::Path;
use crate::text::Text;

/// Whether a finding keeps a form from being submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Json)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Severity {
    /// The form cannot be submitted like this.
    Error,
    /// Looks odd; the person may submit all the same.
    Warning,
}

/// One thing found while judging an answer. The codes are listed in `docs/forms.md`.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// Which answer; a repeat's own findings carry the repeat's id as the field.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub path: Path,
    /// Whether it blocks.
    pub severity: Severity,
    /// What was found, such as `required` or `brn.checksum`.
    pub code: String,
    /// The numbers and names a sentence about it needs, such as `min` = `1`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub args: Map<String, String>,
    /// The form's own message, for `constraint` and `warning`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
}

impl Finding {
    pub(super) fn new(path: &Path, severity: Severity, code: &str) -> Self {
        Self {
            path: path.clone(),
            severity,
            code: code.to_owned(),
            args: Map::new(),
            message: None,
        }
    }

    /// An error of that code.
    pub fn error(path: &Path, code: &str) -> Self {
        Self::new(path, Severity::Error, code)
    }

    /// The same with an argument.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.arg(name, value.to_owned());
        self
    }

    /// Adds an argument.
    pub(super) fn arg(&mut self, name: &str, value: String) -> &mut Self {
        self.args.insert(name.to_owned(), value);
        self
    }

    /// Whether it keeps the form from being submitted.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
