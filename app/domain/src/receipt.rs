//! The bytes of a receipt that the server signs, and what has to hold before a signature is worth checking.
//!
//! Signing and checking themselves are not here: the server has a library for them, a phone its browser. The format
//! is described in [`crate::sync`]'s protocol; a change of it is another first line.

use crate::{
    api::{Receipt, ReceiptKey},
    attachment::is_hash,
    sync::content_hash,
};

/// The first line of what is signed: no other text that this key signs begins like it.
pub const PREFIX: &str = "ieum.receipt.1";

/// The files of a receipt in a few bytes, so that a receipt with many of them still fits into a QR code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// How many there are.
    pub count: usize,
    /// SHA-256 of their hashes, sorted, each once, one behind the other without anything between.
    pub digest: String,
}

/// What is signed of these files, in whatever order they come. None when one is not a hash.
pub fn listed(files: &[String]) -> Option<Listed> {
    let mut files: Vec<&str> = files.iter().map(String::as_str).collect();
    files.sort_unstable();
    files.dedup();
    files.iter().all(|file| is_hash(file)).then(|| Listed {
        count: files.len(),
        digest: content_hash(&files.concat()),
    })
}

/// The text that is signed: a line for each member, every line ended by a line feed.
///
/// None when a member could be read in two ways, for instance a number with a line feed in it; such a receipt is never
/// signed and never believed. The receipt's own [`Receipt::seal`] does not count.
pub fn statement(receipt: &Receipt, key: &str, files: &Listed) -> Option<String> {
    let hash = match receipt.hash.as_str() {
        "" => "-",
        hash if is_hash(hash) => hash,
        _ => return None,
    };
    let is_plain = |text: &str| !text.is_empty() && !text.contains(char::is_control);
    if !is_plain(&receipt.number) || !is_plain(key) || !is_hash(&files.digest) {
        return None;
    }
    Some(
        [
            PREFIX,
            "\nkey ",
            key,
            "\nsubmission ",
            &receipt.submission.to_string(),
            "\nchange ",
            &receipt.change.to_string(),
            "\nhash ",
            hash,
            "\nnumber ",
            &receipt.number,
            "\nreceived ",
            &receipt.received_at.to_string(),
            "\nfiles ",
            &files.count.to_string(),
            " ",
            &files.digest,
            "\n",
        ]
        .concat(),
    )
}

/// The key that signs what is received at `at`: the newest that has begun. `keys` are in the order they begin in.
pub fn in_force(keys: &[ReceiptKey], at: i64) -> Option<&ReceiptKey> {
    keys.iter().rev().find(|key| key.from <= at)
}

/// What an Ed25519 implementation is asked: whether `signature` is `public`'s signature of `statement`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// 32 bytes.
    pub public: Vec<u8>,
    /// 64 bytes.
    pub signature: Vec<u8>,
    /// The signed text.
    pub statement: String,
}

/// Why there is nothing to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// The receipt has no signature: it is of a server that does not sign yet.
    Unsigned,
    /// None of `keys` has the id; asking the server for its keys may help.
    UnknownKey,
    /// It cannot be right, whatever the signature: the key was not in force, or a member is not what it should be.
    Wrong,
}

/// What is to be checked of a receipt, by the keys that are known.
///
/// # Errors
/// Why nothing can be.
pub fn claim(receipt: &Receipt, keys: &[ReceiptKey]) -> Result<Claim, Doubt> {
    let seal = receipt.seal.as_ref().ok_or(Doubt::Unsigned)?;
    let key = keys.iter().find(|key| key.id == seal.key);
    let key = key.ok_or(Doubt::UnknownKey)?;
    let due = in_force(keys, receipt.received_at);
    let statement = listed(&seal.files).and_then(|files| statement(receipt, &seal.key, &files));
    match (bytes(&key.public), bytes(&seal.signature), statement) {
        (Some(public), Some(signature), Some(statement))
            if due == Some(key) && public.len() == 32 && signature.len() == 64 =>
        {
            Ok(Claim {
                public,
                signature,
                statement,
            })
        }
        _ => Err(Doubt::Wrong),
    }
}

/// The bytes of a lower-case hex text.
pub fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    let bytes = pairs
        .iter()
        .map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    rest.is_empty().then(|| bytes.collect()).flatten()
}
