//! How a phone becomes an enterprise's phone.
//!
//! The phone makes its own id and its own 256-bit token and sends both, so a request whose answer was lost can
//! be sent again: the same device and token get the same answer, and the invitation counts as used once.

use super::ReceiptKey;
use crate::id::{DeviceId, EnterpriseId};
use crate::json::Json;

/// What anybody may know of this server.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct About {
    /// The operator's name as shown to applicants.
    pub operator: String,
    /// The help desk's phone number, shown on every screen.
    pub help_phone: String,
    /// Whether an enterprise may enrol without an invitation.
    pub self_registration: bool,
    /// Version of the server.
    pub version: String,
    /// The server's clock, Unix milliseconds.
    pub server_time: i64,
    /// The public keys that receipts are signed with, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipt_keys: Vec<ReceiptKey>,
}

/// Asks for a phone to be enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolRequest {
    /// Made by the phone once (UUIDv7).
    pub device: DeviceId,
    /// Made by the phone: 32 random bytes as 64 lower-case hex digits. The server stores its SHA-256 only.
    pub token: String,
    /// What the coordinators see of the phone, such as `Android Chrome`; up to 60 characters.
    #[serde(default)]
    pub device_name: String,
    /// Why the phone may enrol.
    pub proof: EnrolProof,
}

/// What entitles a phone to enrol.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EnrolProof {
    /// A coordinator's invitation: the secret of the link, or the eight-character code read out on the phone.
    Invitation {
        /// Secret or code. Case, spaces and hyphens of a code do not matter.
        secret: String,
    },
    /// Self-registration; the enterprise stays unverified until a coordinator confirms it.
    SelfRegistration {
        /// Name of the enterprise, 1 to 60 characters.
        enterprise: String,
        /// Name of the person in charge, 2 to 50 characters.
        contact_name: String,
        /// A mobile number.
        contact_mobile: String,
    },
}

/// The phone is enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Json)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolResponse {
    /// The id that the phone sent.
    pub device: DeviceId,
    /// The enterprise it now belongs to.
    pub enterprise: EnterpriseId,
    /// The enterprise's name, so that the person sees whether it is the right one.
    pub enterprise_name: String,
    /// Whether a coordinator vouches for the enterprise.
    pub verified: bool,
    /// When the token ends, Unix milliseconds.
    pub expires_at: i64,
}
