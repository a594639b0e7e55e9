//! Patterns where there is no JavaScript.

use regex_lite::Regex;

use crate::form::expression::error::Fault;

/// A compiled pattern. It must match the whole text, as in ODK.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Regex);

impl Pattern {
    /// Compiles `source`.
    ///
    /// # Errors
    /// What the regular expression's own parser says.
    pub(crate) fn new(source: &str) -> Result<Self, Fault> {
        let fault = |error: regex_lite::Error| Fault::Pattern(error.to_string());
        // Alone first: `a)(b` would become valid inside the group.
        Regex::new(source).map_err(fault)?;
        let mut whole = String::from(r"\A(?:");
        whole.push_str(source);
        whole.push_str(r")\z");
        Regex::new(&whole).map(Self).map_err(fault)
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}
