//! Files that belong to a content: which they are, and why the server may not take one.
//!
//! A content names its files by hash ([`crate::answer::FileRef`]); the bytes travel on their own
//! ([`crate::api::path::UPLOADS`]). The list of all that a content names is its manifest: a revision is received
//! only when every file of it is stored (invariant 7).

use crate::{
    answer::{Answer, Answers, FileRef},
    form::Path,
    json::Json,
};

/// The largest file that a server takes unless it says otherwise, in bytes (domain specification section 2.10).
pub const LARGEST: u64 = 10 * 1024 * 1024;

/// A file that a content names, and whether the server is known to have it.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
pub struct Attached {
    /// SHA-256 of the bytes, lower-case hex.
    pub hash: String,
    /// Size in bytes.
    pub size: u64,
    /// The answer that names it first.
    pub path: Path,
    /// Whether the server said that it has the whole of it.
    #[serde(default)]
    pub sent: bool,
}

/// Every file that `answers` name with the answer that names it, in the order of the answers.
///
/// Answers that no form asks for count as well: what a content names is what the server must have.
pub fn named(answers: &Answers) -> Vec<(Path, &FileRef)> {
    let mut named = Vec::new();
    for (field, answer) in &answers.0 {
        match answer {
            Answer::Files(files) => {
                named.extend(files.iter().map(|file| (Path::top(field.as_str()), file)));
            }
            Answer::Rows(rows) => {
                for row in rows {
                    let inner = row.answers.0.iter();
                    for (inner, answer) in inner {
                        let Answer::Files(files) = answer else {
                            continue;
                        };
                        let path = Path::in_row(field.as_str(), row.id.as_str(), inner.as_str());
                        named.extend(files.iter().map(|file| (path.clone(), file)));
                    }
                }
            }
            _ => {}
        }
    }
    named
}

/// The files of [`named`], each hash once.
pub fn manifest(answers: &Answers) -> Vec<Attached> {
    let mut files: Vec<Attached> = Vec::new();
    for (path, file) in named(answers) {
        if files.iter().all(|known| known.hash != file.hash) {
            files.push(Attached {
                hash: file.hash.clone(),
                size: file.size,
                path,
                sent: false,
            });
        }
    }
    files
}

/// Whether `text` is a SHA-256 as it is written here: 64 digits of lower-case hex.
pub fn is_hash(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

/// Why a file is not taken, for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRefusal {
    /// Not of a kind that is taken, whatever its name says.
    Kind,
    /// A HEIC picture: most computers can't show it, and nobody could take the place it was taken out of it.
    Heic,
    /// Of a kind that is taken, but it cannot be read.
    Damaged,
    /// More pixels than a server unpacks.
    Pixels,
    /// More bytes than one file may have.
    Size,
    /// The enterprise has no room left.
    Quota,
    /// The phone does not have it any more, or not as it was attached.
    Lost,
    /// A reason of a newer server.
    Unknown,
}

impl FileRefusal {
    const ALL: [(Self, &'static str); 8] = [
        (Self::Kind, "file.kind"),
        (Self::Heic, "file.heic"),
        (Self::Damaged, "file.damaged"),
        (Self::Pixels, "file.pixels"),
        (Self::Size, "file.size"),
        (Self::Quota, "file.quota"),
        (Self::Lost, "file.lost"),
        (Self::Unknown, "file.refused"),
    ];

    /// The code: `rule` of the server's answer, and the code of the finding.
    pub fn code(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(refusal, _)| *refusal == self)
            .map_or("", |(_, code)| code)
    }

    /// The refusal of that code; [`Self::Unknown`] for one that this build does not know.
    pub fn from_code(code: &str) -> Self {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == code)
            .map_or(Self::Unknown, |(refusal, _)| *refusal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_every_file_once_wherever_it_is() {
        let json = r#"{"a":[{"hash":"11","name":"n","media_type":"image/jpeg","size":3},{"hash":"22","name":"m","media_type":"image/png","size":4}],
            "p":[{"_id":"r1","photos":[{"hash":"33","name":"o","media_type":"image/jpeg","size":5},{"hash":"11","name":"n","media_type":"image/jpeg","size":3}]}],
            "z":"text"}"#;
        let answers: Answers = serde_json::from_str(json).unwrap();
        let named: Vec<_> = manifest(&answers)
            .into_iter()
            .map(|file| (file.hash, file.size, file.path.to_string(), file.sent))
            .collect();
        let expected = [("11", 3, "a"), ("22", 4, "a"), ("33", 5, "p/r1/photos")];
        assert_eq!(
            named,
            expected.map(|(hash, size, path)| (hash.to_owned(), size, path.to_owned(), false))
        );
    }

    #[test]
    fn a_hash_is_64_digits_of_lower_case_hex() {
        assert!(is_hash(&"0a".repeat(32)));
        for text in [
            "",
            "0A",
            &"0A".repeat(32),
            &"0a".repeat(33),
            &"0g".repeat(32),
        ] {
            assert!(!is_hash(text), "{text}");
        }
    }

    #[test]
    fn a_refusal_reads_back_and_a_newer_one_is_unknown() {
        for (refusal, _) in FileRefusal::ALL {
            assert_eq!(FileRefusal::from_code(refusal.code()), refusal);
        }
        assert_eq!(FileRefusal::from_code("file.haunted"), FileRefusal::Unknown);
    }
}
