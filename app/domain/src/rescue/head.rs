//! The head of a file: what a reader must know before it can decrypt anything.
//!
//! All numbers are big-endian. See `docs/rescue.md`.

use sha2::{Digest as _, Sha256};

/// The fewest characters of a passphrase.
pub const PASSPHRASE: usize = 10;
/// Rounds of PBKDF2-HMAC-SHA-256 (OWASP Password Storage Cheat Sheet, 2023: 600,000).
pub const ROUNDS: u32 = 600_000;
/// The length of what every part is bound to: the head without the table of parts, bytes.
pub const BOUND: usize = 40;

const MAGIC: &[u8; 4] = b"IEUM";
const VERSION: u8 = 1;
/// A file that asks for more would keep a phone busy for minutes.
const MOST_ROUNDS: u32 = 10_000_000;
const MOST_PARTS: u32 = 10_000;
/// Length and hash.
const ROW: usize = 36;
const HASH: usize = 32;

/// Why a file is not read. Nothing of it was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It never was such a file.
    #[error("this is no rescue file")]
    NotOurs,
    /// It was made by a newer build: update the app.
    #[error("the file is of a newer version")]
    Newer,
    /// It was, and is not whole any more.
    #[error("the file is damaged")]
    Damaged,
}

/// What stands before the parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Rounds of the key derivation.
    pub rounds: u32,
    /// Its salt.
    pub salt: [u8; 16],
    /// The first 8 bytes of every part's nonce.
    pub nonce: [u8; 8],
    /// The parts in their order.
    pub parts: Vec<Part>,
}

/// One encrypted part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Bytes as it stands in the file, the tag of 16 included.
    pub length: u32,
    /// SHA-256 of the same: tells a damaged file from a passphrase that does not fit.
    pub hash: [u8; HASH],
}

impl Head {
    /// The first [`BOUND`] bytes of a file with so many parts. Every part is authenticated together with them.
    pub fn bound(rounds: u32, salt: [u8; 16], nonce: [u8; 8], parts: usize) -> Vec<u8> {
        let parts = u32::try_from(parts).unwrap_or(u32::MAX);
        let mut bytes = Vec::with_capacity(BOUND);
        bytes.extend(MAGIC);
        bytes.extend([VERSION, 0, 0, 0]);
        bytes.extend(rounds.to_be_bytes());
        bytes.extend(salt);
        bytes.extend(nonce);
        bytes.extend(parts.to_be_bytes());
        bytes
    }

    /// The head as it stands in the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Self::bound(self.rounds, self.salt, self.nonce, self.parts.len());
        for part in &self.parts {
            bytes.extend(part.length.to_be_bytes());
            bytes.extend(part.hash);
        }
        bytes.extend(Sha256::digest(&bytes));
        bytes
    }

    /// How long the head of a file is that begins with these bytes, [`BOUND`] of them or the whole file.
    ///
    /// # Errors
    /// See [`FileError`].
    pub fn length(first: &[u8]) -> Result<usize, FileError> {
        if first.get(..4) != Some(MAGIC) {
            return Err(FileError::NotOurs);
        }
        match first.get(4) {
            Some(&VERSION) => {}
            Some(&newer) if newer > VERSION => return Err(FileError::Newer),
            _ => return Err(FileError::Damaged),
        }
        let parts = number(first, BOUND - 4)?;
        if !(1..=MOST_PARTS).contains(&parts) {
            return Err(FileError::Damaged);
        }
        Ok(BOUND + ROW * parts as usize + HASH)
    }

    /// Reads the head of a file of `size` bytes; `bytes` are the first of them, as many as [`Self::length`] says.
    ///
    /// # Errors
    /// See [`FileError`].
    pub fn parse(bytes: &[u8], size: u64) -> Result<Self, FileError> {
        let length = Self::length(bytes)?;
        let bytes = bytes.get(..length).ok_or(FileError::Damaged)?;
        let (said, hash) = bytes.split_at(length - HASH);
        if Sha256::digest(said)[..] != *hash {
            return Err(FileError::Damaged);
        }
        let rounds = number(said, 8)?;
        if !(ROUNDS..=MOST_ROUNDS).contains(&rounds) {
            return Err(FileError::Damaged);
        }
        let mut head = Self {
            rounds,
            salt: array(said, 12)?,
            nonce: array(said, 28)?,
            parts: Vec::new(),
        };
        let mut end = length as u64;
        for at in (BOUND..said.len()).step_by(ROW) {
            let part = Part {
                length: number(said, at)?,
                hash: array(said, at + 4)?,
            };
            end += u64::from(part.length);
            head.parts.push(part);
        }
        if end == size {
            Ok(head)
        } else {
            Err(FileError::Damaged)
        }
    }

    /// The nonce of a part: no two parts of a file share one, and none can stand in another's place.
    pub fn nonce_of(nonce: [u8; 8], part: usize) -> [u8; 12] {
        let mut whole = [0; 12];
        whole[..8].copy_from_slice(&nonce);
        whole[8..].copy_from_slice(&u32::try_from(part).unwrap_or(u32::MAX).to_be_bytes());
        whole
    }
}

