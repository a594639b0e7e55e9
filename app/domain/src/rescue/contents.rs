//! What the first part of a file says once it is decrypted.

use crate::json::Json;

/// The records, and which files follow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Json)]
pub struct Contents {
    /// When the file was made, Unix milliseconds, by the clock of the phone that made it.
    pub made_at: i64,
    /// Every record, in any order.
    pub records: Vec<Record>,
    /// The attached files; the first of them is part 1.
    #[serde(default)]
    pub files: Vec<Stored>,
}

/// A record byte for byte as the phone stored it, so that even what this build cannot read is carried on.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Record {
    /// Its name, such as `ieum/1/draft/<uuid>`.
    pub name: String,
    /// The text that was stored under it.
    pub text: String,
}

/// An attached file.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Stored {
    /// SHA-256 of the bytes, lower-case hex: the name by which answers refer to it.
    pub hash: String,
    /// Media type; may be empty.
    #[serde(default)]
    pub media_type: String,
    /// When the phone took it in, Unix milliseconds.
    #[serde(default)]
    pub at: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn the_shape_of_version_1_is_frozen() {
        let text = r#"{"made_at":1588300000000,"records":[{"name":"ieum/1/draft/d","text":"{\"v\":1}"}],"files":[{"hash":"00","media_type":"image/jpeg","at":5}]}"#;
        let contents: Contents = json::read(text).unwrap();
        assert_eq!(contents.records[0].text, r#"{"v":1}"#);
        assert_eq!(contents.files[0].at, 5);
        assert_eq!(json::write(&contents), text);
        // What a later build adds is no obstacle.
        let later = text.replacen('{', r#"{"colour":"blue","#, 1);
        assert_eq!(json::read::<Contents>(&later).unwrap(), contents);
    }
}
