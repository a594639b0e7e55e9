//! What a receipt's QR code carries: all that is signed, and the signature, in as few modules as possible.
//!
//! Bytes in a fixed order, then base 32 in capitals, which QR codes store in eleven bits for two letters. It can be
//! checked with nothing but the server's public keys.

use data_encoding::BASE32_NOPAD;
use domain::{api::Receipt, id::SubmissionId, receipt::Listed, sync::content_hash};
use uuid::Uuid;

use crate::random;

/// The first byte.
const VERSION: u8 = 1;
/// No honest token is longer: a number of 40 bytes.
const LONGEST: usize = 400;

/// A receipt as its QR code says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Without its seal.
    pub receipt: Receipt,
    /// The key that signed.
    pub key: String,
    /// The files.
    pub files: Listed,
    /// The signature.
    pub signature: [u8; 64],
}

impl Token {
    /// As it stands in a link; none when a member is not what it should be.
    pub fn write(&self) -> Option<String> {
        let hex = domain::receipt::bytes;
        let mut bytes = vec![VERSION];
        bytes.extend(<[u8; 8]>::try_from(hex(&self.key)?).ok()?);
        bytes.extend(self.receipt.submission.0.as_bytes());
        bytes.extend(self.receipt.change.as_bytes());
        bytes.extend(self.receipt.received_at.to_be_bytes());
        bytes.extend(u16::try_from(self.files.count).ok()?.to_be_bytes());
        if self.files.count > 0 {
            bytes.extend(<[u8; 32]>::try_from(hex(&self.files.digest)?).ok()?);
        }
        let hash = hex(&self.receipt.hash)?;
        bytes.push(u8::from(!hash.is_empty()));
        if !hash.is_empty() {
            bytes.extend(<[u8; 32]>::try_from(hash).ok()?);
        }
        bytes.extend(self.signature);
        bytes.extend(self.receipt.number.as_bytes());
        Some(BASE32_NOPAD.encode(&bytes))
    }

    /// Reads what stood in a link, in whatever case it was typed.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let bytes = BASE32_NOPAD
            .decode(text.to_ascii_uppercase().as_bytes())
            .ok()?;
        let mut rest = bytes.as_slice();
        let [VERSION] = take(&mut rest)? else {
            return None;
        };
        let key: [u8; 8] = take(&mut rest)?;
        let submission = SubmissionId(Uuid::from_bytes(take(&mut rest)?));
        let change = Uuid::from_bytes(take(&mut rest)?);
        let received_at = i64::from_be_bytes(take(&mut rest)?);
        let count = usize::from(u16::from_be_bytes(take(&mut rest)?));
        let digest = if count > 0 {
            random::hex(&take::<32>(&mut rest)?)
        } else {
            content_hash("")
        };
        let hash = match take(&mut rest)? {
            [0] => String::new(),
            [1] => random::hex(&take::<32>(&mut rest)?),
            _ => return None,
        };
        let signature = take(&mut rest)?;
        Some(Self {
            receipt: Receipt {
                submission,
                change,
                hash,
                number: std::str::from_utf8(rest).ok()?.to_owned(),
                received_at,
                seal: None,
            },
            key: random::hex(&key),
            files: Listed { count, digest },
            signature,
        })
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk::<N>()?;
    *rest = after;
    Some(*taken)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    prop_compose! {
        fn tokens()(
            ids in any::<(u128, u128)>(),
            hash in prop_oneof![Just(String::new()), "[0-9a-f]{64}"],
            number in "20[0-9]{2}-(판로|피해)-[0-9]{6}",
            received_at in any::<i64>(),
            key in "[0-9a-f]{16}",
            files in prop_oneof![Just((0, content_hash(""))), (1..999_usize, "[0-9a-f]{64}")],
            signature in any::<[[u8; 32]; 2]>(),
        ) -> Token {
            let mut whole = [0; 64];
            whole[..32].copy_from_slice(&signature[0]);
            whole[32..].copy_from_slice(&signature[1]);
            Token {
                receipt: Receipt {
                    submission: SubmissionId(Uuid::from_u128(ids.0)),
                    change: Uuid::from_u128(ids.1),
                    hash,
                    number,
                    received_at,
                    seal: None,
                },
                key,
                files: Listed { count: files.0, digest: files.1 },
                signature: whole,
            }
        }
    }

    proptest! {
        #[test]
        fn a_token_reads_back_in_either_case(token in tokens()) {
            let text = token.write().unwrap();
            prop_assert!(text.len() <= LONGEST);
            prop_assert_eq!(Token::read(&text.to_lowercase()), Some(token));
        }

        #[test]
        fn any_other_text_is_none_or_another_token(text in "[A-Z2-7]{0,420}") {
            if let Some(token) = Token::read(&text) {
                prop_assert_eq!(token.write(), Some(text));
            }
        }
    }
}
