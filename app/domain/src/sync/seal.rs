//! Freezing a content into a revision (invariant 4).

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::{
    api::{Content, Revision},
    id::{RevisionId, SubmissionId},
    json,
};

/// Freezes `content` under the ids given. From here on the text is never parsed and written again on its way, so
/// that the hash holds byte for byte.
pub fn seal(
    content: &Content,
    id: RevisionId,
    submission: SubmissionId,
    parent: Option<RevisionId>,
) -> Revision {
    let content = json::write(content);
    let hash = content_hash(&content);
    Revision {
        id,
        submission,
        parent,
        content,
        hash,
    }
}

/// SHA-256 of a revision's content, lower-case hex.
pub fn content_hash(content: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(content.as_bytes()) {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_text() {
        // `printf 'abc' | sha256sum`
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(content_hash("abc"), hash);
    }
}
