//! What the server signs when it has stored a change, and the keys it signs with.

use crate::json::Json;

/// The signed part of a [`super::Receipt`]. `domain::receipt` says which bytes are signed.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seal {
    /// [`ReceiptKey::id`] of the key that signed.
    pub key: String,
    /// The hashes of the files that came with the change, sorted; each is stored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// The Ed25519 signature (RFC 8032), 128 digits of lower-case hex.
    pub signature: String,
}

/// A public key for receipts.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptKey {
    /// The first 8 bytes of the key's SHA-256, 16 digits of lower-case hex.
    pub id: String,
    /// The Ed25519 public key, 64 digits of lower-case hex.
    pub public: String,
    /// From when on it signs what is received, Unix milliseconds; 0 for the first key of a server.
    pub from: i64,
}

/// Every key that a server ever signed receipts with, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptKeys {
    /// The keys. Each signs until the next one begins.
    pub keys: Vec<ReceiptKey>,
}