fn number(bytes: &[u8], at: usize) -> Result<u32, FileError> {
    array(bytes, at).map(u32::from_be_bytes)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Result<[u8; N], FileError> {
    let found = bytes
        .get(at..at + N)
        .and_then(|found| found.try_into().ok());
    found.ok_or(FileError::Damaged)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn head() -> Head {
        Head {
            rounds: ROUNDS,
            salt: *b"0123456789abcdef",
            nonce: *b"nonce678",
            parts: vec![
                Part {
                    length: 18,
                    hash: [0x11; 32],
                },
                Part {
                    length: 300,
                    hash: [0x22; 32],
                },
            ],
        }
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
    }

    /// Bytes of the head and of its two parts.
    const SIZE: u64 = 40 + 72 + 32 + 318;

    #[test]
    fn the_bytes_of_version_1_are_frozen() {
        let bytes = head().to_bytes();
        let expected = [
            "4945554d",
            "01000000",
            "000927c0",
            "30313233343536373839616263646566",
            "6e6f6e6365363738",
            "00000002",
            "00000012",
            &"11".repeat(32),
            "0000012c",
            &"22".repeat(32),
        ]
        .concat();
        assert_eq!(hex(&bytes[..112]), expected);
        assert_eq!(hex(&bytes[112..]), hex(&Sha256::digest(&bytes[..112])));
        assert_eq!(Head::length(&bytes[..BOUND]), Ok(bytes.len()));
        assert_eq!(Head::parse(&bytes, SIZE), Ok(head()));
        assert_eq!(
            hex(&Head::nonce_of(*b"nonce678", 258)),
            "6e6f6e636536373800000102"
        );
    }

    /// Made by another program from `docs/rescue.md` alone. A browser opens it in `end2end/tests/rescue.spec.ts`.
    #[test]
    fn a_file_of_version_1_reads() {
        let file = include_bytes!("../../tests/data/rescue-v1.ieum");
        let head = Head::parse(file, file.len() as u64).unwrap();
        assert_eq!((head.rounds, &head.nonce), (600_000, b"nonce678"));
        let mut rest = &file[Head::length(file).unwrap()..];
        for part in &head.parts {
            let (bytes, after) = rest.split_at(part.length as usize);
            assert_eq!(Sha256::digest(bytes)[..], part.hash);
            rest = after;
        }
        assert_eq!((head.parts.len(), rest.len()), (2, 0));
    }

    #[test]
    fn every_damaged_byte_is_noticed_and_a_cut_file_too() {
        let whole = head().to_bytes();
        for at in 4..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x40;
            let newer = if at == 4 {
                FileError::Newer
            } else {
                FileError::Damaged
            };
            assert_eq!(Head::parse(&bytes, SIZE), Err(newer), "byte {at}");
        }
        for length in 4..whole.len() {
            assert_eq!(Head::parse(&whole[..length], SIZE), Err(FileError::Damaged));
        }
        assert_eq!(Head::parse(&whole, SIZE - 1), Err(FileError::Damaged));
        assert_eq!(Head::parse(&whole, SIZE + 1), Err(FileError::Damaged));
    }

    #[test]
    fn other_files_and_newer_ones_are_named_as_what_they_are() {
        for other in [
            &b""[..],
            b"IEU",
            b"%PDF-1.7 and more than forty bytes of something else",
        ] {
            assert_eq!(Head::length(other), Err(FileError::NotOurs));
        }
        let mut newer = head().to_bytes();
        newer[4] = 2;
        assert_eq!(Head::length(&newer), Err(FileError::Newer));
    }

    #[test]
    fn a_file_cannot_ask_for_a_weak_key_or_for_hours_of_work() {
        for rounds in [0, ROUNDS - 1, MOST_ROUNDS + 1] {
            let bytes = Head { rounds, ..head() }.to_bytes();
            assert_eq!(
                Head::parse(&bytes, SIZE),
                Err(FileError::Damaged),
                "{rounds}"
            );
        }
        let none = Head {
            parts: Vec::new(),
            ..head()
        };
        let bytes = none.to_bytes();
        assert_eq!(Head::parse(&bytes, 72), Err(FileError::Damaged));
    }
}
