//! Where an answer sits in a form: a field, or a field of one row of a repeat.
//!
//! A path is only an address; it does not promise that its field or row exists.

use std::{fmt, str::FromStr};

use crate::json::{FromJson, Json, JsonError, ToJson};

/// The place of one answer. Written `org_name`, or `products/r1/name` inside a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// The repeat's id and the row's id, when the field belongs to a row.
    pub repeat: Option<(String, String)>,
    /// The id of the field (or of the repeat, or of the group).
    pub field: String,
}

impl Path {
    /// The field `field` outside any repeat.
    pub fn top(field: impl Into<String>) -> Self {
        Self {
            repeat: None,
            field: field.into(),
        }
    }

    /// The field `field` in the row `row` of `repeat`.
    pub fn in_row(
        repeat: impl Into<String>,
        row: impl Into<String>,
        field: impl Into<String>,
    ) -> Self {
        Self {
            repeat: Some((repeat.into(), row.into())),
            field: field.into(),
        }
    }

    /// The row's id, when the field belongs to a row.
    pub fn row(&self) -> Option<&str> {
        self.repeat.as_ref().map(|(_, row)| row.as_str())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((repeat, row)) = &self.repeat {
            f.write_str(repeat)?;
            f.write_str("/")?;
            f.write_str(row)?;
            f.write_str("/")?;
        }
        f.write_str(&self.field)
    }
}

/// A written path with an empty part, or with one slash.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a path is written `field` or `repeat/row/field`")]
pub struct PathError;

impl FromStr for Path {
    type Err = PathError;

    /// A row's id may hold slashes itself; a repeat's and a field's never do.
    fn from_str(text: &str) -> Result<Self, PathError> {
        let path = match text.split_once('/') {
            None => Self::top(text),
            Some((repeat, rest)) => {
                let (row, field) = rest.rsplit_once('/').ok_or(PathError)?;
                if repeat.is_empty() || row.is_empty() {
                    return Err(PathError);
                }
                Self::in_row(repeat, row, field)
            }
        };
        if path.field.is_empty() {
            Err(PathError)
        } else {
            Ok(path)
        }
    }
}

impl ToJson for Path {
    fn to_json(&self) -> Json {
        Json::Text(self.to_string())
    }
}

impl FromJson for Path {
    fn from_json(json: Json) -> Result<Self, JsonError> {
        String::from_json(json)?
            .parse()
            .map_err(|_| JsonError::expected("the path of an answer"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_path_reads_back() {
        for path in [
            Path::top("org_name"),
            Path::in_row("products", "r1", "name"),
            Path::in_row("products", "r/1", "name"),
        ] {
            assert_eq!(path.to_string().parse(), Ok(path));
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", "a/b", "a//b", "/r1/b", "a/r1/"] {
            assert_eq!(text.parse::<Path>(), Err(PathError), "{text}");
        }
    }
}
